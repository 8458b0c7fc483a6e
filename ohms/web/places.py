"""The places a person can go and what can be begun from anywhere, by what their positions allow: the
one list behind the bar of each page and behind what the search answers while one types."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import request, url_for

from ohms.domain.access import Permission
from ohms.domain.actor import Actor
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
    at: str | None = None
    """The id of the part of the page that is meant."""

    def holds(self, room: str) -> bool:
        return room == self.endpoint.partition(".")[0] or room in self.rooms

    def is_named(self, typed: list[str]) -> bool:
        """Each typed word is the beginning of one of its own."""
        words = folded(f"{self.label} {self.also}").split()
        return all(any(word.startswith(each) for word in words) for each in typed)

    @property
    def href(self) -> str:
        return _address(request.script_root, self.endpoint, self.at)


@lru_cache(maxsize=128)
def _address(_root: str, endpoint: str, at: str | None) -> str:
    """Each page names a dozen of them: they are made once for where the program stands."""
    return url_for(endpoint, _anchor=at)


SETTINGS = ("contract_settings", "text_templates", "playbooks", "triage_weights")
PLACES = (
    Place("Today", "today.index", Permission.TODAY_READ),
    Place(
        "Claims", "claims.index", Permission.CLAIM_READ, ("rehoming", "transfers"), "list caseload"
    ),
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
    Place(
        "Staffing",
        "staffing.index",
        Permission.STAFFING_READ,
        ("coverage", "handover", "provider_moves"),
        "vacancies positions",
    ),
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
    Place("COHEs side by side", "workload.side_by_side", Permission.FIGURES_READ, also="compare"),
    Place("Figures of referrals", "referrals.figures", Permission.FIGURES_READ),
    Place("Load", "workload.load", Permission.WORKLOAD_ROWS, also="my caseload"),
    Place("Rebalance", "workload.rebalance", Permission.CLAIM_ASSIGN, also="load"),
    Place("Attested time", "time.attested", Permission.TIME_LOCK, also="lock quarter minutes"),
    Place("Billing", "billing.index", Permission.TIME_BILL, also="batch unbilled"),
    Place("Coverage plan", "coverage.plan", Permission.STAFFING_MANAGE, also="deputies"),
    Place("Absences", "coverage.index", Permission.STAFFING_MANAGE, also="vacation leave"),
    Place(
        "Providers and their coordinators",
        "provider_moves.index",
        Permission.STAFFING_MANAGE,
        also="move",
    ),
    Place("Changed initiations", "rehoming.index", Permission.REHOMING_DECIDE, also="rehoming"),
    Place("Training content", "staffing.contents", Permission.STAFFING_READ, also="onboarding"),
    Place(
        "Workers who may be one person",
        "bench.same_person",
        Permission.SAME_PERSON_DECIDE,
        also="same duplicate",
    ),
    Place(
        "Accounts that may be one employer",
        "bench.same_employer",
        Permission.SAME_EMPLOYER_DECIDE,
        also="same duplicate",
    ),
    Place("Text templates", "text_templates.index", Permission.SETTING_READ, also="letters"),
    Place("Playbooks", "playbooks.index", Permission.SETTING_READ),
    Place("Triage weights", "triage_weights.index", Permission.SETTING_READ, also="score"),
    Place("Looks beyond one’s list", "audit.looks", Permission.LOOK_REVIEW, also="opened claims"),
    Place("Sign-in", "accounts.sign_in_rules", Permission.SETTING_TECHNICAL, also="rules second"),
    Place("What I did", "audit.index", Permission.AUDIT_READ, also="audit"),
    Place("Your settings", "accounts.own_settings", Permission.OWN_SETTINGS, also="density theme"),
    Place(
        "Tokens for other programs", "accounts.tokens", Permission.OWN_SETTINGS, also="api calendar"
    ),
    Place("Signed in, and password", "accounts.sessions", Permission.OWN_SETTINGS, also="change"),
    Place(
        "Second step of signing in",
        "accounts.second_step",
        Permission.OWN_SETTINGS,
        also="code app",
    ),
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
    Place("Take up a referral", "desk.index", Permission.DESK_WORK, also="answer queue"),
    Place(
        "Decide on a contract setting",
        "contract_settings.index",
        Permission.CONTRACT_APPROVE,
        also="approve refuse proposal",
    ),
    Place(
        "Approve training content", "staffing.contents", Permission.TRAINING_APPROVE, also="accept"
    ),
    Place("Write what came of a look", "audit.looks", Permission.LOOK_REVIEW, also="review opened"),
    Place(
        "Approve a purge, or hold a claim", "retention.index", Permission.PURGE_DECIDE, also="legal"
    ),
    Place("Add an account", "accounts.looked_after", Permission.ACCOUNT_MANAGE, also="person new"),
    Place("Add a COHE", "about.start", Permission.ACCOUNT_MANAGE, also="centre new", at="add-cohe"),
    Place("Give a file of the feed", "feed.index", Permission.FEED_IMPORT, also="import upload"),
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


def groups_named(actor: Actor, text: str) -> list[tuple[str, list[Place]]]:
    """What can be begun and where one can go, under their headings, of what somebody typed."""
    groups = (("Actions", DOINGS), ("Pages", PLACES + BEYOND_THE_BAR))
    return [(heading, named(actor, places, text)) for heading, places in groups]


def offered(actor: Actor, text: str) -> list[tuple[str, list[dict[str, Any]]]]:
    """The same, as the field of every page shows it while one types."""
    return [
        (heading, [{"text": each.label, "detail": "", "href": each.href} for each in places])
        for heading, places in groups_named(actor, text)
    ]
