"""What figures read instead of every row there ever was, and the facts that it is the sum of."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Label, and_, case, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from ohms.domain.roll_ups import Part, parts_of
from ohms.domain.values import CountedAs, Fund, Span
from ohms.models.claims import Claim
from ohms.models.providers import Enrolment
from ohms.models.roll_ups import InitiatedRollUp, MinutesRollUp
from ohms.models.time import TimeEntry
from ohms.queries.prepared import AnySelect

MINUTES_KEY = ("cohe_id", "span", "from_on", "kind", "position_id", "staff_id")


def sums_of(periods: Iterable[Any]) -> ColumnElement[bool]:
    """The roll-ups of minutes that disjoint periods are the sum of, each day once."""
    return sums_of_parts(parts_of(periods))


def sums_of_parts(parts: Iterable[Part]) -> ColumnElement[bool]:
    return or_(
        False,
        *(
            and_(
                MinutesRollUp.span == part.span,
                MinutesRollUp.from_on.between(part.first_on, part.last_on),
            )
            for part in parts
        ),
    )


def was_enrolled() -> ColumnElement[bool]:
    """The initiating provider was enrolled on the day of initiation in the COHE that counts the claim."""
    return and_(
        Enrolment.provider_id == Claim.initiating_provider_id,
        Enrolment.cohe_id == Claim.counted_cohe_id,
        Enrolment.from_on <= Claim.initiated_on,
        or_(Enrolment.to_on.is_(None), Enrolment.to_on >= Claim.initiated_on),
    )


def counts_at_all() -> tuple[ColumnElement[bool], ...]:
    """State Fund claims; numbers that L&I combined count once, as the remaining one."""
    return (Claim.fund == Fund.STATE_FUND, Claim.combined_into_id.is_(None))


def kind_of_minutes() -> Label[str]:
    """What an entry's minutes are: counted on claims, waiting for their press, or for no claim."""
    return case(
        (TimeEntry.claim_id.is_(None), CountedAs.OTHER.value),
        (TimeEntry.confirmed_at.is_(None), CountedAs.WAITING.value),
        else_=CountedAs.COUNTED.value,
    ).label("kind")


def minutes_by_day() -> AnySelect:
    """What the roll-ups of days say, worked out from every entry."""
    return (
        select(
            TimeEntry.cohe_id,
            literal(Span.DAY.value).label("span"),
            TimeEntry.performed_on.label("from_on"),
            kind_of_minutes(),
            TimeEntry.position_id,
            TimeEntry.staff_id,
            func.sum(TimeEntry.minutes).label("minutes"),
            func.count().label("entries"),
        )
        .where(TimeEntry.voided_at.is_(None))
        .group_by(
            TimeEntry.cohe_id,
            TimeEntry.performed_on,
            "kind",
            TimeEntry.position_id,
            TimeEntry.staff_id,
        )
    )


def minutes_by_month(on_sqlite: bool) -> AnySelect:
    """What the roll-ups of months say, worked out from those of their days."""
    month = first_of_month(MinutesRollUp.from_on, on_sqlite).label("month")
    whose = (MinutesRollUp.kind, MinutesRollUp.position_id, MinutesRollUp.staff_id)
    return (
        select(
            MinutesRollUp.cohe_id,
            literal(Span.MONTH.value).label("span"),
            month,
            *whose,
            func.sum(MinutesRollUp.minutes).label("minutes"),
            func.sum(MinutesRollUp.entries).label("entries"),
        )
        .where(MinutesRollUp.span == Span.DAY)
        .group_by(MinutesRollUp.cohe_id, "month", *whose)
    )


def first_of_month(day: InstrumentedAttribute[Any], on_sqlite: bool) -> Any:
    if on_sqlite:
        return func.date(day, "start of month")
    return func.date(func.date_trunc("month", day))


def initiated_by_day() -> AnySelect:
    """What the roll-ups of claims say, worked out from every claim."""
    return (
        select(
            Claim.counted_cohe_id.label("cohe_id"),
            Claim.initiated_on,
            func.count().label("claims"),
        )
        .join(Enrolment, was_enrolled())
        .where(*counts_at_all())
        .group_by(Claim.counted_cohe_id, Claim.initiated_on)
    )


__all__ = [
    "MINUTES_KEY",
    "InitiatedRollUp",
    "MinutesRollUp",
    "counts_at_all",
    "first_of_month",
    "initiated_by_day",
    "kind_of_minutes",
    "minutes_by_day",
    "minutes_by_month",
    "sums_of",
    "sums_of_parts",
    "was_enrolled",
]
