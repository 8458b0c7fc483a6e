"""An index along the claims of a COHE, for questions about all of it."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

NAME = "ix_claim_of_cohe"
EVERY_ROW = sa.text("id > 0")


def upgrade() -> None:
    op.create_index(
        NAME,
        "claim",
        ["cohe_id", "coordination", "on_time_loss", "next_due_by", "id"],
        sqlite_where=EVERY_ROW,
        postgresql_where=EVERY_ROW,
    )


def downgrade() -> None:
    op.drop_index(NAME, table_name="claim")
