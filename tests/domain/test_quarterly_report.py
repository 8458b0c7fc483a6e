"""A frozen report beside what became of its benchmarks, and beside one frozen before it told any."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from ohms.domain.benchmark_lines import BenchmarkLine
from ohms.domain.benchmark_measures import BENCHMARKS
from ohms.domain.benchmark_rules import Standing
from ohms.domain.benchmarks import figure_of
from ohms.domain.errors import RuleBroken
from ohms.domain.quarterly_report import canonical_of, checked_restatement, differences
from ohms.domain.report_attesting import check_still_attested, figures_hash, moved
from ohms.domain.report_benchmarks import NOT_PART, TITLE, content_of_benchmarks
from ohms.domain.report_sections import sections_of

OLD: dict[str, Any] = {
    "quarter": "2026Q3",
    "basis": "staffed",
    "as_of": "2026-09-30",
    "claims_initiated": 600,
    "minutes_on_claims": "0",
    "minutes_waiting": 0,
    "needs_discussion": True,
    "fte": {"staffed": "1", "claim_specific": "0", "logged": "0"},
    "settings": {"claims_per_fte_limit": "588", "a_setting_that_went": "7"},
}
FIGURES = [Standing.MET] * 2 + [Standing.MISSED, Standing.OPEN]


def told(*standings: Standing, on: date = date(2026, 10, 19)) -> dict[str, object]:
    benchmark = BENCHMARKS["apf_in_12_weeks"]
    figure = figure_of(benchmark, standings, held_against=BenchmarkLine(Fraction(80), "L&I"))
    return {**OLD, "benchmarks": content_of_benchmarks([figure], on)}


def test_a_later_day_alone_is_nothing_to_restate_and_a_ripened_claim_is() -> None:
    frozen = told(*FIGURES)
    a_day_on = told(*FIGURES, on=date(2026, 10, 20))
    assert differences(frozen, a_day_on) == []
    with pytest.raises(RuleBroken, match="Nothing differs"):
        checked_restatement("frozen", canonical_of(frozen), canonical_of(a_day_on), "Why")

    ripened = told(*FIGURES[:3], Standing.MET)
    (found,) = differences(frozen, ripened)
    assert (found.label, found.reported, found.current) == (
        "Benchmark 2. APF in the first 12 weeks",
        "66.7 % (2 of 3), not met",
        "75.0 % (3 of 4), not met",
    )
    checked_restatement("frozen", canonical_of(frozen), canonical_of(ripened), "Why")


def test_a_report_frozen_before_the_benchmarks_says_that_it_tells_none() -> None:
    (section,) = [each for each in sections_of(OLD) if each.title == TITLE]
    assert (section.rows, section.note) == ((), NOT_PART)
    assert sections_of(OLD)[-1].rows[1] == ("a setting that went", "7", "")
    assert differences(OLD, told(*FIGURES)) == []
    (section,) = [each for each in sections_of(told(*FIGURES)) if each.title == TITLE]
    (row,) = section.rows
    assert row[1:] == ("66.7 %", "2", "3", "1", "80 % of claims", "Not met")


def test_what_is_kept_is_read_in_the_words_and_the_order_of_a_page() -> None:
    shadowed = ["Ann", "shadowing", "2026-09-18", "90"]
    kept = {**OLD, "training": [shadowed, ["de Vries", "lni orientation", "2026-09-21", ""]]}
    settings = {"assistants_count": "no", "fte_basis": "claim_specific", **OLD["settings"]}
    sections = {each.title: each for each in sections_of(kept | {"settings": settings})}
    assert sections["Training"].rows == (
        ("Ann", "Shadowing", "Fri Sep 18, 2026", "90"),
        ("de Vries", "L&I orientation", "Mon Sep 21, 2026", ""),
    )
    assert [row[:2] for row in sections["Contract settings used"].rows] == [
        ("Claims per FTE above which is discussed", "588"),
        ("FTE basis", "Claim-specific"),
        ("Assistants counted", "no"),
        ("a setting that went", "7"),
    ]


def test_what_moved_since_it_was_attested_stands_line_by_line() -> None:
    attested = told(*FIGURES) | {"claim_ids": [1, 2], "vacancies": [["Ann", "May", "Aug", "open"]]}
    tomorrow = told(*FIGURES, on=date(2026, 10, 20))
    assert moved(told(*FIGURES), tomorrow) == []
    check_still_attested(told(*FIGURES), tomorrow)
    assert figures_hash(told(*FIGURES)) == figures_hash(tomorrow)

    now = told(*FIGURES[:3], Standing.MET) | {"claim_ids": [1, 3], "minutes_waiting": 5}
    lines = [(each.label, each.reported, each.current) for each in moved(attested, now)]
    assert lines == [
        ("Minutes: Waiting, not counted", "0", "5"),
        (
            "L&I’s benchmarks for COHEs: 2. APF in the first 12 weeks",
            "66.7 % · 2 · 3 · 1 · 80 % of claims · Not met",
            "75.0 % · 3 · 4 · 0 · 80 % of claims · Not met",
        ),
        ("Vacancies: Ann", "May · Aug · Open", "–"),
        ("Claims that count otherwise", "1 gone", "1 come"),
    ]
    with pytest.raises(RuleBroken, match="not what you attested"):
        check_still_attested(attested, now)
    unseen = told(*FIGURES) | {"positions": [7]}
    assert [each.current for each in moved(told(*FIGURES), unseen)] == ["changed"]


@pytest.mark.parametrize(
    ("changed", "note"),
    [
        ({}, "Above 588: forecast claim volumes and staffing strategies are to be discussed"),
        ({"needs_discussion": False}, "At or below 588: no discussion is called for."),
        (
            {"as_of": "2026-08-31"},
            "So far, to Mon Aug 31, 2026: at this pace 890.3 claims per FTE, above",
        ),
        ({"as_of": "2026-07-03"}, "So far, to Fri Jul 3, 2026."),
    ],
)
def test_what_the_ratio_calls_for_is_said_of_a_whole_quarter(
    changed: dict[str, object], note: str
) -> None:
    assert sections_of(OLD | changed)[0].note.startswith(note)


def test_texts_stand_under_their_part_and_an_old_narrative_under_the_last() -> None:
    content = {**OLD, "texts": {"training": "Two shadowed."}, "narrative": "As it was told once."}
    told = {each.part: each.text for each in sections_of(content) if each.part}
    assert told == {
        "staffing_changes": "",
        "vacancies": "",
        "training": "Two shadowed.",
        "coverage": "",
        "other": "As it was told once.",
    }


@pytest.mark.parametrize("content", [OLD, told(*FIGURES)])
def test_of_rows_that_are_not_there_no_cell_names_a_measure(content: dict[str, object]) -> None:
    """As of a required FTE in a COHE's first year."""
    for section in sections_of(content):
        assert len(section.measures) in (0, len(section.rows)), section.title
        for row, cells in zip(section.rows, section.measures, strict=False):
            assert len(cells) <= len(row)
