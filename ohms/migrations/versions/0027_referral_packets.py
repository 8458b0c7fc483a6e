"""The packet of a sent version of a referral: which file it was, for ever.

Versions sent before have none: their files were never made.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

FINAL = "referral_packet_is_final"
WORDS = "a packet that was sent never changes"


def upgrade() -> None:
    op.create_table(
        "referral_packet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_referral_packet_size")),
        *(
            sa.ForeignKeyConstraint(
                [f"{column}_id"], [f"{table}.id"], name=op.f(f"fk_referral_packet_{column}_id")
            )
            for column, table in (
                ("version", "referral_version"),
                ("referral", "referral"),
                ("claim", "claim"),
                ("cohe", "cohe"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_packet")),
        sa.UniqueConstraint("version_id", name=op.f("uq_referral_packet_version_id")),
    )
    for column in ("claim_id", "referral_id", "sha256"):
        op.create_index(f"ix_referral_packet_{column}", "referral_packet", [column])
    told = sa.text("claim_ids is not null")
    op.create_index(
        "ix_audit_entry_action_at",
        "audit_entry",
        ["action", "at"],
        sqlite_where=told,
        postgresql_where=told,
    )
    _keep_final()


def downgrade() -> None:
    op.drop_index("ix_audit_entry_action_at", table_name="audit_entry")
    op.drop_table("referral_packet")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"drop function {FINAL}()")


def _keep_final() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"create function {FINAL}() returns trigger language plpgsql as $$ "
            f"begin raise exception '{WORDS}' using errcode = 'check_violation', "
            f"constraint = '{FINAL}'; end $$"
        )
        op.execute(
            f"create trigger {FINAL} before update or delete on referral_packet"
            f" for each row execute function {FINAL}()"
        )
        return
    for moment in ("update", "delete"):
        op.execute(
            f"create trigger {FINAL}_{moment} before {moment} on referral_packet"
            f" begin select raise(abort, '{FINAL}: {WORDS}'); end"
        )
