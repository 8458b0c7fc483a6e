"""What each list can be asked for: its filters with the values that they take, and what of an address
says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, urlencode

from ohms import clock
from ohms.domain.access import Permission
from ohms.domain.days import read_day
from ohms.domain.errors import RuleBroken
from ohms.domain.lists import LONGEST_STATE, ListName
from ohms.domain.values import (
    ClaimStatus,
    Complexity,
    Coordination,
    ReferralStep,
    Service,
    WorkStatus,
)
from ohms.queries import claim_filter, referrals, task_filter, tasks
from ohms.queries.cursors import PER_PAGE


class Typed(StrEnum):
    """Values of a filter that no list of words holds."""

    PROVIDER = "provider"
    EMPLOYER = "employer"
    COORDINATOR = "coordinator"
    OWNER = "owner"
    DAY = "day"
    WORDS = "words"


Values = frozenset[str] | Typed


def _of(*values: Any) -> frozenset[str]:
    return frozenset(str(each) for value in values for each in value)


YES_NO = frozenset({"yes", "no"})


@dataclass(frozen=True, slots=True)
class ListKind:
    """A list: where it stands, who reads it, and each filter with the values that it takes."""

    name: ListName
    path: str
    permission: Permission
    filters: Mapping[str, Values]
    sorts: frozenset[str]

    @property
    def told(self) -> tuple[str, ...]:
        """The names in the address that make the list what it is, in one order."""
        return (*self.filters, "sort", "per_page")


KINDS: Mapping[ListName, ListKind] = MappingProxyType(
    {
        ListName.CLAIMS: ListKind(
            ListName.CLAIMS,
            "/claims",
            Permission.CLAIM_READ,
            {
                "scope": _of(claim_filter.ListScope),
                "provider": Typed.PROVIDER,
                "employer": Typed.EMPLOYER,
                "status": _of(ClaimStatus),
                "coordination": _of(Coordination),
                "time_loss": YES_NO,
                "work_status": _of(WorkStatus),
                "complexity": _of(Complexity),
                "assignee": Typed.COORDINATOR,
                "open": frozenset({"yes"}),
                "last_contact_before": Typed.DAY,
                "milestone": frozenset({"first_contact", "apf_12_weeks"}),
                "referral": _of(ReferralStep),
                "q": Typed.WORDS,
            },
            _of(claim_filter.SORTS, [claim_filter.SCORE]),
        ),
        ListName.TASKS: ListKind(
            ListName.TASKS,
            "/tasks",
            Permission.TASK_READ,
            {
                "owner": Typed.OWNER,
                "state": _of(task_filter.StateFilter),
                "due": _of(task_filter.Due),
                "claim": Typed.WORDS,
                "q": Typed.WORDS,
                "shows_later": YES_NO,
            },
            _of(tasks.SORTS),
        ),
        ListName.REFERRALS: ListKind(
            ListName.REFERRALS,
            "/referrals",
            Permission.REFERRAL_READ,
            {
                "scope": _of(referrals.Whose),
                "step": _of(referrals.StepFilter),
                "service": _of(Service),
                "age": _of(referrals.Age),
            },
            _of(referrals.SORTS),
        ),
    }
)


def state_of(kind: ListKind, told: Mapping[str, str]) -> str:
    """What of an address makes the list what it is, in one order: a query string. Letters that were typed
    where somebody is chosen, or a day, and mean nothing are none of it."""
    return urlencode(
        [
            (name, told[name])
            for name in kind.told
            if told.get(name) and _is_said(kind, name, told[name])
        ]
    )


def read_state(kind: ListKind, state: str) -> dict[str, str]:
    """A kept state by its names; what the list does not know is none of it, nor what is too long."""
    told = dict(parse_qsl(state[:LONGEST_STATE]))
    return {name: told[name] for name in kind.told if told.get(name)}


def is_known(kind: ListKind, name: str, value: str) -> bool:
    """Whether a filter takes a value at all; who and when it names is asked elsewhere."""
    if name == "sort":
        return value.removeprefix("-") in kind.sorts
    if name == "per_page":
        return value in {str(size) for size in PER_PAGE}
    values = kind.filters[name]
    return isinstance(values, Typed) or value in values


WHOSE = _of(task_filter.Whose) - {task_filter.Whose.ONE.value}
"""The words for an owner of tasks that are nobody's id."""

_WORDS: Mapping[Values, frozenset[str]] = MappingProxyType(
    {
        Typed.PROVIDER: frozenset(),
        Typed.EMPLOYER: frozenset(),
        Typed.COORDINATOR: frozenset({"nobody"}),
        Typed.OWNER: WHOSE,
    }
)
"""What a filter takes beside the id of somebody."""


def _is_said(kind: ListKind, name: str, value: str) -> bool:
    values = kind.filters.get(name)
    if values is Typed.DAY:
        return _is_a_day(value)
    if values is None or values not in _WORDS:
        return True
    return value in _WORDS[values] or (value.isascii() and value.isdigit())


def _is_a_day(text: str) -> bool:
    try:
        read_day(text, clock.today())
    except RuleBroken:
        return False
    return True
