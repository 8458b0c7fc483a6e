"""The claim file: flags with their reasons, forms entered from documents, and who read it when."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

FLAG = {
    "document_id": "document",
    "claim_id": "claim",
    "cohe_id": "cohe",
    "staff_id": "staff_member",
}
ENTERED = {
    "document_id": "document",
    "claim_id": "claim",
    "cohe_id": "cohe",
    "activity_prescription_id": "activity_prescription",
    "report_of_accident_id": "report_of_accident",
    "entered_by_id": "staff_member",
}
READING = {"staff_id": "staff_member", "claim_id": "claim"}


def upgrade() -> None:
    op.create_table(
        "document_flag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_parents("document_flag", FLAG),
    )
    _index("document_flag", "document_id", "claim_id")
    op.create_table(
        "entered_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("activity_prescription_id", sa.Integer(), nullable=True),
        sa.Column("report_of_accident_id", sa.Integer(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(activity_prescription_id is null) <> (report_of_accident_id is null)",
            name=op.f("ck_entered_form_one_form"),
        ),
        sa.UniqueConstraint("document_id", name=op.f("uq_entered_form_document_id")),
        *_parents("entered_form", ENTERED),
    )
    _index("entered_form", "claim_id", "activity_prescription_id", "report_of_accident_id")
    op.create_table(
        "file_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_before_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("staff_id", "claim_id", name=op.f("uq_file_reading_staff_id_claim_id")),
        *_parents("file_reading", READING),
    )
    _index("file_reading", "claim_id")


def downgrade() -> None:
    for table in ("file_reading", "entered_form", "document_flag"):
        op.drop_table(table)


def _parents(table: str, columns: dict[str, str]) -> list[sa.Constraint]:
    return [
        *(
            sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=op.f(f"fk_{table}_{column}"))
            for column, parent in columns.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
