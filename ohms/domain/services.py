"""The services that a referral goes to, as data: what each wants to be told, who answers for it, and
how long an answer may take. A new service is a row here, not code.

What L&I's services want to be told was not found; fields and days are our assumption (domain notes 6).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from ohms.domain.values import ReferralStep, Role, Service


class Shape(StrEnum):
    """How a field is entered and kept; choices are kept as their names, several with ; between."""

    LINE = "line"
    TEXT = "text"
    DAY = "day"
    CHOICE = "choice"
    CHOICES = "choices"


class About(StrEnum):
    CLAIM = "claim"
    EMPLOYER = "employer"


class FromClaim(StrEnum):
    """What a draft begins with, where the claim tells it; its author may write something else."""

    EMPLOYER_CONTACT = "employer_contact"
    EMPLOYER_PHONE = "employer_phone"
    APF_ON = "apf_on"
    RESTRICTIONS = "restrictions"
    JOB_DESCRIPTION = "job_description"
    JOB_APPROVED = "job_approved"


class Told(StrEnum):
    """What is told beside the fields, worked out when a version is sent."""

    CLAIM = "claim"
    WORKER = "worker"
    EMPLOYER = "employer"
    CAPS = "caps"
    EMPLOYER_CLAIMS = "employer_claims"


TOLD_LABELS: Mapping[Told, str] = MappingProxyType(
    {
        Told.CLAIM: "Claim",
        Told.WORKER: "Worker",
        Told.EMPLOYER: "Employer",
        Told.CAPS: "Caps by the date of injury",
        Told.EMPLOYER_CLAIMS: "Claims of this employer in the COHE, last 12 months",
    }
)
Choices = tuple[tuple[str, str], ...]
YES_NO: Choices = (("yes", "Yes"), ("no", "No"), ("not_known", "Not known"))
NO_HEALTH = (
    "No health information: no diagnosis, no body part, no restriction, nothing from a note."
)


@dataclass(frozen=True, slots=True)
class ServiceField:
    name: str
    label: str
    shape: Shape = Shape.LINE
    required: bool = False
    choices: Choices = ()
    hint: str = ""
    from_claim: FromClaim | None = None

    @property
    def longest(self) -> int:
        return 2_000 if self.shape is Shape.TEXT else 200


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """One service. `desk` is the role at L&I that answers for it; without one the coordinator enters
    what it answered. `answer_days`: business days until a first answer is expected."""

    service: Service
    name: str
    about: About
    answer_days: int
    fields: tuple[ServiceField, ...]
    told: tuple[Told, ...] = (Told.CLAIM, Told.WORKER)
    desk: Role | None = None
    state_fund_only: bool = False
    remark: str = ""
    by_name: Mapping[str, ServiceField] = field(init=False)

    def __post_init__(self) -> None:
        named = MappingProxyType({each.name: each for each in self.fields})
        object.__setattr__(self, "by_name", named)


REASON = ServiceField("reason", "Why this referral", Shape.TEXT, required=True)
STAY_AT_WORK = ServiceFacts(
    Service.STAY_AT_WORK,
    "Stay at Work",
    About.CLAIM,
    10,
    (
        ServiceField(
            "employer_contact",
            "Employer's contact",
            required=True,
            from_claim=FromClaim.EMPLOYER_CONTACT,
        ),
        ServiceField(
            "employer_phone",
            "Their phone",
            required=True,
            from_claim=FromClaim.EMPLOYER_PHONE,
        ),
        ServiceField(
            "restrictions",
            "Restrictions",
            Shape.TEXT,
            required=True,
            hint="What the worker may do and may not, as the APF has it",
            from_claim=FromClaim.RESTRICTIONS,
        ),
        ServiceField(
            "apf_on", "Day of the APF", Shape.DAY, required=True, from_claim=FromClaim.APF_ON
        ),
        ServiceField("light_duty", "Light duty exists", Shape.CHOICE, True, YES_NO),
        ServiceField(
            "job_description",
            "Job description",
            Shape.TEXT,
            from_claim=FromClaim.JOB_DESCRIPTION,
        ),
        ServiceField(
            "job_approved",
            "The provider approved it",
            Shape.CHOICE,
            True,
            YES_NO,
            from_claim=FromClaim.JOB_APPROVED,
        ),
        ServiceField("offered_on", "Offered on", Shape.DAY),
        ServiceField("starts_on", "Light duty starts on", Shape.DAY),
        REASON,
    ),
    told=(Told.CLAIM, Told.WORKER, Told.EMPLOYER, Told.CAPS),
    desk=Role.DESK_STAY_AT_WORK,
    state_fund_only=True,
    remark="Reimburses a State Fund employer for medically approved light duty.",
)
RISK_MANAGEMENT = ServiceFacts(
    Service.RISK_MANAGEMENT,
    "Risk Management",
    About.EMPLOYER,
    10,
    (
        ServiceField("contact", "Whom to ask for at the employer"),
        ServiceField("programme", "Has a return-to-work program", Shape.CHOICE, True, YES_NO),
        ServiceField(
            "reasons",
            "Why",
            Shape.CHOICES,
            True,
            (
                ("several_claims", "Several claims in a year"),
                ("no_program", "No return-to-work program"),
                ("no_light_duty", "Finds no light duty"),
                ("claim_costs", "Asks about claim costs"),
                ("safety", "Asks for safety advice"),
                ("other", "Something else"),
            ),
        ),
        ServiceField("reason", "Why, in words", Shape.TEXT, hint=NO_HEALTH),
    ),
    told=(Told.EMPLOYER, Told.EMPLOYER_CLAIMS),
    desk=Role.DESK_RISK_MANAGEMENT,
    remark="About the employer. Nothing of the claim goes with it.",
)
OTHERS = (
    ServiceFacts(
        Service.EARLY_RETURN_TO_WORK,
        "Early Return to Work",
        About.CLAIM,
        5,
        (
            REASON,
            ServiceField(
                "job_open", "The job of injury is still there", Shape.CHOICE, True, YES_NO
            ),
        ),
    ),
    ServiceFacts(
        Service.VOCATIONAL,
        "Vocational services",
        About.CLAIM,
        10,
        (REASON, ServiceField("asked", "What is asked for")),
        remark="L&I assigns the counselor: the claim manager is asked.",
    ),
    ServiceFacts(
        Service.ACTIVITY_COACHING,
        "Activity coaching",
        About.CLAIM,
        10,
        (REASON, ServiceField("asked_on", "The provider was asked on", Shape.DAY)),
        remark="The attending provider signs the referral: until then it needs information.",
    ),
    ServiceFacts(Service.NURSE_CONSULTANT, "Nurse consultant", About.CLAIM, 5, (REASON,)),
    ServiceFacts(
        Service.COMMUNITY,
        "Community services",
        About.CLAIM,
        10,
        (ServiceField("organization", "Which organization", required=True), REASON),
    ),
    ServiceFacts(Service.COHE_ADVISOR, "COHE Advisor", About.CLAIM, 5, (REASON,)),
)
SERVICES: Mapping[Service, ServiceFacts] = MappingProxyType(
    {each.service: each for each in (STAY_AT_WORK, RISK_MANAGEMENT, *OTHERS)}
)

LATER_WORD: Mapping[ReferralStep, int] = MappingProxyType(
    {ReferralStep.ACCEPTED: 20, ReferralStep.IN_PROGRESS: 30}
)
"""Business days until the next word of a service that has taken it on; our assumption."""
