"""Leave and the cover that begins, changes and ends with it, in one transaction."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from ohms.commands.absences import Away, cancel_absence, change_absence, record_absence
from ohms.commands.coverage import arrange_cover, decline_cover, name_deputy
from ohms.commands.refusals import Conflict
from ohms.domain.errors import NotAllowed, NotFound, RuleBroken
from ohms.domain.values import AbsenceKind, Role
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.cohes import Clinic
from ohms.models.coverage import Absence, Coverage
from ohms.models.providers import Enrolment, Provider, ProviderAssignment
from ohms.queries.checks import recompute
from ohms.queries.claim_sight import covered_by
from ohms.queries.coverage import plan_of
from ohms.queries.rounds import ask
from ohms.queries.scope import visible
from tests.house import House, add_person, count_of, one

TUESDAY, FRIDAY = date(2026, 11, 24), date(2026, 12, 4)


@pytest.fixture(autouse=True)
def _now(inside: House, clock: Callable[[str], None]) -> None:
    clock("2026-11-24T09:00:00-08:00")


def deputy(house: House, who: str | None = "alder.hsc2", provider: str = "alder.1") -> None:
    name_deputy(
        house.actor("alder.supervisor"),
        house.cohe["alder"],
        house.provider[provider],
        deputy_id=house.staff[who] if who else None,
    )


def leave(house: House, who: str, first: date, last: date, **told: Any) -> int:
    return record_absence(
        house.actor(who), Away(first, last, AbsenceKind.VACATION, **told), key=f"{who}{first}"
    )


def cover() -> list[tuple[int, date, date | None]]:
    rows = db.session.execute(
        select(Coverage.covering_id, Coverage.from_on, Coverage.to_on)
        .where(Coverage.declined_at.is_(None))
        .order_by(Coverage.from_on)
    ).all()
    db.session.rollback()
    return [(row.covering_id, row.from_on, row.to_on) for row in rows]


def gaps(house: House, first: date, last: date) -> list[date]:
    found = ask(plan_of(house.cohe["alder"], first, last)).gaps(first, last)
    db.session.rollback()
    return [gap.day for gap in found if gap.provider_id == house.provider["alder.1"]]


def faults(day: date) -> list[str]:
    return [each.invariant.name for each in recompute(day) if each.is_fault]


def test_the_deputy_starts_at_once_and_the_sight_of_it_ends_by_itself(house: House) -> None:
    hsc2 = house.staff["alder.hsc2"]
    deputy(house)
    first = leave(house, "alder.hsc1", TUESDAY, FRIDAY)
    assert leave(house, "alder.hsc1", TUESDAY, FRIDAY) == first
    # Thanksgiving and the weekend lie between: one stretch.
    assert cover() == [(hsc2, TUESDAY, FRIDAY)]
    assert faults(TUESDAY) == []
    for day, numbers in ((FRIDAY, {"AL10001", "AL10002"}), (date(2026, 12, 5), set())):
        actor = house.actor("alder.hsc2", day)
        seen = visible(actor, Claim).where(covered_by(actor)).with_only_columns(Claim.claim_number)
        assert set(db.session.execute(seen).scalars()) == numbers
        db.session.rollback()


def test_a_deputy_who_is_away_leaves_a_gap_until_the_supervisor_arranges(house: House) -> None:
    hsc2, supervisor = house.staff["alder.hsc2"], house.actor("alder.supervisor")
    add_person(house, "alder.hsc3", "Lee Park of alder", Role.HSC, house.cohe["alder"])
    deputy(house)
    leave(house, "alder.hsc1", TUESDAY, FRIDAY)
    monday = date(2026, 11, 30)
    away = leave(house, "alder.hsc2", monday, monday, minutes_a_day=240)
    assert cover() == [(hsc2, TUESDAY, date(2026, 11, 25)), (hsc2, date(2026, 12, 1), FRIDAY)]
    assert gaps(house, TUESDAY, FRIDAY) == [monday]
    asked: dict[str, Any] = {
        "provider_ids": [house.provider["alder.1"]],
        "from_on": monday,
        "to_on": monday,
    }
    cohe, absent = house.cohe["alder"], house.staff["alder.hsc1"]
    for wrong in ("alder.hsc1", "alder.hsc2"):
        with pytest.raises(RuleBroken):
            arrange_cover(supervisor, cohe, absent, covering_id=house.staff[wrong], **asked)
    hsc3 = house.staff["alder.hsc3"]
    assert arrange_cover(supervisor, cohe, absent, covering_id=hsc3, **asked) == 1
    assert gaps(house, TUESDAY, FRIDAY) == []
    assert (hsc3, monday, monday) in cover()
    cancel_absence(house.actor("alder.hsc2"), away)
    assert (hsc3, monday, monday) in cover()
    assert faults(TUESDAY) == []


def test_declining_falls_back_to_the_supervisor_as_a_gap(house: House) -> None:
    deputy(house)
    leave(house, "alder.hsc1", TUESDAY, date(2026, 11, 25))
    only = one(select(Coverage.id))
    with pytest.raises(NotFound):
        decline_cover(house.actor("alder.hsc1"), only)
    decline_cover(house.actor("alder.hsc2"), only)
    decline_cover(house.actor("alder.hsc2"), only)
    assert cover() == []
    assert gaps(house, TUESDAY, FRIDAY) == [TUESDAY, date(2026, 11, 25)]
    change_absence(
        house.actor("alder.hsc1"), one(select(Absence.id)), Away(TUESDAY, TUESDAY, AbsenceKind.SICK)
    )
    assert gaps(house, TUESDAY, FRIDAY) == [TUESDAY]


def test_other_days_move_the_cover_and_over_an_old_version_nothing_moves(house: House) -> None:
    deputy(house)
    away = leave(house, "alder.hsc1", TUESDAY, FRIDAY)
    hsc1, hsc2 = house.actor("alder.hsc1"), house.staff["alder.hsc2"]
    change_absence(hsc1, away, Away(FRIDAY, FRIDAY, AbsenceKind.SICK), version=1)
    assert cover() == [(hsc2, FRIDAY, FRIDAY)]
    with pytest.raises(Conflict):
        change_absence(hsc1, away, Away(TUESDAY, FRIDAY, AbsenceKind.SICK), version=1)
    cancel_absence(hsc1, away)
    assert (cover(), count_of(Absence)) == ([], 0)


def test_what_has_passed_stays_recorded(house: House, clock: Callable[[str], None]) -> None:
    deputy(house)
    away = leave(house, "alder.hsc1", TUESDAY, FRIDAY)
    clock("2026-12-01T09:00:00-08:00")
    cancel_absence(house.actor("alder.hsc1", date(2026, 12, 1)), away)
    assert one(select(Absence.to_on)) == date(2026, 11, 30)
    assert cover() == [(house.staff["alder.hsc2"], TUESDAY, date(2026, 11, 30))]


def test_another_deputy_takes_up_what_is_open_and_none_leaves_it(house: House) -> None:
    leave(house, "alder.hsc1", TUESDAY, TUESDAY)
    assert cover() == []
    deputy(house)
    assert cover() == [(house.staff["alder.hsc2"], TUESDAY, TUESDAY)]
    with pytest.raises(RuleBroken, match="own deputy"):
        deputy(house, "alder.hsc1")
    deputy(house, None)
    assert cover() == [(house.staff["alder.hsc2"], TUESDAY, TUESDAY)]


def test_people_record_their_own_and_their_supervisor_for_them(house: House) -> None:
    away = Away(TUESDAY, TUESDAY, AbsenceKind.SICK)
    whose = house.staff["alder.hsc1"]
    for outsider in ("alder.hsc2", "birch.supervisor"):
        with pytest.raises(NotFound):
            record_absence(house.actor(outsider), away, staff_id=whose)
    with pytest.raises(NotAllowed):
        record_absence(house.actor("alder.privacy"), away)
    made = record_absence(house.actor("alder.supervisor"), away, staff_id=whose)
    with pytest.raises(NotFound):
        cancel_absence(house.actor("birch.supervisor"), made)
    with pytest.raises(RuleBroken, match="is recorded already"):
        record_absence(house.actor("alder.hsc1"), away)


def test_twenty_providers_through_the_database(house: House) -> None:
    """Vector 22: the deputies, one day of another's, and a day that the covering one is away."""
    cohe, hsc1 = house.cohe["alder"], house.staff["alder.hsc1"]
    add_person(house, "alder.hsc3", "Lee Park of alder", Role.HSC, cohe)

    clinic = one(select(Clinic.id).order_by(Clinic.id).limit(1))
    providers = []
    for number in range(20):
        id_ = house.add(
            Provider,
            lni_provider_id=f"77{number:05}",
            last_name=f"Vector{number}",
            first_name="V",
            credential="MD",
            clinic_id=clinic,
        )
        since = {"provider_id": id_, "cohe_id": cohe, "from_on": date(2024, 1, 1)}
        house.add(Enrolment, **since)
        house.add(ProviderAssignment, staff_id=hsc1, **since)
        providers.append(id_)
    first, last = date(2026, 12, 21), date(2026, 12, 25)
    leave(house, "alder.hsc1", first, last)
    supervisor = house.actor("alder.supervisor")

    def arranged(who: str, some: list[int], days: tuple[date, date]) -> None:
        arrange_cover(
            supervisor,
            cohe,
            hsc1,
            covering_id=house.staff[who],
            provider_ids=some,
            from_on=days[0],
            to_on=days[1],
        )

    def counted() -> int:
        found = ask(plan_of(cohe, first, last)).gaps(first, last)
        db.session.rollback()
        return sum(gap.provider_id in providers for gap in found)

    arranged("alder.hsc2", providers, (first, date(2026, 12, 23)))
    arranged("alder.hsc3", providers[:12], (date(2026, 12, 24), date(2026, 12, 24)))
    assert counted() == 8
    leave(house, "alder.hsc2", date(2026, 12, 22), date(2026, 12, 22))
    assert counted() == 28
    assert faults(TUESDAY) == []


def test_cover_that_was_given_stays_on_the_record_of_leave_that_is_cancelled(
    house: House, clock: Callable[[str], None]
) -> None:
    deputy(house)
    away = leave(house, "alder.hsc1", TUESDAY, FRIDAY)
    clock("2026-12-01T09:00:00-08:00")
    hsc1 = house.actor("alder.hsc1", date(2026, 12, 1))
    change_absence(hsc1, away, Away(FRIDAY, FRIDAY, AbsenceKind.VACATION))
    given = (house.staff["alder.hsc2"], TUESDAY, date(2026, 11, 30))
    assert given in cover()
    cancel_absence(hsc1, away)
    assert cover() == [given]
