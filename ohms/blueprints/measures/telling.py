"""A benchmark's figure in words: how it stands with its line, and its last quarters as a chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from ohms.domain.benchmark_measures import Benchmark, Side
from ohms.domain.benchmarks import BenchmarkFigure
from ohms.domain.calendar import Quarter
from ohms.web.charts import Chart, Limit, Point, line_chart

FACTS = {
    "initiated_on": "Initiated",
    "established_on": "Established",
    "first_visit_on": "First visit",
    "exam_on": "Exam",
    "complete": "Complete",
    "timely": "Timely",
    "roa_received_on": "ROA at L&I",
    "roa_complete": "ROA complete",
    "apf_on": "First APF",
    "time_loss_on": "Time loss from",
    "activity_on": "First activity",
    "reached_on": "First reached",
    "provider_call_on": "Provider by phone",
    "employer_call_on": "Employer by phone",
}
STANDINGS = {"met": "Met", "missed": "Not met", "open": "Not ripe"}
LOW = {"met": "Low adopter", "missed": "Not low", "open": "Nothing ripe"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the line is met, in words and as a tone."""

    words: str
    tone: str
    mark: str


def verdict_of(figure: BenchmarkFigure) -> Verdict:
    if figure.is_met is None:
        return Verdict(figure.stands, "line", "ring")
    return Verdict(figure.stands, *(("good", "dot") if figure.is_met else ("bad", "up")))


def trend_of(
    benchmark: Benchmark, told: Sequence[tuple[Quarter, BenchmarkFigure]], running: Quarter
) -> Chart | None:
    """The last quarters; None where none has a figure. The line is drawn where good is below it, each
    quarter's where it moved; a comparator is each quarter's own and not drawn."""
    points = [
        Point(
            quarter.named,
            None if figure.value is None else figure.value * (1 if benchmark.is_median else 100),
            figure.text,
            projected=quarter >= running,
        )
        for quarter, figure in told
    ]
    if all(point.value is None for point in points):
        return None
    return line_chart(
        "benchmark-trend",
        benchmark.measure.label,
        points,
        measure=f"{benchmark.measure.label}, {benchmark.unit}",
        limit=_limit(benchmark, [figure.line for _quarter, figure in told]),
    )


def _limit(benchmark: Benchmark, lines: Sequence[Fraction | None]) -> Limit | None:
    known = [line for line in lines if line is not None]
    if benchmark.is_compared or benchmark.side is Side.AT_LEAST or not known:
        return None
    moved = len(set(known)) > 1
    return Limit(known[-1], f"{float(known[-1]):g}", tuple(known) if moved else ())


def lines_of_trend(told: Sequence[tuple[Quarter, BenchmarkFigure]]) -> str:
    """The line in words; each quarter's from where it moved."""
    found = [told[0][1].measure.threshold]
    for (_before, was), (quarter, now) in pairwise(told):
        if was.line != now.line and not now.benchmark.is_compared:
            found.append(f"from Q{quarter.number} {quarter.year} on {now.measure.threshold}")
    return "; ".join(found)
