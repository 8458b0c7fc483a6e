"""How stored values read on the screen: the field's words, sentence case, one place."""

from collections.abc import Mapping
from enum import StrEnum

from ohms.domain.attesting import CorrectionReason
from ohms.domain.calendar import Quarter
from ohms.domain.co_signing import CoSignKind, EntryOutcome
from ohms.domain.recovery import BarrierCategory, ContactRuleKind, EpisodeSource, GoalRung
from ohms.domain.services import SERVICES
from ohms.domain.values import (
    ClaimStatus,
    Complexity,
    Coordination,
    DocumentKind,
    Method,
    Milestone,
    NoteEventKind,
    OtherTime,
    Outcome,
    Party,
    Role,
    StandardWork,
    TaskKind,
    TaskState,
    TimeLossKind,
    WorkStatus,
)

# Only what differs from the value with spaces and a capital.
SPECIAL: tuple[tuple[StrEnum, str], ...] = (
    (Role.HSC, "Coordinator"),
    (Role.HSC_ASSISTANT, "Assistant"),
    (Role.DESK_RISK_MANAGEMENT, "Referral desk, Risk Management"),
    (Role.DESK_STAY_AT_WORK, "Referral desk, Stay at Work"),
    (StandardWork.REFERRALS, "Coordinate referrals"),
    (StandardWork.BARRIERS, "Assess barriers"),
    (StandardWork.COMMUNITY, "Community services"),
    (StandardWork.MEDICATION, "Medication"),
    (StandardWork.RETURN_TO_WORK, "Return to work"),
    (StandardWork.TRANSITIONS, "Transitions of care"),
    (StandardWork.RECOVERY, "Monitor recovery"),
    (StandardWork.SURGERY, "Surgical care"),
    *((each.service, each.name) for each in SERVICES.values()),
    (WorkStatus.RELEASED_NOT_WORKING, "Released, not working"),
    (Party.CLAIM_MANAGER, "Claim manager"),
    (Method.IN_PERSON, "In person"),
    (Outcome.LEFT_MESSAGE, "Left message"),
    (OtherTime.TRAINING_GIVEN, "Training given"),
    (OtherTime.TRAINING_TAKEN, "Training taken"),
    (OtherTime.QUALITY, "Quality improvement"),
    (OtherTime.OTHER, "Other work"),
    (CorrectionReason.WRONG_WORK, "Wrong kind of work"),
    (CorrectionReason.TWICE, "Entered twice"),
    (NoteEventKind.CO_SIGNED, "Co-signed"),
    (CoSignKind.FRQ, "FRQ result"),
    (CoSignKind.CLOSING, "Closing of the coordination"),
    (EntryOutcome.CO_SIGNED, "Co-signed"),
    (EntryOutcome.RETURNED, "Returned with a question"),
    (NoteEventKind.RETURNED, "Returned with a question"),
    (TaskState.NOT_NEEDED, "Not needed"),
    (TaskKind.OFFER_START, "Start of a job offer"),
    (TaskKind.FOLLOW_UP, "Follow-up"),
    (ClaimStatus.PENDING, "Pending"),
    (Coordination.ON_HOLD, "On hold"),
    (Complexity.STANDARD, "Standard"),
    (Milestone.ROA_2_DAYS, "ROA in 2 business days"),
    (Milestone.APF_12_WEEKS, "APF by 12 weeks"),
    (Milestone.FIRST_YEAR, "First year ends"),
    (Milestone.FRQ_WINDOW, "FRQ window"),
    (DocumentKind.ROA, "Report of Accident"),
    (DocumentKind.APF, "APF"),
    (DocumentKind.FRQ, "FRQ"),
    (EpisodeSource.APF, "APF"),
    (EpisodeSource.LNI, "L&I"),
    (BarrierCategory.MEDICAL_UNCLEAR, "Medical or diagnosis unclear"),
    (BarrierCategory.TREATMENT_DELAY, "Treatment delay or authorization"),
    (BarrierCategory.MEDICATION, "Medication or opioids"),
    (BarrierCategory.FEAR_OR_EXPECTATION, "Fear or expectation"),
    (BarrierCategory.MOOD_OR_BEHAVIOR, "Mood or behavioral"),
    (BarrierCategory.NO_LIGHT_DUTY, "Employer has no light duty"),
    (BarrierCategory.JOB_DISPUTE, "Job dispute or relations"),
    (BarrierCategory.LANGUAGE, "Language or literacy"),
    (BarrierCategory.TRANSPORT_HOME_MONEY, "Transport, home or money"),
    (GoalRung.SAME_JOB_SAME_EMPLOYER, "Same job, same employer"),
    (GoalRung.SAME_JOB_MODIFIED, "Same job modified, same employer"),
    (GoalRung.NEW_JOB_SAME_EMPLOYER, "New job, same employer"),
    (GoalRung.NEW_JOB_MODIFIED_SAME_EMPLOYER, "New job modified, same employer"),
    (GoalRung.OLD_JOB_MODIFIED_NEW_EMPLOYER, "Old job modified, new employer"),
    (GoalRung.NEW_JOB_NEW_EMPLOYER, "New job, new employer"),
    (GoalRung.MODIFIED_NEW_JOB_NEW_EMPLOYER, "New job modified, new employer"),
    (ContactRuleKind.TWO_PEOPLE, "Two people only"),
    (ContactRuleKind.THROUGH_REPRESENTATIVE, "Through the representative only"),
    (ContactRuleKind.NO_VOICEMAIL, "No voicemail"),
    (ContactRuleKind.INTERPRETER, "With an interpreter"),
    (ContactRuleKind.NOT_BEFORE, "Do not call before"),
    (ContactRuleKind.OTHER, "To be kept to"),
    (TimeLossKind.LOSS_OF_EARNING_POWER, "Loss of earning power"),
)
# By kind as well: "other" of one list equals "other" of another, and reads otherwise.
_WORDS: Mapping[tuple[type, str], str] = {(type(value), value): text for value, text in SPECIAL}


def words(value: StrEnum | str | None) -> str:
    """A stored value as a person reads it; nothing for nothing."""
    if value is None:
        return ""
    return _WORDS.get((type(value), str(value))) or str(value).replace("_", " ").capitalize()


def quarter_named(quarter: Quarter | str) -> str:
    """A quarter as people read it, Q3 2026, where its id may be all that is at hand."""
    return (Quarter.parse(quarter) if isinstance(quarter, str) else quarter).named
