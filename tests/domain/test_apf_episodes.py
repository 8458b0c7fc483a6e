"""Work-status episodes from APFs: the newest exam holds, by hand wins, one status a day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ohms.domain.apf_episodes import ApfEpisode, ApfFact, episodes_of_apfs, status_told
from ohms.domain.values import WorkStatus
from ohms.domain.work_status import EpisodeFact
from tests.domain.overlaps import check_no_overlap

OFF, BACK, FULL = WorkStatus.OFF_WORK, WorkStatus.MODIFIED_DUTY, WorkStatus.FULL_DUTY
DAYS = st.integers(0, 40).map(lambda days: date(2026, 1, 1) + timedelta(days=days))


def day(number: int) -> date:
    return date(2026, 3, number)


def test_a_newer_exam_ends_the_older_one_the_day_before_and_for_good() -> None:
    older = ApfFact(1, day(1), OFF, day(1), None)
    newer = ApfFact(2, day(10), BACK, day(11), day(15))
    assert episodes_of_apfs([newer, older]) == [
        ApfEpisode(1, OFF, day(1), day(10)),
        ApfEpisode(2, BACK, day(11), day(15)),
    ]


def test_an_exam_that_begins_no_later_replaces_the_older_one() -> None:
    older = ApfFact(1, day(1), OFF, day(5), None)
    newer = ApfFact(2, day(3), FULL, day(5), None)
    assert episodes_of_apfs([older, newer]) == [ApfEpisode(2, FULL, day(5), None)]


def test_an_episode_by_hand_cuts_what_the_exams_say() -> None:
    kept = EpisodeFact(FULL, day(5), day(6))
    apf = ApfFact(1, day(1), OFF, day(1), day(9))
    assert episodes_of_apfs([apf], [kept]) == [
        ApfEpisode(1, OFF, day(1), day(4)),
        ApfEpisode(1, OFF, day(7), day(9)),
    ]
    assert episodes_of_apfs([apf], [EpisodeFact(FULL, day(1), None)]) == []


def test_the_status_told_is_the_one_that_holds_else_the_latest() -> None:
    first = EpisodeFact(OFF, day(1), day(5))
    second = EpisodeFact(BACK, day(10), day(12))
    assert status_told([second, first], day(3)) is OFF
    assert status_told([first, second], day(7)) is BACK
    assert status_told([first, second], day(20)) is BACK
    assert status_told([], day(1)) is WorkStatus.UNKNOWN


def lasting(apf_id: int, exam_on: date, status: WorkStatus, from_on: date, days: int) -> ApfFact:
    """An APF over so many further days; open for a negative number of them."""
    to_on = from_on + timedelta(days=days) if days >= 0 else None
    return ApfFact(apf_id, exam_on, status, from_on, to_on)


APFS = st.lists(
    st.builds(
        lasting, st.integers(1, 9), DAYS, st.sampled_from(WorkStatus), DAYS, st.integers(-1, 20)
    ),
    max_size=6,
)


@given(APFS, st.lists(st.tuples(DAYS, st.integers(0, 5)), max_size=1))
def test_no_day_ever_has_two_statuses(facts: list[ApfFact], kept: list[tuple[date, int]]) -> None:
    by_hand = [EpisodeFact(FULL, from_on, from_on + timedelta(days=more)) for from_on, more in kept]
    episodes = episodes_of_apfs(facts, by_hand)
    check_no_overlap([*(EpisodeFact(e.status, e.from_on, e.to_on) for e in episodes), *by_hand])
