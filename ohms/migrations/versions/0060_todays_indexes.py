"""What waits on Today is found by what it waits for, not among all there ever was."""

from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_referral_step_expected_by", "referral", ["step", "expected_by"]),
    ("ix_referral_step_at", "referral_step", ["at"]),
    ("ix_call_intake_done_at", "call_intake", ["done_at"]),
    ("ix_co_signature_entered_by_id", "co_signature", ["entered_by_id", "outcome"]),
    ("ix_rehoming_proposal_decision", "rehoming_proposal", ["decision"]),
)


def upgrade() -> None:
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns)


def downgrade() -> None:
    for name, table, _columns in reversed(INDEXES):
        op.drop_index(name, table)
