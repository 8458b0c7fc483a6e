"""The roll-ups equal a recomputation from their facts: one statement each, whatever the size."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select, union_all

from ohms.domain.values import Span
from ohms.extensions import db
from ohms.queries.prepared import AnySelect
from ohms.queries.roll_ups import (
    MINUTES_KEY,
    InitiatedRollUp,
    MinutesRollUp,
    initiated_by_day,
    minutes_by_day,
    minutes_by_month,
)

MINUTES_SUMS = ("minutes", "entries")


def minutes_differ(_today: date) -> Iterator[str]:
    """Days against every entry, months against the days."""
    on_sqlite = db.session.connection().dialect.name == "sqlite"
    for span, facts in ((Span.DAY, minutes_by_day()), (Span.MONTH, minutes_by_month(on_sqlite))):
        kept = _columns(MinutesRollUp, MINUTES_KEY, MINUTES_SUMS).where(MinutesRollUp.span == span)
        for row in _differences(facts, kept, len(MINUTES_KEY), MINUTES_SUMS):
            yield (
                f"minutes_roll_up of position {row.position_id}, {row.span} {row.from_on},"
                f" {row.kind}: {_more(row.minutes)} minutes of {_more(row.entries)} entries"
                " than its facts say"
            )


def initiated_differ(_today: date) -> Iterator[str]:
    kept = _columns(InitiatedRollUp, ("cohe_id", "initiated_on"), ("claims",))
    for row in _differences(initiated_by_day(), kept, 2, ("claims",)):
        yield (
            f"initiated_roll_up of COHE {row.cohe_id}, {row.initiated_on}:"
            f" {_more(row.claims)} claims than its facts say"
        )


def _columns(model: Any, key: Sequence[str], sums: Sequence[str]) -> AnySelect:
    return select(*(getattr(model, name) for name in (*key, *sums)))


def _differences(
    facts: AnySelect, kept: AnySelect, width: int, sums: Sequence[str]
) -> Sequence[Any]:
    """What is kept less what the facts say, by the key; nothing where they agree."""
    names = [column.name for column in kept.selected_columns]
    said = facts.subquery()
    against = select(*list(said.c)[:width], *(-column for column in list(said.c)[width:]))
    both = union_all(kept, against).subquery()
    columns = [column.label(name) for column, name in zip(both.c, names, strict=True)]
    key, more = columns[:width], [func.sum(both.c[place]) for place in range(width, len(names))]
    labelled = [each.label(name) for each, name in zip(more, sums, strict=True)]
    statement = (
        select(*key, *labelled)
        .group_by(*list(both.c)[:width])
        .having(or_(*(each != 0 for each in more)))
        .order_by(*list(both.c)[:width])
    )
    return db.session.execute(statement).all()


def _more(number: int) -> str:
    return f"{abs(number)} {'more' if number > 0 else 'fewer' if number < 0 else 'other'}"
