"""The claims behind the workload's figures: exactly those that were counted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, tuple_

from ohms.domain.actor import Actor
from ohms.domain.errors import NotFound
from ohms.domain.values import ClaimStatus
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.providers import Enrolment, Provider
from ohms.queries.cursors import LARGEST
from ohms.queries.measure_scopes import Scope, claims_of
from ohms.queries.roll_ups import was_enrolled
from ohms.queries.scope import visible
from ohms.queries.staffing import Period, counts_for
from ohms.queries.workload import Centre, Sight, initiated_for

ROWS_A_PAGE = 100
LONGEST_CURSOR = 32


class InitiatedClaim(NamedTuple):
    """A claim that the figure counts; number and the rest are None where it is restricted."""

    id: int | None
    claim_number: str | None
    provider: str | None
    initiated_on: date | None
    status: ClaimStatus | None


@dataclass(frozen=True, slots=True)
class ClaimRows:
    """One page of the claims initiated; `total` is the figure."""

    rows: list[InitiatedClaim]
    total: int
    restricted: int
    """Counted, yet not to be shown: claims restricted to named people."""

    first: int
    next: str | None


def claim_rows(
    actor: Actor, centre: Centre, period: Period, after: str | None, scope: Scope | None = None
) -> ClaimRows:
    """The claims behind the figure, newest first; 404 for who sees the COHE's figures only."""
    shown = _shown_claims(actor, centre, period, scope)
    total = _count(_counted_claims(actor, centre, period, scope))
    in_sight = _count(shown)
    before, statement = after_row(shown, after, Claim.initiated_on, Claim.id)
    found = _claims(statement.limit(ROWS_A_PAGE + 1))
    rows, following = cut(found, before, lambda row: (row.initiated_on, row.id))
    return ClaimRows(rows, total, total - in_sight, before + 1, following)


def every_claim(
    actor: Actor, centre: Centre, period: Period, scope: Scope | None = None
) -> Iterator[InitiatedClaim]:
    """All of them for an export: as many lines as the figure says, restricted ones without a word."""
    shown = _shown_claims(actor, centre, period, scope)
    restricted = _count(_counted_claims(actor, centre, period, scope)) - _count(shown)
    yield from _claims(shown)
    for _number in range(restricted):
        yield InitiatedClaim(None, None, None, None, None)


def _counted_claims(
    actor: Actor, centre: Centre, period: Period, scope: Scope | None
) -> Select[Claim]:
    return initiated_for(actor, centre).where(*_of(period, scope))


def _shown_claims(
    actor: Actor, centre: Centre, period: Period, scope: Scope | None
) -> Select[Claim]:
    """Of the claims that count, those in sight."""
    if centre.sight is Sight.FIGURES:
        raise NotFound
    if centre.sight is Sight.OWN:
        return _counted_claims(actor, centre, period, scope)
    return (
        visible(actor, Claim)
        .join(Enrolment, was_enrolled())
        .where(*counts_for(centre.id), *_of(period, scope))
    )


def _of(period: Period, scope: Scope | None) -> tuple[ColumnElement[bool], ...]:
    within = Claim.initiated_on.between(*period)
    return (within,) if scope is None else (within, claims_of(scope))


def _claims(statement: Select[Any]) -> list[InitiatedClaim]:
    rows = db.session.execute(
        statement.join(Provider, Provider.id == Claim.initiating_provider_id)
        .with_only_columns(
            Claim.id,
            Claim.claim_number,
            Provider.last_name + ", " + Provider.first_name,
            Claim.initiated_on,
            Claim.status,
        )
        .order_by(Claim.initiated_on.desc(), Claim.id.desc())
    )
    return [InitiatedClaim(*row) for row in rows]


def _count(statement: Select[Any]) -> int:
    return db.session.execute(statement.with_only_columns(func.count())).scalar_one()


def after_row(
    statement: Select[Any], after: str | None, day: Any, number: Any
) -> tuple[int, Select[Any]]:
    """The statement behind a cursor."""
    before, last = start_of(after)
    return before, statement if last is None else statement.where(
        tuple_(day, number) < tuple_(*last)
    )


def start_of(after: str | None) -> tuple[int, tuple[date, int] | None]:
    """How many rows a cursor `rows_day_id` lies behind, and where; one that cannot be read begins at
    the top."""
    try:
        position, on, last = (after or "")[:LONGEST_CURSOR].split("_")
        cursor = int(position), date.fromisoformat(on), int(last)
    except ValueError:
        return 0, None
    if not (0 <= cursor[0] <= LARGEST and 0 <= cursor[2] <= LARGEST):
        return 0, None
    return cursor[0], cursor[1:]


def cut(
    found: list[Any], before: int, key: Any, per_page: int = ROWS_A_PAGE
) -> tuple[list[Any], str | None]:
    rows = found[:per_page]
    if len(found) <= per_page:
        return rows, None
    day, number = key(rows[-1])
    return rows, f"{before + len(rows)}_{day.isoformat()}_{number}"
