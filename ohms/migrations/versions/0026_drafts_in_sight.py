"""Until when a draft's claim was known to be in its author's sight: the days to finish run from then.

A plain column: nothing is copied.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("draft", sa.Column("in_sight_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("update draft set in_sight_at = saved_at")


def downgrade() -> None:
    op.drop_column("draft", "in_sight_at")
