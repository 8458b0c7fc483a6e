"""When a second step was begun: it waits ten minutes for its first code. Those begun before are begun anew."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

TABLE = "second_factor"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("pending_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(f"update {TABLE} set pending_salt = null")


def downgrade() -> None:
    op.drop_column(TABLE, "pending_at")
