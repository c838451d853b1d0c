"""What an audit was made of: the same inputs give the same audit

Revision: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('audits') as table:
        table.add_column(sa.Column('inputs', sa.String(64), nullable=False, server_default=''))


def downgrade() -> None:
    with op.batch_alter_table('audits') as table:
        table.drop_column('inputs')
