"""Triage: each signal by its boundary, and what may be decided."""

import random
from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ohms.domain.errors import RuleBroken
from ohms.domain.triage import (
    NOT_NEEDED,
    TriageChoice,
    TriageFacts,
    check_may_be_triaged,
    checked_no_action_reason,
    checked_watch_until,
    no_action_reason,
    proposed,
    reasons,
    score,
)
from ohms.domain.triage_weights import ASSUMED, TriageWeights
from ohms.domain.values import ClaimStatus, Coordination, WorkStatus
from ohms.domain.work_status import EpisodeFact

TODAY = date(2026, 11, 24)
PLAIN = TriageFacts(today=TODAY, status=ClaimStatus.ALLOWED)
APF = ((date(2026, 1, 1), None),)


def names(facts: TriageFacts) -> list[str]:
    return [reason.name for reason in reasons(facts)]


def off_for(days: int, status: WorkStatus = WorkStatus.OFF_WORK) -> TriageFacts:
    """Off work for so many days, today the last of them, with an APF in force."""
    first = TODAY - timedelta(days=days - 1)
    return replace(PLAIN, episodes=(EpisodeFact(status, first),), apfs=APF)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (3, []),
        (4, ["off_work"]),
        (9, ["off_work"]),
        (10, ["frq_window", "off_work"]),
        (13, ["frq_window", "off_work"]),
        (14, ["frq_window", "off_two_to_four_weeks", "off_work"]),
        (28, ["frq_window", "off_two_to_four_weeks", "off_work"]),
        (29, ["frq_window", "off_work"]),
        (58, ["frq_window", "off_work"]),
        (59, ["off_work"]),
    ],
)
def test_days_off_work_speak_by_their_number(days: int, expected: list[str]) -> None:
    assert names(off_for(days)) == expected


def test_days_off_that_are_over_say_nothing_and_kept_on_salary_counts_as_off() -> None:
    back = EpisodeFact(WorkStatus.OFF_WORK, date(2026, 11, 2), date(2026, 11, 20))
    assert names(replace(PLAIN, episodes=(back,))) == []
    assert names(off_for(4, WorkStatus.KEPT_ON_SALARY)) == ["off_work"]


@pytest.mark.parametrize(
    ("told_on", "expected"),
    [(None, []), (TODAY, ["time_loss"]), (TODAY + timedelta(days=1), [])],
)
def test_time_loss_speaks_from_the_day_it_was_paid_up_to(
    told_on: date | None, expected: list[str]
) -> None:
    assert names(replace(PLAIN, time_loss_told_on=told_on)) == expected


@pytest.mark.parametrize(
    ("status", "apf_to", "expected"),
    [
        (WorkStatus.MODIFIED_DUTY, None, ["restricted_without_apf"]),
        (WorkStatus.LIMITED_HOURS, TODAY - timedelta(days=1), ["restricted_without_apf"]),
        (WorkStatus.TRANSITIONAL, TODAY, []),
        (WorkStatus.FULL_DUTY, None, []),
        (WorkStatus.RELEASED_NOT_WORKING, None, []),
    ],
)
def test_a_restriction_without_an_apf_in_force_speaks(
    status: WorkStatus, apf_to: date | None, expected: list[str]
) -> None:
    apfs = ((date(2026, 11, 2), apf_to),) if apf_to else ()
    facts = replace(PLAIN, episodes=(EpisodeFact(status, date(2026, 11, 2)),), apfs=apfs)
    assert names(facts) == expected


@pytest.mark.parametrize(
    ("established_on", "contacted", "expected"),
    [
        # Due December 1, three business days away: Thursday and Friday are holidays.
        (date(2026, 11, 13), False, ["first_contact_ending"]),
        (date(2026, 11, 16), False, []),
        (date(2026, 10, 1), False, ["first_contact_ending"]),
        (date(2026, 10, 1), True, []),
        (None, False, []),
    ],
)
def test_the_first_contact_speaks_when_its_clock_is_near_its_end(
    established_on: date | None, contacted: bool, expected: list[str]
) -> None:
    facts = replace(PLAIN, established_on=established_on, contacted=contacted)
    assert names(facts) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"roa_complete": False}, "roa_incomplete"),
        ({"interpreter_needed": True, "language": "Spanish"}, "interpreter"),
        ({"status": ClaimStatus.REOPENED}, "reopened"),
    ],
)
def test_each_further_signal_speaks_alone(change: dict[str, object], expected: str) -> None:
    assert names(replace(PLAIN, **change)) == [expected]  # type: ignore[arg-type]
    assert names(replace(PLAIN, roa_complete=True)) == []


days = st.dates(date(2026, 6, 1), date(2026, 12, 31))
spans = st.tuples(days, st.none() | days).filter(lambda span: span[1] is None or span[0] <= span[1])
facts_of_a_claim = st.builds(
    TriageFacts,
    today=days,
    status=st.sampled_from(ClaimStatus),
    established_on=st.none() | days,
    contacted=st.booleans(),
    time_loss_told_on=st.none() | days,
    episodes=st.lists(
        st.builds(
            lambda status, span: EpisodeFact(status, *span), st.sampled_from(WorkStatus), spans
        ),
        max_size=3,
    ).map(tuple),
    apfs=st.lists(spans, max_size=3).map(tuple),
    roa_complete=st.none() | st.booleans(),
    interpreter_needed=st.booleans(),
)
weights_of_a_cohe = st.builds(
    TriageWeights, **{each.name: st.integers(0, 100) for each in fields(TriageWeights)}
)


@given(facts_of_a_claim, weights_of_a_cohe)
def test_the_score_is_the_sum_of_its_reasons_in_the_same_order_every_time(
    facts: TriageFacts, weights: TriageWeights
) -> None:
    found = reasons(facts, weights)
    assert score(found) == sum(getattr(weights, reason.name) for reason in found)
    assert reasons(facts, weights) == found
    assert len({reason.name for reason in found}) == len(found)
    assert [r.points for r in found] == sorted((r.points for r in found), reverse=True)
    shuffled = random.Random(1).sample(found, len(found))
    assert score(shuffled) == score(found)


@pytest.mark.parametrize(
    ("facts", "obstacles", "choice"),
    [
        (PLAIN, [], TriageChoice.NO_ACTION),
        (replace(PLAIN, roa_complete=False), [], TriageChoice.GIVE_TO_ASSISTANT),
        (replace(PLAIN, roa_complete=False), ["it is protested"], TriageChoice.WATCH),
        (replace(PLAIN, interpreter_needed=True), [], TriageChoice.WATCH),
        (replace(PLAIN, status=ClaimStatus.REOPENED), [], TriageChoice.WORK),
        (off_for(4), [], TriageChoice.WORK),
    ],
)
def test_what_is_proposed_follows_from_the_reasons(
    facts: TriageFacts, obstacles: list[str], choice: TriageChoice
) -> None:
    assert proposed(reasons(facts), obstacles) is choice


def test_a_closed_claim_is_triaged_again_only_when_triage_had_put_it_away() -> None:
    check_may_be_triaged(Coordination.CLOSED, NOT_NEEDED)
    check_may_be_triaged(Coordination.ACTIVE, None)
    with pytest.raises(RuleBroken):
        check_may_be_triaged(Coordination.CLOSED, "returned_full_duty")


@pytest.mark.parametrize("until", [None, TODAY, date(2027, 11, 25)])
def test_a_claim_is_watched_until_a_day_ahead_within_a_year(until: date | None) -> None:
    assert checked_watch_until(date(2026, 11, 25), TODAY) == date(2026, 11, 25)
    assert checked_watch_until(date(2027, 11, 24), TODAY) == date(2027, 11, 24)
    with pytest.raises(RuleBroken) as refusal:
        checked_watch_until(until, TODAY)
    assert refusal.value.field == "watch_until"


@pytest.mark.parametrize("reason", [None, "  ", "x" * 201])
def test_no_action_needs_a_reason_of_one_line(reason: str | None) -> None:
    assert checked_no_action_reason(" At  work ") == "At work"
    with pytest.raises(RuleBroken):
        checked_no_action_reason(reason)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (WorkStatus.FULL_DUTY, "At full duty, no time loss"),
        (WorkStatus.MODIFIED_DUTY, "At work with restrictions, no time loss"),
        (WorkStatus.UNKNOWN, "No time loss and no day off work known"),
        (WorkStatus.OFF_WORK, ""),
    ],
)
def test_the_reason_for_no_action_is_proposed_from_the_facts(
    status: WorkStatus, expected: str
) -> None:
    facts = replace(PLAIN, episodes=(EpisodeFact(status, date(2026, 11, 2)),))
    assert no_action_reason(facts) == expected
    assert no_action_reason(replace(facts, time_loss_told_on=TODAY)) == ""


def test_days_off_that_are_over_are_said_where_no_action_is_proposed() -> None:
    """An APF told three days off, and nobody what came then: "no day off work known" would be untrue."""
    told = EpisodeFact(WorkStatus.OFF_WORK, date(2026, 11, 2), date(2026, 11, 4))
    said = "3 days off work, none known after Wed Nov 4, 2026; no time loss"
    assert no_action_reason(replace(PLAIN, episodes=(told,))) == said
    one = EpisodeFact(WorkStatus.OFF_WORK, date(2026, 11, 4), date(2026, 11, 4))
    assert no_action_reason(replace(PLAIN, episodes=(one,))).startswith(
        "1 day off work, none known"
    )


def test_a_weight_of_a_cohe_stands_before_our_assumption() -> None:
    found = reasons(replace(PLAIN, interpreter_needed=True), replace(ASSUMED, interpreter=30))
    assert score(found) == 30
