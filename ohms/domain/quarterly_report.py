"""The Quarterly Status Report: when it may be frozen, and what differs from it since.

Source: L&I, Health Services Coordinators page (claims initiated / HSC FTE in a Quarterly Status Report).
Its day is an assumption, a setting of the contract; its form is ours, public material shows none.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256
from typing import Any

from ohms.domain.calendar import Computed, Quarter, written
from ohms.domain.claims_per_fte import NO_HSC_TIME, beside_limit, decimal_text
from ohms.domain.contract import FteBasis
from ohms.domain.errors import RuleBroken
from ohms.domain.one_line import checked_line
from ohms.domain.pace import Pace
from ohms.domain.report_benchmarks import (
    benchmark_texts,
    without_day,
)

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
        before, now = (on_basis(content, basis, limit) for content in (reported, current))
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


def _both(reported: Mapping[str, Any], current: Mapping[str, Any], name: str) -> tuple[str, str]:
    return f"{int(Fraction(reported[name])):,}", f"{int(Fraction(current[name])):,}"


def on_basis(content: Mapping[str, Any], basis: FteBasis, limit: Fraction) -> tuple[str, str]:
    """FTE and claims per FTE of a report on one basis, as they are printed."""
    fte = Fraction(content["fte"][basis.value])
    return fte_text(fte), ratio_text(content["claims_initiated"], fte, limit)


def pace_of(content: Mapping[str, Any]) -> Pace | None:
    """Where the quarter of a report is heading on the report's own basis; None where all of it is in, so
    that its ratio is the quarter's."""
    quarter, as_of = Quarter.parse(content["quarter"]), date.fromisoformat(content["as_of"])
    if as_of >= quarter.last_on:
        return None
    fte = Fraction(content["fte"][content["basis"]])
    limit = Fraction(content["settings"]["claims_per_fte_limit"])
    return Pace(quarter, as_of, content["claims_initiated"], fte, limit)
