"""Measures: L&I's benchmarks and the workload figures of a COHE's quarter, each with its definition, by
coordinator, clinic and provider, and the rows behind each.

Coordinators have their own claims, supervisors those of their COHE. L&I's contract managers have the
figures as text: for them the rows are not there.
"""

from typing import Any

from flask import render_template, request

from ohms.blueprints.measures import comparing, counting, sampling
from ohms.blueprints.measures.asking import (
    BY,
    ROWS,
    Asked,
    asked_for,
    benchmark_asked,
    by_asked,
    which_asked,
)
from ohms.blueprints.measures.quantities import lines_of
from ohms.blueprints.measures.room import blueprint
from ohms.blueprints.measures.telling import (
    FACTS,
    LOW,
    STANDINGS,
    lines_of_trend,
    trend_of,
    verdict_of,
)
from ohms.domain.access import Permission
from ohms.domain.benchmark_measures import Benchmark, Judged
from ohms.domain.benchmark_rules import ClaimFacts
from ohms.domain.calendar import Quarter
from ohms.domain.measure import Measure
from ohms.queries.benchmark_rows import (
    Behind,
    ClaimRow,
    ProviderRow,
    Which,
    check_opens_rows,
    claim_rows,
    provider_rows,
    scope_named,
    standings_behind,
)
from ohms.queries.benchmarks import Judging, benchmarks_of, by_scope, judge, trend
from ohms.queries.measure_scopes import Scope
from ohms.queries.rounds import ask
from ohms.queries.workload import workload
from ohms.queries.workload_figures import quarter_figures
from ohms.web import filters
from ohms.web.access import current_actor, requires
from ohms.web.filters import link_to, link_with
from ohms.web.lists import Exported, rows_of, taken_out
from ohms.web.reading import shown
from ohms.web.scopes import scope_asked

__all__ = ["blueprint", "comparing", "counting", "sampling"]
ROWS_A_PAGE = 100
GROUPS = 40
"""So many lines by provider, clinic or coordinator stand on the page; the others on request."""
OF_EVERY_CLAIM = ("initiated_on", "established_on", "first_visit_on")
OF_EVERY_APF = ("exam_on", "complete", "timely")


@blueprint.get("/measures")
@requires(Permission.MEASURE_READ, reads="read_measures", may_lag=True)
def index() -> str:
    actor = current_actor()
    asked = asked_for(actor)
    told = benchmarks_of(actor, asked.centre.id, asked.quarter)
    load = ask(workload(actor, asked.centre, asked.quarter))
    _show(asked, [])
    return render_template(
        "measures/index.html",
        asked=asked,
        told=told,
        counted_to=load.facts.as_of,
        lines=lines_of(asked, load, ask(quarter_figures(actor, load))),
        later=asked.later(actor),
        verdict=verdict_of,
    )


@blueprint.get("/measures/benchmark")
@requires(Permission.MEASURE_READ, reads="read_benchmark", may_lag=True)
def benchmark() -> str:
    actor = current_actor()
    asked, of, by = asked_for(actor), benchmark_asked(), by_asked()
    judging = ask(judge(actor, asked.centre, asked.quarter, [of]))
    past = trend(actor, judging, of)
    groups = by_scope(judging, of, by)
    most = len(groups) if request.args.get("lines") == "all" else GROUPS
    _show(asked, [])
    return render_template(
        "measures/benchmark.html",
        asked=asked,
        of=of,
        figure=judging.figure(of, judging.judged(of)),
        comparator_href=asked.comparator(actor) if of.is_compared else "",
        sample_href=asked.sample(actor) if of.judged is Judged.APF else "",
        judging=judging,
        chart=trend_of(of, past, Quarter.of(actor.on_day)),
        chart_lines=lines_of_trend(past),
        groups=groups[:most],
        all_groups=link_with(lines="all") if len(groups) > most else "",
        count=len(groups),
        by=by,
        ways=[
            (name, link_with(by=kind.value, lines=None), kind is by) for kind, name in BY.items()
        ],
        by_name=BY[by],
        later=asked.later(actor),
        verdict=verdict_of,
    )


@blueprint.get(ROWS)
@requires(Permission.MEASURE_ROWS, reads="list_measure_rows")
def rows(measures_of: str) -> str:
    asked, of, scope, which = _rows_asked(measures_of)
    judging = ask(judge(current_actor(), asked.centre, asked.quarter, [of]))
    behind = _behind(judging, of, scope, which)
    first = min(filters.whole_number(request.args, "from") or 0, len(behind))
    page = _told(of, behind[first : first + ROWS_A_PAGE])
    further, state = first + ROWS_A_PAGE, {**request.args.to_dict(), "from": None}
    _show(asked, _claims_of(page))
    return render_template(
        "measures/rows.html",
        asked=asked,
        of=of,
        scope=scope_named(judging, of, scope),
        which=which,
        whiches=[
            (
                _words(judging.measure(of))[each],
                link_with(which=each.value, **{"from": None}),
                each is which,
            )
            for each in Which
        ],
        standings=LOW if of.judged is Judged.PROVIDER else STANDINGS,
        columns={name: FACTS[name] for name in _columns(of)},
        page=page,
        total=len(behind),
        first=first,
        export_href=link_to(f"{request.path}.csv", state),
        workbook_href=link_to(f"{request.path}.xlsx", state),
        first_href=link_with(**{"from": None}) if first else "",
        next_href=link_with(**{"from": further}) if further < len(behind) else "",
    )


@taken_out(blueprint, ROWS, Permission.MEASURE_ROWS, reads="export_measure_rows")
def export_rows(measures_of: str) -> Exported:
    asked, of, scope, which = _rows_asked(measures_of)
    judging = ask(judge(current_actor(), asked.centre, asked.quarter, [of]))
    told = _told(of, _behind(judging, of, scope, which))
    _show(asked, _claims_of(told))
    name = f"{of.name.replace('_', '-')}-{asked.centre.slug}-{asked.quarter}"
    chips = [f"{asked.centre.name}, {asked.quarter_name}", _words(judging.measure(of))[which]]
    cells, lines = _cells(of), rows_of(_cells(of), (_line(of, row) for row in told))
    return Exported(name, of.measure.label, chips, "standing", cells, lines)


Rows = list[ClaimRow] | list[ProviderRow]


def _rows_asked(slug: str) -> tuple[Asked, Benchmark, Scope | None, Which]:
    asked = asked_for(current_actor(), slug)
    check_opens_rows(asked.centre)
    return asked, benchmark_asked(), scope_asked(), which_asked()


def _behind(
    judging: Judging, of: Benchmark, scope: Scope | None, which: Which
) -> Behind | list[ProviderRow]:
    if of.judged is Judged.PROVIDER:
        return provider_rows(judging, scope, which)
    return standings_behind(judging, of, scope, which)


def _told(of: Benchmark, behind: Any) -> Rows:
    """Providers are told by name at once, claims where they are in sight."""
    found: Rows = behind if of.judged is Judged.PROVIDER else claim_rows(current_actor(), behind)
    return found


def _claims_of(rows: Rows) -> list[int]:
    claims = (row.facts.claim_id for row in rows if isinstance(row, ClaimRow) and row.facts)
    return sorted(claims)


def _columns(of: Benchmark) -> list[str]:
    """The facts of an APF, or those that every claim has and those that the benchmark asks of it."""
    if of.judged is Judged.APF:
        return list(OF_EVERY_APF)
    return [*OF_EVERY_CLAIM, *(name for name in ClaimFacts._fields if name in of.needs)]


def _cells(of: Benchmark) -> tuple[str, ...]:
    if of.judged is Judged.PROVIDER:
        return ("standing", "provider", "practices_met", "practices_judged")
    return ("standing", "claim_number", "provider", "coordinator", *_columns(of))


def _words(measure: Measure) -> dict[Which, str]:
    return {
        Which.COUNTED: f"All counted: {measure.denominator}",
        Which.MET: f"Counted in: {measure.numerator}",
        Which.MISSED: "The others",
        Which.OPEN: "Not ripe",
    }


def _line(of: Benchmark, row: ClaimRow | ProviderRow) -> list[Any]:
    if isinstance(row, ProviderRow):
        return [row.standing, row.provider, row.adoption.met, row.adoption.judged]
    told = [getattr(row.facts, name, None) for name in _columns(of)]
    return [row.standing, row.claim_number, row.provider, row.hsc, *told]


def _show(asked: Asked, claim_ids: list[int]) -> None:
    shown(cohe_id=asked.centre.id, claim_ids=claim_ids, detail={"quarter": str(asked.quarter)})
