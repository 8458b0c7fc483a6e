"""Since when a session is covered: shut until its person gives the password again.

A plain column: nothing is copied. Downgraded, covered sessions are ended: they must not open.
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "sign_in_session", sa.Column("covered_at", sa.DateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    op.execute(
        "update sign_in_session set ended_at = covered_at"
        " where ended_at is null and covered_at is not null"
    )
    op.drop_column("sign_in_session", "covered_at")
