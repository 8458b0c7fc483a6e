"""Work-status episodes: days off work, release and return, always computed and never typed.

Every range includes both its days; an open one lasts until told otherwise.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ohms.domain.calendar import ONE_DAY
from ohms.domain.values import TimeLossKind, WorkStatus

OFF = frozenset({WorkStatus.OFF_WORK, WorkStatus.KEPT_ON_SALARY})
"""Kept on salary is shown apart and yet counts as days off in triage and for the FRQ."""

WORKING = frozenset(
    {
        WorkStatus.FULL_DUTY,
        WorkStatus.MODIFIED_DUTY,
        WorkStatus.LIMITED_HOURS,
        WorkStatus.TRANSITIONAL,
    }
)
RELEASED = WORKING | {WorkStatus.RELEASED_NOT_WORKING}

TIME_LOSS_PAID = frozenset({TimeLossKind.TIME_LOSS, TimeLossKind.LOSS_OF_EARNING_POWER})


@dataclass(frozen=True, slots=True)
class EpisodeFact:
    """One work status of one claim over dated days; `to_on` None: it lasts."""

    status: WorkStatus
    from_on: date
    to_on: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


Stretch = tuple[date, date | None]
"""First and last day, both included; None: open."""


def off_stretches(episodes: Iterable[EpisodeFact]) -> list[Stretch]:
    """The stretches off work in order, those that touch or overlap merged into one."""
    return stretches_of(episodes, OFF)


def stretches_of(
    episodes: Iterable[EpisodeFact], statuses: Collection[WorkStatus]
) -> list[Stretch]:
    """The stretches of these work statuses in order, those that touch or overlap merged into one."""
    stretches: list[Stretch] = []
    wanted = (episode for episode in episodes if episode.status in statuses)
    for episode in sorted(wanted, key=lambda episode: episode.from_on):
        if stretches and _touches(stretches[-1], episode.from_on):
            first, last = stretches[-1]
            stretches[-1] = (first, _later_end(last, episode.to_on))
        else:
            stretches.append((episode.from_on, episode.to_on))
    return stretches


def days_off(episodes: Iterable[EpisodeFact], through: date) -> int:
    """Days off work up to and including a day, both ends counted, no day counted twice."""
    total = 0
    for first, last in off_stretches(episodes):
        end = through if last is None else min(last, through)
        total += max((end - first).days + 1, 0)
    return total


def nth_day_off(episodes: Iterable[EpisodeFact], number: int) -> date | None:
    """The day on which the days off reach the number, an open stretch going on; None: never."""
    left = number
    for first, last in off_stretches(episodes):
        length = None if last is None else (last - first).days + 1
        if length is None or length >= left:
            return first + (left - 1) * ONE_DAY
        left -= length
    return None


def is_off_on(episodes: Iterable[EpisodeFact], day: date) -> bool:
    """Whether the worker is off work that day."""
    return any(episode.status in OFF and episode.holds_on(day) for episode in episodes)


def released_on(episodes: Collection[EpisodeFact]) -> date | None:
    """The first day after the last day off on which the worker may work in any way.

    None while off work, when never off, and while nobody has told a release.
    """
    return _first_after_off(episodes, RELEASED)


def returned_on(episodes: Collection[EpisodeFact]) -> date | None:
    """The first day of work after the last day off; released but not working is no return."""
    return _first_after_off(episodes, WORKING)


def is_time_loss_claim(paid: Iterable[TimeLossKind]) -> bool:
    """Time loss or loss of earning power was paid; kept on salary alone makes none."""
    return any(kind in TIME_LOSS_PAID for kind in paid)


def _touches(stretch: Stretch, from_on: date) -> bool:
    last = stretch[1]
    return last is None or from_on <= last + ONE_DAY


def _later_end(one: date | None, other: date | None) -> date | None:
    return None if one is None or other is None else max(one, other)


def _first_after_off(
    episodes: Collection[EpisodeFact], statuses: Collection[WorkStatus]
) -> date | None:
    stretches: Sequence[Stretch] = off_stretches(episodes)
    if not stretches or stretches[-1][1] is None:
        return None
    last_off = stretches[-1][1]
    return min(
        (
            episode.from_on
            for episode in episodes
            if episode.status in statuses and episode.from_on > last_off
        ),
        default=None,
    )
