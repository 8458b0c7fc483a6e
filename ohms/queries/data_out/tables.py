"""Every table that leaves the house as CSV: its file, its columns in their order, and its rows.

Column names are what others rely on (interface.md, "Data out"): one is added at the end, never renamed.
People stand under their user names, centres under their slugs, claims and providers under L&I's numbers,
everything else under its id. Drafts of notes stay with their authors.
"""

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import Select, func, or_, select

from ohms.domain.calendar import state_holidays
from ohms.domain.contract import SOURCES
from ohms.domain.contract_terms import published
from ohms.domain.data_out import cell_of
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.cohes import CalendarDay, Cohe
from ohms.models.feed import FeedRun
from ohms.models.reports import Setting
from ohms.models.staff import Position
from ohms.queries.data_out import casework, people
from ohms.queries.data_out.naming import limited_to, slug
from ohms.queries.rounds import ask
from ohms.queries.staffing import working_calendar

ROWS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class TableOut:
    """One table of an export: what the heading says, and its rows as they come from the database."""

    columns: tuple[str, ...]
    rows: Generator[Any]
    spelled: Callable[[Any], str] = cell_of
    line_end: str = "\n"


def tables_out(cohe_id: int | None, today: date) -> Iterator[tuple[str, TableOut]]:
    """Every file of an export with its table, of one COHE or of all; no two are read at once."""
    for name, statement_of in _STATEMENTS.items():
        yield name, _streamed(statement_of(cohe_id))
    yield "holidays.csv", TableOut(("cohe", "day", "name"), _holidays(cohe_id, today))
    columns = ("name", "value", "cohe", "from_on", "source")
    yield "settings.csv", TableOut(columns, _settings(cohe_id))


def claims_reach_to() -> date | None:
    """The last day that the feed's claims are complete to."""
    reached: date | None = db.session.execute(
        select(func.max(FeedRun.as_of_on)).where(FeedRun.kind == "claims", FeedRun.state == "done")
    ).scalar()
    return reached


def _streamed(statement: Select[*tuple[Any, ...]]) -> TableOut:
    return TableOut(tuple(statement.selected_columns.keys()), rows_of(statement))


def rows_of(statement: Select[*tuple[Any, ...]]) -> Generator[Any]:
    """One after another, asked for when the first is wanted; the server lets go of them too where
    somebody stops before the last."""
    with db.session.execute(statement.execution_options(yield_per=ROWS_AT_ONCE)) as rows:
        yield from rows


_STATEMENTS: Mapping[str, Callable[[int | None], Select[*tuple[Any, ...]]]] = MappingProxyType(
    {
        "claims.csv": casework.claims,
        "time_entries.csv": people.time_entries,
        "positions.csv": people.positions,
        "absences.csv": people.absences,
        "contacts.csv": casework.contacts,
        "notes.csv": casework.notes,
        "note_events.csv": casework.note_events,
        "tasks.csv": casework.tasks,
        "referrals.csv": casework.referrals,
        "documents.csv": casework.documents,
        "coverage.csv": people.coverage,
        "training.csv": people.training,
        "enrolments.csv": people.enrolments,
        "apf_reviews.csv": casework.apf_reviews,
    }
)


def _holidays(cohe_id: int | None, today: date) -> Generator[tuple[str, date, str]]:
    """The days on which each COHE is closed: State holidays that it does not work on, and its own
    closing days, from the year of its first position or claim up to the end of next year."""
    for cohe in db.session.execute(_cohes(cohe_id)).all():
        calendar, names = ask(working_calendar(cohe.id)), _names_of_days(cohe.id)
        for year in range(_first_year(cohe.id, today), today.year + 2):
            named = {**state_holidays(year), **{d: n for d, n in names.items() if d.year == year}}
            for day, name in sorted(named.items()):
                if calendar.is_closed(day):
                    yield cohe.slug, day, name


def _names_of_days(cohe_id: int) -> dict[date, str]:
    rows = db.session.execute(
        select(CalendarDay.day, CalendarDay.name).where(CalendarDay.cohe_id == cohe_id)
    )
    return {row.day: row.name for row in rows}


def _first_year(cohe_id: int, today: date) -> int:
    held: date | None = db.session.execute(
        select(func.min(Position.from_on)).where(Position.cohe_id == cohe_id)
    ).scalar()
    initiated: date | None = db.session.execute(
        select(func.min(Claim.initiated_on)).where(Claim.counted_cohe_id == cohe_id)
    ).scalar()
    return min(held or today, initiated or today).year


def _settings(cohe_id: int | None) -> Generator[tuple[Any, ...]]:
    """The contract's own numbers, in force where nobody set another, and every approved row."""
    for name, value in published().items():
        yield name, value, None, None, SOURCES[name]
    statement = (
        select(
            Setting.name,
            Setting.value,
            slug(Setting.cohe_id).label("cohe"),
            Setting.from_on,
            Setting.source,
        )
        .where(Setting.approved_at.is_not(None))
        .order_by(Setting.id)
    )
    if cohe_id is not None:
        statement = statement.where(or_(Setting.cohe_id.is_(None), Setting.cohe_id == cohe_id))
    yield from (tuple(row) for row in db.session.execute(statement))


def _cohes(cohe_id: int | None) -> Select[*tuple[Any, ...]]:
    return limited_to(cohe_id, Cohe.id, select(Cohe.id, Cohe.slug).order_by(Cohe.id))
