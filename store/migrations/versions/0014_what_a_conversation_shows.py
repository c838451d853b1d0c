"""What a conversation shows: views, language, tags, outgoing links

Revision: 0014
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('conversations', schema=None) as batch_op:
        batch_op.add_column(sa.Column('views', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('language', sa.String(length=16), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('tags', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('links', sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('conversations', schema=None) as batch_op:
        for name in ('links', 'tags', 'language', 'views'):
            batch_op.drop_column(name)
