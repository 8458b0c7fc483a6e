"""The contract's vectors, told as facts of the database; the numbers stand in the vectors' table."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select, update

from ohms.commands.audit import Entry
from ohms.commands.time import confirm_time
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.contract import FteBasis
from ohms.domain.values import AbsenceKind, ClaimStatus, Fund, OtherTime, Role
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.coverage import Absence
from ohms.models.time import TimeEntry
from tests.house import House, one
from tests.workload_world import AT, CentreOfATest

pytestmark = pytest.mark.usefixtures("inside")

TODAY = date(2026, 11, 24)
THIRD = date(2026, 7, 6)
Q3 = "2026Q3"
LOGGED = FteBasis.LOGGED


@pytest.fixture
def centre(house: House) -> CentreOfATest:
    return CentreOfATest(house, "cedar")


@pytest.mark.parametrize(
    ("claims", "minutes", "over", "shown"),
    [
        (588, 31_200, False, "588.0"),
        (589, 31_200, True, "589.0"),
        (588, 31_199, True, "588.02"),
    ],
)
def test_vector_1_strictly_more_than_588_triggers(
    centre: CentreOfATest, claims: int, minutes: int, over: bool, shown: str
) -> None:
    position = centre.position("hsc1", 480)
    centre.claims(claims, THIRD)
    centre.minutes(position, "hsc1", minutes, THIRD)
    facts = centre.facts(Q3, TODAY)
    figure = facts.figure(LOGGED, facts.bases())
    assert figure.claims == claims
    assert figure.fte == Fraction(minutes, 31_200)
    assert (figure.needs_discussion, figure.shown) == (over, shown)


def test_vector_2_without_hsc_time_only_claims_need_the_discussion(
    centre: CentreOfATest,
) -> None:
    nothing = centre.facts(Q3, TODAY)
    assert nothing.figure(LOGGED, nothing.bases()).ratio is None
    assert not nothing.figure(LOGGED, nothing.bases()).needs_discussion
    centre.claims(1, THIRD)
    one_claim = centre.facts(Q3, TODAY)
    figure = one_claim.figure(LOGGED, one_claim.bases())
    assert (figure.ratio, figure.needs_discussion) == (None, True)


def test_vector_3_three_positions_of_800_minutes_are_one_fte(centre: CentreOfATest) -> None:
    for name in ("hsc1", "hsc2", "hsc3"):
        centre.minutes(centre.position(name, 160), name, 10_400, THIRD)
    centre.claims(588, THIRD)
    facts = centre.facts(Q3, TODAY)
    bases = facts.bases()
    assert bases.staffed == 1
    assert bases.logged == 1
    assert not facts.figure(LOGGED, bases).needs_discussion
    centre.claims(1, THIRD)
    assert centre.facts(Q3, TODAY).figure(LOGGED, bases).needs_discussion


def _on_leave(house: House, staff: int) -> None:
    house.add(
        Absence,
        staff_id=staff,
        from_on=date(2026, 12, 7),
        to_on=date(2026, 12, 11),
        kind=AbsenceKind.VACATION,
        recorded_by_id=staff,
        recorded_at=AT,
    )


def test_vector_4_the_three_bases_of_a_position_with_holidays_and_leave(
    house: House, centre: CentreOfATest
) -> None:
    position = centre.position("hsc1", 480)
    _on_leave(house, centre.person("hsc1"))
    centre.minutes(position, "hsc1", 20_520, date(2026, 10, 5))
    centre.claims(587, date(2026, 10, 5))
    facts = centre.facts("2026Q4", date(2027, 1, 15))
    bases = facts.bases()
    assert bases.available == 27_360
    assert bases.staffed == 1
    assert bases.claim_specific == Fraction(3, 4)
    assert bases.logged == Fraction(20_520, 31_200)
    told = {basis: facts.figure(basis, bases) for basis in FteBasis}
    assert told[FteBasis.CLAIM_SPECIFIC].ratio == Fraction(587 * 4, 3)
    assert told[FteBasis.CLAIM_SPECIFIC].needs_discussion
    assert told[FteBasis.STAFFED].ratio == 587
    assert not told[FteBasis.STAFFED].needs_discussion
    assert told[LOGGED].ratio == Fraction(587 * 31_200, 20_520)


@pytest.mark.parametrize(("claims", "over"), [(705, False), (706, True)])
def test_vector_5_a_half_position_beside_it(
    house: House, centre: CentreOfATest, claims: int, over: bool
) -> None:
    for name, scheduled, worked in (("hsc1", 480, 20_520), ("hsc2", 240, 12_312)):
        position = centre.position(name, scheduled)
        _on_leave(house, centre.person(name))
        centre.minutes(position, name, worked, date(2026, 10, 5))
    centre.claims(claims, date(2026, 10, 5))
    facts = centre.facts("2026Q4", date(2027, 1, 15))
    bases = facts.bases()
    assert bases.claim_specific == Fraction(6, 5)
    assert facts.figure(FteBasis.CLAIM_SPECIFIC, bases).needs_discussion is over


@pytest.mark.parametrize(("year", "fte"), [(2027, Fraction(1, 2)), (2028, Fraction(45, 91))])
def test_vector_12_staffed_goes_by_days_held(
    centre: CentreOfATest, year: int, fte: Fraction
) -> None:
    centre.position("hsc1", 480, from_on=date(year, 1, 1), to_on=date(year, 2, 14))
    assert centre.facts(f"{year}Q1", date(year, 4, 5)).bases().staffed == fte


def test_vector_13_an_assistants_minutes_count_only_where_the_setting_says_so(
    centre: CentreOfATest,
) -> None:
    before = centre.position(
        "ann", 480, role=Role.HSC_ASSISTANT, from_on=date(2027, 1, 1), to_on=date(2027, 2, 14)
    )
    after = centre.position("ann", 480, from_on=date(2027, 2, 15))
    centre.minutes(before, "ann", 6_000, date(2027, 1, 4))
    centre.minutes(after, "ann", 9_000, date(2027, 2, 15))
    facts = centre.facts("2027Q1", date(2027, 4, 5))
    assert facts.bases().logged == Fraction(9_000, 31_200)
    assert facts.bases(assistants=True).logged == Fraction(15_000, 31_200)
    centre.setting("assistants_count", "yes")
    assert centre.facts("2027Q1", date(2027, 4, 5)).bases().logged == Fraction(15_000, 31_200)


def test_vector_14_one_person_in_two_cohes_counts_in_each_for_itself(house: House) -> None:
    a, b = CentreOfATest(house, "aspen"), CentreOfATest(house, "beech")
    person = a.person("both")
    house.staff["beech.both"] = person
    in_a, in_b = a.position("both", 288), b.position("both", 192)
    a.minutes(in_a, "both", 15_000, THIRD)
    a.meeting(in_a, "both", 1_000, THIRD)
    a.meeting(in_a, "both", 1_000, THIRD + timedelta(days=1))
    b.minutes(in_b, "both", 6_000, THIRD)
    a.claims(282, THIRD)
    of_a, of_b = a.facts(Q3, TODAY), b.facts(Q3, TODAY)
    assert (of_a.bases().staffed, of_b.bases().staffed) == (Fraction(3, 5), Fraction(2, 5))
    assert of_a.bases().logged == Fraction(15_000, 31_200)
    assert of_b.bases().logged == Fraction(6_000, 31_200)
    assert not of_a.figure(LOGGED, of_a.bases()).needs_discussion
    a.claims(1, THIRD)
    of_a = a.facts(Q3, TODAY)
    assert of_a.figure(LOGGED, of_a.bases()).needs_discussion
    assert a.load(Q3, TODAY).minutes.other == {in_a: 2_000}


def test_minutes_count_when_confirmed_not_voided_with_a_claim_and_performed_in_the_period(
    centre: CentreOfATest,
) -> None:
    position, voided, waits = (
        centre.position("hsc1", 480),
        {"voided_at": AT},
        {"confirmed_at": None},
    )
    meeting = {"claim_id": None, "category": OtherTime.MEETING}
    for minutes, day, told in (
        (1, date(2026, 7, 1), {}),
        (2, date(2026, 9, 30), {}),
        (4, date(2026, 6, 30), {}),
        (8, date(2026, 10, 1), {}),
        (16, THIRD, meeting),
        (32, THIRD, voided),
        (64, THIRD, waits),
        (128, THIRD, waits | voided),
        (256, THIRD, waits | meeting),
    ):
        centre.minutes(position, "hsc1", minutes, day, **told)
    counted = centre.facts(Q3, TODAY).minutes
    assert (counted.counted, counted.waiting) == ({position: 1 + 2}, {position: 64})


def test_vector_15_voided_minutes_never_count_and_waiting_ones_after_their_press(
    centre: CentreOfATest,
) -> None:
    position = centre.position("hsc1", 480)
    centre.claims(585, THIRD)
    centre.minutes(position, "hsc1", 31_040, THIRD)
    centre.minutes(position, "hsc1", 60, date(2026, 9, 1), voided_at=AT)
    centre.minutes(position, "hsc1", 100, date(2026, 9, 2), confirmed_at=None)
    facts = centre.facts(Q3, TODAY)
    assert (facts.minutes.total, facts.minutes.total_waiting) == (31_040, 100)
    figure = facts.figure(LOGGED, facts.bases())
    assert (figure.shown, figure.needs_discussion) == ("588.02", True)
    assert facts.figure(LOGGED, facts.bases(waiting=True)).fte == Fraction(31_140, 31_200)
    waiting = one(select(TimeEntry.id).where(TimeEntry.confirmed_at.is_(None)))
    confirm_time(centre.actor(TODAY, "hsc1"), waiting)
    facts = centre.facts(Q3, TODAY)
    assert facts.figure(LOGGED, facts.bases()).ratio == Fraction(585 * 31_200, 31_140)
    assert not facts.figure(LOGGED, facts.bases()).needs_discussion


def test_vector_16_which_claims_are_initiated(house: House) -> None:
    a, b = CentreOfATest(house, "aspen"), CentreOfATest(house, "beech")
    moved = a.new_provider("7")
    a.enrol(moved, date(2020, 1, 1), date(2026, 8, 15))
    b.enrol(moved, date(2026, 8, 16))
    a.claims(1, date(2026, 7, 10), status=ClaimStatus.REJECTED)
    a.claims(1, date(2026, 7, 20), status=ClaimStatus.CLOSED)
    a.claims(1, date(2026, 9, 30), established_on=date(2026, 10, 5))
    a.claims(1, date(2026, 6, 30), established_on=date(2026, 7, 1))
    a.claims(1, date(2026, 7, 10), fund=Fund.SELF_INSURED)
    a.claims(1, date(2024, 7, 10), status=ClaimStatus.REOPENED)
    a.claims(2, date(2026, 8, 3))
    _combine_last_two(a)
    a.claims(1, date(2026, 8, 15), initiating_provider_id=moved)
    b.claims(1, date(2026, 8, 16), initiating_provider_id=moved, attending_provider_id=a.provider)
    assert a.facts(Q3, TODAY).claims == 5
    assert b.facts(Q3, TODAY).claims == 1


def _combine_last_two(centre: CentreOfATest) -> None:
    last = one(select(Claim.id).where(Claim.cohe_id == centre.cohe).order_by(-Claim.id).limit(1))
    with bulk_unit("furnish", None) as unit:
        unit.entries.append(Entry("furnish"))
        db.session.execute(update(Claim).where(Claim.id == last).values(combined_into_id=last - 1))
