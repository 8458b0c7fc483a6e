"""The measures of workload as text: each figure with its parts, its line and the way to its rows."""

from dataclasses import dataclass

from ohms.blueprints.measures.asking import Asked
from ohms.domain.contract import FteBasis
from ohms.domain.measure import Measure
from ohms.domain.workload_measures import WORKLOAD_MEASURES
from ohms.queries.measure_scopes import Scope
from ohms.queries.workload import Sight, Workload
from ohms.queries.workload_figures import (
    MINUTES,
    OF_POSITIONS,
    OF_TODAY,
    Counted,
    CountedOf,
)
from ohms.web.access import current_actor
from ohms.web.filters import link_to
from ohms.web.measure_rows import counted_rows
from ohms.web.measure_words import line_of, text_of
from ohms.web.scopes import NOBODY, scope_state

HERE = "/measures/workload"
ROWS_ARE = {
    **dict.fromkeys(MINUTES, ("entry", "entries")),
    **dict.fromkeys(OF_POSITIONS, ("position", "positions")),
    "open_claims": ("claim", "claims"),
    "overdue_tasks": ("task", "tasks"),
}
CLAIMS = ("claim", "claims")


@dataclass(frozen=True, slots=True)
class Line:
    """A figure, and how many rows it is made of with the way to them: none for who has the figure
    alone, and where it is worked out from others."""

    name: str
    text: str
    behind: str
    rows_href: str
    href: str = ""
    measure: Measure | None = None
    threshold: str = ""


def lines_of(asked: Asked, load: Workload, found: dict[str, Counted]) -> list[Line]:
    """Every measure of workload that somebody has, in the registry's order."""
    return [
        Line(
            measure.label,
            text_of(measure, load, found[name].value),
            behind_of(name, found[name]),
            rows_href(asked, name, None) if found[name].rows else "",
            asked.at(HERE, measure=name),
            measure,
            line_of(measure, load),
        )
        for name, measure in WORKLOAD_MEASURES.items()
        if name in found
    ]


def beside(measure: Measure, load: Workload) -> list[Line]:
    """Claims per FTE on the bases that the report does not count by."""
    facts = load.facts
    if measure.name != "claims_per_fte" or not facts.has_begun or load.centre.sight is Sight.OWN:
        return []
    bases = facts.bases()
    return [
        Line(
            f"{measure.label}, {WORKLOAD_MEASURES[f'fte_{basis}'].label.lower()}",
            text_of(measure, load, facts.figure(basis, bases).ratio),
            "",
            "",
        )
        for basis in FteBasis
        if basis is not facts.basis
    ]


def scoped_lines(
    asked: Asked, load: Workload, measure: Measure, found: list[CountedOf]
) -> list[Line]:
    return [
        Line(
            each.name,
            text_of(measure, load, each.counted.value),
            behind_of(measure.name, each.counted),
            rows_href(asked, measure.name, each.scope) if each.counted.rows else "",
        )
        for each in found
    ]


def behind_of(name: str, counted: Counted) -> str:
    if WORKLOAD_MEASURES[name].made_of:
        return ""
    one, many = ROWS_ARE.get(name, CLAIMS)
    return f"{counted.rows:,} {one if counted.rows == 1 else many}"


def rows_href(asked: Asked, name: str, scope: Scope | None) -> str:
    """The list behind a figure."""
    if not asked.opens or WORKLOAD_MEASURES[name].made_of:
        return ""
    if name in OF_TODAY:
        return _of_today(name, current_actor().staff_id if asked.own else _person(scope))
    return counted_rows(name, asked.named, **scope_state(scope))


def _person(scope: Scope | None) -> int | str | None:
    if scope is None:
        return None
    return NOBODY if scope.id is None else scope.id


def _of_today(name: str, person: int | str | None) -> str:
    """The claim list or the task list: of one person, of nobody, or (None) of the COHE."""
    if name == "open_claims":
        return link_to("/claims", {"scope": "cohe", "open": "yes", "assignee": person})
    return link_to("/tasks", {"owner": person or "anyone", "due": "overdue"})
