"""The review of a quarter's APFs: which are drawn, and how each stands once somebody has read it.

L&I's benchmark is told as a random manual review of APFs, complete and timely, 80 % of them; how L&I
draws, how many, and what it calls timely is not public. Assumed: the APFs of exams in the quarter, so many
as the COHE has set, by a number that nobody chooses and everybody can work out again; the reader judges.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from ohms.domain.benchmark_rules import Standing
from ohms.domain.calendar import Quarter, written
from ohms.domain.errors import RuleBroken

LONGEST_REMARK = 200


class DrawableApf(NamedTuple):
    """An APF of the quarter, by what L&I knows it by."""

    id: int
    claim_id: int
    claim_number: str
    provider: str
    exam_on: date


class ReviewedApf(NamedTuple):
    """An APF of the sample as the benchmark judges it; both None: nobody has read it yet."""

    review_id: int
    claim_id: int
    provider_id: int
    """Who wrote it."""

    clinic_id: int
    hsc_id: int | None
    """Who was responsible for its claim on the day the claim was initiated."""

    exam_on: date
    complete: bool | None
    timely: bool | None
    has_left: bool = False
    """Its claim went to another COHE after the draw."""

    @property
    def is_lost(self) -> bool:
        """Nobody read it in time, and who drew it can read it no more."""
        return self.has_left and (self.complete is None or self.timely is None)

    @property
    def standing(self) -> Standing:
        if self.is_lost:
            return Standing.APART
        if self.complete is None or self.timely is None:
            return Standing.OPEN
        return Standing.MET if self.complete and self.timely else Standing.MISSED


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the reader found."""

    complete: bool | None
    timely: bool | None
    remark: str = ""


def check_verdict(said: Verdict) -> None:
    """Both are judged; what was missing or late may stand beside."""
    if said.complete is None:
        raise RuleBroken("Choose whether it is complete.", field="complete")
    if said.timely is None:
        raise RuleBroken("Choose whether it came in time.", field="timely")
    if len(said.remark) > LONGEST_REMARK:
        raise RuleBroken(f"Shorten the remark to {LONGEST_REMARK} characters.", field="remark")


def drawn(apfs: Iterable[DrawableApf], cohe: str, quarter: Quarter, size: int) -> list[DrawableApf]:
    """The sample, in the order in which it is read: the same APFs give the same sample, wherever and
    by whomever it is drawn, and one more APF pushes out one at most."""
    ranked = sorted(apfs, key=lambda each: (_lot(each, cohe, quarter), each.id))
    return ranked[:size]


def _lot(apf: DrawableApf, cohe: str, quarter: Quarter) -> str:
    told = (cohe, str(quarter), apf.claim_number, apf.provider, apf.exam_on.isoformat())
    return sha256("|".join(told).encode()).hexdigest()


def check_drawable(
    quarter: Quarter, today: date, *, told_until: date | None, already: bool, found: int
) -> None:
    """Once, of a quarter whose exams are over and told: `told_until` is the day that the feed of APFs
    is as of, None where none ever came and all are entered by hand."""
    if quarter.last_on >= today:
        raise RuleBroken(
            "Draw the sample once the quarter is over: its exams are not all there yet."
        )
    if told_until is not None and told_until < quarter.last_on:
        raise RuleBroken(
            f"The feed tells APFs as of {written(told_until)}. Draw the sample once it tells them as of"
            f" {written(quarter.last_on)} or later."
        )
    if already:
        raise RuleBroken("The sample of this quarter is drawn already: it stands here.")
    if not found:
        raise RuleBroken("No APF of an exam in this quarter is here to draw from.")
