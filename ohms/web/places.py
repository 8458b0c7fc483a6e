"""The places a person can go and what can be begun from anywhere, by what their positions allow: the
one list behind the bar of each page and behind what the search answers while one types."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from flask import request, url_for

from ohms.domain.access import Actor, Permission
from ohms.domain.names import folded


@dataclass(frozen=True, slots=True)
class Place:
    label: str
    endpoint: str
    permission: Permission
    rooms: tuple[str, ...] = ()
    """Other rooms that are reached through this place."""
    also: str = ""
    """Other words by which people look for it."""

    def holds(self, room: str) -> bool:
        return room == self.endpoint.partition(".")[0] or room in self.rooms

    def is_named(self, typed: list[str]) -> bool:
        """Each typed word is the beginning of one of its own."""
        words = folded(f"{self.label} {self.also}").split()
        return all(any(word.startswith(each) for word in words) for each in typed)

    @property
    def href(self) -> str:
        return _address(request.script_root, self.endpoint)


@lru_cache(maxsize=128)
def _address(_root: str, endpoint: str) -> str:
    """Each page names a dozen of them: they are made once for where the program stands."""
    return url_for(endpoint)


SETTINGS = ("contract_settings", "text_templates", "playbooks", "triage_weights")
PLACES = (
    Place("Today", "today.index", Permission.TODAY_READ),
    Place("Claims", "claims.index", Permission.CLAIM_READ, also="list caseload"),
    Place("Triage", "triage.index", Permission.TRIAGE_DECIDE, also="new"),
    Place("Tasks", "tasks.index", Permission.TASK_READ, also="due overdue"),
    Place("Desk", "desk.index", Permission.DESK_WORK),
    Place("Referrals", "referrals.index", Permission.REFERRAL_READ),
    Place("Calls", "calls.index", Permission.CALL_READ),
    Place("Parties", "parties.providers", Permission.PROVIDER_READ, also="providers clinics"),
    Place("Time", "time.index", Permission.TIME_WRITE, also="week minutes attest"),
    Place(
        "Workload", "workload.index", Permission.WORKLOAD_READ, ("billing", "reports"), "fte hsc"
    ),
    Place("Staffing", "staffing.index", Permission.STAFFING_READ, also="vacancies positions"),
    Place("Bench", "bench.index", Permission.BENCH_READ, also="data quality mend"),
    Place("Measures", "measures.index", Permission.MEASURE_READ, also="benchmarks"),
    Place("Contract", "contract_settings.index", Permission.CONTRACT_APPROVE),
    Place("COHE settings", "centre_settings.index", Permission.SETTING_READ, SETTINGS),
    Place("Desks", "desk.keeping", Permission.SETTING_TECHNICAL),
    Place("Retention", "retention.index", Permission.RETENTION_READ, also="purge"),
    Place("Audit", "audit.index", Permission.AUDIT_WATCH, also="looks"),
    Place("Accounts", "accounts.looked_after", Permission.ACCOUNT_MANAGE, also="people"),
    Place("Feed", "feed.index", Permission.FEED_IMPORT, also="import"),
    Place("Webhooks", "webhooks.index", Permission.WEBHOOK_MANAGE, also="api programs log"),
    Place("Self-check", "self_check.index", Permission.SETTING_TECHNICAL),
    Place("Help", "about.help_page", Permission.TODAY_READ, also="words keys"),
)
"""The bar, from left to right."""

BEYOND_THE_BAR = (
    Place("Employers", "parties.employers", Permission.EMPLOYER_READ),
    Place("Tasks by clinic or employer", "tasks.grouped", Permission.TASK_READ, also="calls"),
    Place("Co-signing", "co_signing.index", Permission.NOTE_CO_SIGN, also="cosign signatures"),
    Place("Hand-overs", "transfers.index", Permission.CLAIM_READ, also="transfers offered"),
    Place("Drafts I left", "drafts.index", Permission.DRAFT_KEEP),
    Place("Claims per HSC and 588", "workload.ledger", Permission.FIGURES_READ, also="ratio"),
    Place("Quarterly reports", "reports.index", Permission.FIGURES_READ, also="status"),
    Place("Coverage plan", "coverage.plan", Permission.STAFFING_MANAGE, also="deputies"),
    Place("Absences", "coverage.index", Permission.STAFFING_MANAGE, also="vacation leave"),
    Place(
        "Workers who may be one person",
        "bench.same_person",
        Permission.SAME_PERSON_DECIDE,
        also="same duplicate",
    ),
    Place("Text templates", "text_templates.index", Permission.SETTING_READ, also="letters"),
    Place("Playbooks", "playbooks.index", Permission.SETTING_READ),
    Place("What I did", "audit.index", Permission.AUDIT_READ, also="audit"),
    Place("Your settings", "accounts.own_settings", Permission.OWN_SETTINGS, also="density theme"),
    Place(
        "Tokens for other programs", "accounts.tokens", Permission.OWN_SETTINGS, also="api calendar"
    ),
    Place("Signed in, and password", "accounts.sessions", Permission.OWN_SETTINGS, also="change"),
    Place("Getting started", "about.start", Permission.BENCH_READ, also="first run new cohe setup"),
    Place("Resources", "about.list_resources", Permission.RESOURCE_READ, also="links pages"),
)

DOINGS = (
    Place("Log a call", "calls.new", Permission.CALL_TAKE, also="incoming phone intake"),
    Place("Write a task", "tasks.new", Permission.TASK_WRITE, also="new"),
    Place("Decide at triage", "triage.index", Permission.TRIAGE_DECIDE, also="new"),
    Place("Log other time", "time.index", Permission.TIME_WRITE, also="minutes new"),
    Place("Record my absence", "coverage.own", Permission.ABSENCE_RECORD, also="vacation sick"),
    Place("Break glass", "break_glass.index", Permission.CLAIM_BREAK_GLASS, also="emergency"),
)
"""What can be begun from any page."""


def open_to(actor: Actor, places: tuple[Place, ...] = PLACES) -> Iterator[Place]:
    return (place for place in places if actor.may(place.permission))


def named(actor: Actor, places: tuple[Place, ...], text: str) -> list[Place]:
    """Those of the places that somebody may mean by what they typed, each address once; nothing typed:
    all."""
    typed = folded(text).split()
    found = (place for place in open_to(actor, places) if place.is_named(typed))
    return list({place.endpoint: place for place in found}.values())
