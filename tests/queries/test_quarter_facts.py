"""What a quarter is counted from: claims by the rule, up to which day, less which leave, under which settings."""

import random
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from ohms.domain.calendar import Quarter
from ohms.domain.claims import ClaimFact, EnrolmentFact, claims_initiated
from ohms.domain.contract import FteBasis
from ohms.domain.values import AbsenceKind, Fund
from ohms.models.claims import Claim
from ohms.models.cohes import CalendarDay
from ohms.models.coverage import Absence
from ohms.queries.period_sums import claims_within, initiated_within, minutes_within
from ohms.queries.rounds import ask
from ohms.queries.settings import settings_history
from ohms.queries.staffing import initiated, working_calendar
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


@pytest.mark.parametrize("seed", range(5))
def test_the_database_counts_the_claims_that_the_rule_counts(house: House, seed: int) -> None:
    chance = random.Random(seed)
    a, b = CentreOfATest(house, "aspen"), CentreOfATest(house, "beech")
    start = date(2026, 1, 1)
    enrolments = [
        EnrolmentFact(centre.provider, centre.cohe, date(2020, 1, 1)) for centre in (a, b)
    ]
    for number in range(2, 6):
        provider, day = a.new_provider(str(number)), start + timedelta(chance.randint(0, 60))
        for centre in chance.sample((a, b), 2):
            last = day + timedelta(chance.randint(0, 120))
            centre.enrol(provider, day, last)
            enrolments.append(EnrolmentFact(provider, centre.cohe, day, last))
            day = last + timedelta(chance.randint(1, 20))
    facts, rows = [], []
    base = one(select(Claim.id).order_by(-Claim.id).limit(1))
    for number in range(1, 121):
        on = start + timedelta(chance.randint(0, 330))
        provider = chance.choice(enrolments).provider
        home = next((e.cohe for e in enrolments if e.provider == provider and e.covers(on)), None)
        fund = chance.choice([Fund.STATE_FUND] * 5 + [Fund.SELF_INSURED])
        combined = base + chance.randint(1, number - 1) if number > 9 and not number % 9 else None
        row = a.claim_row(
            on,
            id=base + number,
            cohe_id=home or chance.choice((a.cohe, b.cohe)),
            initiating_provider_id=provider,
            fund=fund,
            combined_into_id=combined,
        )
        rows.append(row)
        facts.append(ClaimFact(row["id"], fund, on, provider, combined))
    a.insert(Claim, rows)
    year = (date(2026, 2, 3), date(2026, 10, 9))
    quarters = [Quarter(2026, number) for number in (1, 2, 3, 4)]
    periods = [(quarter.first_on, quarter.last_on) for quarter in quarters]
    for centre in (a, b):
        actor = centre.actor(TODAY)
        found, in_year = ask(claims_within(initiated(actor, centre.cohe), periods, year))
        assert ask(initiated_within(actor, centre.cohe, periods, year)) == (found, in_year)
        expected = [
            len(claims_initiated(centre.cohe, *period, claims=facts, enrolments=enrolments))
            for period in [*periods, year]
        ]
        assert [*found, in_year] == expected
        assert sum(found) > 10


def test_nobody_counts_claims_or_minutes_of_a_cohe_that_is_not_theirs(house: House) -> None:
    a, b = CentreOfATest(house, "aspen"), CentreOfATest(house, "beech")
    a.claims(3, THIRD)
    a.minutes(a.position("hsc1", 480), "hsc1", 90, THIRD)
    period = [(date(2026, 7, 1), date(2026, 9, 30))]
    for centre, claims, minutes in ((a, 3, 90), (b, 0, 0)):
        actor = centre.actor(TODAY)
        assert ask(initiated_within(actor, a.cohe, period, period[0])) == ([claims], claims)
        assert ask(minutes_within(actor, a.cohe, period))[0].on_claims.total == minutes


def test_an_unfinished_quarter_is_counted_to_one_day(centre: CentreOfATest) -> None:
    position = centre.position("hsc1", 480)
    centre.claims(2, date(2026, 11, 18))
    centre.claims(1, date(2026, 11, 19))
    centre.minutes(position, "hsc1", 300, date(2026, 11, 18))
    centre.minutes(position, "hsc1", 60, TODAY)
    facts = centre.facts("2026Q4", TODAY)
    assert facts.as_of == date(2026, 11, 18)
    assert (facts.claims, facts.minutes.total) == (2, 300)
    assert not facts.is_finished


def test_on_the_first_day_of_a_quarter_nothing_is_in_yet(centre: CentreOfATest) -> None:
    centre.position("hsc1", 480)
    centre.claims(1, date(2026, 10, 1))
    facts = centre.facts("2026Q4", date(2026, 10, 1))
    assert not facts.has_begun
    assert facts.claims == 0
    with pytest.raises(ValueError, match="no day"):
        facts.bases()


def test_leave_of_all_positions_is_taken_from_each_and_a_closing_day_from_nobody_elses(
    house: House, centre: CentreOfATest
) -> None:
    first = centre.position("hsc1", 240)
    second = centre.position("hsc1", 240)
    staff = centre.person("hsc1")
    common = {"kind": AbsenceKind.SICK, "recorded_by_id": staff, "recorded_at": AT}
    monday, tuesday = date(2026, 7, 6), date(2026, 7, 7)
    house.add(Absence, staff_id=staff, from_on=monday, to_on=monday, **common)
    house.add(
        Absence,
        staff_id=staff,
        position_id=first,
        from_on=tuesday,
        to_on=tuesday,
        minutes_a_day=100,
        **common,
    )
    house.add(CalendarDay, cohe_id=centre.cohe, day=date(2026, 7, 8), name="Move")
    house.add(CalendarDay, cohe_id=house.cohe["alder"], day=date(2026, 7, 9), name="Elsewhere")
    bases = {each.position_id: each for each in centre.facts(Q3, TODAY).bases().positions}
    # 66 weekdays in the quarter, two State holidays (Independence Day observed, Labor Day).
    assert bases[second].available == (66 - 2 - 2) * 240
    assert bases[first].available == (66 - 2 - 2) * 240 - 100
    assert ask(working_calendar(centre.cohe)).is_closed(date(2026, 7, 8))


def test_settings_take_effect_on_their_day_and_a_cohes_own_stands_first(
    house: House, centre: CentreOfATest
) -> None:
    centre.setting("claims_per_fte_limit", "600", date(2026, 7, 1))
    centre.setting("fte_basis", "logged", date(2026, 10, 1))
    history = settings_history(centre.cohe)
    assert history.on(date(2026, 6, 30)).claims_per_fte_limit == 588
    assert history.on(date(2026, 7, 1)).claims_per_fte_limit == 600
    assert history.on(date(2026, 7, 1)).fte_basis is FteBasis.CLAIM_SPECIFIC
    assert history.on(date(2026, 10, 1)).fte_basis is LOGGED
    assert history.source("claims_per_fte_limit", TODAY) == "agreed with L&I"
    assert "588" in history.source("claims_per_fte_limit", date(2026, 6, 30))
    assert settings_history(house.cohe["alder"]).on(TODAY).claims_per_fte_limit == 588
