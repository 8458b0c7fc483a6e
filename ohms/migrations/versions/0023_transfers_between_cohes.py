"""A claim may be coordinated by another COHE than the one that it was initiated in, where it counts.

Columns are added in place: SQLite's batch mode would make the table anew.
"""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

COUNTED = "coalesce(initiated_cohe_id, cohe_id)"


def upgrade() -> None:
    op.execute("alter table claim add column initiated_cohe_id integer")
    kind = "stored" if _on_postgres() else "virtual"
    op.execute(
        "alter table claim add column counted_cohe_id integer "
        f"generated always as ({COUNTED}) {kind}"
    )
    op.drop_index("ix_claim_initiated", "claim")
    op.create_index("ix_claim_initiated", "claim", ["counted_cohe_id", "initiated_on", "fund"])


def downgrade() -> None:
    op.drop_index("ix_claim_initiated", "claim")
    op.execute("alter table claim drop column counted_cohe_id")
    op.execute("alter table claim drop column initiated_cohe_id")
    op.create_index("ix_claim_initiated", "claim", ["cohe_id", "initiated_on", "fund"])


def _on_postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"
