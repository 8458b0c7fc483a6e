"""The values that feed, screens, exports and addresses share: one spelling each, lower snake case.

A value's name on the screen stands in `ohms/web/words.py`; here is what is stored.
"""

from enum import StrEnum


class Fund(StrEnum):
    """Who insures the claim. COHEs coordinate State Fund claims only (domain notes S9, S14)."""

    STATE_FUND = "state_fund"
    SELF_INSURED = "self_insured"
    FEDERAL = "federal"
    TRIBAL = "tribal"
    OUT_OF_STATE = "out_of_state"


class ClaimStatus(StrEnum):
    """L&I's own status of the claim; never our coordination of it."""

    PENDING = "pending"
    INTERLOCUTORY = "interlocutory"
    ALLOWED = "allowed"
    REJECTED = "rejected"
    CLOSED = "closed"
    REOPENED = "reopened"


class AccidentKind(StrEnum):
    INJURY = "injury"
    OCCUPATIONAL_DISEASE = "occupational_disease"


class WorkStatus(StrEnum):
    """What the worker may do or does, in one dated episode."""

    FULL_DUTY = "full_duty"
    MODIFIED_DUTY = "modified_duty"
    LIMITED_HOURS = "limited_hours"
    TRANSITIONAL = "transitional"
    OFF_WORK = "off_work"
    KEPT_ON_SALARY = "kept_on_salary"
    RELEASED_NOT_WORKING = "released_not_working"
    UNKNOWN = "unknown"


class TimeLossKind(StrEnum):
    """What was paid for a dated stretch. Kept on salary is shown apart: no time loss is paid."""

    TIME_LOSS = "time_loss"
    LOSS_OF_EARNING_POWER = "loss_of_earning_power"
    KEPT_ON_SALARY = "kept_on_salary"


class Complexity(StrEnum):
    """How hard the coordination is. A new claim is standard: not rated is not low."""

    LOW = "low"
    STANDARD = "standard"
    HIGH = "high"


class Coordination(StrEnum):
    """Our work on a claim; not L&I's status of it."""

    NEW = "new"
    WATCHING = "watching"
    ACTIVE = "active"
    ON_HOLD = "on_hold"
    CLOSED = "closed"


class StandardWork(StrEnum):
    """The eight items of L&I's HSC standard work: the one taxonomy for notes, time and reports."""

    REFERRALS = "referrals"
    BARRIERS = "barriers"
    COMMUNITY = "community"
    MEDICATION = "medication"
    RETURN_TO_WORK = "return_to_work"
    TRANSITIONS = "transitions"
    RECOVERY = "recovery"
    SURGERY = "surgery"


class CountedAs(StrEnum):
    """What minutes are to the figures: counted on a claim, waiting for their press, or for no claim."""

    COUNTED = "counted"
    WAITING = "waiting"
    OTHER = "other"


class Span(StrEnum):
    """What a roll-up sums: one day, or its whole month."""

    DAY = "day"
    MONTH = "month"


class OtherTime(StrEnum):
    """Minutes that are for no claim: logged, kept apart, never counted toward FTE."""

    TRAINING_GIVEN = "training_given"
    TRAINING_TAKEN = "training_taken"
    OUTREACH = "outreach"
    MEETING = "meeting"
    QUALITY = "quality"
    LEAVE = "leave"
    OTHER = "other"


class Role(StrEnum):
    """What a position makes a person in its COHE (or, for L&I and administrators, everywhere)."""

    HSC = "hsc"
    HSC_ASSISTANT = "hsc_assistant"
    SUPERVISOR = "supervisor"
    PRIVACY_OFFICER = "privacy_officer"
    CONTRACT_MANAGER = "contract_manager"
    DESK_RISK_MANAGEMENT = "desk_risk_management"
    DESK_STAY_AT_WORK = "desk_stay_at_work"
    ADMINISTRATOR = "administrator"


class Party(StrEnum):
    """Who of the claim was spoken to."""

    WORKER = "worker"
    EMPLOYER = "employer"
    PROVIDER = "provider"
    CLAIM_MANAGER = "claim_manager"
    UNION = "union"
    REPRESENTATIVE = "representative"
    INTERPRETER = "interpreter"
    FAMILY = "family"
    VOCATIONAL = "vocational"
    THERAPIST = "therapist"
    SURGEON = "surgeon"
    OTHER = "other"


class Method(StrEnum):
    PHONE = "phone"
    SECURE_MESSAGE = "secure_message"
    EMAIL = "email"
    FAX = "fax"
    IN_PERSON = "in_person"
    VIDEO = "video"
    LETTER = "letter"


class Outcome(StrEnum):
    """How a contact ended; everything but `reached` is a try."""

    REACHED = "reached"
    LEFT_MESSAGE = "left_message"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    DECLINED = "declined"


class Service(StrEnum):
    """Where a referral goes. The first two are L&I services with a desk of their own."""

    STAY_AT_WORK = "stay_at_work"
    RISK_MANAGEMENT = "risk_management"
    EARLY_RETURN_TO_WORK = "early_return_to_work"
    VOCATIONAL = "vocational"
    ACTIVITY_COACHING = "activity_coaching"
    NURSE_CONSULTANT = "nurse_consultant"
    COMMUNITY = "community"
    COHE_ADVISOR = "cohe_advisor"


class ReferralStep(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    NEEDS_INFORMATION = "needs_information"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"


class Milestone(StrEnum):
    ROA_2_DAYS = "roa_2_days"
    FIRST_CONTACT = "first_contact"
    APF_12_WEEKS = "apf_12_weeks"
    EMPLOYER_CALL = "employer_call"
    FRQ_WINDOW = "frq_window"
    FIRST_YEAR = "first_year"


class MilestoneState(StrEnum):
    RUNNING = "running"
    MET = "met"
    MISSED = "missed"


class DocumentKind(StrEnum):
    ROA = "roa"
    APF = "apf"
    CHART_NOTE = "chart_note"
    JOB_DESCRIPTION = "job_description"
    JOB_OFFER = "job_offer"
    ORDER = "order"
    LETTER = "letter"
    FRQ = "frq"
    CONSENT = "consent"
    OTHER = "other"


class EndedBy(StrEnum):
    """Why a position ended. Only a departure starts the three-month clock of replacement."""

    DEPARTURE = "departure"
    ROLE_CHANGE = "role_change"
    HOURS_CHANGE = "hours_change"
    OTHER = "other"


class AbsenceKind(StrEnum):
    VACATION = "vacation"
    SICK = "sick"
    TRAINING = "training"
    OTHER = "other"


class TaskState(StrEnum):
    TO_DO = "to_do"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    DONE = "done"
    NOT_NEEDED = "not_needed"


class TaskKind(StrEnum):
    """What sort of thing a task is: how one goes about it, beside the standard work it is part of."""

    CALL = "call"
    LETTER = "letter"
    DOCUMENT = "document"
    REVIEW = "review"
    FOLLOW_UP = "follow_up"
    EXAM = "exam"
    SURGERY = "surgery"
    OFFER_START = "offer_start"
    OTHER = "other"


class NoteEventKind(StrEnum):
    """What happened to a case note after its row was written; the row itself never changes."""

    SIGNED = "signed"
    CO_SIGNED = "co_signed"
    RETURNED = "returned"
    TAKEN_BACK = "taken_back"
    ADDENDUM = "addendum"
    VOIDED = "voided"


class Capture(StrEnum):
    """How minutes came to be: by the composer's clock, or typed by the person."""

    CAPTURED = "captured"
    TYPED = "typed"


class MinutesFrom(StrEnum):
    """Which clock the composer's minutes were taken from."""

    CALL = "call"
    TYPING = "typing"
    TYPED = "typed"
