"""The Quarterly Status Report: what it holds, when it may be frozen, and what differs from it since.

Source: L&I, Health Services Coordinators page (claims initiated / HSC FTE in a Quarterly Status Report).
Its day is an assumption, a setting of the contract; its form is ours, public material shows none.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256
from typing import Any

from ohms.domain.calendar import Computed, Quarter, written
from ohms.domain.claims_per_fte import NO_HSC_TIME, beside_limit, decimal_text
from ohms.domain.contract import FteBasis
from ohms.domain.contract_terms import TERMS
from ohms.domain.errors import RuleBroken
from ohms.domain.one_line import checked_line
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
    benchmark_texts,
    stand_in_rows,
    without_day,
)
from ohms.domain.report_rows import COVERAGE_ROWS, STAFFED_LAST
from ohms.domain.report_texts import PARTS, ReportPart, text_of

FIGURE = re.compile(r"[–-]|[0-9][0-9,.]*( %)?")

BASES = {
    FteBasis.STAFFED: "Staffed",
    FteBasis.CLAIM_SPECIFIC: "Claim-specific",
    FteBasis.LOGGED: "Logged",
}


class ReportState(StrEnum):
    DRAFT = "draft"
    ATTESTED = "attested"
    FROZEN = "frozen"


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


@dataclass(frozen=True, slots=True)
class ReportFiles:
    """The produced files, as bytes."""

    pdf: bytes
    xlsx: bytes
    csv: bytes


def canonical_of(content: Mapping[str, Any]) -> str:
    """The content in one spelling: sorted names, no blanks; the same content is the same text."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def hash_of(canonical: str) -> str:
    """The SHA-256 that is printed on every file of a frozen report."""
    return sha256(canonical.encode()).hexdigest()


def report_due(quarter: Quarter, days: int) -> Computed:
    """The day on which the report of a quarter is due."""
    due = quarter.last_on + timedelta(days)
    return Computed(due, f"{days} days after the quarter's end, {written(quarter.last_on)}")


def check_writable(state: str) -> None:
    if state == ReportState.FROZEN:
        raise RuleBroken("The report is frozen. What changed since is told by a restatement.")


def check_attestable(quarter: Quarter, state: str, today: date) -> None:
    check_writable(state)
    if quarter.last_on >= today:
        raise RuleBroken(f"The quarter ends on {written(quarter.last_on)}: attest it after that.")


def check_freezable(state: str) -> None:
    check_writable(state)
    if state != ReportState.ATTESTED:
        raise RuleBroken("Attest the figures first: what is frozen stays.")


def checked_restatement(state: str, reported: str, current: str, reason: str | None) -> str:
    """Only what was frozen is restated, for a reason, and only when something differs."""
    if state != ReportState.FROZEN:
        raise RuleBroken("This report is not frozen yet: there is nothing to restate.")
    if without_day(json.loads(reported)) == without_day(json.loads(current)):
        raise RuleBroken("Nothing differs from the report as it was frozen.")
    return checked_line(reason, "Enter why the report is restated: it is printed on it.")


def ratio_text(claims: int, fte: Fraction, limit: Fraction) -> str:
    return beside_limit(claims / fte, limit) if fte else NO_HSC_TIME


def fte_text(fte: Fraction) -> str:
    return decimal_text(fte, 2)


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure as it was reported and as it is now."""

    label: str
    reported: str
    current: str
    measure: str = ""
    """By its name in the registry, where it is one of those."""


def differences(reported: Mapping[str, Any], current: Mapping[str, Any]) -> list[Difference]:
    """What became of the reported figures since; nothing where they stand."""
    limit = Fraction(current["settings"]["claims_per_fte_limit"])
    found = [
        Difference(
            "Claims initiated", *_both(reported, current, "claims_initiated"), "claims_initiated"
        ),
        Difference(
            "Claim-specific minutes",
            *_both(reported, current, "minutes_on_claims"),
            "claim_minutes",
        ),
        Difference(
            "Minutes waiting", *_both(reported, current, "minutes_waiting"), "waiting_minutes"
        ),
    ]
    for basis, label in BASES.items():
        before, now = (_on(content, basis, limit) for content in (reported, current))
        found.append(Difference(f"FTE, {label.lower()}", before[0], now[0], f"fte_{basis.value}"))
        found.append(
            Difference(f"Claims per FTE, {label.lower()}", before[1], now[1], "claims_per_fte")
        )
    now_told = benchmark_texts(current)
    for label, told in benchmark_texts(reported).items():
        found.append(Difference(f"Benchmark {label}", told, now_told.get(label, "–")))
    return [each for each in found if each.reported != each.current]


def claims_between(
    reported: Mapping[str, Any], current: Mapping[str, Any]
) -> tuple[frozenset[int], frozenset[int]]:
    """The ids of the claims that count now and did not, and of those that no longer count."""
    before, now = (frozenset(each.get("claim_ids", ())) for each in (reported, current))
    return now - before, before - now


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
        fte, ratio = _on(content, basis, limit)
        own = " (this report's)" if basis == content["basis"] else ""
        rows.append((f"{label}{own}", f"{content['claims_initiated']:,}", fte, ratio))
        measures.append(("", "claims_initiated", f"fte_{basis.value}", "claims_per_fte"))
    above = content["needs_discussion"]
    note = (
        f"Above {limit}: forecast claim volumes and staffing strategies are to be discussed with L&I."
        if above
        else f"At or below {limit}: no discussion is called for."
    )
    heading = ("Basis", "Claims", "FTE", "Claims per FTE")
    return Section("Claims per HSC", heading, tuple(rows), note, measures=tuple(measures))


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
    rows = tuple(tuple(str(cell) for cell in row) for row in content.get(part.value, ()))
    note, text = "" if rows else empty, text_of(content, part)
    behind = tuple(("", each) for each in COVERAGE_ROWS) if part is ReportPart.COVERAGE else ()
    measures = behind if len(behind) == len(rows) else ()
    return Section(PARTS[part], heading, rows, note, text, part.value, measures)


def _settings(content: Mapping[str, Any]) -> Section:
    """Those that it was made with: a frozen report may outlive a setting and its label."""
    rows = tuple(
        (
            TERMS[name].label if name in TERMS else name.replace("_", " "),
            f"{int(value):,}" if str(value).isdigit() else str(value).replace("_", " "),
            content.get("sources", {}).get(name, ""),
        )
        for name, value in content["settings"].items()
    )
    return Section("Contract settings used", ("Setting", "Value", "Source"), rows)


def _both(reported: Mapping[str, Any], current: Mapping[str, Any], name: str) -> tuple[str, str]:
    return f"{int(Fraction(reported[name])):,}", f"{int(Fraction(current[name])):,}"


def _on(content: Mapping[str, Any], basis: FteBasis, limit: Fraction) -> tuple[str, str]:
    fte = Fraction(content["fte"][basis.value])
    return fte_text(fte), ratio_text(content["claims_initiated"], fte, limit)
