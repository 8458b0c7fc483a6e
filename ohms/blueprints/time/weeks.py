"""The week as a grid to print, and where its links lead."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ohms.domain.access import Actor
from ohms.domain.values import OtherTime, StandardWork
from ohms.models.time import TimeEntry
from ohms.queries.time import Entry, Kind, Week
from ohms.web.filters import link_to
from ohms.web.words import words

ONE_WEEK = timedelta(days=7)
NO_ITEM = "no_item"


@dataclass(frozen=True, slots=True)
class Cell:
    minutes: int
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    """One kind of work over seven days."""

    label: str
    cells: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of claim-specific work, rows of other work, and the entries of what was chosen."""

    on_claims: tuple[GridRow, ...]
    other: tuple[GridRow, ...]
    entries: tuple[Entry, ...]
    chosen: str
    all_href: str
    before: str
    after: str


def grid_of(week: Week, day: date | None, kind: str) -> Grid:
    """The grid of a week; a day and a kind of work choose the entries listed beneath."""
    chosen_day = day if day in week.days else None
    kinds = {_name(each): each for each in _claim_kinds(week)} | {_name(k): k for k in OtherTime}
    chosen_kind = kind if kind in kinds else ""
    entries = tuple(
        entry
        for entry in week.entries
        if (chosen_day is None or entry.performed_on == chosen_day)
        and (not chosen_kind or _name(entry.kind) == chosen_kind)
    )
    build = _Rows(week, chosen_day, chosen_kind)
    monday = week.days[0]
    return Grid(
        tuple(build.row(each) for each in _claim_kinds(week)),
        tuple(build.row(each) for each in OtherTime),
        entries,
        _said(chosen_day, kinds.get(chosen_kind), bool(chosen_kind)),
        week_link(monday),
        week_link(monday - ONE_WEEK),
        week_link(monday + ONE_WEEK),
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    week: Week
    day: date | None
    kind: str

    def row(self, kind: Kind) -> GridRow:
        return GridRow(
            _label(kind),
            tuple(self._cell(kind, day) for day in self.week.days),
            self._cell(kind, None),
        )

    def _cell(self, kind: Kind, day: date | None) -> Cell:
        minutes = sum(
            entry.minutes
            for entry in self.week.entries
            if entry.kind == kind and day in (None, entry.performed_on)
        )
        state = {"week": self.week.days[0], "day": day, "kind": _name(kind)}
        chosen = self.kind == _name(kind) and self.day == day
        return Cell(minutes, f"{link_to('/time', state)}#entries", chosen)


def _claim_kinds(week: Week) -> Iterator[Kind]:
    """The eight items, and a row for entries without one where there are such."""
    yield from StandardWork
    if any(entry.kind is None for entry in week.entries):
        yield None


def _name(kind: Kind) -> str:
    # Two values of the two lists could be spelled alike one day; their rows stay apart.
    if kind is None:
        return NO_ITEM
    return f"other.{kind.value}" if isinstance(kind, OtherTime) else kind.value


def _label(kind: Kind) -> str:
    return words(kind) if kind is not None else "No item said"


def _said(day: date | None, kind: Kind, of_a_kind: bool) -> str:
    """What is listed beneath the grid, in words; empty for the whole week."""
    parts = [_label(kind)] if of_a_kind else []
    if day is not None:
        parts.append(f"{day:%A, %b} {day.day}")
    return ", ".join(parts)


def week_link(day: date) -> str:
    """The week that holds a day, named by its Monday."""
    return link_to("/time", {"week": day - timedelta(days=day.weekday())})


def back_to(actor: Actor, entry: TimeEntry) -> str:
    """After a correction: one's own week, or the minutes of the COHE one supervises."""
    return week_link(entry.performed_on) if entry.staff_id == actor.staff_id else "/workload"
