"""Legal holds and purges; what is final lets a DELETE pass while an approved purge names its claim."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

FINAL = (
    "case_note",
    "note_event",
    "referral_step",
    "work_status_correction",
    "claim_transfer",
    "referral_version",
    "referral_packet",
    "stay_at_work_use",
)
PURGED = (
    "exists (select 1 from purge_claim join purge on purge.id = purge_claim.purge_id"
    " where purge_claim.claim_id = old.claim_id and purge.record_class = 'claim'"
    " and purge.approved_at is not null and purge.carried_out_at is null"
    " and not exists (select 1 from legal_hold where legal_hold.claim_id = old.claim_id"
    " and legal_hold.lifted_at is null))"
)
PASSES = f"if tg_op = 'DELETE' and {PURGED} then return old; end if; "


def upgrade() -> None:
    _create_holds()
    _create_purges()
    op.add_column("claim", sa.Column("purged_at", sa.DateTime(timezone=True), nullable=True))
    for table in FINAL:
        (_let_pass_on_postgres if _on_postgres() else _let_pass_on_sqlite)(table)


def downgrade() -> None:
    for table in FINAL:
        (_refuse_on_postgres if _on_postgres() else _refuse_on_sqlite)(table)
    op.drop_column("claim", "purged_at")
    for table in ("purge_claim", "purge", "legal_hold"):
        op.drop_table(table)


def _on_postgres() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")


def _refers(table: str, **targets: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"))
        for name, target in targets.items()
    ]


def _whole(name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _instant(name: str, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _create_holds() -> None:
    table = "legal_hold"
    op.create_table(
        table,
        *(_whole(name) for name in ("id", "claim_id", "cohe_id", "placed_by_id")),
        _whole("lifted_by_id", nullable=True),
        sa.Column("reason", sa.String(200), nullable=False),
        _instant("placed_at", nullable=False),
        _instant("lifted_at"),
        sa.Column("lift_reason", sa.String(200), nullable=True),
        sa.CheckConstraint(
            "(lifted_at is null) = (lifted_by_id is null)", name=op.f(f"ck_{table}_lifted_by")
        ),
        *_refers(
            table,
            claim_id="claim",
            cohe_id="cohe",
            placed_by_id="staff_member",
            lifted_by_id="staff_member",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    for column in ("claim_id", "cohe_id"):
        op.create_index(f"ix_{table}_{column}", table, [column])


def _create_purges() -> None:
    table = "purge"
    checks = {
        "record_class": "record_class = 'file' or record_class = 'claim'",
        "one_decision": "approved_at is null or refused_at is null",
        "decided_by": "(decided_by_id is null) = (approved_at is null and refused_at is null)",
        "two_people": "decided_by_id <> asked_by_id",
        "approved_before": "carried_out_at is null or approved_at is not null",
    }
    op.create_table(
        table,
        *(_whole(name) for name in ("id", "cohe_id", "asked_by_id")),
        *(_whole(name, nullable=True) for name in ("decided_by_id", "rows_deleted")),
        sa.Column("record_class", sa.String(32), nullable=False),
        sa.Column("rested_before_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        _instant("asked_at", nullable=False),
        *(_instant(name) for name in ("approved_at", "refused_at", "carried_out_at")),
        sa.Column("files", sa.Text(), nullable=True),
        *(
            sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))
            for name, condition in checks.items()
        ),
        *_refers(table, cohe_id="cohe", asked_by_id="staff_member", decided_by_id="staff_member"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(f"ix_{table}_cohe_id", table, ["cohe_id"])
    table = "purge_claim"
    op.create_table(
        table,
        *(_whole(name) for name in ("id", "purge_id", "claim_id", "cohe_id")),
        _instant("purged_at"),
        *_refers(table, purge_id="purge", claim_id="claim", cohe_id="cohe"),
        sa.UniqueConstraint("purge_id", "claim_id", name=op.f(f"uq_{table}_purge_id_claim_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(f"ix_{table}_claim_id", table, ["claim_id"])


def _let_pass_on_sqlite(table: str) -> None:
    head, condition, body = _delete_trigger(table)
    _make_anew(table, f"{head} when ({condition or 'true'}) and not {PURGED} {body}")


def _refuse_on_sqlite(table: str) -> None:
    head, condition, body = _delete_trigger(table)
    former = condition.removesuffix(f" and not {PURGED}").removeprefix("(").removesuffix(")")
    _make_anew(table, f"{head} when {former} {body}")


def _delete_trigger(table: str) -> tuple[str, str, str]:
    """The words before its condition, the condition, and the words from `begin` on."""
    name = f"{table}_is_final_delete"
    found = sa.text("select sql from sqlite_master where type = 'trigger' and name = :name")
    words = str(op.get_bind().execute(found, {"name": name}).scalar_one())
    before, begins, body = words.partition(" begin ")
    head, _when, condition = before.partition(" when ")
    return head.rstrip(), condition.strip(), begins.strip() + " " + body


def _make_anew(table: str, words: str) -> None:
    op.execute(f"drop trigger {table}_is_final_delete")
    op.get_bind().exec_driver_sql(words)


def _let_pass_on_postgres(table: str) -> None:
    former = _function(table)
    op.get_bind().exec_driver_sql(former.replace("begin ", f"begin {PASSES}", 1))


def _refuse_on_postgres(table: str) -> None:
    op.get_bind().exec_driver_sql(_function(table).replace(PASSES, "", 1))


def _function(table: str) -> str:
    found = sa.text("select pg_get_functiondef(to_regproc(:name))")
    words = op.get_bind().execute(found, {"name": f"{table}_is_final"}).scalar_one()
    return str(words).replace("%", "%%") if "%" in str(words) else str(words)
