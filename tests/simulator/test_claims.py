"""Claims at an even pace, with the mixes of the programme, each the same whenever it is asked for."""

import re
from datetime import date, timedelta

from ohms.domain.calendar import Quarter, business_days_between, days_from, is_business_day
from ohms.domain.values import ClaimStatus, Fund, TimeLossKind
from ohms.simulator.claims import ClaimMaker
from ohms.simulator.courses import ClaimCourse, Severity
from ohms.simulator.numbering import day_of, indices_of
from ohms.simulator.planned import World


def _counted(world: World, cohe: str, from_on: date, to_on: date) -> int:
    planned = world.cohe_by_slug[cohe]
    return sum(len(indices_of(planned, day)) for day in days_from(from_on, to_on))


def test_twelve_months_hold_the_volume_within_one_percent(any_world: World) -> None:
    last = any_world.today - timedelta(days=1)
    for cohe in any_world.cohes:
        total = _counted(any_world, cohe.slug, last - timedelta(days=364), last)
        assert abs(total - cohe.claims_per_year) <= cohe.claims_per_year / 100


def test_every_quarter_has_its_calendar_share_to_the_claim(world: World) -> None:
    quarter = Quarter(2025, 4)
    for _ in range(9):
        counted = _counted(world, "inland", quarter.first_on, quarter.last_on)
        assert abs(counted - 20_000 * quarter.days / 365.25) <= 1
        quarter = quarter.next


def test_claims_arrive_on_business_days_only_and_number_on_without_a_gap(world: World) -> None:
    cohe = world.cohe_by_slug["puget"]
    expected = None
    for day in days_from(date(2026, 9, 1), date(2027, 1, 31)):
        indices = indices_of(cohe, day)
        assert bool(indices) == is_business_day(day)
        for index in indices:
            assert expected is None or index == expected
            assert day_of(cohe, index) == day
            expected = index + 1


def test_a_course_is_the_same_asked_alone_or_among_others(
    world: World, courses: list[ClaimCourse]
) -> None:
    maker = ClaimMaker(world)
    for course in courses[::500]:
        assert maker.course_of(world.cohe_by_slug[course.cohe], course.place) == course


def test_claim_numbers_are_unique_and_well_formed(courses: list[ClaimCourse]) -> None:
    numbers = [course.claim_number for course in courses]
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"[A-Z]{2}\d{5}", number) for number in numbers)


def test_days_off_follow_the_mix(courses: list[ClaimCourse]) -> None:
    expected = {
        Severity.MEDICAL_ONLY: 0.78,
        Severity.DAYS_4_TO_13: 0.07,
        Severity.DAYS_14_TO_60: 0.08,
        Severity.DAYS_61_TO_180: 0.05,
        Severity.DAYS_OVER_180: 0.02,
    }
    for severity, share in expected.items():
        found = sum(c.severity is severity for c in courses) / len(courses)
        assert abs(found - share) < 0.012
    for course in courses:
        if course.off_from and course.off_to:
            assert (course.off_to - course.off_from).days + 1 == course.days_off


def test_reports_forms_and_questionnaires_follow_the_mix(courses: list[ClaimCourse]) -> None:
    n = len(courses)
    in_two_days = sum(
        business_days_between(c.first_visit_on, c.roa.received_on) <= 2 for c in courses
    )
    with_apf = sum(any((e.exam_on - c.first_visit_on).days <= 84 for e in c.exams) for c in courses)
    asked = [c for c in courses if c.frq_on is not None]
    assert abs(in_two_days / n - 0.82) < 0.02
    assert abs(with_apf / n - 0.84) < 0.02
    assert abs(sum(bool(c.frq_positive) for c in asked) / len(asked) - 0.25) < 0.05


def test_cut_fingers_are_commonest_and_43_percent_of_lost_time_is_musculoskeletal(
    courses: list[ClaimCourse],
) -> None:
    labels = [c.injury.label for c in courses]
    assert max(set(labels), key=labels.count) == "finger cut"
    lost = [c for c in courses if c.severity is not Severity.MEDICAL_ONLY]
    assert abs(sum(c.injury.musculoskeletal for c in lost) / len(lost) - 0.43) < 0.04


def test_the_days_of_a_course_are_in_order(courses: list[ClaimCourse]) -> None:
    for c in courses:
        assert c.worker.birth_date < c.injury_on <= c.first_visit_on <= c.roa.signed_on
        assert c.roa.signed_on <= c.roa.received_on == c.initiated_on < c.established_on
        assert list(c.changed_on) == sorted(c.changed_on)
        assert [s.on for s in c.statuses] == sorted(s.on for s in c.statuses)
        for one, following in zip(c.exams, c.exams[1:], strict=False):
            assert one.exam_on < following.exam_on
        for paid, later in zip(c.payments, c.payments[1:], strict=False):
            assert paid.paid_from <= paid.paid_to < later.paid_from


def test_short_absences_wait_three_days_and_longer_ones_are_paid_from_the_first(
    courses: list[ClaimCourse],
) -> None:
    waited = set()
    for c in courses:
        if c.severity is Severity.MEDICAL_ONLY or not c.payments or c.off_from is None:
            continue
        if c.payments[0].kind is TimeLossKind.KEPT_ON_SALARY:
            continue
        waits = (c.payments[0].paid_from - c.off_from).days
        assert waits == (0 if c.days_off >= 7 else 3)
        waited.add(waits)
    assert waited == {0, 3}


def test_some_claims_are_rejected_reopened_combined_transferred_and_represented(
    courses: list[ClaimCourse],
) -> None:
    rejected = [c for c in courses if c.statuses[-1].value == ClaimStatus.REJECTED]
    reopened = [c for c in courses if ClaimStatus.REOPENED in [s.value for s in c.statuses]]
    combined = [c for c in courses if c.combined_into]
    assert 0.02 < len(rejected) / len(courses) < 0.05
    assert 0.005 < len(reopened) / len(courses) < 0.02
    assert 0 < len(combined) < len(courses) / 200
    assert 0.02 < sum(len(c.attending) > 1 for c in courses) / len(courses) < 0.06
    assert any(c.representative for c in courses)


def test_a_combined_claim_names_an_earlier_claim_of_the_same_worker(world: World) -> None:
    courses = ClaimMaker(world).courses(date(2026, 8, 1), date(2026, 11, 23))
    known = {c.claim_number: c for c in courses}
    found = [c for c in courses if c.combined_into in known]
    assert found
    for c in found:
        twin = known[c.combined_into or ""]
        assert twin.worker == c.worker
        assert twin.injury_on == c.injury_on
        assert twin.place < c.place


def test_every_claim_begins_in_the_state_fund(courses: list[ClaimCourse]) -> None:
    assert all(c.fund_as_of(c.initiated_on) is Fund.STATE_FUND for c in courses)


def test_some_workers_have_two_claims_under_one_key(courses: list[ClaimCourse]) -> None:
    people: dict[str, tuple[str, str, date]] = {}
    again = 0
    for c in courses:
        who = (c.worker.last_name, c.worker.first_name, c.worker.birth_date)
        again += c.worker.key in people
        assert people.setdefault(c.worker.key, who) == who
    assert again > 0
