"""Where the figures of a report lead: to the rows behind them as they stand today, as far as its reader
sees any; to what the measure counts otherwise."""

from collections.abc import Callable, Mapping, Sequence

from flask import url_for

from ohms.domain.benchmark_measures import BENCHMARKS
from ohms.domain.report_rows import COUNTED, STAFFED_LAST, ReportRows
from ohms.domain.report_sections import Section
from ohms.domain.values import Role
from ohms.queries.quarterly_report import Report
from ohms.queries.workload import Sight
from ohms.web.filters import link_to
from ohms.web.measure_rows import benchmark_page, benchmark_rows, counted_page, counted_rows

NOTHING = ("0", "–")
Ways = Mapping[tuple[str, int, int], str]
"""By section, row and column."""


def ways_of(report: Report, sections: Sequence[Section]) -> Ways:
    way = ways_from(report)
    found = {
        (section.title, row, column): way(measure)
        for section in sections
        for row, cells in enumerate(section.measures)
        for column, measure in enumerate(cells)
        if measure and section.rows[row][column] not in NOTHING
    }
    return {cell: way for cell, way in found.items() if way}


def ways_from(report: Report) -> Callable[[str], str]:
    """Where a measure of the report leads, by its name."""
    return lambda measure: _way(report, measure) if measure else ""


def check_ways(report: Report) -> Mapping[str, str]:
    """Where what is looked at before freezing is seen to."""
    state = {"cohe": report.centre.slug, "quarter": str(report.quarter)}
    of_time = link_to("/time/attested", state)
    return {"weeks": of_time, "minutes": of_time, "parked": _rows(report, ReportRows.PARKED)}


def _way(report: Report, measure: str) -> str:
    of = report.centre.slug, str(report.quarter)
    sees_rows = report.centre.sight is not Sight.FIGURES
    name, _slash, which = measure.partition("/")
    if name == COUNTED:
        return _rows(report, ReportRows(which)) if sees_rows else ""
    if name == STAFFED_LAST:
        return counted_rows("fte_staffed", of, held="last") if sees_rows else ""
    if which:
        return benchmark_rows(name, which, of) if sees_rows else ""
    if name in BENCHMARKS:
        return benchmark_page(name, of)
    rows = _counted(report, name) if sees_rows else ""
    return rows or counted_page(name, of)


def _counted(report: Report, name: str) -> str:
    """Claim-specific time is that of the positions that count, as FTE is."""
    state: dict[str, object] = {}
    if name == "claim_minutes" and not report.load.facts.settings.assistants_count:
        state["role"] = Role.HSC.value
    if name == "available_minutes":
        state["fte"] = "yes"
    return counted_rows(name, (report.centre.slug, str(report.quarter)), **state)


def _rows(report: Report, which: ReportRows) -> str:
    cohe, quarter = report.centre.slug, str(report.quarter)
    return url_for("reports.rows", cohe=cohe, quarter=quarter, which=which.value)
