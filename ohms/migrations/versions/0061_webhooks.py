"""Webhooks, and each telling of an event to one of them."""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

WEBHOOK, DELIVERY = "webhook", "webhook_delivery"
EVENTS = ("referral.step_taken", "task.made", "task.ended", "report.frozen")
OPEN = sa.text("delivered_at is null and given_up_at is null")
INSTANTS = ("claimed_at", "try_at", "delivered_at", "given_up_at", "last_tried_at")


def upgrade() -> None:
    op.create_table(
        WEBHOOK,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("address", sa.String(400), nullable=False),
        sa.Column("events", sa.String(200), nullable=False),
        sa.Column("cohe_id", sa.Integer()),
        sa.Column("salt", sa.String(64), nullable=False),
        sa.Column("salted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("keep_days", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True)),
        sa.Column("removed_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("keep_days between 7 and 365", name=op.f(f"ck_{WEBHOOK}_keep_days")),
        _refers(WEBHOOK, "cohe_id", "cohe"),
        _refers(WEBHOOK, "made_by_id", "staff_member"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{WEBHOOK}")),
    )
    op.create_index(op.f(f"ix_{WEBHOOK}_cohe_id"), WEBHOOK, ["cohe_id"])
    op.create_table(
        DELIVERY,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("webhook_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(36), nullable=False),
        sa.Column(
            "event", sa.Enum(*EVENTS, name="event", native_enum=False, length=32), nullable=False
        ),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("object_path", sa.String(200), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waits_since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True)) for name in INSTANTS),
        sa.Column("last_status", sa.Integer()),
        sa.Column("last_error", sa.String(200)),
        sa.CheckConstraint(
            " or ".join(f"event = '{each}'" for each in EVENTS), name=op.f(f"ck_{DELIVERY}_event")
        ),
        sa.CheckConstraint(
            "delivered_at is null or given_up_at is null", name=op.f(f"ck_{DELIVERY}_one_end")
        ),
        _refers(DELIVERY, "webhook_id", WEBHOOK),
        _refers(DELIVERY, "cohe_id", "cohe"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{DELIVERY}")),
        sa.UniqueConstraint(
            "webhook_id", "event_id", name=op.f(f"uq_{DELIVERY}_webhook_id_event_id")
        ),
    )
    op.create_index(op.f(f"ix_{DELIVERY}_cohe_id"), DELIVERY, ["cohe_id"])
    op.create_index(f"ix_{DELIVERY}_log", DELIVERY, ["webhook_id", "id"])
    op.create_index(
        f"ix_{DELIVERY}_open", DELIVERY, ["id"], sqlite_where=OPEN, postgresql_where=OPEN
    )


def downgrade() -> None:
    op.drop_table(DELIVERY)
    op.drop_table(WEBHOOK)


def _refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))
