"""The minutes behind the workload's figures: exactly those that were counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, func, select

from ohms.domain.actor import Actor
from ohms.domain.errors import NotFound
from ohms.domain.measure import ScopeKind
from ohms.domain.values import Capture, CountedAs, OtherTime, Role, StandardWork
from ohms.extensions import db
from ohms.models.staff import Position, StaffMember
from ohms.models.time import TimeEntry
from ohms.queries.attesting import is_waiting
from ohms.queries.entry_sight import text_in_sight, whose_and_what_for
from ohms.queries.measure_scopes import Scope, entries_of
from ohms.queries.roll_ups import MinutesRollUp, sums_of
from ohms.queries.scope import visible
from ohms.queries.staffing import Period
from ohms.queries.workload import Centre, Sight
from ohms.queries.workload_claims import ROWS_A_PAGE, after_row, cut


class MinutesKind(StrEnum):
    """Which minutes: counted on claims, waiting for their press or the supervisor, for no claim, or all;
    as a person attests them, on claims and for none: confirmed, or waiting for that person's own press."""

    COUNTED = "counted"
    WAITING = "waiting"
    OTHER = "other"
    ALL = "all"
    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class WhichMinutes:
    """Which minutes of a centre and period a figure counts."""

    kind: MinutesKind = MinutesKind.COUNTED
    position_id: int | None = None
    category: OtherTime | None = None
    role: Role | None = None
    """Worked under positions of this role only."""

    item: StandardWork | None = None
    scope: Scope | None = None
    """Of one person, or on the claims of one provider or clinic."""


class WorkedMinutes(NamedTuple):
    """A time entry behind a figure; the number is None outside one's sight."""

    id: int
    performed_on: date
    name: str
    claim_id: int | None
    claim_number: str | None
    category: OtherTime | None
    standard_work: StandardWork | None
    minutes: int
    capture: Capture | None
    """How one's own came to be; of others None: that is theirs to see, others have it in sum."""

    confirmed: bool
    remark: str | None


@dataclass(frozen=True, slots=True)
class MinutesRows:
    """One page of entries; `minutes` is the figure, `total` the number of entries."""

    rows: list[WorkedMinutes]
    total: int
    minutes: int
    first: int
    next: str | None


def minutes_rows(
    actor: Actor,
    centre: Centre,
    period: Period,
    which: WhichMinutes,
    after: str | None,
    *,
    per_page: int = ROWS_A_PAGE,
) -> MinutesRows:
    """The entries behind a figure, newest first; one's own, or those of the COHE one supervises."""
    base = _entries(actor, centre, period, which)
    total, minutes = db.session.execute(_sums(actor, centre, period, which, base)).one()
    before, statement = after_row(base, after, TimeEntry.performed_on, TimeEntry.id)
    found = _worked(actor, statement.limit(per_page + 1))
    rows, following = cut(found, before, lambda row: (row.performed_on, row.id), per_page)
    return MinutesRows(rows, int(total), int(minutes), before + 1, following)


def every_entry(
    actor: Actor, centre: Centre, period: Period, which: WhichMinutes
) -> list[WorkedMinutes]:
    """All of them for an export."""
    return _worked(actor, _entries(actor, centre, period, which))


def _entries(
    actor: Actor, centre: Centre, period: Period, which: WhichMinutes
) -> Select[TimeEntry]:
    if centre.sight is Sight.FIGURES:
        raise NotFound
    statement = visible(actor, TimeEntry).where(
        TimeEntry.cohe_id == centre.id,
        TimeEntry.voided_at.is_(None),
        TimeEntry.performed_on.between(*period),
        *_of_kind(which.kind),
    )
    if centre.sight is Sight.OWN:
        statement = statement.where(TimeEntry.staff_id == actor.staff_id)
    if which.position_id is not None:
        statement = statement.where(TimeEntry.position_id == which.position_id)
    if which.category is not None:
        statement = statement.where(TimeEntry.category == which.category)
    if which.scope is not None:
        statement = statement.where(entries_of(which.scope))
    if which.item is not None:
        statement = statement.where(TimeEntry.standard_work == which.item)
    if which.role is not None:
        of_role = select(Position.id).where(Position.role == which.role)
        statement = statement.where(TimeEntry.position_id.in_(of_role))
    return statement


def _sums(
    actor: Actor, centre: Centre, period: Period, which: WhichMinutes, entries: Select[TimeEntry]
) -> Any:
    """How many entries, and their minutes: by their roll-ups where those tell what is asked."""
    of_claims = which.scope is not None and which.scope.kind is not ScopeKind.HSC
    of_entries = which.kind in (MinutesKind.CONFIRMED, MinutesKind.UNCONFIRMED)
    if of_entries or which.category is not None or which.item is not None or of_claims:
        return entries.with_only_columns(
            func.count(), func.coalesce(func.sum(TimeEntry.minutes), 0)
        )
    statement = visible(actor, MinutesRollUp).where(
        MinutesRollUp.cohe_id == centre.id, sums_of([period])
    )
    if which.kind is not MinutesKind.ALL:
        statement = statement.where(MinutesRollUp.kind == CountedAs(which.kind.value))
    if centre.sight is Sight.OWN:
        statement = statement.where(MinutesRollUp.staff_id == actor.staff_id)
    if which.position_id is not None:
        statement = statement.where(MinutesRollUp.position_id == which.position_id)
    if which.scope is not None:
        statement = statement.where(MinutesRollUp.staff_id == which.scope.id)
    if which.role is not None:
        of_role = select(Position.id).where(Position.role == which.role)
        statement = statement.where(MinutesRollUp.position_id.in_(of_role))
    return statement.with_only_columns(
        func.coalesce(func.sum(MinutesRollUp.entries), 0),
        func.coalesce(func.sum(MinutesRollUp.minutes), 0),
    )


def _of_kind(kind: MinutesKind) -> tuple[ColumnElement[bool], ...]:
    on_a_claim = TimeEntry.claim_id.is_not(None)
    match kind:
        case MinutesKind.COUNTED:
            return (on_a_claim, TimeEntry.confirmed_at.is_not(None))
        case MinutesKind.WAITING:
            return (on_a_claim, TimeEntry.confirmed_at.is_(None))
        case MinutesKind.OTHER:
            return (TimeEntry.claim_id.is_(None),)
        case MinutesKind.CONFIRMED:
            return (TimeEntry.confirmed_at.is_not(None),)
        case MinutesKind.UNCONFIRMED:
            return (is_waiting(),)
        case MinutesKind.ALL:
            return ()


def _worked(actor: Actor, statement: Select[Any]) -> list[WorkedMinutes]:
    rows: Iterable[Any] = db.session.execute(
        statement.join(StaffMember, StaffMember.id == TimeEntry.staff_id)
        .with_only_columns(
            *whose_and_what_for(actor),
            case((TimeEntry.staff_id == actor.staff_id, TimeEntry.capture)),
            TimeEntry.confirmed_at.is_not(None),
            text_in_sight(actor, TimeEntry.remark),
        )
        .order_by(TimeEntry.performed_on.desc(), TimeEntry.id.desc())
    )
    return [WorkedMinutes(*row) for row in rows]
