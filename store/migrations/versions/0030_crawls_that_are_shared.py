"""Crawls that several clients' audits share

Revision: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

from store.tables import UtcDateTime

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'shared_crawls',
        sa.Column('key', sa.String(64), nullable=False),
        sa.Column('client', sa.Text(), nullable=False),
        sa.Column('subject', sa.String(16), nullable=False),
        sa.Column('archive', sa.Text(), nullable=False),
        sa.Column('digest', sa.String(64), nullable=False),
        sa.Column('finished_at', UtcDateTime(), nullable=False),
        sa.Column('result', sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint('key', name=op.f('pk_shared_crawls')),
    )


def downgrade() -> None:
    op.drop_table('shared_crawls')
