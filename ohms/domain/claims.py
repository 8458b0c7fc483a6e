"""Claim numbers and their like as people type them, and which claims count as initiated.

Formats: domain notes section 5 (L&I's own examples A123456, AB12345; account 123,456-78).
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from ohms.domain.errors import RuleBroken
from ohms.domain.values import Fund

_CLAIM_NUMBER = re.compile(r"[A-Z][0-9]{6}|[A-Z]{2}[0-9]{5}")
_CLAIM_NUMBER_PREFIX = re.compile(r"[A-Z]{1,2}[0-9]{1,6}")

_BLANKS_AND_DASHES = re.compile(r"[\s\-]+")


def normal_claim_number(text: str, *, field: str | None = "claim_number") -> str:
    """A claim number as it is stored: capitals without blanks or dashes; RuleBroken if none."""
    number = as_claim_number(text)
    if number is None:
        raise RuleBroken(
            "Enter a claim number: one letter and six digits (A123456) or two letters and five"
            " digits (AB12345).",
            field=field,
        )
    return number


def as_claim_number(text: str) -> str | None:
    """The claim number that the text writes, blanks, dashes and case aside; None if it is none."""
    number = _BLANKS_AND_DASHES.sub("", text).upper()
    return number if _CLAIM_NUMBER.fullmatch(number) else None


def is_claim_number(text: str) -> bool:
    """Whether the text, blanks, dashes and case aside, is written like a claim number."""
    return as_claim_number(text) is not None


def claim_number_prefix(text: str) -> str | None:
    """The beginning of a claim number, capitals without blanks or dashes; None for other text."""
    prefix = _BLANKS_AND_DASHES.sub("", text).upper()
    return prefix if _CLAIM_NUMBER_PREFIX.fullmatch(prefix) else None


@dataclass(frozen=True, slots=True)
class ClaimFact:
    """What the count of initiated claims needs to know of one claim, as it stands now."""

    claim_id: int
    fund: Fund
    initiated_on: date
    initiating_provider: int
    combined_into: int | None = None
    """The claim that L&I combined this one into; that one is counted, by its own facts."""


@dataclass(frozen=True, slots=True)
class EnrolmentFact:
    """A provider's membership of a COHE, both days included; `to_on` None: open."""

    provider: int
    cohe: int
    from_on: date
    to_on: date | None = None

    def covers(self, day: date) -> bool:
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


def claims_initiated(
    cohe: int,
    first_on: date,
    last_on: date,
    *,
    claims: Iterable[ClaimFact],
    enrolments: Iterable[EnrolmentFact],
) -> list[ClaimFact]:
    """The claims that count for a COHE in a period: its figure is their number.

    State Fund claims by `initiated_on` whose initiating provider was enrolled in the COHE that day.
    The claim's own status does not matter (rejected and closed ones stay counted), nor when it was
    established; a reopened claim keeps its day and is not counted again; numbers that L&I combined
    count once, as the remaining one; an attending provider brings nothing.
    """
    belongs = _enrolled(cohe, enrolments)
    return [
        claim
        for claim in claims
        if claim.fund is Fund.STATE_FUND
        and claim.combined_into is None
        and first_on <= claim.initiated_on <= last_on
        and belongs(claim.initiating_provider, claim.initiated_on)
    ]


def _enrolled(cohe: int, enrolments: Iterable[EnrolmentFact]) -> Callable[[int, date], bool]:
    by_provider: dict[int, list[EnrolmentFact]] = {}
    for enrolment in enrolments:
        if enrolment.cohe == cohe:
            by_provider.setdefault(enrolment.provider, []).append(enrolment)

    def belongs(provider: int, day: date) -> bool:
        return any(enrolment.covers(day) for enrolment in by_provider.get(provider, ()))

    return belongs
