"""Work status by hand: how an episode finds its place among those of the claim.

A new episode ends the open one that began before it. Any other that shares a day with it stands in
its way: the person chooses other days, or has the others cut.
"""

from collections.abc import Mapping
from datetime import date

from ohms.domain.calendar import ONE_DAY, add_months, written
from ohms.domain.errors import RuleBroken
from ohms.domain.values import WorkStatus
from ohms.domain.work_status import EpisodeFact

LONGEST_AHEAD_MONTHS = 24
NAMES = {WorkStatus.RELEASED_NOT_WORKING: "Released, not working"}

Pieces = tuple[EpisodeFact, ...]


def check_days(episode: EpisodeFact, injury_on: date, today: date) -> None:
    """An episode begins on or after the injury and not after tomorrow's two years, and ends later.

    Statuses of days to come are taken: an APF tells them.
    """
    latest = add_months(today, LONGEST_AHEAD_MONTHS)
    if episode.from_on < injury_on:
        raise RuleBroken(
            f"Enter a first day on or after the injury, {written(injury_on)}.", field="from_on"
        )
    if episode.from_on > latest:
        raise RuleBroken(f"Enter a first day up to {written(latest)}.", field="from_on")
    if episode.to_on is None:
        return
    if episode.to_on < episode.from_on:
        raise RuleBroken(f"Enter a last day on or after {written(episode.from_on)}.", field="to_on")
    if episode.to_on > latest:
        raise RuleBroken(f"Enter a last day up to {written(latest)}.", field="to_on")


def room_for(
    new: EpisodeFact, kept: Mapping[int, EpisodeFact], *, cut: bool = False
) -> dict[int, Pieces]:
    """What is left of each kept episode that has to give way; untouched ones are not listed.

    No piece: it lay wholly within the new one. Two: it reached beyond it on both sides. Raises
    RuleBroken beside `from_on` or `to_on`, naming the other, unless `cut`.
    """
    left: dict[int, Pieces] = {}
    for id_, other in sorted(kept.items(), key=lambda item: item[1].from_on):
        if not shares_a_day(new, other):
            continue
        if is_ended_by(new, other):
            left[id_] = (EpisodeFact(other.status, other.from_on, new.from_on - ONE_DAY),)
        elif cut:
            left[id_] = _without(other, new)
        else:
            raise RuleBroken(
                f"{told(other)} stands on some of these days already. Choose other days, or let"
                " the other one be cut.",
                field="from_on" if other.holds_on(new.from_on) else "to_on",
            )
    return left


def shares_a_day(one: EpisodeFact, other: EpisodeFact) -> bool:
    """Whether both hold on any day; both ends count, an open end has none."""
    begins_in_time = other.to_on is None or one.from_on <= other.to_on
    return begins_in_time and (one.to_on is None or other.from_on <= one.to_on)


def is_ended_by(new: EpisodeFact, other: EpisodeFact) -> bool:
    """An open episode that began earlier ends on the day before the new one begins."""
    return other.to_on is None and other.from_on < new.from_on


def told(episode: EpisodeFact) -> str:
    """An episode in words: Off work, Thu Nov 5, 2026 to Fri Nov 20, 2026."""
    name = NAMES.get(episode.status, episode.status.value.replace("_", " ").capitalize())
    until = f"to {written(episode.to_on)}" if episode.to_on else "on"
    return f"{name}, {written(episode.from_on)} {until},"


def _without(other: EpisodeFact, new: EpisodeFact) -> Pieces:
    pieces = []
    if other.from_on < new.from_on:
        pieces.append(EpisodeFact(other.status, other.from_on, new.from_on - ONE_DAY))
    if new.to_on is not None and (other.to_on is None or new.to_on < other.to_on):
        pieces.append(EpisodeFact(other.status, new.to_on + ONE_DAY, other.to_on))
    return tuple(pieces)
