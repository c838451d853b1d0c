"""Who was told of which run, so that nobody is told twice

Revision: 0025
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

from store.tables import UtcDateTime

revision = '0025'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'notices',
        sa.Column('run', sa.String(16), nullable=False),
        sa.Column('receiver', sa.String(64), nullable=False),
        sa.Column('told_at', UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint('run', 'receiver', name=op.f('pk_notices')),
    )


def downgrade() -> None:
    op.drop_table('notices')
