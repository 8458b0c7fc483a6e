"""A key under which a program made something remembers what was sent with it.

Keys used before have none, and are answered as they were: with what was made.
"""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("idempotency_key", sa.Column("sent_hash", sa.String(64)))


def downgrade() -> None:
    with op.batch_alter_table("idempotency_key") as table:
        table.drop_column("sent_hash")
