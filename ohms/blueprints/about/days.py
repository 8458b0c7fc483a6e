"""How a day goes, role by role: what is done when, and on which page. Order and hours are ours."""

from typing import NamedTuple

from ohms.domain.access import DESKS
from ohms.domain.values import Role


class Step(NamedTuple):
    """One thing of a day: when, what, and the page where it is done."""

    when: str
    what: str
    page: str
    address: str


class Day(NamedTuple):
    """The day of who holds one of these roles."""

    of: str
    roles: frozenset[Role]
    steps: tuple[Step, ...]


_COORDINATOR = (
    Step(
        "First",
        "See what is overdue, what is due, which claims are new, who answered, and whom you cover."
        " Each number opens its rows.",
        "Today",
        "/",
    ),
    Step(
        "New claims",
        "Decide each with one key: work, watch, no action with its reason, or your assistant.",
        "Triage",
        "/triage",
    ),
    Step(
        "Watch",
        "Sort your claims by next step or last contact; those on time loss and without an APF first.",
        "Claims",
        "/claims",
    ),
    Step(
        "Calls out",
        "Call a clinic or an employer once for all it owes, task by task.",
        "Tasks by clinic",
        "/tasks/grouped",
    ),
    Step(
        "Calls in",
        "The last five digits of a claim number or a name are enough; a call without its claim waits"
        " until it has one.",
        "Log a call",
        "/calls/new",
    ),
    Step(
        "While you talk",
        "Write the note on the claim: whom you reached, the minutes and the next step are one save.",
        "Claims",
        "/claims",
    ),
    Step(
        "Referrals",
        "Look after those that nobody has answered: they are what is lost most easily.",
        "Referrals",
        "/referrals",
    ),
    Step("Once a day", "Co-sign what your assistant entered, or return it.", "Co-sign", "/cosign"),
    Step(
        "Before you go",
        "Notes without time, clocks that wait for a press, days without minutes. On Friday, attest.",
        "My week",
        "/time",
    ),
    Step(
        "Before you are away",
        "Record it: who covers is asked at once, and what hurts first goes along in a pack.",
        "My absences",
        "/absences",
    ),
)
_ASSISTANT = (
    Step(
        "First",
        "See your tasks, what was lent to you, and what came back from a co-signature.",
        "Today",
        "/",
    ),
    Step(
        "The claims",
        "Your coordinator’s claims are yours to read; write on those that you work on.",
        "Claims",
        "/claims",
    ),
    Step(
        "Calls out",
        "Job descriptions, records, dates: by clinic.",
        "Tasks by clinic",
        "/tasks/grouped",
    ),
    Step("Calls in", "Log it, and match it with its claim.", "Log a call", "/calls/new"),
    Step(
        "Referrals",
        "Draft them; your coordinator sends them.",
        "Referrals",
        "/referrals",
    ),
    Step("Before you go", "Minutes for every note.", "My week", "/time"),
)
_SUPERVISOR = (
    Step(
        "First",
        "Overdue tasks of everybody, claims without a coordinator, calls without their claim, and"
        " what was passed on to you.",
        "Today",
        "/",
    ),
    Step(
        "The bench",
        "What of the data asks for a hand: each line has its owner and the page that mends it.",
        "Bench",
        "/bench",
    ),
    Step(
        "Cover",
        "Who is away, which days nobody covers, and whose provider has no deputy.",
        "Absences and gaps",
        "/staffing/absences",
    ),
    Step(
        "Providers",
        "Give a new provider a coordinator; move one to another.",
        "Providers and their coordinators",
        "/staffing/providers",
    ),
    Step(
        "Each week",
        "Load by person, and who could take over what.",
        "Load",
        "/workload/load",
    ),
    Step(
        "Each week",
        "Claims per FTE at this pace, and what keeps it below 588.",
        "The 588 ledger",
        "/workload/588",
    ),
    Step(
        "Each month",
        "Onboarding, training, vacancies and their days.",
        "Staffing",
        "/staffing",
    ),
    Step(
        "After the quarter",
        "Wait for the weeks to be attested, lock, freeze the report, bill the time.",
        "Reports",
        "/reports",
    ),
    Step(
        "At times",
        "Templates, playbooks, triage weights, the contract’s numbers, and the pages at hand.",
        "COHE settings",
        "/admin/casework",
    ),
)
_PRIVACY = (
    Step(
        "Each week",
        "Looks at claims beyond one’s list: look into each.",
        "Looks",
        "/admin/audit/looks",
    ),
    Step("When asked", "Who saw what, when, and why.", "Audit", "/admin/audit"),
    Step(
        "When asked",
        "What may be purged, and what is held for a court.",
        "Retention",
        "/admin/retention",
    ),
    Step("Each year", "Who has acknowledged confidentiality.", "Staffing", "/staffing"),
)
_CONTRACT = (
    Step("First", "What waits for your decision, and what the contract owes.", "Today", "/"),
    Step("Each quarter", "The frozen Quarterly Status Reports.", "Reports", "/reports"),
    Step(
        "Above 588",
        "The discussion of volumes and staffing: either side writes it, you confirm it.",
        "The 588 ledger",
        "/workload/588",
    ),
    Step("Each quarter", "The benchmarks, beside their lines.", "Measures", "/measures"),
    Step(
        "When proposed",
        "Numbers of the contract: approve one, or refuse it with a reason.",
        "Contract",
        "/admin/contract",
    ),
    Step("When submitted", "Training content, evidence and waivers.", "Staffing", "/staffing"),
)
_DESK = (
    Step("First", "The queue, the longest waiting on top.", "Desk", "/desk"),
    Step(
        "Each referral",
        "Say that it arrived; take it on, decline it with the reason, or ask what is missing.",
        "Desk",
        "/desk",
    ),
    Step(
        "Later",
        "Say how it goes, and how it ended: the coordinator sees it at once.",
        "Desk",
        "/desk",
    ),
)
_ADMINISTRATOR = (
    Step(
        "First",
        "Whether the installation is well, and what to do where it is not.",
        "Self-check",
        "/admin/self-check",
    ),
    Step(
        "Each morning",
        "Whether last night’s feed came; which lines were refused, and why.",
        "Feed",
        "/admin/feed",
    ),
    Step(
        "When people change",
        "Invite, reset, deactivate: positions follow their days by themselves.",
        "Accounts",
        "/admin/accounts",
    ),
    Step("Each week", "Counts of what the COHEs have to put right.", "Bench", "/bench"),
    Step("At the start", "A new COHE, step by step.", "Getting started", "/help/start"),
)
DAYS = (
    Day("coordinator", frozenset({Role.HSC}), _COORDINATOR),
    Day("assistant", frozenset({Role.HSC_ASSISTANT}), _ASSISTANT),
    Day("supervisor", frozenset({Role.SUPERVISOR}), _SUPERVISOR),
    Day("privacy officer", frozenset({Role.PRIVACY_OFFICER}), _PRIVACY),
    Day("contract manager", frozenset({Role.CONTRACT_MANAGER}), _CONTRACT),
    Day("referral desk", DESKS, _DESK),
    Day("administrator", frozenset({Role.ADMINISTRATOR}), _ADMINISTRATOR),
)
