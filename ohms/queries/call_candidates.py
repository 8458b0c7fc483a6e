"""Claims that a call could belong to, as somebody who sees them compares."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, false, or_

from ohms.domain.actor import Actor
from ohms.domain.calls import end_of_number, likeness
from ohms.domain.names import folded
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.notes import CallIntake
from ohms.models.workers import Worker
from ohms.queries.scope import sees, visible

MOST_CANDIDATES = 8


LOOKED_AT = 200


class Candidate(NamedTuple):
    """A claim that a call could belong to, as somebody who sees it compares the two."""

    claim_id: int
    claim_number: str
    worker: str
    birth_date: date | None
    initiated_on: date


def candidates_for(actor: Actor, call: CallIntake) -> list[Candidate]:
    """Claims in sight that could be meant, the likeliest first: the same last digits of the number,
    or the same birth date, or the last name that was told."""
    statement = (
        claims_with_workers(actor)
        .where(Claim.cohe_id == call.cohe_id, or_(*_hints(call)))
        .with_only_columns(
            Claim.id,
            Claim.claim_number,
            Worker.last_name,
            Worker.first_name,
            Worker.birth_date,
            Claim.initiated_on,
            Worker.search_name,
        )
        .order_by(Claim.initiated_on.desc(), Claim.id.desc())
        .limit(LOOKED_AT)
    )
    rows = db.session.execute(statement).all()
    likeliest = sorted(rows, key=lambda row: _fits(call, row), reverse=True)
    return [
        Candidate(row[0], row[1], f"{row[2]}, {row[3]}", row[4], row[5])
        for row in likeliest[:MOST_CANDIDATES]
    ]


def _hints(call: CallIntake) -> Iterator[ColumnElement[bool]]:
    yield false()
    if digits := end_of_number(call.told_claim_number):
        yield Claim.claim_number.like(f"%{digits}")
    if call.told_birth_date is not None:
        yield Worker.birth_date == call.told_birth_date
    for word in folded(call.told_name or "").split():
        yield Worker.search_name.startswith(f"{word} ", autoescape=True)


def _fits(call: CallIntake, row: Any) -> tuple[bool, bool, int]:
    digits = end_of_number(call.told_claim_number)
    return (
        bool(digits) and row.claim_number.endswith(digits),
        row.birth_date is not None and row.birth_date == call.told_birth_date,
        likeness(call.told_name, row.search_name),
    )


def claims_with_workers(actor: Actor) -> Select[Claim]:
    """Claims in sight with their workers beside them."""
    return (
        visible(actor, Claim).join(Worker, Worker.id == Claim.worker_id).where(sees(actor, Worker))
    )
