"""Views of lists kept under a name, shared with a COHE, changed and deleted; how one likes a list."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from ohms.commands.idempotency import made_before, remember
from ohms.commands.refusals import Conflict
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor, check_may
from ohms.domain.errors import NotAllowed, NotFound, RuleBroken
from ohms.domain.lists import (
    Density,
    ListName,
    check_not_too_many,
    checked_name,
    checked_state,
    chosen_columns,
    kept_of,
)
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.lists import ListSetting, SavedView
from ohms.queries.kept_lists import names_taken
from ohms.queries.list_kinds import KINDS, read_state, state_of
from ohms.queries.one_in_sight import held_in_sight
from ohms.queries.scope import visible

OF_THE_COHE = "This view is the COHE's, its supervisor changes it: keep one of your own."


@dataclass(frozen=True, slots=True)
class Look:
    """A list as it stands before somebody: its state, and columns and density where they are chosen."""

    state: str
    columns: tuple[str, ...] | None = None
    density: Density | None = None


@command(Permission.LIST_KEEP)
def save_view(
    actor: Actor,
    name: ListName,
    look: Look,
    *,
    called: str | None,
    cohe_id: int | None = None,
    key: str | None = None,
) -> int:
    """A list's look under a name, one's own, or with `cohe_id` shared with the COHE that one supervises;
    its id. The same form sent twice makes one.

    Raises RuleBroken beside `name`, NotAllowed for sharing where one does not supervise.
    """
    check_may(actor, KINDS[name].permission)
    if key and (made := made_before(actor, key)) is not None:
        return made
    if cohe_id is not None and cohe_id not in actor.cohes_as(Role.SUPERVISOR):
        raise NotAllowed(Permission.LIST_SHARE)
    taken = names_taken(actor, name, cohe_id)
    check_not_too_many(len(taken))
    assert actor.staff_id is not None
    view = SavedView(
        owner_id=actor.staff_id,
        cohe_id=cohe_id,
        list_name=name,
        name=checked_name(called, taken.values()),
        **_kept(name, look),
    )
    db.session.add(view)
    db.session.flush()
    if key:
        remember(actor, key, "save_view", view.id)
    return view.id


@command(Permission.LIST_KEEP)
def change_view(
    actor: Actor, view_id: int, look: Look, *, called: str | None, version: int | None
) -> None:
    """What a view shows, and what it is called: over the version that was opened, Conflict for another.

    One's own, or one that is shared with the COHE that one supervises; RuleBroken for others in sight.
    """
    view = _held(actor, view_id)
    if version != view.version:
        raise Conflict
    taken = names_taken(actor, view.list_name, view.cohe_id)
    others = [name for id_, name in taken.items() if id_ != view.id]
    view.name = checked_name(called, others)
    for column, value in _kept(view.list_name, look).items():
        setattr(view, column, value)


@command(Permission.LIST_KEEP)
def delete_view(actor: Actor, view_id: int, *, version: int | None) -> str:
    """Keep a view no longer; what it was called. Lists that opened with it open as ever. Over the version
    that was opened, Conflict for another."""
    view = _held(actor, view_id)
    if version != view.version:
        raise Conflict
    opens = select(ListSetting).where(ListSetting.view_id == view.id)
    for setting in db.session.execute(opens).scalars():
        setting.view_id = None
    db.session.flush()
    db.session.delete(view)
    return view.name


@command(Permission.LIST_KEEP)
def open_list_with(actor: Actor, name: ListName, view_id: int | None) -> None:
    """Let one's list open with a view in one's sight, or as ever."""
    if view_id is not None:
        seen = visible(actor, SavedView).where(SavedView.id == view_id, SavedView.list_name == name)
        if db.session.execute(seen.with_only_columns(SavedView.id)).first() is None:
            raise NotFound
    _setting(actor, name).view_id = view_id


@command(Permission.LIST_KEEP)
def like_list(
    actor: Actor, name: ListName, columns: Iterable[str] | None, density: Density | None
) -> None:
    """One's own columns and density of a list, wherever no view says others; None for the usual."""
    check_may(actor, KINDS[name].permission)
    setting = _setting(actor, name)
    setting.columns = _joined(name, columns)
    setting.density = density


def _kept(name: ListName, look: Look) -> dict[str, object]:
    kind = KINDS[name]
    told = kept_of(read_state(kind, checked_state(look.state)))
    return {
        "state": checked_state(state_of(kind, told)),  # signs that are escaped make it longer
        "columns": _joined(name, look.columns),
        "density": look.density,
    }


def _joined(name: ListName, columns: Iterable[str] | None) -> str | None:
    if columns is None:
        return None
    chosen = chosen_columns(name, columns)
    if not chosen:
        raise RuleBroken("Choose at least one column.", field="columns")
    return ",".join(chosen)


def _held(actor: Actor, view_id: int) -> SavedView:
    """A view that is the actor's to change, locked; NotFound out of sight, RuleBroken for others'."""
    view = held_in_sight(actor, SavedView, view_id)
    is_own = view.cohe_id is None and view.owner_id == actor.staff_id
    if not is_own and view.cohe_id not in actor.cohes_as(Role.SUPERVISOR):
        raise RuleBroken(OF_THE_COHE)
    return view


def _setting(actor: Actor, name: ListName) -> ListSetting:
    own = select(ListSetting).where(
        ListSetting.staff_id == actor.staff_id, ListSetting.list_name == name
    )
    setting = db.session.execute(own).scalar_one_or_none()
    if setting is None:
        assert actor.staff_id is not None
        setting = ListSetting(staff_id=actor.staff_id, list_name=name)
        db.session.add(setting)
    return setting
