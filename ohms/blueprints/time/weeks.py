"""The week as a grid to print, and where its links lead."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ohms.domain.actor import Actor
from ohms.domain.values import OtherTime, StandardWork
from ohms.models.time import TimeEntry
from ohms.queries.time import Entry, Kind, Week
from ohms.web.filters import link_to
from ohms.web.words import words

ONE_WEEK = timedelta(days=7)
NO_ITEM = "no_item"
ALL_ITEMS = "all_items"
OTHER = "other."


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
    """Rows of claim-specific work, of other work, and of leave, and the entries of what was chosen."""

    on_claims: tuple[GridRow, ...]
    other: tuple[GridRow, ...]
    leave: tuple[GridRow, ...]
    in_sum: bool

    day: date | None
    kind: Kind
    entries: tuple[Entry, ...]
    chosen: str
    all_href: str
    before: str
    after: str


def grid_of(week: Week, day: date | None, kind: str, *, in_sum: bool = False) -> Grid:
    """The grid of a week, its claim-specific minutes by item or in sum; a day and a kind of work
    choose the entries listed beneath, and stand in the form beside."""
    chosen_day = day if day in week.days else None
    kinds = {_name(each): each for each in _claim_kinds(week)} | {_name(k): k for k in OtherTime}
    chosen_kind = kind if kind in kinds or kind == ALL_ITEMS else ""
    entries = tuple(
        entry
        for entry in week.entries
        if (chosen_day is None or entry.performed_on == chosen_day)
        and (not chosen_kind or chosen_kind in _names(entry))
    )
    build = _Rows(week, chosen_day, chosen_kind, in_sum)
    monday = week.days[0]
    items = [_name(each) for each in _claim_kinds(week)]
    return Grid(
        tuple(build.row(each) for each in ([ALL_ITEMS] if in_sum else items)),
        tuple(build.row(_name(each)) for each in OtherTime if each is not OtherTime.LEAVE),
        (build.row(_name(OtherTime.LEAVE)),),
        in_sum,
        chosen_day,
        kinds.get(chosen_kind),
        entries,
        _said(chosen_day, chosen_kind),
        week_link(monday),
        week_link(monday - ONE_WEEK),
        week_link(monday + ONE_WEEK),
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    week: Week
    day: date | None
    kind: str
    in_sum: bool

    def row(self, name: str) -> GridRow:
        return GridRow(
            _label(name),
            tuple(self._cell(name, day) for day in self.week.days),
            self._cell(name, None),
        )

    def _cell(self, name: str, day: date | None) -> Cell:
        minutes = sum(
            entry.minutes
            for entry in self.week.entries
            if name in _names(entry) and day in (None, entry.performed_on)
        )
        rows = "sum" if self.in_sum else None
        state = {"week": self.week.days[0], "rows": rows, "day": day, "kind": name}
        # An empty cell is there to be filled: its link opens the form.
        place = "#entries" if minutes else "#log"
        chosen = self.kind == name and self.day == day
        return Cell(minutes, f"{link_to('/time', state)}{place}", chosen)


def _names(entry: Entry) -> tuple[str, ...]:
    """The rows in which an entry is counted: its own, and that of all items."""
    name = _name(entry.kind)
    return (name,) if entry.category else (name, ALL_ITEMS)


def _claim_kinds(week: Week) -> Iterator[Kind]:
    """The eight items, and a row for entries without one where there are such."""
    yield from StandardWork
    if any(entry.kind is None for entry in week.entries):
        yield None


def _name(kind: Kind) -> str:
    # Two values of the two lists could be spelled alike one day; their rows stay apart.
    if kind is None:
        return NO_ITEM
    return f"{OTHER}{kind.value}" if isinstance(kind, OtherTime) else kind.value


def _label(name: str) -> str:
    if name == ALL_ITEMS:
        return "All items"
    if name == NO_ITEM:
        return "No item said"
    other = name.removeprefix(OTHER)
    return words(OtherTime(other)) if other != name else words(StandardWork(name))


def _said(day: date | None, kind: str) -> str:
    """What is listed beneath the grid, in words; empty for the whole week."""
    parts = [_label(kind)] if kind else []
    if day is not None:
        parts.append(f"{day:%A, %b} {day.day}")
    return ", ".join(parts)


def week_link(day: date) -> str:
    """The week that holds a day, named by its Monday."""
    return link_to("/time", {"week": day - timedelta(days=day.weekday())})


def back_to(actor: Actor, entry: TimeEntry) -> str:
    """After a correction: one's own week, or the minutes of the COHE one supervises."""
    return week_link(entry.performed_on) if entry.staff_id == actor.staff_id else "/workload"


def changed_told(asked: int, new: TimeEntry) -> str:
    """What became of a correction: what one adds to a locked quarter waits."""
    waits = asked - (new.minutes if new.confirmed_at else 0)
    told = f" {waits:,} minutes wait for the supervisor: the quarter is locked." if waits else ""
    return f"The minutes were changed. The earlier version is kept.{told}"
