"""Pauses that hosts asked for, shared between runs

Revision: 0010
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

from store.tables import UtcDateTime

revision = '0010'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'pauses',
        sa.Column('host', sa.Text(), nullable=False),
        sa.Column('until', UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint('host', name=op.f('pk_pauses')),
    )


def downgrade() -> None:
    op.drop_table('pauses')
