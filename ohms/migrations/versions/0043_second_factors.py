"""The second step of signing in: a person's app, recovery codes, and what a session waits for.

Downgraded, sessions that wait are ended: an older program would let them in.
"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

FACTOR, CODE, SESSION = "second_factor", "recovery_code", "sign_in_session"


def upgrade() -> None:
    op.create_table(
        FACTOR,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(64)),
        sa.Column("pending_salt", sa.String(64)),
        sa.Column("confirmed_at", sa.DateTime(timezone=True)),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(salt is null) = (confirmed_at is null)", name=op.f(f"ck_{FACTOR}_confirmed_salt")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_member.id"], name=op.f(f"fk_{FACTOR}_staff_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{FACTOR}")),
        sa.UniqueConstraint("staff_id", name=op.f(f"uq_{FACTOR}_staff_id")),
    )
    op.create_table(
        CODE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_member.id"], name=op.f(f"fk_{CODE}_staff_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{CODE}")),
        sa.UniqueConstraint("staff_id", "code_hash", name=op.f(f"uq_{CODE}_staff_id_code_hash")),
    )
    op.add_column(SESSION, sa.Column("waits_for", sa.String(16), nullable=True))


def downgrade() -> None:
    op.execute(
        f"update {SESSION} set ended_at = started_at"
        " where ended_at is null and waits_for is not null"
    )
    op.drop_column(SESSION, "waits_for")
    op.drop_table(CODE)
    op.drop_table(FACTOR)
