"""Cover as it stands in the record, a line a stretch of days and colleague."""

from collections import defaultdict
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from ohms.domain.actor import Actor
from ohms.extensions import db
from ohms.models.coverage import Coverage
from ohms.models.providers import Provider
from ohms.models.staff import StaffMember


class CoverShown(NamedTuple):
    """A stretch of cover for a colleague as it stands in the record; `id` of the first provider's."""

    id: int
    providers: tuple[str, ...]
    absent: str
    covering: str
    from_on: date
    to_on: date
    declined: bool


def record_of(cohe_id: int, first_on: date, last_on: date) -> list[CoverShown]:
    """What was arranged within some days, the earliest first: the contract's record of coverage."""
    return _cover(
        Coverage.cohe_id == cohe_id, Coverage.from_on <= last_on, Coverage.to_on >= first_on
    )


def _cover(*which: ColumnElement[bool]) -> list[CoverShown]:
    absent, covering = aliased(StaffMember), aliased(StaffMember)
    rows = db.session.execute(
        select(
            Coverage.id,
            Provider.last_name,
            Provider.first_name,
            absent.name.label("absent"),
            covering.name.label("covering"),
            Coverage.from_on,
            Coverage.to_on,
            Coverage.declined_at,
        )
        .join(Provider, Provider.id == Coverage.provider_id)
        .join(absent, absent.id == Coverage.absent_id)
        .join(covering, covering.id == Coverage.covering_id)
        .where(*which)
        .order_by(Coverage.from_on, absent.name, Provider.last_name, Coverage.id)
    )
    stretches: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in rows:
        declined = row.declined_at is not None
        stretches[row.absent, row.covering, row.from_on, row.to_on, declined].append(row)
    return [
        CoverShown(of[0].id, tuple(f"{r.last_name}, {r.first_name}" for r in of), *stretch)
        for stretch, of in stretches.items()
    ]


def covering_shown(actor: Actor) -> list[CoverShown]:
    """What one covers today and later."""
    return _cover_of(actor, Coverage.covering_id == actor.staff_id, Coverage.declined_at.is_(None))


def own_cover(actor: Actor) -> list[CoverShown]:
    """Who covers for oneself today and later."""
    return _cover_of(actor, Coverage.absent_id == actor.staff_id, Coverage.declined_at.is_(None))


def _cover_of(actor: Actor, *whose: ColumnElement[bool]) -> list[CoverShown]:
    return _cover(*whose, Coverage.to_on >= actor.on_day)
