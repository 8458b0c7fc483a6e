"""The pages that each COHE keeps at hand, version by version, none of which ever changes"""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

WORDS = "a version of a resource never changes"


def upgrade() -> None:
    op.create_table(
        "resource",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("resource_key", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_resource_number")),
        sa.CheckConstraint("place between 1 and 999", name=op.f("ck_resource_place")),
        sa.CheckConstraint("address like 'https://%'", name=op.f("ck_resource_address_secure")),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_resource_cohe_id")),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["staff_member.id"], name=op.f("fk_resource_written_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource")),
        sa.UniqueConstraint(
            "cohe_id",
            "resource_key",
            "number",
            name=op.f("uq_resource_cohe_id_resource_key_number"),
        ),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "create function resource_is_final() returns trigger language plpgsql as $$ "
            f"begin raise exception '{WORDS}' using errcode = 'check_violation', "
            "constraint = 'resource_is_final'; end $$"
        )
        op.execute(
            "create trigger resource_is_final before update or delete on resource "
            "for each row execute function resource_is_final()"
        )
        return
    for moment in ("update", "delete"):
        op.execute(
            f"create trigger resource_is_final_{moment} before {moment} on resource "
            f"begin select raise(abort, 'resource_is_final: {WORDS}'); end"
        )


def downgrade() -> None:
    op.drop_table("resource")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function resource_is_final()")
