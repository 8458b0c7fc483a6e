"""What periods hold, summed by the database: claims initiated, and minutes given by position.

All periods of a page are asked by one SELECT. It is made once for so many of them, and their days are sent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Label, Select, case, func, literal
from sqlalchemy.orm import InstrumentedAttribute

from ohms.domain.actor import Actor
from ohms.domain.roll_ups import Part, parts_of
from ohms.domain.time_entries import CountedMinutes
from ohms.domain.values import CountedAs, Span
from ohms.models.claims import Claim
from ohms.queries.prepared import AnySelect, Prepared, prepared
from ohms.queries.roll_ups import InitiatedRollUp, MinutesRollUp, sums_of_parts
from ohms.queries.rounds import Question
from ohms.queries.scope import countable, visible
from ohms.queries.staffing import Period


@dataclass(frozen=True, slots=True)
class MinutesOfPeriod:
    """Minutes of one period by position: on claims (counted and waiting), and for no claim."""

    on_claims: CountedMinutes = field(default_factory=lambda: CountedMinutes({}, {}))
    other: dict[int, int] = field(default_factory=dict)


def initiated_within(
    actor: Actor, cohe_id: int, periods: Sequence[Period], year: Period
) -> Question[tuple[list[int], int]]:
    """How many claims a COHE initiated in each of disjoint periods, and in a year across them: the same
    as `claims_within` of those `initiated`, by their roll-ups."""
    days = _days_of("counted", periods) | _days_of("year", [year])
    wanted = _initiated(actor, len(periods), cohe=cohe_id, **_reach_of([*periods, year]), **days)
    return _counts(wanted, len(periods))


def claims_within(
    claims: Select[Claim], periods: Sequence[Period], year: Period
) -> Question[tuple[list[int], int]]:
    """How many of some claims were initiated in each of disjoint periods, and in a year across them.

    A period that ends before it begins holds nothing.
    """
    reach = _reach_of([*periods, year])
    return _counts(
        _by_period(claims, Claim.initiated_on, literal(1), periods, year, **reach), len(periods)
    )


def minutes_within(
    actor: Actor, cohe_id: int, periods: Sequence[Period], *, staff_id: int | None = None
) -> Question[list[MinutesOfPeriod]]:
    """Minutes of disjoint periods by position: of the whole COHE as figures, or one's own."""
    parts = parts_of(periods)
    days = _days_of("counted", periods) | _days_of("summed", [part[1:] for part in parts])
    whose = {} if staff_id is None else {"staff": staff_id}
    spans = tuple(part.span for part in parts)
    (rows,) = yield (_minutes(actor, len(periods), spans, cohe=cohe_id, **whose, **days),)
    found = [MinutesOfPeriod() for _period in periods]
    for period, position_id, kind, minutes in rows:
        if period >= 0:
            _put(found[period], position_id, kind, int(minutes))
    return found


@prepared
def _initiated(
    actor: Actor, count: int, *, cohe: int, earliest: date, latest: date, **days: date
) -> AnySelect:
    rows = countable(actor, InitiatedRollUp).where(InitiatedRollUp.cohe_id == cohe)
    day, claims = InitiatedRollUp.initiated_on, InitiatedRollUp.claims
    (year,) = _periods_in(days, "year", 1)
    periods = _periods_in(days, "counted", count)
    return _by_period(rows, day, claims, periods, year, earliest=earliest, latest=latest)


def _by_period(
    rows: Select[Any],
    day: InstrumentedAttribute[date],
    claims: Any,
    periods: Sequence[Period],
    year: Period,
    *,
    earliest: date,
    latest: date,
) -> AnySelect:
    in_year = case((day.between(*year), claims), else_=0)
    return (
        rows.where(day.between(earliest, latest))
        .with_only_columns(_number_of_period(day, periods), func.sum(claims), func.sum(in_year))
        .group_by("period")
    )


def _counts(wanted: AnySelect | Prepared, periods: int) -> Question[tuple[list[int], int]]:
    (found,) = yield (wanted,)
    counts = [0] * periods
    for period, count, _within_year in found:
        if period >= 0:
            counts[period] = count
    return counts, sum(within_year for _period, _count, within_year in found)


@prepared
def _minutes(
    actor: Actor,
    count: int,
    spans: Sequence[Span],
    *,
    cohe: int,
    staff: int | None = None,
    **days: date,
) -> AnySelect:
    door = countable(actor, MinutesRollUp)
    if staff is not None:
        door = visible(actor, MinutesRollUp).where(MinutesRollUp.staff_id == staff)
    summed = zip(spans, _periods_in(days, "summed", len(spans)), strict=True)
    number = _number_of_period(MinutesRollUp.from_on, _periods_in(days, "counted", count))
    parts = [Part(span, *period) for span, period in summed]
    return (
        door.where(MinutesRollUp.cohe_id == cohe, sums_of_parts(parts))
        .with_only_columns(
            number,
            MinutesRollUp.position_id,
            MinutesRollUp.kind,
            func.sum(MinutesRollUp.minutes),
        )
        .group_by("period", MinutesRollUp.position_id, MinutesRollUp.kind)
    )


def _put(period: MinutesOfPeriod, position_id: int, kind: CountedAs, minutes: int) -> None:
    match kind:
        case CountedAs.COUNTED:
            period.on_claims.counted[position_id] = minutes
        case CountedAs.WAITING:
            period.on_claims.waiting[position_id] = minutes
        case CountedAs.OTHER:
            period.other[position_id] = minutes


def _number_of_period(day: InstrumentedAttribute[date], periods: Iterable[Period]) -> Label[int]:
    """The place of the period that holds the day, -1 outside: comparing costs less than a format.

    Grouped by its name: PostgreSQL takes two CASEs with parameters for two expressions.
    """
    return case(
        *(
            (day.between(first_on, last_on), literal(number))
            for number, (first_on, last_on) in enumerate(periods)
        ),
        else_=literal(-1),
    ).label("period")


def _days_of(what: str, periods: Iterable[Period]) -> dict[str, date]:
    """The days of periods by the names under which they are sent."""
    return {
        f"{what}_{number}_{end}": day
        for number, period in enumerate(periods)
        for end, day in zip(("first", "last"), period, strict=True)
    }


def _periods_in(days: dict[str, date], what: str, count: int) -> list[Period]:
    """The same periods where they are sent to."""
    return [
        (days[f"{what}_{number}_first"], days[f"{what}_{number}_last"]) for number in range(count)
    ]


def _reach_of(periods: Sequence[Period]) -> dict[str, date]:
    return {
        "earliest": min(first for first, _last in periods),
        "latest": max(last for _first, last in periods),
    }
