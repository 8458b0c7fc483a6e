"""Claims as episodes of care: those that somebody sees, with the days on which we worked on them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select

from ohms.domain.actor import Actor
from ohms.domain.care_episode import CareEpisode, coordinations_of
from ohms.domain.claims import as_claim_number
from ohms.domain.errors import NotFound
from ohms.domain.values import Coordination
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.cohes import Cohe
from ohms.models.coordination import CoordinationPeriod
from ohms.models.workers import Worker
from ohms.queries.claim_list import coordinator_name
from ohms.queries.scope import sees, visible
from ohms.queries.told_to_programs import Found, FoundPage


def care_episode(actor: Actor, number: str) -> Found[CareEpisode]:
    """Of the claim of this number; NotFound where the actor does not see it, or its records were purged:
    it tells of no person any more."""
    wanted = visible(actor, Claim).where(
        Claim.claim_number == (as_claim_number(number) or ""), Claim.purged_at.is_(None)
    )
    found = _found(actor, wanted.with_only_columns(Claim.id))
    if not found:
        raise NotFound
    return found[0]


def care_episodes(
    actor: Actor, *, status: str | None, on: date | None, after: int | None, count: int
) -> FoundPage[CareEpisode]:
    """Those that the actor sees: of a status, and of those that had begun by a day and not ended."""
    ids = visible(actor, Claim).with_only_columns(Claim.id).where(*_wanted(actor, status, on))
    total = db.session.execute(select(func.count()).select_from(ids.subquery())).scalar_one()
    if after is not None:
        ids = ids.where(Claim.id < after)
    found = _found(actor, ids.order_by(Claim.id.desc()).limit(count + 1))
    shown = found[:count]
    return FoundPage(shown, total, shown[-1].claim_id if len(found) > count else None)


def _wanted(actor: Actor, status: str | None, on: date | None) -> Iterator[ColumnElement[bool]]:
    yield Claim.purged_at.is_(None)
    if status is not None:
        yield Claim.coordination.in_(coordinations_of(status))
    if on is not None:
        ended_later = CoordinationPeriod.to_on >= on
        yield _worked_on(actor, CoordinationPeriod.from_on <= on)
        yield or_(Claim.coordination != Coordination.CLOSED, _worked_on(actor, ended_later))


def _worked_on(actor: Actor, days: ColumnElement[bool]) -> ColumnElement[bool]:
    seen = sees(actor, CoordinationPeriod)
    return exists().where(seen, CoordinationPeriod.claim_id == Claim.id, days).correlate(Claim)


def _found(actor: Actor, ids: Select[Any]) -> list[Found[CareEpisode]]:
    """Everything that is told, looked up for the ids of a page only."""
    page = ids.subquery("page")
    rows = db.session.execute(
        visible(actor, Claim)
        .with_only_columns(
            Claim.id,
            Claim.cohe_id,
            Claim.claim_number,
            Claim.coordination,
            Worker.first_name,
            Worker.last_name,
            Cohe.name.label("cohe"),
            coordinator_name(actor).label("coordinator"),
            _of_periods(actor, func.min(CoordinationPeriod.from_on)).label("from_on"),
            _of_periods(actor, func.max(CoordinationPeriod.to_on)).label("to_on"),
        )
        .select_from(page)
        .join(Claim, Claim.id == page.c.id)
        .join(Worker, Worker.id == Claim.worker_id)
        .where(sees(actor, Worker))
        .join(Cohe, Cohe.id == Claim.cohe_id)
        .order_by(Claim.id.desc())
    )
    return [
        Found(
            CareEpisode(
                claim_number=row.claim_number,
                coordination=row.coordination,
                worker=f"{row.first_name} {row.last_name}".strip(),
                cohe=row.cohe,
                coordinator=row.coordinator,
                from_on=row.from_on,
                to_on=row.to_on,
            ),
            row.id,
            row.cohe_id,
        )
        for row in rows
    ]


def _of_periods(actor: Actor, what: Any) -> ColumnElement[date | None]:
    return (
        select(what)
        .where(sees(actor, CoordinationPeriod), CoordinationPeriod.claim_id == Claim.id)
        .correlate(Claim)
        .scalar_subquery()
    )
