"""Each measure of a COHE's quarter as a figure, with what it counts, its period, its line and source."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from flask import Response

from ohms.blueprints.api.centres import OF_CENTRE, centre_asked
from ohms.blueprints.api.room import blueprint
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.api_tokens import TokenScope
from ohms.domain.benchmarks import BenchmarkFigure
from ohms.domain.contract import FteBasis
from ohms.domain.measure import Measure
from ohms.domain.referral_measures import DUE, REFERRAL_MEASURES, Answered
from ohms.domain.required_fte import twelve_months_to
from ohms.domain.workload_measures import WORKLOAD_MEASURES
from ohms.queries.benchmarks import benchmarks_of
from ohms.queries.referral_figures import referral_figures
from ohms.queries.rounds import ask
from ohms.queries.staffing import Period
from ohms.queries.workload import Sight, Workload, centres, workload
from ohms.queries.workload_figures import OF_TODAY, quarter_figures
from ohms.web.access import current_actor
from ohms.web.api_answers import answered
from ohms.web.api_routes import operation
from ohms.web.measure_words import line_of, source_of, text_of
from ohms.web.reading import shown

ON_BASIS = {
    "fte_staffed": FteBasis.STAFFED,
    "fte_claim_specific": FteBasis.CLAIM_SPECIFIC,
    "fte_logged": FteBasis.LOGGED,
}
ON_THE_REPORT_S = ("claims_per_fte", "at_this_pace", "headroom")
OF_TWELVE_MONTHS = ("claims_in_year", "required_fte")


@operation(
    blueprint,
    "GET",
    "/measures",
    Permission.MEASURE_READ,
    reads="read_measures",
    says="Every measure that one has of a COHE's quarter: a coordinator their own, others the COHE's",
    answers="Measures",
    scope=TokenScope.MEASURES_READ,
    parameters=OF_CENTRE,
)
def list_measures() -> Response:
    actor = current_actor()
    centre, quarter = centre_asked(centres(actor))
    load = ask(workload(actor, centre, quarter))
    shown(cohe_id=centre.id, detail={"quarter": str(quarter)})
    return answered(
        {
            "cohe": centre.slug,
            "quarter": str(quarter),
            "of": "person" if centre.sight is Sight.OWN else "cohe",
            "items": [*_of_workload(actor, load), *_benchmarks(actor, load), *_of_referrals(load)],
        }
    )


def _of_workload(actor: Actor, load: Workload) -> Iterator[dict[str, Any]]:
    found = ask(quarter_figures(actor, load))
    for name, measure in WORKLOAD_MEASURES.items():
        if name in found:
            value = found[name].value
            yield {
                **_told(measure, value, text_of(measure, load, value), _period(name, load, actor)),
                "basis": _basis(name, load),
                "line": line_of(measure, load) or None,
                "source": source_of(measure, load),
            }


def _benchmarks(actor: Actor, load: Workload) -> Iterator[dict[str, Any]]:
    told = benchmarks_of(actor, load.centre.id, load.facts.quarter)
    for each in told.figures:
        period = (told.quarter.first_on, min(told.quarter.last_on, told.as_of))
        yield {
            **_told(each.measure, _as_printed(each), each.text, period),
            "numerator": each.numerator,
            "denominator": each.denominator,
            "not_ripe": each.not_ripe,
            "line": each.line_words,
            "stands": each.stands,
            "source": each.line_source,
            "stand_in": each.measure.stand_in or None,
        }


def _of_referrals(load: Workload) -> Iterator[dict[str, Any]]:
    """Of a COHE, for who has its figures. What became of them is no one figure, and not among these."""
    if load.centre.sight is Sight.OWN:
        return
    told = referral_figures(current_actor(), load.centre.id, load.facts.quarter).all
    period = (load.facts.quarter.first_on, load.facts.quarter.last_on)
    in_time, due = told.answered[Answered.IN_TIME], sum(told.answered[each] for each in DUE)
    days = told.median_days
    for name, value, text, parts in (
        ("referrals_sent", Fraction(told.sent), f"{told.sent:,}", (None, None)),
        (
            "referrals_in_time",
            Fraction(100 * in_time, due) if due else None,
            told.in_time,
            (in_time, due),
        ),
        ("referrals_median_days", days, "–" if days is None else f"{float(days):g}", (None, None)),
    ):
        of = _told(REFERRAL_MEASURES[name], value, text, period)
        yield {**of, "numerator": parts[0], "denominator": parts[1]}


def _told(measure: Measure, value: Fraction | None, text: str, period: Period) -> dict[str, Any]:
    return {
        "name": measure.name,
        "label": measure.label,
        "sentence": measure.sentence,
        "unit": measure.unit,
        "value": None if value is None else float(value),
        "exact": None if value is None else str(value),
        "text": text,
        "numerator": None,
        "denominator": None,
        "not_ripe": None,
        "basis": None,
        "from_on": period[0].isoformat(),
        "to_on": period[1].isoformat(),
        "line": measure.threshold or None,
        "stands": None,
        "source": measure.source,
        "stand_in": None,
    }


def _as_printed(figure: BenchmarkFigure) -> Fraction | None:
    """In the unit of its measure: a share in percent."""
    is_share = not figure.benchmark.is_median and figure.value is not None
    return figure.value * 100 if is_share and figure.value is not None else figure.value


def _basis(name: str, load: Workload) -> str | None:
    if name in ON_THE_REPORT_S:
        return load.facts.basis.value
    return ON_BASIS[name].value if name in ON_BASIS else None


def _period(name: str, load: Workload, actor: Actor) -> tuple[date, date]:
    if name in OF_TODAY:
        return actor.on_day, actor.on_day
    if name in OF_TWELVE_MONTHS:
        return twelve_months_to(load.facts.as_of)
    return load.facts.quarter.first_on, load.facts.as_of
