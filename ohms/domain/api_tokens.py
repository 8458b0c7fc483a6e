"""Tokens by which other programs act for a person: what a token may reach, and for how long.

A token reaches what its scopes name and its person may do today: never more. What OWASP ASVS 5.0 asks
of bearer tokens is kept to (random, hashed, scoped, revocable, ending by themselves); the longest life
is our assumption.
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.calendar import written
from ohms.domain.errors import RuleBroken
from ohms.domain.one_line import checked_line

LONGEST_LIFE = 365
"""Days that a token may live; whoever still needs one makes another."""
MOST_AT_ONCE = 20
LONGEST_NAME = 80
PREFIX = "ohms_"
"""How every token begins, so that one left in a file is recognised for what it is."""


class TokenScope(StrEnum):
    """What a token is for."""

    CLAIMS_READ = "claims.read"
    NOTES_READ = "notes.read"
    NOTES_WRITE = "notes.write"
    TASKS_READ = "tasks.read"
    TASKS_WRITE = "tasks.write"
    TASKS_CALENDAR = "tasks.calendar"
    """Stands in an address, where others may come to read it: its token is for nothing else."""
    TIME_READ = "time.read"
    REFERRALS_READ = "referrals.read"
    REFERRALS_WRITE = "referrals.write"
    MEASURES_READ = "measures.read"
    REPORTS_READ = "reports.read"


SAYS: Mapping[TokenScope, str] = MappingProxyType(
    {
        TokenScope.CLAIMS_READ: "Read claims (FHIR EpisodeOfCare too)",
        TokenScope.NOTES_READ: "Read notes",
        TokenScope.NOTES_WRITE: "Write notes with their contacts and time",
        TokenScope.TASKS_READ: "Read tasks",
        TokenScope.TASKS_WRITE: "Write tasks and end them",
        TokenScope.TASKS_CALENDAR: "Give the days of my tasks to a calendar",
        TokenScope.TIME_READ: "Read minutes",
        TokenScope.REFERRALS_READ: "Read referrals (FHIR ServiceRequest and Task too)",
        TokenScope.REFERRALS_WRITE: "Take steps of referrals (FHIR Task)",
        TokenScope.MEASURES_READ: "Read measures",
        TokenScope.REPORTS_READ: "Read quarterly reports",
    }
)
GIVES: Mapping[TokenScope, frozenset[Permission]] = MappingProxyType(
    {
        TokenScope.CLAIMS_READ: frozenset({Permission.CLAIM_READ}),
        TokenScope.NOTES_READ: frozenset({Permission.CLAIM_READ}),
        TokenScope.NOTES_WRITE: frozenset({Permission.NOTE_WRITE}),
        TokenScope.TASKS_READ: frozenset({Permission.TASK_READ}),
        TokenScope.TASKS_WRITE: frozenset({Permission.TASK_WRITE}),
        TokenScope.TASKS_CALENDAR: frozenset({Permission.TASK_READ}),
        TokenScope.TIME_READ: frozenset({Permission.WORKLOAD_ROWS}),
        # A desk has no list of a COHE's: what was sent to it, it reads as FHIR.
        TokenScope.REFERRALS_READ: frozenset(
            {Permission.REFERRAL_EXCHANGE, Permission.REFERRAL_READ}
        ),
        TokenScope.REFERRALS_WRITE: frozenset({Permission.REFERRAL_ANSWER}),
        TokenScope.MEASURES_READ: frozenset({Permission.MEASURE_READ}),
        TokenScope.REPORTS_READ: frozenset({Permission.FIGURES_READ}),
    }
)
"""The permissions that each scope lets its person use, those of them that the person has."""


def offered_to(actor: Actor) -> list[TokenScope]:
    """The scopes that a program of the person could use, by their positions of today."""
    programs = (scope for scope in TokenScope if scope is not TokenScope.TASKS_CALENDAR)
    return [scope for scope in programs if _may_any(actor, scope)]


def has_calendar(actor: Actor) -> bool:
    """Whether there are tasks for a calendar of the person's."""
    return _may_any(actor, TokenScope.TASKS_CALENDAR)


def _may_any(actor: Actor, scope: TokenScope) -> bool:
    return any(actor.may(permission) for permission in GIVES[scope])


def read_scopes(kept: str) -> frozenset[TokenScope]:
    """What `written_scopes` wrote; a scope that this product no longer has gives nothing."""
    known = set(TokenScope)
    return frozenset(TokenScope(each) for each in kept.split() if each in known)


def written_scopes(scopes: Collection[TokenScope]) -> str:
    return " ".join(scope.value for scope in TokenScope if scope in scopes)


def check_token(
    actor: Actor, name: str, scopes: Collection[TokenScope], expires_on: date, *, standing: int
) -> str:
    """The name as it is kept. RuleBroken for a token without a name, a scope or a near end, and for
    one of more than a person can watch."""
    said = checked_line(name, "Enter what the token is for.", longest=LONGEST_NAME, field="name")
    for_a_calendar = has_calendar(actor) and set(scopes) == {TokenScope.TASKS_CALENDAR}
    if not scopes or not (for_a_calendar or set(scopes) <= set(offered_to(actor))):
        raise RuleBroken("Choose what the token may do.", field="scopes")
    last = actor.on_day + timedelta(days=LONGEST_LIFE)
    if not actor.on_day < expires_on <= last:
        raise RuleBroken(
            f"Enter a day after today and not after {written(last)}.", field="expires_on"
        )
    if standing >= MOST_AT_ONCE:
        raise RuleBroken(f"Revoke one first: {MOST_AT_ONCE} tokens stand already.")
    return said


def is_standing(expires_on: date, *, revoked: bool, today: date) -> bool:
    """The last day is the day it expires on."""
    return not revoked and today <= expires_on
