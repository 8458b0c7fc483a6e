"""The access table of the security specification, written out: rows x roles, what each cell says and
what it lets people do; below it, in which row each route stands and which deed it is.

The product has a table of its own (`ohms/domain/access.py`); this one takes nothing from it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ohms.domain.values import Role
from tests.architecture.access_places import PLACES, ROWS_BEHIND_FIGURES

COORDINATOR, ELSEWHERE, ASSISTANT, SUPERVISOR, PRIVACY, CONTRACT, DESK, ADMINISTRATOR = COLUMNS = (
    "coordinator, own COHE",
    "other COHE",
    "assistant",
    "supervisor, own COHE",
    "privacy officer, own COHE",
    "contract manager",
    "referral desk",
    "administrator",
)
COLUMN_OF = {
    Role.HSC: COORDINATOR,
    Role.HSC_ASSISTANT: ASSISTANT,
    Role.SUPERVISOR: SUPERVISOR,
    Role.PRIVACY_OFFICER: PRIVACY,
    Role.CONTRACT_MANAGER: CONTRACT,
    Role.DESK_RISK_MANAGEMENT: DESK,
    Role.DESK_STAY_AT_WORK: DESK,
    Role.ADMINISTRATOR: ADMINISTRATOR,
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What the table says in one place, and the deeds that this lets people do."""

    row: str
    column: str
    said: str
    deeds: frozenset[str]

    def __str__(self) -> str:
        return f"[{self.row} | {self.column}: {self.said}]"


NOTHING = ("-", "")


def _row(name: str, *cells: tuple[str, str]) -> dict[tuple[str, str], Cell]:
    """One row: for each column what it says, and the deeds, told apart by blanks."""
    return {
        (name, column): Cell(name, column, said, frozenset(deeds.split()))
        for column, (said, deeds) in zip(COLUMNS, cells, strict=True)
    }


CLAIMS = "claims, timeline, file"
TABLE = (
    _row(
        CLAIMS,
        ("read; write", "read write"),
        NOTHING,
        ("read/write what is delegated, and low-complexity claims", "read write"),
        ("read; write where they hold an HSC position", "read"),
        *[NOTHING] * 4,
    )
    | _row(
        "notes",
        (
            "write, sign, co-sign their assistants' (and covered), addendum; void own",
            "write co-sign addendum void",
        ),
        NOTHING,
        # What they wrote they add to and void as well: nobody else's.
        ("write; some kinds wait for co-signature", "write addendum void"),
        (
            "addendum; void with reason; co-sign after 3 business days",
            "addendum void co-sign",
        ),
        *[NOTHING] * 4,
    )
    | _row(
        "tasks",
        ("all of own list; others' by delegation", "read write reassign"),
        NOTHING,
        ("own and delegated", "read write reassign"),
        ("reassign", "read reassign"),
        *[NOTHING] * 4,
    )
    | _row(
        "call intake",
        ("write; matched ones of own list", "write match"),
        NOTHING,
        ("write; matched ones of own sight", "write match"),
        ("all unmatched", "match"),
        *[NOTHING] * 4,
    )
    | _row(
        "referrals",
        ("draft, send, update, withdraw", "read draft send exchange answer"),
        NOTHING,
        ("draft", "read draft exchange"),
        ("read", "read exchange figures behind-figures"),
        NOTHING,
        ("figures", "figures"),
        ("those sent to them, answer", "exchange answer queue"),
        NOTHING,
    )
    | _row(
        "time",
        ("own", "own change"),
        NOTHING,
        ("own", "own change"),
        ("read, correct with reason, lock", "change correct lock"),
        NOTHING,
        ("figures by COHE", ""),  # with the workload
        NOTHING,
        NOTHING,
    )
    | _row(
        "workload, 588, reports",
        ("own figures", "figures benchmarks"),
        NOTHING,
        ("own figures", "figures"),  # of benchmarks they have none: answerable are coordinators
        ("all, attest, freeze", "figures benchmarks all caseloads discuss freeze"),
        NOTHING,
        (
            "all COHEs they manage, discussions, training content, contract settings",
            "totals benchmarks-totals all discuss confirm training",
        ),
        NOTHING,
        NOTHING,
    )
    | _row(
        "exports",
        ("what they list", "listed"),
        NOTHING,
        NOTHING,
        ("COHE", "listed cohe audit reports"),
        ("audit", "audit"),
        ("measures", "reports"),
        ("own queue", "queue"),
        NOTHING,
    )
    | _row(
        "people, positions, cover",
        ("read; own absence", "read own absence host"),
        NOTHING,
        ("read; own absence", "read own absence"),
        ("manage own COHE", "read absence manage links"),
        ("read", "read"),
        ("read", "read"),
        NOTHING,
        ("accounts, technical settings, feed; cannot raise themselves", "accounts links feed"),
    )
    | _row(
        "settings, templates, playbooks, weights, restriction, billing, retention",
        ("read", "read contract resources"),
        NOTHING,
        ("read", "read contract resources"),
        (
            "manage own COHE; propose contract settings; ask for a purge",
            "read manage contract propose retention ask-purge resources",
        ),
        ("approve a purge, legal hold; the COHE's pages at hand", "retention purge-hold resources"),
        ("approve contract settings", "contract approve"),
        NOTHING,
        ("technical only", "technical"),
    )
    | _row(
        "audit",
        ("own acts; who changed a claim", "own changes"),
        NOTHING,
        ("own acts", "own changes"),  # of a claim's changes their own: test_claim_history
        ("COHE, who looked included", "own changes who-looked"),
        ("COHE, everyone included", "own who-looked looks"),
        NOTHING,
        ("own acts", "own"),
        ("security events, no claim numbers", "own"),
    )
)
# What the table does not name, from the text below it and from the settled definitions.
BESIDE = (
    _row(
        "break-glass (below the table)",
        ("coordinators and supervisors", "open"),
        NOTHING,
        NOTHING,
        ("coordinators and supervisors", "open"),
        *[NOTHING] * 4,
    )
    | _row(
        "answering for a claim (definitions: complexity, assistants, scope)",
        (
            "rates, lends, triages, flags, hands over, tells one person; anyone raises",
            "raise rate hand-over same-person",
        ),
        NOTHING,
        ("anyone raises", "raise"),
        (
            "gives within and lets go to another COHE, tells one person; anyone raises",
            "raise hand-over give same-person",
        ),
        *[NOTHING] * 4,
    )
    | _row(
        "data bench: rows of the COHE, counts for the administrator",
        *[NOTHING] * 3,
        ("own COHE", "bench"),
        *[NOTHING] * 3,
        ("counts", "bench"),
    )
    | _row(
        "what a COHE knows of an employer",
        ("who reads its claims", "write"),
        NOTHING,
        ("who reads its claims", "write"),
        ("who reads its claims", "write"),
        *[NOTHING] * 4,
    )
    | _row(
        "views of lists (experience: own, and shared by the supervisor)",
        ("keeps own, opens shared", "keep"),
        NOTHING,
        ("keeps own, opens shared", "keep"),
        ("shares with the COHE", "keep"),
        *[NOTHING] * 4,
    )
    | _row(
        "own account, own day, help",
        *[("own", "own") if column != ELSEWHERE else NOTHING for column in COLUMNS],
    )
)
CELLS = TABLE | BESIDE

# Totals are of whoever has the figures behind them as well.
WITHIN = {"totals": "figures", "benchmarks-totals": "benchmarks"}


def cell_of(role: Role, endpoint: str) -> Cell:
    """The cell of the table that speaks of a route for a role of its own COHE."""
    row, _deed = PLACES[endpoint]
    return CELLS[row, COLUMN_OF[role]]


def cell_elsewhere(endpoint: str) -> Cell:
    """What the table says of the same route about what is another COHE's."""
    return CELLS[PLACES[endpoint][0], ELSEWHERE]


def allows(role: Role, endpoint: str) -> bool:
    """Whether the table lets a role use a route on what they see."""
    _row, deed = PLACES[endpoint]
    deeds = cell_of(role, endpoint).deeds
    return deed in deeds or WITHIN.get(deed) in deeds


def refusal(role: Role, endpoint: str) -> int:
    """How what the table does not allow is refused on what one sees."""
    reads_claims = bool(CELLS[CLAIMS, COLUMN_OF[role]].deeds)
    return 404 if endpoint in ROWS_BEHIND_FIGURES and not reads_claims else 403


def deeds_without_route() -> Iterator[tuple[str, str]]:
    """What a cell allows and no route does: a deed misspelt or gone."""
    done: set[tuple[str, str]] = set(PLACES.values())
    for cell in CELLS.values():
        yield from _missing(cell, done)


def _missing(cell: Cell, done: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for deed in sorted(cell.deeds):
        if (cell.row, deed) not in done:
            yield cell.row, deed
