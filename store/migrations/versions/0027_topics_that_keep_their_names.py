"""What every audit saw of a client's topics, and what people decided of them

Revision: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

from store.tables import UtcDateTime, Words

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'topic_sights',
        sa.Column('client', sa.Text(), nullable=False),
        sa.Column('run', sa.String(16), nullable=False),
        sa.Column('topic', sa.String(16), nullable=False),
        sa.Column('as_of', sa.Date(), nullable=False),
        sa.Column('fate', sa.String(24), nullable=False),
        sa.Column('label', Words(), nullable=False),
        sa.Column('terms', sa.LargeBinary(), nullable=False),
        sa.Column('conversations', sa.Integer(), nullable=False),
        sa.Column('share', sa.Float(), nullable=False),
        sa.Column('other', sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint('client', 'run', 'topic', name=op.f('pk_topic_sights')),
    )
    op.create_table(
        'topic_memories',
        sa.Column('client', sa.Text(), nullable=False),
        sa.Column('run', sa.String(16), nullable=False),
        sa.Column('as_of', sa.Date(), nullable=False),
        sa.Column('body', sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint('client', 'run', name=op.f('pk_topic_memories')),
    )
    op.create_table(
        'topic_decisions',
        sa.Column('client', sa.Text(), nullable=False),
        sa.Column('topic', sa.String(16), nullable=False),
        sa.Column('name', Words(), nullable=False),
        sa.Column('into', sa.String(16), nullable=False),
        sa.Column('hidden', sa.Boolean(), nullable=False),
        sa.Column('decided_at', UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint('client', 'topic', name=op.f('pk_topic_decisions')),
    )


def downgrade() -> None:
    for name in ('topic_decisions', 'topic_memories', 'topic_sights'):
        op.drop_table(name)
