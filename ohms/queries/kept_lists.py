"""The views that people keep of a list, and how each likes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from ohms.domain.actor import Actor
from ohms.domain.lists import Density, ListName
from ohms.domain.values import Role
from ohms.models.lists import ListSetting, SavedView
from ohms.queries import tasks
from ohms.queries.list_kinds import KINDS, WHOSE, ListKind, Typed, is_known
from ohms.queries.one_in_sight import only_row
from ohms.queries.people import colleagues, employer_by_id, providers_of_list
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question, ask, ask_all
from ohms.queries.scope import visible


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


def no_longer_valid(actor: Actor, kind: ListKind, told: Mapping[str, str]) -> list[str]:
    """The parts of a kept state that mean nothing any more, or nothing to this person: a provider or a
    person who left, a value that is no more, a list of one's own for who answers for no claims."""
    lost = [name for name in told if not is_known(kind, name, told[name])]
    if told.get("scope") in ("mine", "covered") and not actor.holds(Role.HSC):
        lost.append("scope")
    here = named_in_state(actor, kind, told)
    return lost + [
        name
        for name, value in told.items()
        if name in here and name not in lost and value not in here[name]
        if kind.filters[name] is not Typed.OWNER or value not in WHOSE
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
