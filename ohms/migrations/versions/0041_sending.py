"""Messages are claimed, put off and given up; people choose a digest."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

OUTBOX, STAFF = "outbox_message", "staff_member"
INSTANTS = ("claimed_at", "try_at", "given_up_at")
ONE_END = "sent_at is null or given_up_at is null"
DIGEST = "digest = 'off' or digest = 'daily' or digest = 'weekly'"


def upgrade() -> None:
    with op.batch_alter_table(OUTBOX) as batch:
        batch.add_column(sa.Column("key", sa.String(length=80), nullable=True))
        batch.add_column(sa.Column("link_for_id", sa.Integer(), nullable=True))
        for name in INSTANTS:
            batch.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        batch.create_unique_constraint(batch.f(f"uq_{OUTBOX}_key"), ["key"])
        batch.create_check_constraint(batch.f(f"ck_{OUTBOX}_one_end"), ONE_END)
        batch.create_foreign_key(
            batch.f(f"fk_{OUTBOX}_link_for_id"), STAFF, ["link_for_id"], ["id"]
        )
        batch.create_index(batch.f(f"ix_{OUTBOX}_link_for_id"), ["link_for_id"])
    with op.batch_alter_table(STAFF) as batch:
        off = sa.Column("digest", sa.String(length=16), nullable=False, server_default="off")
        batch.add_column(off)
        batch.create_check_constraint(batch.f(f"ck_{STAFF}_digest"), DIGEST)
    with op.batch_alter_table(STAFF) as batch:
        batch.alter_column("digest", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table(STAFF) as batch:
        batch.drop_constraint(batch.f(f"ck_{STAFF}_digest"), type_="check")
        batch.drop_column("digest")
    with op.batch_alter_table(OUTBOX) as batch:
        batch.drop_index(batch.f(f"ix_{OUTBOX}_link_for_id"))
        batch.drop_constraint(batch.f(f"fk_{OUTBOX}_link_for_id"), type_="foreignkey")
        batch.drop_constraint(batch.f(f"ck_{OUTBOX}_one_end"), type_="check")
        batch.drop_constraint(batch.f(f"uq_{OUTBOX}_key"), type_="unique")
        for name in ("key", "link_for_id", *INSTANTS):
            batch.drop_column(name)
