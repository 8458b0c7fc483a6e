"""L&I's eleven benchmarks as the Quarterly Status Report tells them.

What is kept is told whole, with L&I's line and what stands in for what: a report once frozen reads the
same when a definition or a line has changed since.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ohms.domain.benchmark_measures import BENCHMARKS
from ohms.domain.benchmarks import BenchmarkFigure
from ohms.domain.calendar import written

CONTENT = "benchmarks"
TITLE = "L&I’s benchmarks for COHEs"
HEADING = ("Benchmark", "Figure", "Numerator", "Denominator", "Not ripe", "L&I’s line", "Stands")
STAND_INS = "What stands in for what OHMS is not told"
STAND_INS_HEADING = ("Benchmarks", "Stand-in")
NOT_PART = "Not part of this report: it was frozen before reports told the benchmarks."


def content_of_benchmarks(figures: Iterable[BenchmarkFigure], as_of: date) -> dict[str, Any]:
    """The figures as facts, as they are kept."""
    return {"as_of": as_of.isoformat(), "figures": [_kept(each) for each in figures]}


def _kept(figure: BenchmarkFigure) -> dict[str, Any]:
    of = figure.benchmark
    return {
        "number": of.number,
        "label": of.measure.label,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "not_ripe": figure.not_ripe,
        "value": None if figure.value is None else str(figure.value),
        "figure": figure.text,
        "line": figure.line_words,
        "line_source": figure.line_source,
        "stands": figure.stands,
        "stand_in": of.measure.stand_in,
    }


def benchmark_rows(content: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            _named(each),
            each["figure"],
            f"{each['numerator']:,}",
            f"{each['denominator']:,}",
            f"{each['not_ripe']:,}",
            each["line"],
            each["stands"],
        )
        for each in content[CONTENT]["figures"]
    )


def benchmark_measures(content: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    """Which benchmark of today each row tells; nothing for a number that there is no more."""
    names = {each.number: each.name for each in BENCHMARKS.values()}
    return tuple(
        ("", name, f"{name}/met", f"{name}/counted", f"{name}/open") if name else ()
        for name in (names.get(each["number"], "") for each in content[CONTENT]["figures"])
    )


def benchmark_note(content: Mapping[str, Any]) -> str:
    """To which day the figures go, and whose lines they are held against."""
    told = content[CONTENT]
    sources = dict.fromkeys(each["line_source"] for each in told["figures"])
    return (
        f"As of {written(date.fromisoformat(told['as_of']))}; what is not ripe yet counts for"
        f" nothing. Lines: {'; '.join(sources)}."
    )


def stand_in_rows(content: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    """Each stand-in once, with the numbers of the benchmarks that it serves."""
    numbers: dict[str, list[str]] = {}
    for each in content[CONTENT]["figures"]:
        if each["stand_in"]:
            numbers.setdefault(each["stand_in"], []).append(str(each["number"]))
    return tuple((", ".join(of), text) for text, of in numbers.items())


def benchmark_texts(content: Mapping[str, Any]) -> dict[str, str]:
    """Each figure in one line, to be held beside another report's; nothing where none are told."""
    return {
        _named(each): f"{each['figure']} ({each['numerator']:,} of {each['denominator']:,}),"
        f" {each['stands'].lower()}"
        for each in content.get(CONTENT, {}).get("figures", ())
    }


def without_day(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content but for the day to which its benchmarks go: that day moves and changes no figure."""
    told = content.get(CONTENT)
    if told is None:
        return dict(content)
    return {**content, CONTENT: told["figures"]}


def _named(each: Mapping[str, Any]) -> str:
    return f"{each['number']}. {each['label']}"
