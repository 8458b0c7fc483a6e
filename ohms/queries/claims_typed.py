"""The claims that somebody means by what they typed, for the list's filter and for the search alike.

Every condition narrows by an index that begins with the COHE; none looks through a whole table.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select

from ohms.domain.access import CLAIM_READERS, Actor
from ohms.domain.search import LOCAL_PHONE_DIGITS, Typed
from ohms.models.claims import Claim
from ohms.models.workers import ContactPoint, Worker
from ohms.queries.scope import sees

BETWEEN_DIGITS = "- ()./+"


def claims_typed(actor: Actor, typed: Typed) -> ColumnElement[bool]:
    """By the shape of what was typed: a number, its end, a phone number, a day, else a worker's name
    with or without a day, which is the one of birth or of the injury."""
    if typed.number:
        return _begins_in_cohe(actor, Claim, Claim.claim_number, [typed.number])
    if typed.last_digits:
        return _begins_in_cohe(actor, Claim, Claim.number_backwards, [typed.last_digits[::-1]])
    if typed.phone:
        return Claim.id.in_(points_typed(actor, typed).with_only_columns(ContactPoint.claim_id))
    if typed.names:
        return _of_worker(actor, typed)
    if typed.day:
        return and_(_in_cohes(actor, Claim), Claim.injury_on == typed.day.injured_on)
    return false()


def points_typed(actor: Actor, typed: Typed) -> Select[Any]:
    """The numbers of claims' parties that end as the typed phone number does."""
    digits = typed.phone or ""
    bare: Any = ContactPoint.value
    for sign in BETWEEN_DIGITS:
        bare = func.replace(bare, sign, "")
    statement = select(ContactPoint).where(
        sees(actor, ContactPoint),
        _in_cohes(actor, ContactPoint),
        ContactPoint.last_seven == digits[-LOCAL_PHONE_DIGITS:],
    )
    if len(digits) > LOCAL_PHONE_DIGITS:
        statement = statement.where(bare.like(f"%{digits}"))
    return statement


def named_worker(actor: Actor, typed: Typed) -> ColumnElement[bool]:
    """Of the Worker and Claim of a SELECT: the name, and the day where one stands beside it."""
    named = _begins_in_cohe(actor, Worker, Worker.search_name, spellings(typed.names))
    if typed.day is None:
        return named
    born = Worker.birth_date == typed.day.born_on
    return and_(named, or_(born, Claim.injury_on == typed.day.injured_on))


def _of_worker(actor: Actor, typed: Typed) -> ColumnElement[bool]:
    theirs = select(Worker.id).where(sees(actor, Worker), named_worker(actor, typed))
    return Claim.worker_id.in_(theirs.correlate(Claim))


def spellings(names: Sequence[str]) -> list[str]:
    """A name as it stands, last name first, and as people say it, with the last name last."""
    return list(dict.fromkeys((" ".join(names), " ".join((*names[-1:], *names[:-1])))))


def _in_cohes(actor: Actor, model: Any) -> ColumnElement[bool]:
    inside: ColumnElement[bool] = model.cohe_id.in_(actor.cohes_as(*CLAIM_READERS))
    return inside


def _begins_in_cohe(
    actor: Actor, model: Any, column: Any, beginnings: Sequence[str]
) -> ColumnElement[bool]:
    """Spelled out for each beginning, so that each is a range of the index on COHE and column."""
    return or_(*(and_(_in_cohes(actor, model), _begins(column, text)) for text in beginnings))


def _begins(column: Any, text: str) -> ColumnElement[bool]:
    begins: ColumnElement[bool] = column.between(text, text + "\uffff")
    return begins
