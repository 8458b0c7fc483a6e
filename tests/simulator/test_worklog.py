"""Time that makes the stories of FTE true, and what people at work leave behind."""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

import pytest

from ohms.domain.calendar import Quarter, add_business_days, business_days_in, days_from
from ohms.domain.values import Complexity, Coordination, ReferralStep, Role, TaskState
from ohms.simulator.absences import Availability
from ohms.simulator.claims import ClaimMaker
from ohms.simulator.courses import ClaimCourse
from ohms.simulator.numbering import indices_of
from ohms.simulator.planned import World
from ohms.simulator.planned_work import WorkPlan
from ohms.simulator.shifts import shifts_of
from ohms.simulator.workdays import on_or_before
from ohms.simulator.worklog import plan_work

LIMIT = 588


def _claims(world: World, cohe: str, from_on: date, to_on: date) -> int:
    planned = world.cohe_by_slug[cohe]
    return sum(len(indices_of(planned, day)) for day in days_from(from_on, to_on))


def _claim_specific_fte(world: World, cohe: str, from_on: date, to_on: date) -> Fraction:
    """Sum over HSC positions of staffed FTE x claim minutes / available minutes."""
    available = Availability(world.cohes, world.absences)
    days = (to_on - from_on).days + 1
    total = Fraction(0)
    for position in world.positions_of(cohe, Role.HSC):
        share = world.cohe_by_slug[cohe].share
        shifts = shifts_of(world.seed, position, share, available, from_on, to_on)
        there = sum(s.available for s in shifts)
        held = sum(position.held_on(day) for day in days_from(from_on, to_on))
        if there:
            staffed = Fraction(position.weekly_minutes, 2400) * Fraction(held, days)
            total += staffed * Fraction(sum(s.on_claims for s in shifts), there)
    return total


def test_finished_quarters_are_above_588_in_puget_and_below_elsewhere(any_world: World) -> None:
    quarter = Quarter.of(any_world.today).previous
    while quarter.first_on >= any_world.first_day:
        for cohe, above in (("cascade", False), ("puget", True), ("inland", False)):
            claims = _claims(any_world, cohe, quarter.first_on, quarter.last_on)
            fte = _claim_specific_fte(any_world, cohe, quarter.first_on, quarter.last_on)
            assert (claims > LIMIT * fte) is above, (cohe, str(quarter), float(claims / fte))
        quarter = quarter.previous


def test_the_current_quarter_of_puget_is_forecast_above_588(any_world: World) -> None:
    quarter = Quarter.of(any_world.today)
    as_of = on_or_before(any_world.today - timedelta(days=1))
    if business_days_in(quarter.first_on, as_of) < 10:
        quarter, as_of = quarter.previous, quarter.previous.last_on
    to_date = _claims(any_world, "puget", quarter.first_on, as_of)
    elapsed = (as_of - quarter.first_on).days + 1
    fte = _claim_specific_fte(any_world, "puget", quarter.first_on, as_of)
    assert Fraction(to_date * quarter.days, elapsed) > LIMIT * fte


def test_the_share_is_true_to_the_minute_in_every_finished_quarter(any_world: World) -> None:
    available = Availability(any_world.cohes, any_world.absences)
    quarter = Quarter.of(any_world.today).previous
    for cohe in any_world.cohes:
        for position in any_world.positions_of(cohe.slug, Role.HSC):
            shifts = shifts_of(
                any_world.seed,
                position,
                cohe.share,
                available,
                quarter.first_on,
                quarter.last_on,
            )
            there = sum(s.available for s in shifts)
            assert abs(sum(s.on_claims for s in shifts) - cohe.share * there) <= 1


def test_minutes_of_a_day_do_not_depend_on_where_the_period_begins(world: World) -> None:
    available = Availability(world.cohes, world.absences)
    position = world.positions_of("puget", Role.HSC)[0]
    share = world.cohe_by_slug["puget"].share
    long = shifts_of(world.seed, position, share, available, world.first_day, world.today)
    short = shifts_of(world.seed, position, share, available, date(2026, 11, 11), world.today)
    assert short == long[-len(short) :]


@pytest.fixture(scope="module")
def plan(world: World, courses: list[ClaimCourse]) -> WorkPlan:
    """The last hundred days, with all notes."""
    return plan_work(world, courses, date(2026, 11, 23), from_on=world.notes_from)


def test_the_same_work_is_planned_twice(world: World) -> None:
    courses = ClaimMaker(world).courses(date(2026, 11, 2), date(2026, 11, 23))
    plans = [plan_work(world, courses, date(2026, 11, 23), from_on=date(2026, 11, 9)) for _ in "ab"]
    assert plans[0] == plans[1]
    assert plans[0].notes


def test_nobody_logs_more_than_was_available_nor_while_away(world: World, plan: WorkPlan) -> None:
    available = Availability(world.cohes, world.absences)
    positions = {p.key: p for p in world.positions}
    logged: Counter[tuple[str, date]] = Counter()
    for entry in plan.time_entries:
        logged[entry.position, entry.performed_on] += entry.minutes
    assert logged
    for (key, day), minutes in logged.items():
        assert minutes <= available.minutes(positions[key], day)


def test_planned_minutes_are_those_of_the_shifts(world: World, plan: WorkPlan) -> None:
    available = Availability(world.cohes, world.absences)
    position = world.positions_of("inland", Role.HSC)[3]
    entries = [e for e in plan.time_entries if e.position == position.key and e.claim_number]
    shifts = shifts_of(
        world.seed,
        position,
        world.cohe_by_slug["inland"].share,
        available,
        plan.from_on,
        plan.to_on,
    )
    assert sum(e.minutes for e in entries) == sum(s.on_claims for s in shifts)


def test_every_claim_entry_is_the_minutes_of_one_note(plan: WorkPlan) -> None:
    specific = {e.key: e for e in plan.time_entries if e.claim_number}
    assert 15_000 <= len(plan.notes) <= 20_000
    assert len(specific) == len(plan.notes)
    for note in plan.notes:
        entry = specific[note.time_entry]
        assert (entry.note, entry.claim_number) == (note.key, note.claim_number)
        assert (entry.minutes, entry.staff) == (note.minutes, note.author)
        assert entry.performed_on == note.performed_on == note.written_at.date()
        assert note.contacts
        assert note.body
    assert all(e.category is not None for e in plan.time_entries if e.claim_number is None)


def test_single_entries_are_short_calls_to_long_ones(plan: WorkPlan) -> None:
    minutes = Counter(n.minutes for n in plan.notes)
    outside = sum(count for length, count in minutes.items() if not 4 <= length <= 45)
    assert max(minutes) <= 48
    assert outside < len(plan.notes) / 50


def test_people_work_on_claims_of_their_own_cohe_that_had_arrived(
    courses: list[ClaimCourse], plan: WorkPlan
) -> None:
    known = {c.claim_number: c for c in courses}
    for note in plan.notes:
        course = known[note.claim_number]
        assert course.cohe == note.cohe
        assert course.initiated_on <= note.performed_on


def test_tasks_are_mostly_done_by_a_note_on_the_same_claim(plan: WorkPlan) -> None:
    notes = {n.key: n for n in plan.notes}
    done = [t for t in plan.tasks if t.state is TaskState.DONE]
    late = [t for t in plan.tasks if t.done_on is None and t.due_by <= plan.to_on]
    assert len(done) > len(plan.tasks) * 0.75
    assert 0 < len(late) < len(plan.tasks) * 0.06
    for task in done:
        assert task.done_note is not None
        assert notes[task.done_note].claim_number == task.claim_number
        assert notes[task.done_note].performed_on == task.done_on


def test_nobody_who_left_still_has_an_open_task(world: World, plan: WorkPlan) -> None:
    gone = {p.staff for p in world.positions if p.to_on and p.to_on <= plan.to_on}
    assert gone
    assert not [t for t in plan.tasks if t.done_on is None and t.owner in gone]


def test_one_note_of_one_assistant_waits_for_its_co_signature(plan: WorkPlan) -> None:
    waiting = [n for n in plan.notes if n.needs_co_signature and n.co_signed_on is None]
    assert [n.key for n in waiting] == [plan.waiting_note]
    assert waiting[0].author == "puget.assistant1"


def test_one_referral_is_silent_for_more_than_three_weeks(plan: WorkPlan) -> None:
    silent = [
        r
        for r in plan.referrals
        if r.steps[-1][0] is ReferralStep.SENT
        and add_business_days(r.steps[-1][1], 10) < plan.to_on
    ]
    assert [r.key for r in silent] == [plan.silent_referral]
    assert silent[0].staff == "puget.hsc1"


def test_low_is_only_what_nothing_speaks_against(
    courses: list[ClaimCourse], plan: WorkPlan
) -> None:
    known = {c.claim_number: c for c in courses}
    low = [s for s in plan.coordination if s.complexity is Complexity.LOW]
    assert low
    for state in low:
        course = known[state.claim_number]
        assert not course.payments
        assert course.days_off == 0
        assert course.surgery_on is None
        assert not course.frq_positive
    assert {s.coordination for s in plan.coordination} == {
        Coordination.NEW,
        Coordination.WATCHING,
        Coordination.ACTIVE,
        Coordination.CLOSED,
    }


def test_a_claim_came_back_after_it_was_left_alone_and_nobody_has_touched_it(
    any_world: World,
) -> None:
    to_on = any_world.today - timedelta(days=1)
    puget = any_world.cohe_by_slug["puget"]
    maker = ClaimMaker(any_world)
    courses = [
        maker.course_of(puget, index, day)
        for day in days_from(any_world.notes_from, to_on)
        for index in indices_of(puget, day)
    ]
    planned = plan_work(any_world, courses, to_on, from_on=any_world.notes_from)
    back = next(c for c in courses if c.claim_number == planned.came_back)
    decision = next(d for d in planned.triage if d.claim_number == planned.came_back)
    told = min(p.known_on for p in back.payments)
    assert decision.decision == "no_action"
    assert decision.decided_on < told <= to_on
    assert (to_on - told).days <= 13
    assert planned.came_back not in {n.claim_number for n in planned.notes}
    assert planned.silent_referral is not None
