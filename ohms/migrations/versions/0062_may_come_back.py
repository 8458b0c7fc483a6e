"""What may come back to triage is found among what triage put away, not among all that was closed."""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

MAY_COME_BACK = "coordination = 'closed' and (close_reason = 'not_needed' or status = 'reopened')"


def upgrade() -> None:
    where = sa.text(MAY_COME_BACK)
    op.create_index(
        "ix_claim_may_come_back",
        "claim",
        ["assigned_to_id", "initiating_provider_id"],
        sqlite_where=where,
        postgresql_where=where,
    )


def downgrade() -> None:
    op.drop_index("ix_claim_may_come_back", "claim")
