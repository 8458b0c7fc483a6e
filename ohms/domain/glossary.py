"""The words of the field and of this house, each with its meaning: the help lists them, and a page that
uses a short form may say what it stands for from here."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Word(NamedTuple):
    """A word as people say it, and what it means; `long` is what a short form stands for."""

    word: str
    meaning: str
    long: str = ""


PEOPLE = (
    Word("Worker", "The injured worker; never staff."),
    Word(
        "Staff member",
        "Someone who signs in. Holds one or more dated positions: a role in a COHE with minutes per"
        " weekday.",
    ),
    Word(
        "Coordinator",
        "The HSC. Answers for the claims that their providers initiated.",
        "Health Services Coordinator",
    ),
    Word("Assistant", "The HSC Assistant: works under one coordinator, on what that one sees."),
    Word("Supervisor", "The COHE’s project director or lead."),
    Word("Privacy officer", "Of a COHE: sees who looked at what, and no claim text."),
    Word(
        "Contract manager",
        "Of L&I: reads the measures and reports of the COHEs, and no claims.",
    ),
    Word("Claim manager", "Of L&I: decides on the claim itself. Does not sign in here."),
    Word("Referral desk", "L&I Risk Management and L&I Stay at Work: see what was sent to them."),
    Word("Administrator", "Manages accounts, technical settings and the feed, and sees no claim."),
    Word("Provider", "Who treats the worker, under an L&I provider number."),
    Word("Clinic", "Where providers practice."),
    Word("Employer", "The employer of injury, under its L&I account number."),
)
PROGRAM = (
    Word(
        "COHE",
        "A center with a contract with L&I, whose coordinators help injured workers back to health"
        " and work.",
        "Center of Occupational Health and Education",
    ),
    Word("L&I", "Washington State’s insurer and regulator.", "Department of Labor & Industries"),
    Word(
        "State Fund",
        "L&I’s own insurance: only its claims count. Self-insured and federal ones do not.",
    ),
    Word("Enrolment", "A provider’s dated membership of a COHE."),
    Word(
        "FTE",
        "Coordinator time as full-time people. Only claim-specific time counts; three bases stand"
        " side by side.",
        "Full-time equivalent",
    ),
    Word(
        "588",
        "Claims per HSC FTE in a quarter: above it the COHE and L&I’s contract manager talk about"
        " volumes and staffing.",
    ),
    Word(
        "Standard work",
        "The eight items of L&I’s HSC work: referrals, barriers, community services, medication,"
        " return to work, transitions of care, recovery, surgical care.",
    ),
    Word("Benchmark", "A figure that L&I holds COHEs to, with its line."),
)
CLAIM = (
    Word(
        "Claim",
        "Initiated by the provider who filed the Report of Accident; never “created”.",
    ),
    Word(
        "Initiating provider, attending provider",
        "Who filed the report, and who treats the worker now: two facts. Lists and staffing go by"
        " the initiating one.",
    ),
    Word(
        "ROA",
        "The provider’s report that opens a claim; two business days from the first visit are good"
        " practice.",
        "Report of Accident",
    ),
    Word("APF", "What the provider allows the worker to do.", "Activity Prescription Form"),
    Word(
        "FRQ",
        "Asked from the 10th to the 58th day off work. Positive: the provider is called about"
        " functional recovery.",
        "Functional Recovery Questionnaire",
    ),
    Word(
        "Coordination",
        "Our work on a claim: new, watching, active, on hold or closed. It is not L&I’s own status"
        " of the claim.",
    ),
    Word(
        "Work status",
        "Full duty, modified, limited hours, off work and so on: dated stretches with their source."
        " Days off are counted from them.",
    ),
    Word("Time loss", "What L&I pays a worker for days off work."),
    Word("Kept on salary", "The employer pays the wage instead: shown apart from time loss."),
    Word(
        "Light duty",
        "Work within what the APF allows, on a job description that the provider approved.",
    ),
    Word(
        "Stay at Work",
        "L&I’s program that pays employers back for light duty. Never shortened here: L&I has"
        " another thing of the same letters.",
    ),
    Word("Barrier", "What stands between the worker and recovery, with a plan and an owner."),
)
WORK = (
    Word(
        "Contact",
        "Someone of the claim was reached, or tried: who, by which means, and how it ended.",
    ),
    Word("Case note", "What was done and said; once signed it never changes, and is added to."),
    Word("Task", "What is to be done by a day, with its owner. It follows the claim."),
    Word(
        "Time entry",
        "Minutes of one person on one day: for one claim (claim-specific), or for none, which never"
        " counts toward FTE.",
    ),
    Word("Co-signature", "A coordinator’s yes to what their assistant entered."),
    Word("Triage", "The first look at a new claim: work, watch, no action, or to the assistant."),
    Word(
        "Bulk act",
        "One thing done to picked rows of a list: each with its outcome, undone for a while in one"
        " press.",
    ),
    Word("Standing deputy", "Who covers a provider on days without its coordinator."),
    Word(
        "Break-glass",
        "Opening a claim of another COHE in an emergency, with a reason, for reading.",
    ),
    Word(
        "Webhook",
        "The address of another program that is told what happened here, kept by administrators.",
    ),
    Word("Delivery", "One event told to one webhook, tried until it is taken or given up."),
)
WORDS: Mapping[str, tuple[Word, ...]] = MappingProxyType(
    {
        "People": PEOPLE,
        "The program": PROGRAM,
        "The claim": CLAIM,
        "Our work": WORK,
    }
)
_BY_NAME = {each.word: each for group in WORDS.values() for each in group}


def meaning_of(word: str) -> str:
    """What a word means, in a line, with what it is short for: KeyError where it is none of ours."""
    found = _BY_NAME[word]
    return f"{found.long}. {found.meaning}" if found.long else found.meaning
