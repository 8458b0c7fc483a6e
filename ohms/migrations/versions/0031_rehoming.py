"""A changed initiation is given, confirmed or refused by supervisors, refused with a reason.

`rehoming_proposal` has no triggers, so SQLite's copying of it loses none.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

TABLE = "rehoming_proposal"
BEFORE = "Refused before a reason was asked for"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("given_by_id", sa.Integer(), nullable=True))
    op.add_column(TABLE, sa.Column("given_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(TABLE, sa.Column("reason", sa.String(length=200), nullable=True))
    op.execute(f"update {TABLE} set reason = '{BEFORE}' where decision = 'refused'")
    with op.batch_alter_table(TABLE) as table:
        table.create_foreign_key(
            op.f(f"fk_{TABLE}_given_by_id"), "staff_member", ["given_by_id"], ["id"]
        )
        table.create_check_constraint("given_by", "(given_at is null) = (given_by_id is null)")
        table.create_check_constraint("refused_why", "decision <> 'refused' or reason is not null")


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as table:
        table.drop_constraint("refused_why", type_="check")
        table.drop_constraint("given_by", type_="check")
        table.drop_constraint(op.f(f"fk_{TABLE}_given_by_id"), type_="foreignkey")
        table.drop_column("reason")
        table.drop_column("given_at")
        table.drop_column("given_by_id")
