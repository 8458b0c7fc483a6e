"""Vectors 8, 15 and 24: to which day minutes are counted, and what waits or comes late."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from ohms import clock as the_clock
from ohms.commands.attesting import lock_quarter
from ohms.commands.late_time import accept_late_time
from ohms.commands.time import log_time
from ohms.domain.calendar import Quarter
from ohms.domain.contract import FteBasis
from ohms.models.claims import Claim
from ohms.models.feed import FeedRun
from tests.house import House, one
from tests.workload_world import AT, CentreOfATest

pytestmark = pytest.mark.usefixtures("inside")

LOGGED = FteBasis.LOGGED


@pytest.fixture
def centre(house: House) -> CentreOfATest:
    return CentreOfATest(house, "cedar")


def a_claim(centre: CentreOfATest) -> int:
    return int(one(select(Claim.id).where(Claim.cohe_id == centre.cohe).limit(1)))


def test_vector_8_claims_and_minutes_are_counted_to_the_same_day(centre: CentreOfATest) -> None:
    position = centre.position("hsc1", 480)
    centre.house.add(
        FeedRun,
        kind="claims",
        file_name="claims.csv",
        sha256="0" * 64,
        as_of_on=date(2026, 11, 13),
        state="done",
        started_at=AT,
    )
    centre.claims(280, date(2026, 11, 13))
    centre.minutes(position, "hsc1", 14_300, date(2026, 11, 1))
    centre.minutes(position, "hsc1", 1_300, date(2026, 11, 18))
    facts = centre.facts("2026Q4", date(2026, 11, 19))
    pace = facts.pace(LOGGED, facts.bases())
    assert facts.as_of == date(2026, 11, 13)
    assert (facts.claims, facts.minutes.total) == (280, 14_300)
    assert pace.at_this_pace is not None
    assert round(float(pace.at_this_pace), 2) == 610.91
    assert pace.warns


def test_vector_15_goes_on_counting_what_is_accepted_after_the_lock(
    centre: CentreOfATest,
) -> None:
    position = centre.position("hsc1", 480)
    centre.claims(585, date(2026, 7, 6))
    centre.minutes(position, "hsc1", 31_040, date(2026, 7, 6))
    lock_quarter(centre.actor(date(2026, 10, 12)), centre.cohe, Quarter(2026, 3))
    late = log_time(
        centre.actor(date(2026, 10, 14), "hsc1"),
        performed_on=date(2026, 9, 30),
        minutes=100,
        claim_id=a_claim(centre),
    )
    reported = centre.facts("2026Q3", date(2026, 10, 15))
    figure = reported.figure(LOGGED, reported.bases())
    assert (reported.minutes.total, reported.minutes.total_waiting) == (31_040, 100)
    assert figure.needs_discussion
    assert figure.ratio is not None
    assert round(float(figure.ratio), 2) == 588.02
    accept_late_time(centre.actor(date(2026, 10, 15)), late.id)
    current = centre.facts("2026Q3", date(2026, 10, 15))
    now = current.figure(LOGGED, current.bases())
    assert current.minutes.total == 31_140
    assert now.ratio is not None
    assert round(float(now.ratio), 2) == 586.13
    assert not now.needs_discussion


def test_vector_24_work_of_the_last_evening_is_of_its_quarter(
    centre: CentreOfATest, clock: Callable[[str], None]
) -> None:
    clock("2026-09-30T17:30:00-07:00")
    centre.position("hsc1", 480)
    centre.claims(1, date(2026, 9, 1))
    today = the_clock.today()
    log_time(centre.actor(today, "hsc1"), performed_on=today, minutes=25, claim_id=a_claim(centre))
    assert centre.facts("2026Q3", date(2026, 10, 5)).minutes.total == 25
    assert centre.facts("2026Q4", date(2026, 10, 5)).minutes.total == 0
