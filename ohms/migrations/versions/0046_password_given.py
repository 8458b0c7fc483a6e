"""When the password of a session was given last: a grave act asks for it again after a while.

A plain column: of older sessions it is when they began.
"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "sign_in_session", sa.Column("password_at", sa.DateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("sign_in_session", "password_at")
