"""The vectors of the contract's arithmetic through the database: from what was entered to what is asked.

Where each of them stands as a story (their rules alone stand in `tests/domain`):

| vector | story |
|---|---|
| 1 to 5, 12 to 14 | `tests/queries/test_staffing.py` |
| 6, 7, 9, 10, 11 | here |
| 8 | `tests/queries/test_minutes_and_their_day.py`; two days on the page, `tests/blueprints/test_workload.py` |
| 15 | here, frozen by the command; accepted after the lock in `test_minutes_and_their_day.py`; waiting and \
voided in `test_staffing.py` |
| 16 | through the feed in `tests/commands/feed/test_counting.py`; as rows in `test_staffing.py` |
| 17 to 19 | shadowing and its confirmation, `tests/commands/test_trainings.py`; the days in `tests/domain` |
| 20, 21 | `tests/commands/test_vacancies.py` |
| 22 | `tests/commands/test_absences.py` |
| 23 | the days in `tests/domain/test_milestones.py` |
| 24 | here, a signed note; typed time in `test_minutes_and_their_day.py` |
"""

import json
from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import select

from ohms import clock as the_clock
from ohms.commands.notes import write_note
from ohms.commands.quarterly_report import attest_report, freeze_report, restate_report
from ohms.commands.time import confirm_time
from ohms.domain.calendar import Quarter
from ohms.domain.claims_per_fte import Headroom, decimal_text
from ohms.domain.contract import FteBasis
from ohms.domain.notes import ComposedNote
from ohms.domain.quarterly_report import ReportFiles
from ohms.domain.report_attesting import figures_hash
from ohms.domain.staffing import staffed_on
from ohms.domain.values import AbsenceKind, StandardWork
from ohms.models.claims import Claim
from ohms.models.coverage import Absence
from ohms.models.feed import FeedRun
from ohms.models.reports import Obligation
from ohms.models.time import TimeEntry
from ohms.queries.quarterly_report import report_of
from tests.house import House, count_of, one
from tests.workload_world import AT, CentreOfATest

pytestmark = pytest.mark.usefixtures("inside")

LOGGED, STAFFED = FteBasis.LOGGED, FteBasis.STAFFED
THIRD = Quarter(2026, 3)
JULY = date(2026, 7, 6)


@pytest.fixture
def centre(house: House) -> CentreOfATest:
    return CentreOfATest(house, "cedar")


def test_vector_6_a_position_wholly_on_leave_gives_nothing_and_says_so(
    centre: CentreOfATest,
) -> None:
    position = centre.position("hsc1", 480)
    staff = centre.person("hsc1")
    centre.house.add(
        Absence,
        staff_id=staff,
        from_on=THIRD.first_on,
        to_on=THIRD.last_on,
        kind=AbsenceKind.SICK,
        recorded_by_id=staff,
        recorded_at=AT,
    )
    centre.claims(1, JULY)
    bases = centre.facts("2026Q3", date(2026, 10, 5)).bases()
    assert (bases.claim_specific, bases.staffed) == (Fraction(0), Fraction(1))
    assert [each.position_id for each in bases.with_nothing_available] == [position]


@pytest.mark.parametrize(
    ("claims", "pace", "warns"), [(294, Fraction(588), False), (295, Fraction(590), True)]
)
def test_vector_7_in_the_middle_of_a_quarter_the_pace_is_doubled(
    centre: CentreOfATest, claims: int, pace: Fraction, warns: bool
) -> None:
    middle = date(2026, 11, 15)
    centre.house.add(
        FeedRun,
        kind="claims",
        file_name="claims.csv",
        sha256="0" * 64,
        as_of_on=middle,
        state="done",
        started_at=AT,
    )
    centre.claims(claims, date(2026, 10, 5))
    centre.minutes(centre.position("hsc1", 480), "hsc1", 15_600, date(2026, 11, 5))
    facts = centre.facts("2026Q4", date(2026, 11, 16))
    assert (facts.as_of, facts.bases().logged) == (middle, Fraction(1))
    told = facts.pace(LOGGED, facts.bases())
    assert (told.at_this_pace, told.warns) == (pace, warns)


def test_vector_9_headroom_in_claims_and_in_minutes(centre: CentreOfATest) -> None:
    centre.minutes(centre.position("hsc1", 480), "hsc1", 31_200, JULY)
    centre.claims(560, JULY)
    facts = centre.facts("2026Q3", date(2026, 10, 5))
    assert facts.headroom(LOGGED, facts.bases()) == Headroom(28, 1_485)


def test_vector_10_required_fte_is_exact_beside_its_half_steps(centre: CentreOfATest) -> None:
    centre.position("hsc1", 480)
    centre.claims(1, date(2024, 6, 1))  # before the twelve months: they are whole
    told = []
    for more in (1_175, 1, 1_174, 1, 1_174):
        centre.claims(more, JULY)
        required = centre.load("2026Q3", date(2026, 10, 5)).required
        assert required is not None
        told.append((required.claims, decimal_text(required.exact, 5), required.half_steps))
    half, whole, more_than_one = Fraction(1, 2), Fraction(1), Fraction(3, 2)
    assert told == [
        (1_175, "0.50000", half),
        (1_176, "0.50043", half),
        (2_350, "1.00000", whole),
        (2_351, "1.00043", whole),
        (3_525, "1.50000", more_than_one),
    ]


@pytest.mark.parametrize(
    ("quarters", "is_met", "triggers"),
    [
        ((588, 588, 588, 588), False, [False, False, False, False]),
        ((500, 500, 500, 850), True, [False, False, False, True]),
    ],
)
def test_vector_11_the_year_and_the_quarter_can_disagree(
    centre: CentreOfATest, quarters: tuple[int, ...], is_met: bool, triggers: list[bool]
) -> None:
    centre.position("hsc1", 480)
    centre.claims(1, date(2024, 6, 1))
    for number, claims in enumerate(quarters, 1):
        centre.claims(claims, Quarter(2026, number).first_on)
    load = centre.load("2026Q4", date(2027, 1, 5))
    assert load.required is not None
    assert load.required.claims == sum(quarters)
    staffed = staffed_on(date(2026, 12, 31), load.facts.positions, load.facts.settings)
    assert (staffed, load.required.is_met_by(staffed)) == (Fraction(1), is_met)
    year = [each for each in load.past if each.quarter.year == 2026]
    assert [each.figure(STAFFED, each.bases()).needs_discussion for each in year] == triggers


def test_vector_15_what_is_confirmed_after_the_freeze_leaves_what_was_reported(
    centre: CentreOfATest, clock: Callable[[str], None]
) -> None:
    clock("2026-10-12T09:00:00-07:00")
    today = date(2026, 10, 12)
    centre.setting("fte_basis", "logged")
    position = centre.position("hsc1", 480)
    centre.claims(585, JULY)
    centre.minutes(position, "hsc1", 31_040, JULY)
    centre.minutes(position, "hsc1", 60, date(2026, 9, 1), voided_at=AT)
    centre.minutes(position, "hsc1", 100, date(2026, 9, 2), confirmed_at=None)
    supervisor = centre.actor(today)
    found = report_of(supervisor, "cedar", THIRD)
    seen, files = figures_hash(found.content), ReportFiles(b"pdf", b"xlsx", b"csv")
    attest_report(supervisor, "cedar", THIRD, seen=seen)
    freeze_report(supervisor, "cedar", THIRD, found.canonical, files, seen=seen)
    confirm_time(
        centre.actor(today, "hsc1"), one(select(TimeEntry.id).where(TimeEntry.minutes == 100))
    )
    after = report_of(supervisor, "cedar", THIRD)
    told = [
        (decimal_text(Fraction(each["claims_per_fte"]), 2), each["needs_discussion"])
        for each in map(json.loads, (after.frozen[0].canonical, after.canonical))
    ]
    assert told == [("588.02", True), ("586.13", False)]
    assert one(select(Obligation.confirmed_at).where(Obligation.cohe_id == centre.cohe)) is None


def test_a_restatement_above_opens_the_obligation_and_none_does_without_one_above(
    centre: CentreOfATest, clock: Callable[[str], None]
) -> None:
    clock("2026-10-12T09:00:00-07:00")
    centre.setting("fte_basis", "logged")
    centre.minutes(centre.position("hsc1", 480), "hsc1", 31_200, JULY)
    centre.claims(588, JULY)
    supervisor, files = centre.actor(date(2026, 10, 12)), ReportFiles(b"pdf", b"xlsx", b"csv")

    def seen() -> tuple[str, str]:
        found = report_of(supervisor, "cedar", THIRD)
        return found.canonical, figures_hash(found.content)

    def opened() -> int:
        return count_of(Obligation, Obligation.cohe_id == centre.cohe)

    below, figures = seen()
    attest_report(supervisor, "cedar", THIRD, seen=figures)
    freeze_report(supervisor, "cedar", THIRD, below, files, seen=figures)
    assert opened() == 0
    centre.claims(1, JULY)
    above, figures = seen()
    restate_report(supervisor, "cedar", THIRD, above, files, "A claim came late", seen=figures)
    assert opened() == 1


def test_vector_24_a_note_of_the_last_evening_is_of_its_quarter(
    house: House, clock: Callable[[str], None]
) -> None:
    clock("2026-09-30T17:30:00-07:00")
    assert the_clock.now().date() == date(2026, 10, 1)
    day = the_clock.today()
    note = ComposedNote(StandardWork.RECOVERY, "Spoke with the clinic.", day, minutes=25)
    number = one(select(Claim.claim_number).where(Claim.id == house.claim["AL10001"]))
    write_note(house.actor("alder.hsc1", day), number, note, key="evening")
    entry = one(select(TimeEntry.performed_on).where(TimeEntry.minutes == 25))
    assert (entry, Quarter.of(entry)) == (date(2026, 9, 30), THIRD)
