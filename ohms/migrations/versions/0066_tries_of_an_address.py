"""Wrong passwords are counted by their address too."""

from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

INDEX = "ix_sign_in_attempt_address_at"


def upgrade() -> None:
    op.create_index(INDEX, "sign_in_attempt", ["address", "at"])


def downgrade() -> None:
    op.drop_index(INDEX, "sign_in_attempt")
