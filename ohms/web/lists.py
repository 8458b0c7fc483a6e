"""A list's page beside its rows: the views kept of it, the columns that stand, and what its exports say
of themselves."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request, url_for

from ohms import clock
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.lists import COLUMNS, Column, Density, ListName, chosen_columns, exported_cells
from ohms.domain.values import Role
from ohms.queries.kept_lists import KeptView, Liking, views_of_list
from ohms.queries.list_kinds import KINDS, ListKind, read_state, state_of
from ohms.queries.rounds import ask
from ohms.web import filters
from ohms.web.access import current_actor, requires
from ohms.web.csv_answers import csv_answer
from ohms.web.errors import Answer, page_for
from ohms.web.filter_words import sort_in_words
from ohms.web.forms import new_key
from ohms.web.navigation import positions_line
from ohms.web.reading import shown
from ohms.web.workbooks import MOST_ROWS, workbook_answer

OF_THE_LOOK = ("view", "columns", "density")
"""What the address says of how a list looks; its rows are the same without."""

NO_ARGUMENTS = frozenset({"after"})


@dataclass(frozen=True, slots=True)
class ListFrame:
    """What a list's page shows around its rows. `opened` is the view that the address names."""

    kind: ListKind
    views: list[KeptView]
    liking: Liking
    opened: KeptView | None
    usual: tuple[str, ...]
    chosen: tuple[str, ...] | None
    density: Density | None
    shares_with: list[tuple[int, str]]
    may_change: bool
    key: str

    @property
    def columns(self) -> tuple[str, ...]:
        """Those that stand, in order."""
        return self.usual if self.chosen is None else self.chosen

    @property
    def offered(self) -> dict[str, Column]:
        return dict(COLUMNS[self.kind.name])

    @property
    def state(self) -> str:
        return state_of(self.kind, request.args)

    @property
    def is_changed(self) -> bool:
        """Whether the list shows other than the view that was opened."""
        view = self.opened
        if view is None:
            return False
        now = (self.state, ",".join(self.chosen) if self.chosen else None)
        return now != (state_of(self.kind, read_state(self.kind, view.state)), view.columns)

    @property
    def opens_with_it(self) -> bool:
        return self.opened is not None and self.opened.id == self.liking.view_id

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What the filter's form takes along unseen."""
        return [(name, v) for name in OF_THE_LOOK if (v := request.args.get(name))]

    @property
    def here(self) -> str:
        return filters.link_to(self.kind.path, {**request.args.to_dict(), "after": None})


def list_frame(actor: Actor, name: ListName, usual: tuple[str, ...]) -> ListFrame:
    """The frame as the address, the opened view and the person's liking say, in this order."""
    views, liking = ask(views_of_list(actor, name))
    asked = filters.whole_number(request.args, "view")
    opened = next((view for view in views if view.id == asked), None)
    return ListFrame(
        kind=KINDS[name],
        views=views,
        liking=liking,
        opened=opened,
        usual=usual,
        chosen=_chosen(name, opened, liking),
        density=_density(opened, liking),
        shares_with=centres_to_share_with(actor),
        may_change=opened is not None and opened.may_be_changed_by(actor),
        key=new_key(),
    )


def filter_args() -> list[tuple[str, str]]:
    """The list as the address has it, its place too, for the form of its bulk acts."""
    return list(request.args.items())


def first_opened(frame: ListFrame) -> str:
    """Where a list that was asked for without anything opens for this person; empty: as it stands."""
    if set(request.args) - NO_ARGUMENTS or frame.liking.view_id is None:
        return ""
    if all(view.id != frame.liking.view_id for view in frame.views):
        return ""
    return url_for("lists.open_view", view_id=frame.liking.view_id)


@dataclass(frozen=True, slots=True)
class Exported:
    """A list on its way out: what it is of, every cell that it has, and its rows as these cells.

    `name` begins the file's name; of a list whose columns are chosen it is the list's own. `of_claims`:
    whether anything in it is about an injured worker.
    """

    name: str
    what: str
    chips: Sequence[str]
    sort: str
    cells: Sequence[str]
    rows: Sequence[Mapping[str, Any]]
    of_claims: bool = True

    def as_csv(self) -> Response:
        kept = self._kept()
        return csv_answer(f"{self._called()}.csv", kept, self._lines(kept))

    def as_workbook(self) -> Answer:
        """The same cells and lines, with a sheet that says what they are of; of too many rows none."""
        if len(self.rows) > MOST_ROWS:
            shown()
            return page_for(422, too_many_for_workbook(len(self.rows)))
        kept = self._kept()
        sort = sort_in_words(self.name, self.sort)
        about = about_list(self.what, self.chips, sort, len(self.rows), self.of_claims)
        return workbook_answer(f"{self._called()}.xlsx", kept, self._lines(kept), about)

    def _kept(self) -> tuple[str, ...]:
        if not isinstance(self.name, ListName):
            return tuple(self.cells)
        chosen = list_frame(current_actor(), self.name, ()).chosen
        return exported_cells(self.name, self.cells, chosen)

    def _lines(self, kept: Sequence[str]) -> Iterable[Sequence[Any]]:
        return ([row[cell] for cell in kept] for row in self.rows)

    def _called(self) -> str:
        return f"{self.name}-{current_actor().on_day.isoformat()}"


def rows_of(cells: Sequence[str], lines: Iterable[Sequence[Any]]) -> list[Mapping[str, Any]]:
    """Lines that stand in the cells' order, by their cells."""
    return [dict(zip(cells, line, strict=True)) for line in lines]


def taken_out(
    blueprint: Blueprint, path: str, permission: Permission, *, reads: str
) -> Callable[[Callable[..., Exported]], Callable[..., Exported]]:
    """Offers the list that a page shows as CSV and as workbook, at the page's address with their endings.
    What is so decorated gives the rows of the address; `reads` is their action in the audit, which
    `domain/disclosures.py` and `web/acts.py` know."""

    def offer(give: Callable[..., Exported]) -> Callable[..., Exported]:
        name = give.__name__

        def as_csv(**of: Any) -> Response:
            return give(**of).as_csv()

        def as_workbook(**of: Any) -> Answer:
            return give(**of).as_workbook()

        for ending, view, called in (
            ("csv", as_csv, name),
            ("xlsx", as_workbook, f"{name}_workbook"),
        ):
            answer = requires(permission, reads=reads)(view)
            blueprint.add_url_rule(f"{path}.{ending}", called, answer)
        return give

    return offer


def too_many_for_workbook(rows: int) -> str:
    return (
        f"A workbook holds at most {MOST_ROWS:,} rows, and this list has {rows:,}: take its CSV, which"
        " has them all, or narrow the filter."
    )


def centres_to_share_with(actor: Actor) -> list[tuple[int, str]]:
    """The COHEs whose people the actor may share a view with."""
    if not actor.may(Permission.LIST_SHARE):
        return []
    return sorted(
        {
            (held.cohe_id, held.cohe_name or "")
            for held in actor.positions
            if held.role is Role.SUPERVISOR and held.cohe_id is not None
        }
    )


def about_list(
    title: str, chips: Collection[str], sort: str, rows: int, of_claims: bool = True
) -> Iterator[tuple[str, str]]:
    """The head sheet of a workbook: what it is a list of, as of when, and who took it out."""
    actor = current_actor()
    local = clock.now().astimezone(clock.PACIFIC)
    yield "List", title
    yield "Filters", "; ".join(chips) or "None"
    yield "Sorted by", sort
    yield "Rows", f"{rows:,}"
    yield "As of", f"{local:%Y-%m-%d %H:%M} Pacific time"
    yield "Made by", actor.name
    yield "Position", positions_line(actor)
    if of_claims:
        yield "Keep it safe", "Holds health information of injured workers."


def _chosen(name: ListName, opened: KeptView | None, liking: Liking) -> tuple[str, ...] | None:
    for told in (request.args.get("columns"), opened.columns if opened else None, liking.columns):
        if told and (columns := chosen_columns(name, told.split(","))):
            return columns
    return None


def _density(opened: KeptView | None, liking: Liking) -> Density | None:
    told = filters.one_of(request.args, "density", Density)
    return told or (opened.density if opened else None) or liking.density
