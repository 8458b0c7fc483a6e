"""What was attested of a report is kept; attested before, it was not: those are drafts again."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

TABLE = "quarterly_report"
WHAT = f"ck_{TABLE}_attested_what"


def upgrade() -> None:
    op.execute(f"update {TABLE} set state = 'draft' where state = 'attested'")
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("attested", sa.Text(), nullable=True))
        batch.create_check_constraint(batch.f(WHAT), "state <> 'attested' or attested is not null")


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_constraint(batch.f(WHAT), type_="check")
        batch.drop_column("attested")
