"""A text for each part of a report, where there was one narrative."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

TABLE, REPORT = "report_text", "quarterly_report"
PARTS = ("staffing_changes", "vacancies", "training", "coverage", "other")
REFERS = {
    "report_id": "quarterly_report.id",
    "cohe_id": "cohe.id",
    "written_by_id": "staff_member.id",
}
MOVE = f"""
    insert into {TABLE} (report_id, cohe_id, part, body, written_at, version)
    select id, cohe_id, 'other', narrative, current_timestamp, 1 from {REPORT}
    where narrative is not null
"""
BACK = f"""
    update {REPORT} set narrative = (
        select body from {TABLE} where report_id = {REPORT}.id and part = 'other' and body <> ''
    )
"""


def upgrade() -> None:
    one_by_one = " or ".join(f"part = '{part}'" for part in PARTS)
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(32), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(one_by_one, name=op.f(f"ck_{TABLE}_part")),
        *(
            sa.ForeignKeyConstraint([name], [target], name=op.f(f"fk_{TABLE}_{name}"))
            for name, target in REFERS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("report_id", "part", name=op.f(f"uq_{TABLE}_report_id_part")),
    )
    op.create_index(f"ix_{TABLE}_cohe_id", TABLE, ["cohe_id"])
    op.execute(MOVE)
    with op.batch_alter_table(REPORT) as batch:
        batch.drop_column("narrative")


def downgrade() -> None:
    op.add_column(REPORT, sa.Column("narrative", sa.Text(), nullable=True))
    op.execute(BACK)
    op.drop_table(TABLE)
