"""Workload: the quarter against 588 on three bases, its people, and the rows behind each figure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from flask import render_template, request

from ohms.blueprints.workload.figures import Figures, figures_of
from ohms.blueprints.workload.people import PositionLine, people_of, position_lines
from ohms.blueprints.workload.room import blueprint
from ohms.blueprints.workload.rows import Asked, asked_for
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.calendar import written
from ohms.domain.errors import NotFound
from ohms.domain.measures import MEASURES
from ohms.domain.projection import QuarterAhead
from ohms.queries.outlook import outlook
from ohms.queries.rounds import ask
from ohms.queries.workload import (
    Sight,
    Workload,
    centre_named,
    centres,
    quarter_asked,
    workload,
)
from ohms.queries.workload_claims import claim_rows, every_claim
from ohms.queries.workload_minutes import every_entry, minutes_rows
from ohms.web.access import current_actor, requires
from ohms.web.lists import Exported, rows_of, taken_out
from ohms.web.reading import shown

CLAIM_COLUMNS = ("claim_number", "provider", "initiated_on", "status")
MINUTES_COLUMNS = (
    "id",
    "performed_on",
    "staff",
    "claim_number",
    "category",
    "standard_work",
    "minutes",
    "captured_or_typed",
    "confirmed",
    "remark",
)
POSITION_COLUMNS = (
    "person",
    "role",
    "weekly_minutes",
    "counts_as_fte",
    "available_minutes",
    "claim_minutes",
    "waiting_minutes",
    "other_minutes",
    "unlogged_minutes",
    "staffed_fte",
    "claim_specific_fte",
    "logged_fte",
)


@blueprint.get("/workload")
@requires(Permission.WORKLOAD_READ, reads="read_workload", may_lag=True)
def index() -> str:
    actor = current_actor()
    found = centres(actor)
    centre = centre_named(found, request.args.get("cohe"))
    quarter = quarter_asked(request.args.get("quarter"), actor.on_day)
    load = ask(workload(actor, centre, quarter))
    figures = figures_of(load, actor.on_day)
    shown(cohe_id=centre.id, detail={"quarter": str(quarter)})
    return render_template(
        "workload/index.html",
        centres=found,
        centre=centre,
        load=load,
        quarter=figures,
        passing=_passing(actor, load, figures),
        people=people_of(actor, load),
    )


def _passing(actor: Actor, load: Workload, figures: Figures) -> QuarterAhead | None:
    """The running quarter, where its pace looks well and it is expected to end above the limit all the
    same: leave, a departure or training that lapses lie ahead of it."""
    if figures.pace is None or not figures.pace.may_yet_pass:
        return None
    this = outlook(actor, load.centre, load).ahead[0]
    return this if this.quarter == load.facts.quarter and this.is_above else None


@blueprint.get("/workload/claims")
@requires(Permission.WORKLOAD_ROWS, reads="list_claims_initiated")
def claims() -> str:
    asked = asked_for(current_actor())
    after = request.args.get("after")
    page = claim_rows(current_actor(), *asked.of_claims, after, asked.scope)
    _show(asked, [row.id for row in page.rows if row.id])
    return _page("workload/claims.html", asked, page)


@taken_out(
    blueprint,
    "/workload/claims",
    Permission.WORKLOAD_EXPORT,
    reads="export_claims_initiated",
)
def export_claims() -> Exported:
    asked = asked_for(current_actor())
    rows = list(every_claim(current_actor(), *asked.of_claims, asked.scope))
    _show(asked, [row.id for row in rows if row.id])
    return _exported(
        asked, "claims-initiated", "-initiated_on", CLAIM_COLUMNS, (row[1:] for row in rows)
    )


@blueprint.get("/workload/minutes")
@requires(Permission.WORKLOAD_ROWS, reads="list_minutes")
def minutes() -> str:
    asked = asked_for(current_actor())
    page = minutes_rows(current_actor(), *asked.of_minutes, request.args.get("after"))
    _show(asked, sorted({row.claim_id for row in page.rows if row.claim_number and row.claim_id}))
    return _page("workload/minutes.html", asked, page)


@taken_out(blueprint, "/workload/minutes", Permission.WORKLOAD_EXPORT, reads="export_minutes")
def export_minutes() -> Exported:
    asked = asked_for(current_actor())
    rows = every_entry(current_actor(), *asked.of_minutes)
    _show(asked, sorted({row.claim_id for row in rows if row.claim_number and row.claim_id}))
    lines = ((*row[:3], *row[4:]) for row in rows)
    return _exported(asked, "minutes", "-performed_on", MINUTES_COLUMNS, lines)


@blueprint.get("/workload/positions")
@requires(Permission.WORKLOAD_ROWS, reads="list_positions_counted")
def positions() -> str:
    asked, load, lines = _positions_asked()
    _show(asked, [])
    return render_template(
        "workload/positions.html",
        asked=asked,
        load=load,
        lines=lines,
        measures=MEASURES,
        may_export=current_actor().may(Permission.WORKLOAD_EXPORT),
    )


@taken_out(
    blueprint,
    "/workload/positions",
    Permission.WORKLOAD_EXPORT,
    reads="export_positions_counted",
)
def export_positions() -> Exported:
    asked, _load, lines = _positions_asked()
    _show(asked, [])
    exported = _exported(
        asked, "positions", "person", POSITION_COLUMNS, (line.exported for line in lines)
    )
    return replace(exported, of_claims=False)


def _positions_asked() -> tuple[Asked, Workload, list[PositionLine]]:
    actor = current_actor()
    asked = asked_for(actor)
    if asked.centre.sight is Sight.FIGURES:
        raise NotFound
    load = ask(workload(actor, asked.centre, asked.quarter))
    lines = position_lines(load, asked.scope, of_fte=asked.of_fte, held_last=asked.held_last)
    return asked, load, lines


def _page(template: str, asked: Asked, page: object) -> str:
    may_export = current_actor().may(Permission.WORKLOAD_EXPORT)
    return render_template(template, asked=asked, page=page, may_export=may_export)


def _exported(
    asked: Asked,
    name: str,
    sort: str,
    cells: tuple[str, ...],
    lines: Iterable[Sequence[object]],
) -> Exported:
    first, last = asked.of_claims[1] if "claims" in name else asked.period
    what = asked.what if name == "minutes" else name.replace("-", " ").capitalize()
    held = f"held on {written(last)}" if name == "positions" and asked.held_last else ""
    chips = [
        f"{asked.centre.name}, {written(first)} to {written(last)}",
        *filter(None, [asked.whose, held]),
    ]
    return Exported(f"{name}-{asked.name}", what, chips, sort, cells, rows_of(cells, lines))


def _show(asked: Asked, claim_ids: list[int]) -> None:
    shown(cohe_id=asked.centre.id, claim_ids=claim_ids, detail={"quarter": str(asked.quarter)})
