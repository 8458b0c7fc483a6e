"""The claims that somebody means by what they typed, for the list's filter and for the search alike.

Every condition narrows by an index that begins with the COHE; none looks through a whole table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select

from ohms.domain.access import CLAIM_READERS
from ohms.domain.actor import Actor
from ohms.domain.search import LOCAL_PHONE_DIGITS, Typed
from ohms.models.claims import Claim
from ohms.models.workers import ContactPoint, Worker
from ohms.queries.scope import sees

BETWEEN_DIGITS = "- ()./+"
LAST_SIGN = "\uffff"


@dataclass(frozen=True, slots=True)
class Sought:
    """What was typed as conditions compare it: each a value, or the place of one in a SELECT that is
    kept (`queries/prepared.py`); None where nothing of it was typed."""

    number: Any = None
    number_backwards: Any = None
    last_seven: Any = None
    phone_ends: Any = None
    name: Any = None
    name_turned: Any = None
    born_on: Any = None
    injured_on: Any = None

    @property
    def values(self) -> Mapping[str, Any]:
        told = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in told.items() if value is not None}


def sought(typed: Typed) -> Sought:
    """By the shape of what was typed: a number, its end, a phone number, else a name or a day."""
    if typed.number:
        return Sought(number=typed.number)
    if typed.last_digits:
        return Sought(number_backwards=typed.last_digits[::-1])
    if typed.phone:
        is_longer = len(typed.phone) > LOCAL_PHONE_DIGITS
        return Sought(
            last_seven=typed.phone[-LOCAL_PHONE_DIGITS:],
            phone_ends=f"%{typed.phone}" if is_longer else None,
        )
    name, turned = [*spellings(typed.names), None][:2] if typed.names else (None, None)
    born, injured = (typed.day.born_on, typed.day.injured_on) if typed.day else (None, None)
    return Sought(name=name, name_turned=turned, born_on=born, injured_on=injured)


def claims_typed(actor: Actor, wanted: Sought) -> ColumnElement[bool]:
    """The claims of a number, its end, a phone number, a day, else of a worker's name with or without
    a day, which is the one of birth or of the injury."""
    if wanted.number is not None:
        return _begins_in_cohe(actor, Claim, Claim.claim_number, wanted.number)
    if wanted.number_backwards is not None:
        return _begins_in_cohe(actor, Claim, Claim.number_backwards, wanted.number_backwards)
    if wanted.last_seven is not None:
        return Claim.id.in_(points_typed(actor, wanted).with_only_columns(ContactPoint.claim_id))
    if wanted.name is not None:
        return _of_worker(actor, wanted)
    if wanted.injured_on is not None:
        return and_(_in_cohes(actor, Claim), Claim.injury_on == wanted.injured_on)
    return false()


def points_typed(actor: Actor, wanted: Sought) -> Select[Any]:
    """The numbers of claims' parties that end as the typed phone number does."""
    bare: Any = ContactPoint.value
    for sign in BETWEEN_DIGITS:
        bare = func.replace(bare, sign, "")
    statement = select(ContactPoint).where(
        sees(actor, ContactPoint),
        _in_cohes(actor, ContactPoint),
        ContactPoint.last_seven == wanted.last_seven,
    )
    return statement if wanted.phone_ends is None else statement.where(bare.like(wanted.phone_ends))


def named_worker(actor: Actor, wanted: Sought) -> ColumnElement[bool]:
    """Of the Worker and Claim of a SELECT: the name, and the day where one stands beside it."""
    named = _begins_in_cohe(actor, Worker, Worker.search_name, wanted.name)
    if wanted.name_turned is not None:
        turned = _begins_in_cohe(actor, Worker, Worker.search_name, wanted.name_turned)
        named = or_(named, turned)
    if wanted.injured_on is None:
        return named
    born = Worker.birth_date == wanted.born_on
    return and_(named, or_(born, Claim.injury_on == wanted.injured_on))


def _of_worker(actor: Actor, wanted: Sought) -> ColumnElement[bool]:
    theirs = select(Worker.id).where(sees(actor, Worker), named_worker(actor, wanted))
    return Claim.worker_id.in_(theirs.correlate(Claim))


def spellings(names: Sequence[str]) -> list[str]:
    """A name as it stands, last name first, and as people say it, with the last name last."""
    return list(dict.fromkeys((" ".join(names), " ".join((*names[-1:], *names[:-1])))))


def _in_cohes(actor: Actor, model: Any) -> ColumnElement[bool]:
    inside: ColumnElement[bool] = model.cohe_id.in_(actor.cohes_as(*CLAIM_READERS))
    return inside


def _begins_in_cohe(actor: Actor, model: Any, column: Any, text: Any) -> ColumnElement[bool]:
    """Spelled out for each beginning, so that each is a range of the index on COHE and column."""
    return and_(_in_cohes(actor, model), begins(column, text))


def begins(column: Any, text: Any) -> ColumnElement[bool]:
    """The range of an index that begins with a text."""
    within: ColumnElement[bool] = column.between(text, text + LAST_SIGN)
    return within
