"""From APFs to work-status episodes: what the newest exam says holds, one status a day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from ohms.domain.calendar import ONE_DAY
from ohms.domain.values import WorkStatus
from ohms.domain.work_status import EpisodeFact


@dataclass(frozen=True, slots=True)
class ApfFact:
    """One APF of a claim: the exam, and the status it gives over dated days (open when `to_on` is
    None). `apf_id` orders exams of one day and links the episodes to their form."""

    apf_id: int
    exam_on: date
    status: WorkStatus
    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True)
class ApfEpisode:
    """Days on which one APF says what holds."""

    apf_id: int
    status: WorkStatus
    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True)
class KeptEpisode:
    """An episode as it stands: `by_hand` when people wrote it, or corrected the one of an APF."""

    id: int
    apf_id: int | None
    by_hand: bool
    status: WorkStatus
    from_on: date
    to_on: date | None

    @property
    def fact(self) -> EpisodeFact:
        return EpisodeFact(self.status, self.from_on, self.to_on)


@dataclass(frozen=True, slots=True)
class BroughtUp:
    """What makes kept episodes those of the APFs: ids to remove, episodes to add, and all that then
    stands."""

    removed: list[int]
    added: list[ApfEpisode]
    standing: list[EpisodeFact]


def brought_up(apfs: Iterable[ApfFact], kept: Collection[KeptEpisode]) -> BroughtUp:
    """Replace the episodes that APFs made where they differ; those by hand stay as they are.

    An APF whose episode people corrected makes none any more: theirs stands for it.
    """
    own = {
        ApfEpisode(each.apf_id, each.status, each.from_on, each.to_on): each.id
        for each in kept
        if each.apf_id is not None and not each.by_hand
    }
    hands = [each for each in kept if each.by_hand]
    by_hand = [each.fact for each in hands]
    corrected = {each.apf_id for each in hands}
    wanted = [each for each in episodes_of_apfs(apfs, by_hand) if each.apf_id not in corrected]
    return BroughtUp(
        removed=[id_ for episode, id_ in own.items() if episode not in wanted],
        added=[episode for episode in wanted if episode not in own],
        standing=[*(EpisodeFact(e.status, e.from_on, e.to_on) for e in wanted), *by_hand],
    )


def episodes_of_apfs(
    apfs: Iterable[ApfFact], by_hand: Collection[EpisodeFact] = ()
) -> list[ApfEpisode]:
    """The episodes that APFs make, in order of days, never two on one day.

    A newer exam ends the episodes of older ones on the day before it begins, for good: an older
    status does not come back when the newer one ends. Of two exams on one day the one that begins
    later is the newer. Episodes kept `by_hand` stay, and win on their days.
    """
    newest_first = sorted(
        apfs, key=lambda apf: (apf.exam_on, apf.from_on, apf.apf_id), reverse=True
    )
    episodes: list[ApfEpisode] = []
    newer_from: date | None = None
    for apf in newest_first:
        to_on = apf.to_on
        if newer_from is not None:
            last_free = newer_from - ONE_DAY
            to_on = last_free if to_on is None else min(to_on, last_free)
        if to_on is None or apf.from_on <= to_on:
            episodes += _around(ApfEpisode(apf.apf_id, apf.status, apf.from_on, to_on), by_hand)
        newer_from = apf.from_on if newer_from is None else min(newer_from, apf.from_on)
    return sorted(episodes, key=lambda episode: episode.from_on)


def status_told(episodes: Iterable[EpisodeFact], on: date) -> WorkStatus:
    """A claim's work status in one word: that of the episode holding on the day, else the latest
    one's; unknown when there is none."""
    latest: EpisodeFact | None = None
    for episode in episodes:
        if episode.holds_on(on):
            return episode.status
        if latest is None or episode.from_on > latest.from_on:
            latest = episode
    return latest.status if latest else WorkStatus.UNKNOWN


def _around(episode: ApfEpisode, by_hand: Collection[EpisodeFact]) -> list[ApfEpisode]:
    """What is left of the episode on days that nobody filled in by hand."""
    left = [episode]
    for kept in by_hand:
        left = [piece for whole in left for piece in _without(whole, kept)]
    return left


def _without(episode: ApfEpisode, kept: EpisodeFact) -> list[ApfEpisode]:
    if episode.to_on is not None and episode.to_on < kept.from_on:
        return [episode]
    if kept.to_on is not None and kept.to_on < episode.from_on:
        return [episode]
    pieces = []
    if episode.from_on < kept.from_on:
        pieces.append(_lasting(episode, episode.from_on, kept.from_on - ONE_DAY))
    if kept.to_on is not None and (episode.to_on is None or kept.to_on < episode.to_on):
        pieces.append(_lasting(episode, kept.to_on + ONE_DAY, episode.to_on))
    return pieces


def _lasting(episode: ApfEpisode, from_on: date, to_on: date | None) -> ApfEpisode:
    return ApfEpisode(episode.apf_id, episode.status, from_on, to_on)
