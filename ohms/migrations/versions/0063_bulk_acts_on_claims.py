"""Bulk acts on claims, and tasks passed on as one kind of bulk act. What was passed on before stands in the
audit; what fell to a supervisor when somebody left stays where it is."""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

OLD_KINDS = ("finish_tasks", "move_due_days")
KINDS = (
    *OLD_KINDS,
    "reassign_tasks",
    "offer_claims",
    "assign_claims",
    "hold_claims",
    "close_claims",
)
STATES = ("to_do", "in_progress", "waiting", "done", "not_needed")
COORDINATIONS = ("new", "watching", "active", "on_hold", "closed")
ACT = "id, by_id, kind, at, due_by, undone_at, undone"
ROW = (
    "id, bulk_act_id, claim_id, cohe_id, task_id, refusal, was_due_by, appeared_on, was_state, waiting_on,"
    " waiting_since_on, version, stays"
)


def upgrade() -> None:
    _put_aside()
    _make(KINDS, of_claims=True)
    _put_back()


def downgrade() -> None:
    kept = "kind = 'finish_tasks' or kind = 'move_due_days'"
    op.execute(
        f"delete from bulk_row where bulk_act_id not in (select id from bulk_act where {kept})"
    )
    op.execute(f"delete from bulk_act where not ({kept})")
    _put_aside()
    _make(OLD_KINDS, of_claims=False)
    _put_back()


def _put_aside() -> None:
    """Both tables anew: SQLite changes no check and makes no column empty."""
    op.execute(f"create temporary table bulk_act_kept as select {ACT} from bulk_act")
    op.execute(f"create temporary table bulk_row_kept as select {ROW} from bulk_row")
    op.drop_table("bulk_row")
    op.drop_table("bulk_act")


def _put_back() -> None:
    op.execute(f"insert into bulk_act ({ACT}) select {ACT} from bulk_act_kept")
    op.execute(f"insert into bulk_row ({ROW}) select {ROW} from bulk_row_kept")
    op.execute("drop table bulk_row_kept")
    op.execute("drop table bulk_act_kept")
    _count_on()


def _count_on() -> None:
    """PostgreSQL numbers new rows after those that were put in with their ids."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in ("bulk_act", "bulk_row"):
        op.execute(
            f"select setval(pg_get_serial_sequence('{table}', 'id'),"
            f" (select coalesce(max(id), 0) + 1 from {table}), false)"
        )


def _one_of(name: str, values: tuple[str, ...], table: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(
        " or ".join(f"{name} = '{value}'" for value in values), name=op.f(f"ck_{table}_{name}")
    )


def _choice(name: str, values: tuple[str, ...], *, nullable: bool) -> sa.Column[str]:
    kind = sa.Enum(*values, name=name, native_enum=False, length=32)
    return sa.Column(name, kind, nullable=nullable)


def _refers(table: str, *columns: tuple[str, str]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [name],
            [f"{target}.id"],
            name=op.f(f"fk_{table}_{name}"),
            ondelete="CASCADE" if target == "task" else None,
        )
        for name, target in columns
    ]


def _make(kinds: tuple[str, ...], *, of_claims: bool) -> None:
    _make_act(kinds, of_claims=of_claims)
    _make_row(of_claims=of_claims)


def _make_act(kinds: tuple[str, ...], *, of_claims: bool) -> None:
    of_people: list[sa.schema.SchemaItem] = [
        sa.Column("to_staff_id", sa.Integer()),
        sa.Column("reason", sa.String(40)),
    ]
    op.create_table(
        "bulk_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        _choice("kind", kinds, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_by", sa.Date()),
        *(of_people if of_claims else []),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
        sa.Column("undone", sa.Integer()),
        _one_of("kind", kinds, "bulk_act"),
        sa.CheckConstraint(
            "(undone_at is null) = (undone is null)", name=op.f("ck_bulk_act_undone")
        ),
        *_refers("bulk_act", ("by_id", "staff_member")),
        *(_refers("bulk_act", ("to_staff_id", "staff_member")) if of_claims else []),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_act")),
    )
    op.create_index(op.f("ix_bulk_act_by_id"), "bulk_act", ["by_id"])


def _make_row(*, of_claims: bool) -> None:
    further: list[sa.schema.SchemaItem] = [
        sa.Column("was_staff_id", sa.Integer()),
        sa.Column("was_named", sa.Boolean()),
        _choice("was_coordination", COORDINATIONS, nullable=True),
        sa.Column("watched_until_on", sa.Date()),
        sa.Column("transfer_id", sa.Integer()),
        _one_of("was_coordination", COORDINATIONS, "bulk_row"),
        *_refers("bulk_row", ("was_staff_id", "staff_member"), ("transfer_id", "claim_transfer")),
    ]
    op.create_table(
        "bulk_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bulk_act_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=of_claims),
        sa.Column("refusal", sa.String(200)),
        sa.Column("was_due_by", sa.Date()),
        sa.Column("appeared_on", sa.Date()),
        _choice("was_state", STATES, nullable=True),
        sa.Column("waiting_on", sa.String(120)),
        sa.Column("waiting_since_on", sa.Date()),
        sa.Column("version", sa.Integer()),
        sa.Column("stays", sa.String(200)),
        *(further if of_claims else []),
        sa.CheckConstraint(
            "(refusal is null) = (version is not null)", name=op.f("ck_bulk_row_outcome")
        ),
        _one_of("was_state", STATES, "bulk_row"),
        *_refers(
            "bulk_row",
            ("bulk_act_id", "bulk_act"),
            ("claim_id", "claim"),
            ("cohe_id", "cohe"),
            ("task_id", "task"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_row")),
        sa.UniqueConstraint("bulk_act_id", "task_id", name=op.f("uq_bulk_row_bulk_act_id_task_id")),
    )
    for column in ("claim_id", "task_id"):
        op.create_index(op.f(f"ix_bulk_row_{column}"), "bulk_row", [column])
    if of_claims:
        op.create_index(
            "ix_bulk_row_of_claim",
            "bulk_row",
            ["bulk_act_id", "claim_id"],
            unique=True,
            sqlite_where=sa.text("task_id is null"),
            postgresql_where=sa.text("task_id is null"),
        )
