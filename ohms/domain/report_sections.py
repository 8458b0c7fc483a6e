"""The Quarterly Status Report as it is read: its sections, from what it holds alone."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from ohms.domain.calendar import written
from ohms.domain.claims_per_fte import decimal_text, plain_text
from ohms.domain.contract import FteBasis
from ohms.domain.contract_terms import TERMS
from ohms.domain.quarterly_report import BASES, fte_text, on_basis, pace_of
from ohms.domain.report_benchmarks import (
    CONTENT,
    HEADING,
    NOT_PART,
    STAND_INS,
    STAND_INS_HEADING,
    TITLE,
    benchmark_measures,
    benchmark_note,
    benchmark_rows,
    stand_in_rows,
)
from ohms.domain.report_rows import COVERAGE_ROWS, STAFFED_LAST
from ohms.domain.report_texts import PARTS, ReportPart, text_of
from ohms.domain.training import TRAINING_NAMES

DAY = re.compile(r"\d{4}-\d\d-\d\d")
_TRAININGS = {kind.replace("_", " "): name for kind, name in TRAINING_NAMES.items()}
FIGURE = re.compile(r"[–-]|[0-9][0-9,.]*( %)?")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report as it is read: a table with its heading, and a sentence beneath."""

    title: str
    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    text: str = ""
    """What people wrote beneath it."""

    part: str = ""
    """Under which name they write it; empty: nothing is written there."""

    measures: tuple[tuple[str, ...], ...] = ()
    """Of each row, the measure that each cell tells, by its name in the registry; of a benchmark's
    numbers with the kind of rows after a slash."""

    def holds_figures(self, column: int) -> bool:
        """Nothing but figures, or that there is none, stands in the column."""
        return all(FIGURE.fullmatch(row[column]) for row in self.rows)


def sections_of(content: Mapping[str, Any]) -> tuple[Section, ...]:
    """The report as it is read, from its content alone: the page and every file show the same."""
    if "settings" not in content:
        return ()
    return (
        _claims_per_hsc(content),
        _minutes(content),
        _required(content),
        *_benchmarks(content),
        *(_list(content, *each) for each in _LISTS),
        Section(PARTS[OTHER], (), (), text=text_of(content, OTHER), part=OTHER.value),
        _settings(content),
    )


OTHER = ReportPart.OTHER
_LISTS: Sequence[tuple[ReportPart, tuple[str, ...], str]] = (
    (ReportPart.STAFFING_CHANGES, ("Who", "Role", "What", "Day"), "No change."),
    (ReportPart.VACANCIES, ("After", "Open since", "Fill by", "Closed"), "No vacancy."),
    (ReportPart.TRAINING, ("Who", "What", "Day", "Minutes"), "No training recorded."),
    (ReportPart.COVERAGE, ("What", "Number"), ""),
)


def _claims_per_hsc(content: Mapping[str, Any]) -> Section:
    limit = Fraction(content["settings"]["claims_per_fte_limit"])
    rows, measures = [], []
    for basis, label in BASES.items():
        fte, ratio = on_basis(content, basis, limit)
        own = " (this report's)" if basis == content["basis"] else ""
        rows.append((f"{label}{own}", f"{content['claims_initiated']:,}", fte, ratio))
        measures.append(("", "claims_initiated", f"fte_{basis.value}", "claims_per_fte"))
    heading, note = ("Basis", "Claims", "FTE", "Claims per FTE"), _against(content, limit)
    return Section("Claims per HSC", heading, tuple(rows), note, measures=tuple(measures))


def _against(content: Mapping[str, Any], limit: Fraction) -> str:
    """What the ratio calls for; of a quarter that runs it calls for nothing yet, and where it leads is told."""
    if (pace := pace_of(content)) is not None:
        so_far = f"So far, to {written(pace.as_of)}"
        return f"{so_far}: {pace.said}." if pace.said else f"{so_far}."
    line = plain_text(limit)
    if content["needs_discussion"]:
        return f"Above {line}: forecast claim volumes and staffing strategies are to be discussed with L&I."
    return f"At or below {line}: no discussion is called for."


def _minutes(content: Mapping[str, Any]) -> Section:
    rows = (
        ("Available to counted positions", f"{content.get('minutes_available', 0):,}"),
        ("Claim-specific", f"{int(Fraction(content['minutes_on_claims'])):,}"),
        ("Waiting, not counted", f"{content['minutes_waiting']:,}"),
    )
    return Section(
        "Minutes",
        ("What", "Minutes"),
        rows,
        f"Counted to {written(date.fromisoformat(content['as_of']))}.",
        measures=(("", "available_minutes"), ("", "claim_minutes"), ("", "waiting_minutes")),
    )


def _required(content: Mapping[str, Any]) -> Section:
    said = content.get("required")
    rows = (
        ()
        if said is None
        else (
            ("Claims initiated in twelve months", f"{said['claims']:,}"),
            ("Required FTE", fte_text(Fraction(said["exact"]))),
            ("Half-step reading", decimal_text(Fraction(said["half_steps"]), 1)),
            ("Staffed on the last day", fte_text(Fraction(said["staffed"]))),
        )
    )
    note = "" if rows else "Not known yet."
    measures = (
        ("", "claims_in_year"),
        ("", "required_fte"),
        ("", "required_fte"),
        ("", STAFFED_LAST),
    )
    return Section(
        "Required FTE", ("What", "Figure"), rows, note, measures=measures if rows else ()
    )


def _benchmarks(content: Mapping[str, Any]) -> tuple[Section, ...]:
    if CONTENT not in content:
        return (Section(TITLE, HEADING, (), NOT_PART),)
    return (
        Section(
            TITLE,
            HEADING,
            benchmark_rows(content),
            benchmark_note(content),
            measures=benchmark_measures(content),
        ),
        Section(STAND_INS, STAND_INS_HEADING, stand_in_rows(content)),
    )


def _list(
    content: Mapping[str, Any], part: ReportPart, heading: tuple[str, ...], empty: str
) -> Section:
    kept = content.get(part.value, ())
    rows = tuple((str(whose), *map(_as_read, cells)) for whose, *cells in kept)
    note, text = "" if rows else empty, text_of(content, part)
    behind = tuple(("", each) for each in COVERAGE_ROWS) if part is ReportPart.COVERAGE else ()
    measures = behind if len(behind) == len(rows) else ()
    return Section(PARTS[part], heading, rows, note, text, part.value, measures)


def _as_read(cell: Any) -> str:
    """A cell of a list beside whose it is, in the words of a page: Fri Sep 18, 2026; L&I orientation."""
    text = str(cell)
    if DAY.fullmatch(text):
        return written(date.fromisoformat(text))
    return _TRAININGS.get(text) or f"{text[:1].upper()}{text[1:]}"


def _settings(content: Mapping[str, Any]) -> Section:
    """Those that it was made with, in the order of the contract's terms: a frozen report may outlive a
    setting and its label."""
    kept = content["settings"]
    rows = tuple(
        (
            TERMS[name].label if name in TERMS else name.replace("_", " "),
            _value(kept[name]),
            content.get("sources", {}).get(name, ""),
        )
        for name in [*(name for name in TERMS if name in kept), *sorted(set(kept) - set(TERMS))]
    )
    return Section("Contract settings used", ("Setting", "Value", "Source"), rows)


def _value(kept: Any) -> str:
    text = str(kept)
    if text in BASES:
        return BASES[FteBasis(text)]
    return f"{int(text):,}" if text.isdigit() else text.replace("_", " ")
