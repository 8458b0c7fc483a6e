"""COHEs side by side in one quarter: each on its own contract's basis, and all on a common one.

Source: design.md section 5, "Contract settings": pages that compare COHEs name each basis and add a common
one. The common one is the published numbers of the contract with claim-specific time of coordinators.
"""

from dataclasses import dataclass, replace

from flask import render_template, request

from ohms.blueprints.workload.figures import BASES, fte_text
from ohms.blueprints.workload.quarter_points import NOTHING
from ohms.blueprints.workload.room import blueprint
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.calendar import Quarter, written
from ohms.domain.claims_per_fte import beside_limit
from ohms.domain.contract import ContractSettings, FteBasis
from ohms.domain.quarter_figures import QuarterFacts
from ohms.domain.staffing import staffed_on
from ohms.queries.quarterly_report import report_centres
from ohms.queries.report_listing import ReportStanding, standings_of
from ohms.queries.rounds import ask
from ohms.queries.workload import Centre, Workload, quarter_asked, workloads
from ohms.web.access import current_actor, requires
from ohms.web.reading import shown

PAGE = "/workload/cohes"
COMMON = ContractSettings()


@dataclass(frozen=True, slots=True)
class OnBasis:
    """Claims per FTE on one basis, with the FTE it is made of."""

    label: str
    ratio: str
    fte: str
    is_report: bool
    over: bool


@dataclass(frozen=True, slots=True)
class CentreLine:
    """One COHE in the quarter. `bases` is empty before its first day is in."""

    centre: Centre
    claims: int
    as_of: str
    limit: str
    bases: tuple[OnBasis, ...]
    common: OnBasis | None
    required: str
    staffed: str
    is_met: bool
    report: ReportStanding | None
    """None: nobody began it yet."""


@blueprint.get(PAGE)
@requires(Permission.FIGURES_READ, reads="compare_cohes", may_lag=True)
def side_by_side() -> str:
    actor = current_actor()
    asked = request.args.get("quarter") or str(Quarter.of(actor.on_day).previous)
    quarter = quarter_asked(asked, actor.on_day)
    shown(detail={"quarter": str(quarter)})
    return render_template(
        "workload/side_by_side.html",
        quarter=quarter,
        running=quarter == Quarter.of(actor.on_day),
        lines=_lines(actor, quarter),
        labels=[BASES[basis] for basis in FteBasis],
        common=COMMON,
        common_label=BASES[COMMON.fte_basis],
    )


def _lines(actor: Actor, quarter: Quarter) -> list[CentreLine]:
    found = report_centres(actor)
    reports = standings_of([each.id for each in found], quarter)
    loads = ask(workloads(actor, found, quarter, most=1))
    return [_line(load.centre, load, reports.get(load.centre.id)) for load in loads]


def _line(centre: Centre, load: Workload, report: ReportStanding | None) -> CentreLine:
    facts, required = load.facts, load.required
    in_common = replace(facts, settings=COMMON)
    staffed = staffed_on(facts.as_of, facts.positions, facts.settings)
    return CentreLine(
        centre,
        facts.claims,
        "" if facts.is_finished else written(facts.as_of),
        str(facts.settings.claims_per_fte_limit),
        tuple(_on(facts, basis) for basis in FteBasis) if facts.has_begun else (),
        _on(in_common, COMMON.fte_basis) if facts.has_begun else None,
        fte_text(required.exact) if required else NOTHING,
        fte_text(staffed),
        required is None or required.is_met_by(staffed),
        report,
    )


def _on(facts: QuarterFacts, basis: FteBasis) -> OnBasis:
    """Of a finished quarter its figure, of the running one where it is heading."""
    bases, is_report = facts.bases(), basis is facts.basis
    if facts.is_finished:
        figure = facts.figure(basis, bases)
        return OnBasis(
            BASES[basis], figure.shown, fte_text(figure.fte), is_report, figure.needs_discussion
        )
    pace = facts.pace(basis, bases)
    text = "too early" if pace.too_early else NOTHING
    if pace.at_this_pace is not None:
        text = beside_limit(pace.at_this_pace, pace.limit)
    return OnBasis(BASES[basis], text, fte_text(bases.on(basis)), is_report, pace.warns)
