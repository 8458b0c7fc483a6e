"""How an episode by hand finds its place: what ends, what is refused, what is cut."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ohms.domain.episode_changes import check_days, room_for
from ohms.domain.errors import RuleBroken
from ohms.domain.values import WorkStatus
from ohms.domain.work_status import EpisodeFact
from tests.domain.overlaps import check_no_overlap

TODAY = date(2026, 5, 31)
OFF, FULL = WorkStatus.OFF_WORK, WorkStatus.FULL_DUTY


def may(day: int) -> date:
    return date(2026, 5, day)


def days(first: int, last: int | None = None, status: WorkStatus = OFF) -> EpisodeFact:
    return EpisodeFact(status, may(first), None if last is None else may(last))


@pytest.mark.parametrize("new", [days(11, status=FULL), days(11, 15, FULL)])
def test_a_new_episode_ends_the_open_one_before_it_on_the_day_before(new: EpisodeFact) -> None:
    assert room_for(new, {7: days(4)}) == {7: (days(4, 10),)}


@pytest.mark.parametrize(
    ("other", "field"),
    [
        (days(4, 12), "from_on"),
        (days(11), "from_on"),
        (days(12), "to_on"),
        (days(12, 13), "to_on"),
        (days(15, 20), "to_on"),
    ],
)
def test_any_other_in_the_way_is_named_beside_the_field(other: EpisodeFact, field: str) -> None:
    with pytest.raises(RuleBroken, match=r"^Off work, .* stands on some of these days") as refusal:
        room_for(days(11, 15, FULL), {7: other})
    assert refusal.value.field == field


@pytest.mark.parametrize("other", [days(4, 10), days(16, 20), days(16)])
def test_what_only_touches_is_left_alone(other: EpisodeFact) -> None:
    assert room_for(days(11, 15, FULL), {7: other}) == {}


@pytest.mark.parametrize(
    ("other", "left"),
    [
        (days(4, 12), (days(4, 10),)),
        (days(12, 13), ()),
        (days(14, 20), (days(16, 20),)),
        (days(14), (days(16),)),
        (days(4, 20), (days(4, 10), days(16, 20))),
        (days(11, 15), ()),
    ],
)
def test_what_is_cut_keeps_its_other_days(other: EpisodeFact, left: tuple[EpisodeFact]) -> None:
    assert room_for(days(11, 15, FULL), {7: other}, cut=True) == {7: left}


@pytest.mark.parametrize(
    ("episode", "field"),
    [
        (EpisodeFact(OFF, may(1) - timedelta(days=1)), "from_on"),
        (EpisodeFact(OFF, date(2028, 6, 1)), "from_on"),
        (days(9, 8), "to_on"),
        (EpisodeFact(OFF, may(9), date(2028, 6, 1)), "to_on"),
    ],
)
def test_days_before_the_injury_or_far_ahead_are_refused(episode: EpisodeFact, field: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        check_days(episode, may(1), TODAY)
    assert refusal.value.field == field


def test_the_day_of_the_injury_and_two_years_ahead_are_taken() -> None:
    check_days(EpisodeFact(OFF, may(1), may(1)), may(1), TODAY)
    check_days(EpisodeFact(OFF, may(1), date(2028, 5, 31)), may(1), TODAY)


ACTS = st.tuples(
    st.sampled_from(["add", "correct", "end"]),
    st.integers(0, 40),
    st.one_of(st.none(), st.integers(0, 15)),
    st.booleans(),
    st.integers(0, 9),
    st.sampled_from(list(WorkStatus)),
)


@given(st.lists(ACTS, max_size=14))
def test_episodes_never_overlap_after_any_sequence_of_acts(
    acts: list[tuple[str, int, int | None, bool, int, WorkStatus]],
) -> None:
    kept: dict[int, EpisodeFact] = {}
    for number, (act, start, length, cut, which, status) in enumerate(acts):
        first = may(1) + timedelta(days=start)
        new = EpisodeFact(status, first, None if length is None else first + timedelta(days=length))
        own = 1000 + number
        if act != "add" and kept:
            own = sorted(kept)[which % len(kept)]
        if act == "end" and own in kept:
            new = EpisodeFact(kept[own].status, kept[own].from_on, new.to_on)
        others = {id_: fact for id_, fact in kept.items() if id_ != own}
        try:
            check_days(new, may(1), TODAY)
            left = room_for(new, others, cut=cut)
        except RuleBroken:
            continue
        kept = {id_: fact for id_, fact in others.items() if id_ not in left} | {own: new}
        for id_, pieces in left.items():
            kept |= {id_ * 100 + part: piece for part, piece in enumerate(pieces)}
        check_no_overlap(kept.values())
