"""The quarter's figures as text: three bases side by side, the verdict, the pace, the requirement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ohms.blueprints.workload.quarter_points import NOTHING, past_points
from ohms.domain.calendar import Quarter, written
from ohms.domain.claims_per_fte import NO_HSC_TIME, Headroom, beside_limit, decimal_text, plain_text
from ohms.domain.contract import FteBasis
from ohms.domain.fte import ThreeBases
from ohms.domain.measure import Measure
from ohms.domain.measures import MEASURES
from ohms.domain.quarter_figures import QuarterFacts
from ohms.domain.required_fte import RequiredFte
from ohms.domain.staffing import staffed_on
from ohms.queries.workload import Sight, Workload
from ohms.web.charts import Chart, Limit, line_chart
from ohms.web.filters import link_to

BASES: Mapping[FteBasis, str] = {
    FteBasis.STAFFED: "Staffed",
    FteBasis.CLAIM_SPECIFIC: "Claim-specific",
    FteBasis.LOGGED: "Logged",
}


@dataclass(frozen=True, slots=True)
class BasisFigures:
    """FTE and claims per FTE on one basis, with the minutes that make it differ."""

    label: str
    fte: str
    ratio: str
    is_report: bool
    over: bool
    minutes: str
    measure: Measure
    fte_href: str
    """The positions that make it up; none for who has the figure alone."""


@dataclass(frozen=True, slots=True)
class PaceFigures:
    """Where an unfinished quarter is heading, on the report's basis."""

    too_early: bool
    at_this_pace: str
    warns: bool
    may_yet_pass: bool
    with_planned_absences: str
    beside: str
    """What stands under the figure."""
    said: str
    """The pace within a sentence; nothing where there is none to tell."""


@dataclass(frozen=True, slots=True)
class HeadroomFigures:
    claims: str
    unit: str
    minutes: str


@dataclass(frozen=True, slots=True)
class RequiredFigures:
    exact: str
    half_steps: str
    to_next_step: int
    staffed: str
    is_met: bool
    claims: int
    is_annualised: bool
    claims_href: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What the page prints above its tables. Empty texts are left out."""

    quarter: str
    before: str
    after: str
    as_of: str
    has_begun: bool
    is_finished: bool
    limit: str
    claims: int
    claims_href: str
    bases: tuple[BasisFigures, ...]
    over: bool
    report_ratio: str
    waiting: int
    waiting_note: str
    assistants_note: str
    nothing_available: int
    headroom: HeadroomFigures | None
    pace: PaceFigures | None
    required: RequiredFigures | None
    chart: Chart | None
    minutes_href: str
    measures: Mapping[str, Measure]

    @property
    def against(self) -> str:
        """Where the ratio of a finished quarter stands: of one that runs, where it leads is told beside
        it. Nothing where neither claims nor HSC time are in."""
        if not self.is_finished or (self.report_ratio == NO_HSC_TIME and not self.over):
            return ""
        return f"{'above' if self.over else 'at or below'} {self.limit}, report’s basis"


def figures_of(load: Workload, today: date) -> Figures:
    """All of it for one centre and quarter; one's own position stands as if its role counted."""
    facts = load.facts
    own = load.centre.sight is Sight.OWN
    bases = facts.bases(assistants=True if own else None) if facts.has_begun else None
    report = facts.figure(facts.basis, bases) if bases else None
    return Figures(
        quarter=facts.quarter.named,
        before=_to_quarter(load, facts.quarter.previous),
        after=_to_quarter(load, facts.quarter.next) if facts.quarter < Quarter.of(today) else "",
        as_of=written(facts.as_of),
        has_begun=facts.has_begun,
        is_finished=facts.is_finished,
        limit=plain_text(facts.settings.claims_per_fte_limit),
        claims=facts.claims,
        claims_href=_rows_of(load, "/workload/claims"),
        bases=tuple(_basis(load, bases, basis) for basis in FteBasis) if bases else (),
        over=report.needs_discussion if report else False,
        report_ratio=report.shown if report else "",
        waiting=facts.minutes.total_waiting,
        waiting_note="" if own else _with_waiting(facts),
        assistants_note=_with_assistants(facts, bases) if bases and not own else "",
        nothing_available=len(bases.with_nothing_available) if bases else 0,
        headroom=_headroom(facts.headroom(facts.basis, bases)) if bases and not own else None,
        pace=_pace(facts, bases) if bases and not facts.is_finished and not own else None,
        required=_required(load, load.required) if load.required else None,
        chart=None if own else _chart(load),
        minutes_href=_rows_of(load, "/workload/minutes"),
        measures=MEASURES,
    )


def rows_link(load: Workload, path: str, **state: object) -> str:
    """The rows behind a figure of this quarter and COHE."""
    address = {"quarter": load.facts.quarter, "cohe": load.centre.slug, **state}
    return link_to(path, address)


def _rows_of(load: Workload, path: str, **state: object) -> str:
    return "" if load.centre.sight is Sight.FIGURES else rows_link(load, path, **state)


def fte_text(fte: Fraction) -> str:
    """Two decimals, as FTE are written."""
    return decimal_text(fte, 2)


def hours_text(minutes: int | Fraction) -> str:
    """Minutes as hours, whole where they are: "456 h", "12.5 h"."""
    return hours_in_column(minutes).replace(".0 h", " h")


def hours_in_column(minutes: int | Fraction) -> str:
    """The same for hours beneath each other, their points in one line: "456.0 h"."""
    return f"{Decimal(decimal_text(Fraction(minutes, 60), 1)):,} h"


def _to_quarter(load: Workload, quarter: Quarter) -> str:
    return link_to("/workload", {"quarter": quarter, "cohe": load.centre.slug})


def _basis(load: Workload, bases: ThreeBases, basis: FteBasis) -> BasisFigures:
    facts = load.facts
    figure = facts.figure(basis, bases)
    return BasisFigures(
        BASES[basis],
        fte_text(figure.fte),
        figure.shown,
        basis is facts.basis,
        figure.needs_discussion,
        _minutes_behind(basis, bases),
        MEASURES[f"fte_{basis.value}"],
        _rows_of(load, "/workload/positions", fte="yes"),
    )


def _minutes_behind(basis: FteBasis, bases: ThreeBases) -> str:
    """The minutes that make the basis what it is."""
    on_claims = hours_text(bases.minutes_on_claims)
    match basis:
        case FteBasis.STAFFED:
            count = sum(1 for position in bases.positions if position.staffed)
            return f"{count} position{'' if count == 1 else 's'}, whatever was logged"
        case FteBasis.CLAIM_SPECIFIC:
            return f"{on_claims} on claims of {hours_text(bases.available)} available"
        case FteBasis.LOGGED:
            return f"{on_claims} on claims of {hours_text(bases.full_time_minutes)} full time"


def _with_waiting(facts: QuarterFacts) -> str:
    if not facts.minutes.total_waiting or not facts.has_begun:
        return ""
    with_them = facts.figure(facts.basis, facts.bases(waiting=True)).shown
    return f"with them {with_them} claims per FTE"


def _with_assistants(facts: QuarterFacts, bases: ThreeBases) -> str:
    other_way = facts.bases(assistants=not facts.settings.assistants_count)
    if other_way.on(facts.basis) == bases.on(facts.basis):
        return ""
    figure = facts.figure(facts.basis, other_way)
    way = "Without" if facts.settings.assistants_count else "With"
    return f"{way} assistants counted: {fte_text(figure.fte)} FTE, {figure.shown} claims per FTE."


def _headroom(room: Headroom) -> HeadroomFigures:
    """28 more claims, or 1,485 minutes fewer; above the limit: too many, or too few."""
    over = room.claims < 0
    unit = f"{'' if over else 'more '}claim{'' if abs(room.claims) == 1 else 's'}"
    minutes = ""
    if room.minutes is not None:
        minutes = f"or {abs(room.minutes):,} minutes {'too few' if room.minutes < 0 else 'fewer'}"
    return HeadroomFigures(f"{abs(room.claims):,}", unit + (" too many" if over else ""), minutes)


def _pace(facts: QuarterFacts, bases: ThreeBases) -> PaceFigures:
    pace = facts.pace(facts.basis, bases)
    planned = None if pace.too_early else facts.with_planned_absences(facts.basis, bases)
    return PaceFigures(
        pace.too_early,
        NOTHING if pace.at_this_pace is None else beside_limit(pace.at_this_pace, pace.limit),
        pace.warns,
        pace.may_yet_pass,
        "" if planned is None else beside_limit(planned, pace.limit),
        pace.beside,
        pace.said,
    )


def _required(load: Workload, required: RequiredFte) -> RequiredFigures:
    facts = load.facts
    staffed = staffed_on(facts.as_of, facts.positions, facts.settings)
    return RequiredFigures(
        fte_text(required.exact),
        decimal_text(required.half_steps, 1),
        required.claims_to_next_half_step,
        fte_text(staffed),
        required.is_met_by(staffed),
        required.claims,
        required.is_annualised,
        _rows_of(load, "/workload/claims", span="year"),
    )


def _chart(load: Workload) -> Chart | None:
    """Claims per FTE of the quarters, all on the basis of the shown one."""
    basis, limit = load.facts.basis, load.facts.settings.claims_per_fte_limit
    points = past_points(load)
    if all(point.value is None for point in points):
        return None
    return line_chart(
        "claims-per-fte",
        "Claims per FTE by quarter",
        points,
        measure=f"Claims per FTE, {BASES[basis].lower()}",
        limit=Limit(limit, plain_text(limit)),
    )
