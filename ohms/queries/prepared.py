"""SELECTs built once for everybody who stands alike, with places where this person's values go.

Most of what a page costs is the making of its SELECTs: the conditions of the reading door stand in each
of them several times. They depend on the roles that somebody holds and in how many COHEs, not on who it
is: so a SELECT is made once for each such standing, and sent with the ids of the person and the claim.
"""

from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache, wraps
from typing import Any, cast

from sqlalchemy import BindParameter, Date, Integer, Select, String
from sqlalchemy.types import TypeEngine

from ohms.domain.access import DESKS, Permission
from ohms.domain.actor import Actor, HeldPosition
from ohms.domain.values import Role
from ohms.models.base import UtcDateTime

AnySelect = Select[*tuple[Any, ...]]

KEPT = 128
"""Standings and days for which one SELECT is kept."""

ACTOR = "actor_id"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A SELECT that others use as well, and the values to send with it now."""

    statement: AnySelect
    values: Mapping[str, Any]
    beside: "Callable[[int], Prepared]"
    """The same SELECT under names of its own, by a number: where another one sends others by these names."""

    is_shared: bool = True
    """False: built for one person's one question, so that nothing made of it is worth keeping."""


class _Place(BindParameter[Any]):
    """Where a value goes. There always is one: `actor.staff_id or 0` means the actor."""

    inherit_cache = True

    def __bool__(self) -> bool:
        return True


class _Anybody(Actor):
    """An actor with a place for each id: whoever holds the same roles in as many COHEs."""

    def cohes_as(self, *roles: Role) -> tuple[int, ...]:
        held = {
            h.cohe_id: None for h in self.positions if h.role in roles and h.cohe_id is not None
        }
        return tuple(held)

    def is_assistant_in(self, cohe_id: int) -> bool:
        raise NotKnownYet

    def may_in(self, permission: Permission, cohe_id: int) -> bool:
        raise NotKnownYet


class NotKnownYet(Exception):
    """A SELECT for everybody asked in Python what differs from COHE to COHE: a place equals no id."""


@dataclass(frozen=True)
class _Alike:
    """What SELECTs depend on: each role with the place of its COHE among the person's, and the day."""

    standing: tuple[tuple[Role, int | None], ...]
    on_day: date
    is_somebody: bool

    @cached_property
    def _hash(self) -> int:
        return hash((self.standing, self.on_day, self.is_somebody))

    def __hash__(self) -> int:
        return self._hash

    def actor(self, number: int = 0) -> Actor:
        places = {place for _role, place in self.standing if place is not None}
        cohes = {
            place: _Place(_numbered(_cohe(place), number), type_=Integer()) for place in places
        }
        own = _Place(_numbered(ACTOR, number), type_=Integer())
        return _Anybody(
            staff_id=cast("int", own) if self.is_somebody else None,
            username="",
            name="",
            positions=tuple(
                HeldPosition(None, role, cast("int | None", cohes.get(cast("int", place))))
                for role, place in self.standing
            ),
            on_day=self.on_day,
        )


Value = int | str | date | Sequence[int]


def prepared(build: Callable[..., AnySelect]) -> Callable[..., Prepared]:
    """Make a function of (actor, *shape, **values) build its SELECT once for each standing, day and
    shape. The values are ids, numbers, texts, days, instants and lists of ids, sent by their names: in
    the SELECT they are compared, and nothing else. Without an actor what is read is open to everybody.

    Built anew each time: for a desk, whose sight rests on a setting, and for who opened a claim by
    break-glass.
    """

    @lru_cache(maxsize=KEPT)
    def built(
        anybody: _Alike | None,
        shape: tuple[Any, ...],
        names: tuple[tuple[str, type], ...],
        number: int,
    ) -> AnySelect:
        actor = None if anybody is None else anybody.actor(number)
        places = {name: _place(_numbered(name, number), kind) for name, kind in names}
        return build(actor, *shape, **places)

    @wraps(build)
    def of(actor: Actor | None, *shape: Any, **values: Value) -> Prepared:
        if actor is not None and (actor.opened or actor.holds(*DESKS)):
            return _of_one(build(actor, *shape, **values))
        names = tuple((name, _kind(value)) for name, value in values.items())
        sent = {name: _sent(value) for name, value in values.items()}
        anybody, own = (None, {}) if actor is None else _standing_of(actor)
        sent.update(own)

        def numbered(number: int) -> Prepared:
            renamed = {_numbered(name, number): value for name, value in sent.items()}
            return Prepared(built(anybody, shape, names, number), renamed, numbered)

        return numbered(0)

    return of


def _of_one(statement: AnySelect) -> Prepared:
    """With its values in it, so that it sends none by any name."""
    return Prepared(statement, {}, lambda _number: _of_one(statement), is_shared=False)


def _standing_of(actor: Actor) -> tuple[_Alike, Mapping[str, Any]]:
    """What the SELECTs of an actor depend on, and the ids sent with each of them."""
    last = _asked_last.get()
    if last is not None and last[0] is actor:
        return last[1:]
    cohes = sorted({held.cohe_id for held in actor.positions if held.cohe_id is not None})
    place: dict[int | None, int] = {cohe_id: number for number, cohe_id in enumerate(cohes)}
    standing = tuple((held.role, place.get(held.cohe_id)) for held in actor.positions)
    anybody = _Alike(standing, actor.on_day, actor.staff_id is not None)
    own = {_cohe(number): cohe_id for number, cohe_id in enumerate(cohes)} | {ACTOR: actor.staff_id}
    _asked_last.set((actor, anybody, own))
    return anybody, own


_asked_last: ContextVar[tuple[Actor, _Alike, Mapping[str, Any]] | None] = ContextVar(
    "asked_last", default=None
)
"""The actor who asked last, of whom a page asks thirty times: as an object, for it never changes."""


class _OneId:
    """A list of one id: the page of a claim asks by it what lists ask of many. It has a place of its own
    (`queries/among.py`), where one for a list is written out within the whole SQL each time it is sent."""


def _kind(value: Value) -> type:
    return _OneId if isinstance(value, list) and len(value) == 1 else type(value)


def _sent(value: Value) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _place(name: str, kind: type) -> BindParameter[Any] | list[BindParameter[Any]]:
    if kind in _TYPES:
        return _Place(name, type_=_TYPES[kind])
    if kind is _OneId:
        return [_Place(name, type_=Integer())]
    return _Place(name, type_=Integer(), expanding=kind is not int)


_TYPES: Mapping[type, TypeEngine[Any]] = {
    str: String(),
    date: Date(),
    datetime: UtcDateTime(),
}


def _cohe(place: int) -> str:
    return f"cohe_{place}_id"


def _numbered(name: str, number: int) -> str:
    return f"{name}__{number}" if number else name
