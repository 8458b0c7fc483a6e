"""What somebody turns to in the course of a day: which claims, and which item of standard work."""

from datetime import date
from random import Random

from ohms.domain.values import StandardWork
from ohms.simulator.courses import ClaimCourse
from ohms.simulator.draws import Weighted, pick

_ITEMS: Weighted[StandardWork] = Weighted(
    [
        (StandardWork.RETURN_TO_WORK, 32),
        (StandardWork.RECOVERY, 27),
        (StandardWork.BARRIERS, 13),
        (StandardWork.REFERRALS, 14),
        (StandardWork.TRANSITIONS, 5),
        (StandardWork.MEDICATION, 4),
        (StandardWork.COMMUNITY, 3),
    ]
)


class ClaimQueue:
    """The claims that somebody turns to in a day, the waiting ones first; never runs dry."""

    def __init__(
        self,
        rng: Random,
        first: list[tuple[int | None, ClaimCourse]],
        pool: list[ClaimCourse],
    ) -> None:
        self._rng = rng
        self._first = first[::-1]
        self._pool = pool

    def __iter__(self) -> "ClaimQueue":
        return self

    def __next__(self) -> tuple[int | None, ClaimCourse]:
        return self._first.pop() if self._first else (None, pick(self._rng, self._pool))


def item_for(rng: Random, course: ClaimCourse, day: date) -> StandardWork:
    operated = course.surgery_on
    if operated and abs((operated - day).days) <= 30 and rng.random() < 0.6:
        return StandardWork.SURGERY
    return _ITEMS.draw(rng)
