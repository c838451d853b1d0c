"""Counts of 64 bits: what forums state does not always fit into 32

Revision: 0020
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0010'
branch_labels = None
depends_on = None

_COUNTS = ('replies', 'score', 'views')


def upgrade() -> None:
    _make(sa.BigInteger(), sa.Integer())


def downgrade() -> None:
    _make(sa.Integer(), sa.BigInteger())


def _make(wanted: sa.Integer, before: sa.Integer) -> None:
    """SQLite knows one size of integers only, and there is nothing to change."""
    if op.get_context().dialect.name == 'sqlite':
        return
    for name in _COUNTS:
        op.alter_column('conversations', name, type_=wanted, existing_type=before, existing_nullable=True)
