"""Positions tell when they were added and when their access ended; routes and subjects of training;
departures."""

import sqlalchemy as sa
from alembic import op

from ohms.models.value_lists import checks_one_by_one

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

KINDS = ("basic", "approved_content", "lni_orientation", "shadowing", "hsc_conference")
SUBJECT = "subject in ('lni_processes', 'another_cohe')"
ROUTE = "route in ('bachelor_3_years', 'seven_years', 'assistant_3_years')"


def upgrade() -> None:
    op.add_column("position", sa.Column("added_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "position", sa.Column("access_ended_at", sa.DateTime(timezone=True), nullable=True)
    )
    _add_checked("approved_content", "subject", SUBJECT)
    _add_checked("onboarding_step", "route", ROUTE)
    with op.batch_alter_table("training") as batch:
        batch.add_column(sa.Column("subject", sa.String(length=20), nullable=True))
        batch.create_check_constraint(batch.f("ck_training_subject"), SUBJECT)
        batch.drop_constraint(batch.f("ck_training_kind"), type_="check")
        batch.create_check_constraint(batch.f("ck_training_kind"), _among((*KINDS, "accepted")))
    op.create_table(
        "departure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("reassignment_id", sa.Integer(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("access_ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_departure_{column}"))
            for column, table in (
                ("staff_id", "staff_member"),
                ("cohe_id", "cohe"),
                ("holder_id", "staff_member"),
                ("reassignment_id", "reassignment"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departure")),
    )
    op.create_index("ix_departure_cohe_id", "departure", ["cohe_id"])
    op.create_index("ix_departure_staff_id", "departure", ["staff_id"])


def downgrade() -> None:
    op.drop_table("departure")
    op.execute("delete from training where kind = 'accepted'")
    with op.batch_alter_table("training") as batch:
        batch.drop_constraint(batch.f("ck_training_kind"), type_="check")
        batch.create_check_constraint(batch.f("ck_training_kind"), _among(KINDS))
        batch.drop_constraint(batch.f("ck_training_subject"), type_="check")
        batch.drop_column("subject")
    op.execute("ALTER TABLE onboarding_step DROP COLUMN route")
    op.execute("ALTER TABLE approved_content DROP COLUMN subject")
    op.drop_column("position", "access_ended_at")
    op.drop_column("position", "added_at")


def _add_checked(table: str, column: str, check: str) -> None:
    """A column with its check in one act: SQLite takes no check for a column that is there."""
    added = (
        f"ALTER TABLE {table} ADD COLUMN {column} VARCHAR(20)"
        f" CONSTRAINT ck_{table}_{column} CHECK ({check})"
    )
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(checks_one_by_one(added) if on_sqlite else added)


def _among(values: tuple[str, ...]) -> str:
    return f"kind in ({', '.join(repr(value) for value in values)})"
