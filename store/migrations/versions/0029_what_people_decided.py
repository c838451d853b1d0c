"""What people decided while they reviewed results

Revision: 0029
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = '0029'
down_revision = '0027'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'decisions',
        sa.Column('client', sa.Text(), nullable=False),
        sa.Column('aspect', sa.String(16), nullable=False),
        sa.Column('subject', sa.String(400), nullable=False),
        sa.Column('label', sa.Text(), nullable=False),
        sa.Column('value', sa.Text(), nullable=False),
        sa.Column('run', sa.String(16), nullable=False),
        sa.Column('by', sa.Text(), nullable=False),
        sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('client', 'aspect', 'subject', name='pk_decisions'),
    )


def downgrade() -> None:
    op.drop_table('decisions')
