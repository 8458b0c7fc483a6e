"""How stored values read on the screen: the field's words, sentence case, one place."""

from collections.abc import Mapping
from enum import StrEnum

from ohms.domain.values import (
    ClaimStatus,
    Complexity,
    Coordination,
    Method,
    Milestone,
    NoteEventKind,
    OtherTime,
    Outcome,
    Party,
    Role,
    Service,
    StandardWork,
    TaskKind,
    TaskState,
    TimeLossKind,
    WorkStatus,
)

# Only what differs from the value with spaces and a capital.
SPECIAL: Mapping[StrEnum, str] = {
    Role.HSC: "Coordinator",
    Role.HSC_ASSISTANT: "Assistant",
    Role.DESK_RISK_MANAGEMENT: "Referral desk, Risk Management",
    Role.DESK_STAY_AT_WORK: "Referral desk, Stay at Work",
    StandardWork.REFERRALS: "Coordinate referrals",
    StandardWork.BARRIERS: "Assess barriers",
    StandardWork.COMMUNITY: "Community services",
    StandardWork.MEDICATION: "Medication",
    StandardWork.RETURN_TO_WORK: "Return to work",
    StandardWork.TRANSITIONS: "Transitions of care",
    StandardWork.RECOVERY: "Monitor recovery",
    StandardWork.SURGERY: "Surgical care",
    Service.STAY_AT_WORK: "Stay at Work",
    Service.RISK_MANAGEMENT: "Risk Management",
    Service.EARLY_RETURN_TO_WORK: "Early Return to Work",
    Service.COHE_ADVISOR: "COHE Advisor",
    WorkStatus.RELEASED_NOT_WORKING: "Released, not working",
    Party.CLAIM_MANAGER: "Claim manager",
    Method.IN_PERSON: "In person",
    Outcome.LEFT_MESSAGE: "Left message",
    OtherTime.TRAINING_GIVEN: "Training given",
    OtherTime.TRAINING_TAKEN: "Training taken",
    OtherTime.QUALITY: "Quality improvement",
    OtherTime.OTHER: "Other work",
    NoteEventKind.CO_SIGNED: "Co-signed",
    NoteEventKind.RETURNED: "Returned with a question",
    TaskState.NOT_NEEDED: "Not needed",
    TaskKind.OFFER_START: "Start of a job offer",
    TaskKind.FOLLOW_UP: "Follow-up",
    ClaimStatus.PENDING: "Pending",
    Coordination.ON_HOLD: "On hold",
    Complexity.STANDARD: "Standard",
    Milestone.ROA_2_DAYS: "ROA in 2 business days",
    Milestone.APF_12_WEEKS: "APF by 12 weeks",
    Milestone.FIRST_YEAR: "First year ends",
    TimeLossKind.LOSS_OF_EARNING_POWER: "Loss of earning power",
}


def words(value: StrEnum | str | None) -> str:
    """A stored value as a person reads it; nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, StrEnum) and value in SPECIAL:
        return SPECIAL[value]
    return str(value).replace("_", " ").capitalize()
