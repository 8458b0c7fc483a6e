"""What case notes say: own sentence patterns by item of standard work; no names, no numbers.

A pattern may hold {injury} and {work} (the kind of work spoken of). Each begins with whom it was
about; when the person was not reached, the note says what was left undone instead.
"""

from random import Random
from typing import NamedTuple

from ohms.domain.values import Method, Outcome, Party, StandardWork
from ohms.simulator.draws import Weighted, pick


class Pattern(NamedTuple):
    party: Party
    about: str
    next_step: str


_W, _E, _P, _M = Party.WORKER, Party.EMPLOYER, Party.PROVIDER, Party.CLAIM_MANAGER

PATTERNS: dict[StandardWork, tuple[Pattern, ...]] = {
    StandardWork.REFERRALS: (
        Pattern(
            _P,
            "Asked the clinic for the therapy order for the {injury}; it goes out today.",
            "Check that therapy is scheduled",
        ),
        Pattern(
            _W,
            "Has a first therapy visit next week and knows where to go.",
            "Ask how the first visit went",
        ),
        Pattern(
            Party.THERAPIST,
            "Therapy reports four visits attended and better range of motion.",
            "Ask therapy for a progress report",
        ),
        Pattern(
            _M,
            "Asked whether the specialist consult for the {injury} needs authorization.",
            "Look for the answer on the consult",
        ),
    ),
    StandardWork.BARRIERS: (
        Pattern(
            _W,
            "Worries that the {injury} will get worse at work; talked through the "
            "restrictions and what is safe.",
            "Call again about worries",
        ),
        Pattern(
            _W,
            "Has no ride to appointments on some days; looked at bus routes and clinic "
            "hours together.",
            "Confirm transport",
        ),
        Pattern(
            _P,
            "Told the provider that the worker expects not to return; asked to talk about "
            "normal recovery at the next visit.",
            "Read the next chart note",
        ),
        Pattern(
            _E,
            "Says there was a dispute before the injury; agreed to keep to the written "
            "restrictions.",
            "Ask both sides how it goes",
        ),
    ),
    StandardWork.COMMUNITY: (
        Pattern(
            _W,
            "Short on rent while waiting for the first payment; gave the number of the "
            "county help line.",
            "Ask whether help was found",
        ),
        Pattern(
            _W,
            "Asked about food help for the family; named two food banks nearby.",
            "Follow up on community help",
        ),
    ),
    StandardWork.MEDICATION: (
        Pattern(
            _W,
            "Takes the medicine only at night because it makes drowsy; will tell the provider.",
            "Ask about side effects",
        ),
        Pattern(
            _P,
            "Pharmacy could not fill the refill; the clinic sends it again.",
            "Check that the refill went through",
        ),
    ),
    StandardWork.RETURN_TO_WORK: (
        Pattern(
            _E,
            "Can offer {work} within the restrictions; will write a job description.",
            "Get the job description",
        ),
        Pattern(
            _E,
            "No light duty on the crew at present; explained what Stay at Work pays back.",
            "Ask again about light duty",
        ),
        Pattern(
            _P,
            "Sent the job description for {work} to the clinic for approval.",
            "Chase approval of the job description",
        ),
        Pattern(
            _W,
            "Is willing to try {work} from Monday; knows the hours and whom to report to.",
            "Call after the first days back",
        ),
        Pattern(
            _P, "The last APF has run out; asked for a new one with dates.", "Look for the new APF"
        ),
        Pattern(
            Party.UNION,
            "Steward confirms that {work} is open to the worker under the contract.",
            "Tell the employer",
        ),
    ),
    StandardWork.TRANSITIONS: (
        Pattern(
            _W,
            "Wants to change to a clinic nearer home; explained the transfer form.",
            "Check that the transfer is in",
        ),
        Pattern(
            _P,
            "New attending provider has the records and sees the worker this week.",
            "Read the first chart note",
        ),
    ),
    StandardWork.RECOVERY: (
        Pattern(
            _W,
            "Pain from the {injury} is down, sleeps through; next visit is set.",
            "Check in after the next visit",
        ),
        Pattern(
            _W,
            "Understands the diagnosis and the plan; back to most tasks at home.",
            "Ask about progress",
        ),
        Pattern(
            _P,
            "Chart note shows steady progress; restrictions stay until the next visit.",
            "Read the next APF",
        ),
        Pattern(
            _M,
            "Asked about the delay of the time-loss payment; the form was missing a signature.",
            "Check that payment went out",
        ),
        Pattern(
            _W,
            "Answered the six questions; went over what the answers mean for the plan.",
            "Share the result with the provider",
        ),
    ),
    StandardWork.SURGERY: (
        Pattern(
            Party.SURGEON,
            "Surgery for the {injury} is requested; sent the records asked for.",
            "Check authorization of the surgery",
        ),
        Pattern(
            _E,
            "Told the employer the surgery date and the likely restrictions after it.",
            "Ask about work after surgery",
        ),
        Pattern(
            _W,
            "Knows how to prepare and who drives home; therapy is booked after.",
            "Call after surgery",
        ),
    ),
}

_WORK = (
    "inventory and labeling",
    "front desk work",
    "quality checks at the bench",
    "parts counting",
    "tool room work",
    "light cleaning",
    "phone orders",
    "route planning",
    "training new hires",
    "safety walk-throughs",
)
_METHODS: dict[Party, Weighted[Method]] = {
    Party.PROVIDER: Weighted([(Method.PHONE, 5), (Method.FAX, 3), (Method.SECURE_MESSAGE, 2)]),
    Party.CLAIM_MANAGER: Weighted([(Method.SECURE_MESSAGE, 7), (Method.PHONE, 3)]),
    Party.SURGEON: Weighted([(Method.PHONE, 5), (Method.FAX, 5)]),
    Party.EMPLOYER: Weighted([(Method.PHONE, 7), (Method.EMAIL, 3)]),
}
_USUAL: Weighted[Method] = Weighted(
    [
        (Method.PHONE, 88),
        (Method.EMAIL, 5),
        (Method.LETTER, 3),
        (Method.VIDEO, 2),
        (Method.IN_PERSON, 2),
    ]
)
_OUTCOMES: Weighted[Outcome] = Weighted(
    [
        (Outcome.REACHED, 66),
        (Outcome.LEFT_MESSAGE, 22),
        (Outcome.NO_ANSWER, 9),
        (Outcome.WRONG_NUMBER, 1.5),
        (Outcome.DECLINED, 1.5),
    ]
)
_CALLED = frozenset((Method.PHONE, Method.VIDEO))
_MISSED: dict[Outcome, str] = {
    Outcome.LEFT_MESSAGE: "Left a message with the call-back number.",
    Outcome.NO_ANSWER: "No answer and no voice mail.",
    Outcome.WRONG_NUMBER: "The number is not theirs; asked L&I's file for another.",
    Outcome.DECLINED: "Did not want to talk today; may call again.",
}
_ENDINGS = (
    "",
    "",
    "",
    " No further questions.",
    " Will call if anything changes.",
    " Agreed on the next step.",
    " Restrictions gone over once more.",
)


class Told(NamedTuple):
    """One note's words and the contact it tells of."""

    party: Party
    method: Method
    outcome: Outcome
    body: str
    next_step: str


def told(rng: Random, work: StandardWork, injury: str) -> Told:
    """A note on one item of standard work: with whom, by which means, with what outcome."""
    pattern = pick(rng, PATTERNS[work])
    method = _METHODS.get(pattern.party, _USUAL).draw(rng)
    outcome = _OUTCOMES.draw(rng) if method in _CALLED else Outcome.REACHED
    body = pattern.about.format(injury=injury, work=pick(rng, _WORK)) + pick(rng, _ENDINGS)
    if outcome is not Outcome.REACHED:
        body = f"{_MISSED[outcome]} To do: {pattern.next_step[0].lower()}{pattern.next_step[1:]}."
    return Told(pattern.party, method, outcome, body, pattern.next_step)
