"""The figures of a COHE's referrals by quarter, and the list behind each of them.

Supervisors open the rows. L&I's contract managers have the figures as text: for them the rows are
not there.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask import render_template, request

from ohms.blueprints.referrals.room import blueprint
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.calendar import Quarter
from ohms.domain.referral_measures import REFERRAL_MEASURES, Answered, Ending
from ohms.domain.values import Service
from ohms.queries.referral_figures import (
    Centre,
    FiguredReferral,
    Wanted,
    figured_centres,
    figured_rows,
    referral_figures,
)
from ohms.queries.workload import centre_named, quarter_asked
from ohms.web import filters
from ohms.web.access import current_actor, requires
from ohms.web.filters import link_to, link_with
from ohms.web.lists import Exported, rows_of, taken_out
from ohms.web.reading import shown
from ohms.web.words import words

HERE = "/referrals/figures"
ROWS = f"{HERE}/<figures_of>/rows"
ROWS_A_PAGE = 100
EMPLOYERS = 15
"""Those with the most stand on the page; the others on request."""
ANSWERS: Mapping[Answered, str] = MappingProxyType(
    {
        Answered.IN_TIME: "Answered in time",
        Answered.LATE: "Answered late",
        Answered.MISSING: "No answer by its day",
        Answered.AWAITED: "Not due yet",
        Answered.WITHDRAWN: "Withdrawn before an answer",
    }
)
ENDS: Mapping[Ending, str] = MappingProxyType(
    {
        Ending.OPEN: "Open",
        Ending.COMPLETED: "Completed",
        Ending.DECLINED: "Declined",
        Ending.TAKEN_BACK: "Withdrawn",
    }
)
EXPORTED = (
    "service",
    "step",
    "claim_number",
    "employer",
    "sent_on",
    "first_answer_on",
    "answered",
    "outcome",
)


@blueprint.get(HERE)
@requires(Permission.FIGURES_READ, reads="read_referral_figures", may_lag=True)
def figures() -> str:
    actor, found = current_actor(), figured_centres(current_actor())
    centre = centre_named(found, request.args.get("cohe"))
    quarter = quarter_asked(request.args.get("quarter"), actor.on_day)
    told = referral_figures(actor, centre.id, quarter)
    most = len(told.by_employer) if request.args.get("employers") == "all" else EMPLOYERS
    shown(cohe_id=centre.id, detail={"quarter": str(quarter), "sent": told.all.sent})
    return render_template(
        "referrals/figures.html",
        centre=centre,
        centres=[(each.name, link_with(cohe=each.slug), each == centre) for each in found],
        quarter=quarter.named,
        before=link_with(cohe=centre.slug, quarter=str(quarter.previous)),
        after=_later(actor, centre, quarter),
        told=told,
        employers=told.by_employer[:most],
        all_employers=link_with(employers="all") if len(told.by_employer) > most else "",
        measures=REFERRAL_MEASURES,
        answers=ANSWERS,
        ends=ENDS,
        rows=lambda **which: _rows_link(centre, quarter, **which),
    )


@blueprint.get(ROWS)
@requires(Permission.REFERRAL_FIGURES, reads="list_figured_referrals")
def figure_rows(figures_of: str) -> str:
    actor = current_actor()
    centre, quarter, wanted = _asked(actor, figures_of)
    rows = figured_rows(actor, centre.id, quarter, wanted)
    first = min(filters.whole_number(request.args, "from") or 0, len(rows))
    page = rows[first : first + ROWS_A_PAGE]
    _say_shown(centre, page)
    further, state = first + ROWS_A_PAGE, {**request.args.to_dict(), "from": None}
    return render_template(
        "referrals/figure_rows.html",
        centre=centre,
        quarter=quarter.named,
        heading=_heading(wanted),
        about=_about(rows, wanted),
        page=page,
        total=len(rows),
        first=first,
        hidden=sum(row.claim_id is None for row in rows),
        answers=ANSWERS,
        back=link_to(HERE, {"cohe": centre.slug, "quarter": str(quarter)}),
        export_href=link_to(f"{request.path}.csv", state),
        workbook_href=link_to(f"{request.path}.xlsx", state),
        first_href=link_with(**{"from": None}) if first else "",
        next_href=link_with(**{"from": further}) if further < len(rows) else "",
    )


@taken_out(blueprint, ROWS, Permission.REFERRAL_FIGURES, reads="export_figured_referrals")
def export_figure_rows(figures_of: str) -> Exported:
    actor = current_actor()
    centre, quarter, wanted = _asked(actor, figures_of)
    rows = figured_rows(actor, centre.id, quarter, wanted)
    _say_shown(centre, rows)
    name, chips = f"referrals-{centre.slug}-{quarter}", [f"{centre.name}, {quarter.named}"]
    lines = rows_of(EXPORTED, map(_line, rows))
    return Exported(name, _heading(wanted), chips, "-sent_on", EXPORTED, lines)


def _asked(actor: Actor, slug: str) -> tuple[Centre, Quarter, Wanted]:
    opened = [each for each in figured_centres(actor) if each.with_rows]
    args = request.args
    wanted = Wanted(
        filters.one_of(args, "service", Service),
        filters.whole_number(args, "employer"),
        filters.one_of(args, "answered", Answered),
        filters.one_of(args, "ending", Ending),
    )
    quarter = quarter_asked(request.args.get("quarter"), actor.on_day)
    return centre_named(opened, slug), quarter, wanted


def _later(actor: Actor, centre: Centre, quarter: Quarter) -> str:
    if quarter.next > Quarter.of(actor.on_day):
        return ""
    return link_with(cohe=centre.slug, quarter=str(quarter.next))


def _rows_link(centre: Centre, quarter: Quarter, **which: Any) -> str:
    """The way to the rows behind a figure; none for who has the figure alone."""
    if not centre.with_rows:
        return ""
    return link_to(f"{HERE}/{centre.slug}/rows", {"quarter": str(quarter), **which})


def _heading(wanted: Wanted) -> str:
    parts = [
        words(wanted.service) if wanted.service else "",
        ANSWERS[wanted.answered] if wanted.answered else "",
        ENDS[wanted.ending] if wanted.ending else "",
    ]
    return ", ".join(each for each in parts if each) or "All referrals sent"


def _about(rows: list[FiguredReferral], wanted: Wanted) -> str:
    """Whose they are, where they are one employer's."""
    if wanted.employer_id is None:
        return ""
    return next((row.employer for row in rows if row.employer), "One employer")


def _say_shown(centre: Centre, rows: list[FiguredReferral]) -> None:
    claims = sorted({row.claim_id for row in rows if row.claim_id is not None})
    shown(claim_ids=claims, cohe_id=centre.id, detail={"lines": len(rows)})


def _line(row: FiguredReferral) -> list[Any]:
    return [
        row.service,
        row.step,
        row.claim_number,
        row.employer,
        row.sent_on,
        row.answered_on,
        row.answered,
        row.outcome,
    ]
