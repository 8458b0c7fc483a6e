"""What each list can be asked for, and the views and settings that people keep of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import select

from ohms import clock
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.days import read_day
from ohms.domain.errors import RuleBroken
from ohms.domain.lists import LONGEST_STATE, Density, ListName
from ohms.domain.values import (
    ClaimStatus,
    Complexity,
    Coordination,
    ReferralStep,
    Role,
    Service,
    WorkStatus,
)
from ohms.models.lists import ListSetting, SavedView
from ohms.queries import claim_filter, referrals, task_filter, tasks
from ohms.queries.cursors import PER_PAGE
from ohms.queries.one_in_sight import only_row
from ohms.queries.people import colleagues, employer_by_id, providers_of_list
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question, ask, ask_all
from ohms.queries.scope import visible


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


@dataclass(frozen=True, slots=True)
class KeptView:
    """A view as its list offers it."""

    id: int
    owner_id: int
    cohe_id: int | None
    name: str
    state: str
    columns: str | None
    density: Density | None
    version: int

    @property
    def is_shared(self) -> bool:
        return self.cohe_id is not None

    def may_be_changed_by(self, actor: Actor) -> bool:
        """One's own, and what one shares with the COHE that one supervises."""
        if self.cohe_id is None:
            return self.owner_id == actor.staff_id
        return self.cohe_id in actor.cohes_as(Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class Liking:
    """How a person likes a list where no view says it, and the view with which it opens."""

    columns: str | None = None
    density: Density | None = None
    view_id: int | None = None


def views_of_list(actor: Actor, name: ListName) -> Question[tuple[list[KeptView], Liking]]:
    """One's own views of a list, then those shared with one's COHEs, by name; and one's liking."""
    shown, liked = yield _views(actor, name), _liking(actor, name)
    return [KeptView(*row) for row in shown], Liking(*liked[0]) if liked else Liking()


@prepared
def _views(actor: Actor, name: ListName) -> AnySelect:
    return (
        visible(actor, SavedView)
        .where(SavedView.list_name == name)
        .with_only_columns(*_columns())
        .order_by(SavedView.cohe_id.is_not(None), SavedView.name, SavedView.id)
    )


@prepared
def _liking(actor: Actor, name: ListName) -> AnySelect:
    return select(ListSetting.columns, ListSetting.density, ListSetting.view_id).where(
        ListSetting.staff_id == actor.staff_id, ListSetting.list_name == name
    )


def kept_view(actor: Actor, view_id: int) -> tuple[ListKind, KeptView]:
    """A view that the actor may open, with its list; NotFound for any other."""
    row = only_row(
        visible(actor, SavedView)
        .where(SavedView.id == view_id)
        .with_only_columns(SavedView.list_name, *_columns())
    )
    return KINDS[row.list_name], KeptView(*row[1:])


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


def no_longer_valid(actor: Actor, kind: ListKind, told: Mapping[str, str]) -> list[str]:
    """The parts of a kept state that mean nothing any more, or nothing to this person: a provider or a
    person who left, a value that is no more, a list of one's own for who answers for no claims."""
    lost = [name for name in told if not _is_known(kind, name, told[name])]
    if told.get("scope") in ("mine", "covered") and not actor.holds(Role.HSC):
        lost.append("scope")
    here = named_in_state(actor, kind, told)
    return lost + [
        name
        for name, value in told.items()
        if name in here and name not in lost and value not in here[name]
        if kind.filters[name] is not Typed.OWNER or value not in _WHOSE
    ]


def named_in_state(
    actor: Actor, kind: ListKind, told: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    """Whom the filters of a kept state can ask for today, by the filter, each with their name."""
    asked = {name: kind.filters.get(name) for name in told}
    if not set(asked.values()) & {Typed.PROVIDER, Typed.COORDINATOR, Typed.EMPLOYER, Typed.OWNER}:
        return {}
    providers, people = ask_all(providers_of_list(actor, whole_cohe=True), colleagues(actor))
    found: dict[str, dict[str, str]] = {}
    for name, values in asked.items():
        if values is Typed.PROVIDER:
            found[name] = {str(id_): text for id_, text in providers}
        elif values is Typed.COORDINATOR:
            found[name] = {str(id_): text for id_, text in people} | {"nobody": ""}
        elif values is Typed.OWNER:
            found[name] = {str(id_): text for id_, text in tasks.owners(actor)}
        elif values is Typed.EMPLOYER:
            id_ = told[name]
            small = id_.isascii() and id_.isdigit() and len(id_) < 10
            text = employer_by_id(actor, int(id_)) if small else None
            found[name] = {id_: text} if text else {}
    return found


_WHOSE = _of(task_filter.Whose) - {task_filter.Whose.ONE.value}


_WORDS: Mapping[Values, frozenset[str]] = MappingProxyType(
    {
        Typed.PROVIDER: frozenset(),
        Typed.EMPLOYER: frozenset(),
        Typed.COORDINATOR: frozenset({"nobody"}),
        Typed.OWNER: _WHOSE,
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


def _is_known(kind: ListKind, name: str, value: str) -> bool:
    if name == "sort":
        return value.removeprefix("-") in kind.sorts
    if name == "per_page":
        return value in {str(size) for size in PER_PAGE}
    values = kind.filters[name]
    return isinstance(values, Typed) or value in values


def _columns() -> tuple[Any, ...]:
    return (
        SavedView.id,
        SavedView.owner_id,
        SavedView.cohe_id,
        SavedView.name,
        SavedView.state,
        SavedView.columns,
        SavedView.density,
        SavedView.version,
    )


def names_taken(actor: Actor, name: ListName, cohe_id: int | None) -> dict[int, str]:
    """What the actor's own views of a list are called, or those shared with a COHE, by id."""
    views, _liking = ask(views_of_list(actor, name))
    return {
        view.id: view.name
        for view in views
        if view.cohe_id == cohe_id and (cohe_id is not None or view.owner_id == actor.staff_id)
    }
