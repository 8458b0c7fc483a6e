"""Contract settings are proposed and decided on; when the status report is due is one of them."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

TABLE = "setting"
REFUSED = (
    "(refused_at is null) = (refused_by_id is null)"
    " and (refused_at is null) = (refused_why is null)"
)
WAITING = sa.text("approved_at is null and refused_at is null")


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("refused_by_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("refused_why", sa.String(length=200), nullable=True))
        batch.create_foreign_key(
            batch.f(f"fk_{TABLE}_refused_by_id"), "staff_member", ["refused_by_id"], ["id"]
        )
        batch.create_check_constraint(batch.f(f"ck_{TABLE}_refused_by_whom_and_why"), REFUSED)
        batch.create_check_constraint(
            batch.f(f"ck_{TABLE}_decided_once"), "approved_at is null or refused_at is null"
        )
    op.create_index(
        "ix_setting_waiting",
        TABLE,
        ["name", "cohe_id"],
        unique=True,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.execute(f"update {TABLE} set name = 'report_due_days' where name = 'report.due_days'")


def downgrade() -> None:
    op.execute(f"delete from {TABLE} where approved_at is null")
    op.execute(f"update {TABLE} set name = 'report.due_days' where name = 'report_due_days'")
    op.drop_index("ix_setting_waiting", TABLE)
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_constraint(batch.f(f"ck_{TABLE}_decided_once"), type_="check")
        batch.drop_constraint(batch.f(f"ck_{TABLE}_refused_by_whom_and_why"), type_="check")
        batch.drop_constraint(batch.f(f"fk_{TABLE}_refused_by_id"), type_="foreignkey")
        for column in ("refused_why", "refused_at", "refused_by_id"):
            batch.drop_column(column)
