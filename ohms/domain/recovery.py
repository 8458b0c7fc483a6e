"""The values of a worker's recovery: barriers, measures, goals and rules of contact."""

from enum import StrEnum


class BarrierCategory(StrEnum):
    """What kind of thing stands between a worker and work. Our assumption (domain notes 13)."""

    MEDICAL_UNCLEAR = "medical_unclear"
    TREATMENT_DELAY = "treatment_delay"
    MEDICATION = "medication"
    PAIN_AND_FUNCTION = "pain_and_function"
    FEAR_OR_EXPECTATION = "fear_or_expectation"
    MOOD_OR_BEHAVIOR = "mood_or_behavior"
    NO_LIGHT_DUTY = "no_light_duty"
    JOB_DISPUTE = "job_dispute"
    JOB_DEMANDS = "job_demands"
    CLAIM_ADMINISTRATION = "claim_administration"
    PROVIDER_PAPERWORK = "provider_paperwork"
    LANGUAGE = "language"
    TRANSPORT_HOME_MONEY = "transport_home_money"
    OTHER_ILLNESS = "other_illness"
    NO_CONTACT = "no_contact"


class MeasureKind(StrEnum):
    """What is measured over time, each 0 to 10 on a neutral scale of our own."""

    PAIN = "pain"
    FUNCTION = "function"


class GoalRung(StrEnum):
    """The return-to-work ladder in its order of priority (WAC 296-19A-050; domain notes S53)."""

    SAME_JOB_SAME_EMPLOYER = "same_job_same_employer"
    SAME_JOB_MODIFIED = "same_job_modified"
    NEW_JOB_SAME_EMPLOYER = "new_job_same_employer"
    NEW_JOB_MODIFIED_SAME_EMPLOYER = "new_job_modified_same_employer"
    OLD_JOB_MODIFIED_NEW_EMPLOYER = "old_job_modified_new_employer"
    NEW_JOB_NEW_EMPLOYER = "new_job_new_employer"
    MODIFIED_NEW_JOB_NEW_EMPLOYER = "modified_new_job_new_employer"


class ContactRuleKind(StrEnum):
    """How a worker may be approached: safety first, then courtesy."""

    TWO_PEOPLE = "two_people"
    THROUGH_REPRESENTATIVE = "through_representative"
    NO_VOICEMAIL = "no_voicemail"
    INTERPRETER = "interpreter"
    NOT_BEFORE = "not_before"
    OTHER = "other"


class EpisodeSource(StrEnum):
    """Who told a work status."""

    APF = "apf"
    EMPLOYER = "employer"
    WORKER = "worker"
    LNI = "lni"
