"""Cover is built anew by every act that changes its facts: a provider's move, a departure, other hours."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from ohms.commands.absences import Away, record_absence
from ohms.commands.account_care import deactivate_account, reactivate_account
from ohms.commands.coverage import name_deputy, name_deputy_of_the_rest
from ohms.commands.covering import bring_cover_to_facts
from ohms.commands.departures import end_access
from ohms.commands.positions import change_hours, end_position
from ohms.commands.provider_moves import move_provider
from ohms.commands.transfers import assign_claims
from ohms.domain.provider_moves import Goes
from ohms.domain.values import AbsenceKind, EndedBy, Role
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.coverage import Absence, Coverage
from ohms.queries.answering import answering_for
from ohms.queries.checks import recompute
from ohms.queries.claim_sight import covered_by
from ohms.queries.coverage import deputies_of, plan_of
from ohms.queries.rounds import ask
from ohms.queries.scope import visible
from tests.house import House, add_person, count_of
from tests.statements import counted

TUESDAY, WEDNESDAY, FRIDAY = date(2026, 11, 24), date(2026, 11, 25), date(2026, 12, 4)
MONDAY = date(2026, 11, 30)
FREE_ON_MONDAY = (0, 480, 480, 480, 480, 0, 0)


@pytest.fixture(autouse=True)
def world(house: House, clock: Callable[[str], None]) -> Any:
    """Rosa's provider has Tam as deputy, Tam's has Lee."""
    clock("2026-11-24T09:00:00-08:00")
    with house.app.app_context():
        add_person(house, "alder.hsc3", "Lee Park of alder", Role.HSC, house.cohe["alder"])
        for provider, deputy in (("alder.1", "alder.hsc2"), ("alder.2", "alder.hsc3")):
            name_deputy(
                house.actor("alder.supervisor"),
                house.cohe["alder"],
                house.provider[provider],
                deputy_id=house.staff[deputy],
            )
        yield


def leave(house: House, who: str, first: date, last: date, **told: Any) -> None:
    record_absence(house.actor(who), Away(first, last, AbsenceKind.VACATION, **told))


def cover(house: House) -> list[tuple[str, str, date, date | None]]:
    """Who covers Rosa's provider, for whom, from when until when."""
    names = {id_: name.partition(".")[2] for name, id_ in house.staff.items()}
    of_rosa = Coverage.provider_id == house.provider["alder.1"]
    rows = db.session.execute(select(Coverage).where(of_rosa).order_by(Coverage.from_on)).scalars()
    found = [(names[r.absent_id], names[r.covering_id], r.from_on, r.to_on) for r in rows]
    db.session.rollback()
    return found


def moved(house: House, provider: str, to: str, day: date | None = None) -> None:
    move_provider(
        house.actor("alder.supervisor"),
        house.cohe["alder"],
        house.provider[provider],
        to_staff_id=house.staff[to],
        from_on=day,
        goes=Goes.OPEN_TOO,
        reason="Smaller list",
    )


def faults() -> list[str]:
    found = [each.invariant.name for each in recompute(TUESDAY) if each.is_fault]
    db.session.rollback()
    return found


def test_a_provider_who_moves_to_somebody_on_leave_has_the_deputy_at_once(house: House) -> None:
    leave(house, "alder.hsc3", TUESDAY, FRIDAY)
    assert cover(house) == []
    moved(house, "alder.1", "alder.hsc3")
    assert cover(house) == [("hsc3", "hsc2", TUESDAY, FRIDAY)]
    assert faults() == []


def test_ahead_of_a_later_move_each_of_the_two_is_covered_on_their_days(house: House) -> None:
    leave(house, "alder.hsc1", TUESDAY, FRIDAY)
    leave(house, "alder.hsc3", MONDAY, FRIDAY)
    moved(house, "alder.1", "alder.hsc3", MONDAY)
    assert cover(house) == [
        ("hsc1", "hsc2", TUESDAY, date(2026, 11, 25)),
        ("hsc3", "hsc2", MONDAY, FRIDAY),
    ]


def test_who_leaves_covers_nobody_and_the_days_are_a_gap_not_a_row(house: House) -> None:
    leave(house, "alder.hsc1", TUESDAY, FRIDAY)
    assert cover(house) == [("hsc1", "hsc2", TUESDAY, FRIDAY)]
    lead, cohe = house.actor("alder.supervisor"), house.cohe["alder"]
    end_access(lead, cohe, house.staff["alder.hsc2"], last_on=TUESDAY, reason="Moves away")
    assert cover(house) == []
    assert faults() == []


def test_whose_account_is_closed_covers_nobody_and_is_nobodys_deputy(house: House) -> None:
    leave(house, "alder.hsc1", TUESDAY, FRIDAY)
    lead, cohe = house.actor("alder.supervisor"), house.cohe["alder"]
    admin, tam = house.actor("admin"), house.staff["alder.hsc2"]
    deactivate_account(admin, tam)
    assert cover(house) == []
    plan = {line.provider_id: line.deputy for line in deputies_of(lead, cohe)}
    assert plan[house.provider["alder.1"]] is None
    reactivate_account(admin, tam)
    assert cover(house) == [("hsc1", "hsc2", TUESDAY, FRIDAY)]
    deactivate_account(admin, tam)
    hsc3, shown = house.staff["alder.hsc3"], [house.provider["alder.1"]]
    assert name_deputy_of_the_rest(lead, cohe, shown, deputy_id=hsc3) == (1, 0)
    assert cover(house) == [("hsc1", "hsc3", TUESDAY, FRIDAY)]
    assert faults() == []


def test_deputies_of_many_providers_are_named_with_as_many_questions_as_of_one(
    house: House,
) -> None:
    lead, cohe = house.actor("alder.supervisor"), house.cohe["alder"]
    both = [house.provider[each] for each in ("alder.1", "alder.2")]
    asked = []
    for taken in (both[:1], both):
        for provider_id in taken:
            name_deputy(lead, cohe, provider_id, deputy_id=None)
        with counted(house.app) as sent:
            name_deputy_of_the_rest(lead, cohe, taken, deputy_id=house.staff["alder.hsc3"])
        asked.append([each for each in sent if each.startswith("SELECT")])
    assert len(asked[0]) == len(asked[1])


def test_a_last_day_that_is_told_ends_cover_given_after_it(house: House) -> None:
    leave(house, "alder.hsc1", TUESDAY, FRIDAY)
    end_position(
        house.actor("alder.supervisor"),
        house.position["alder.hsc2"],
        last_on=MONDAY,
        ended_by=EndedBy.OTHER,
    )
    assert cover(house) == [("hsc1", "hsc2", TUESDAY, MONDAY)]


def test_a_deputy_with_a_free_day_covers_around_it_and_leave_goes_on_with_other_hours(
    house: House,
) -> None:
    leave(house, "alder.hsc1", TUESDAY, FRIDAY, position_id=house.position["alder.hsc1"])
    lead = house.actor("alder.supervisor")
    change_hours(lead, house.position["alder.hsc2"], week=FREE_ON_MONDAY, from_on=WEDNESDAY)
    around = [
        ("hsc1", "hsc2", TUESDAY, WEDNESDAY),
        ("hsc1", "hsc2", date(2026, 12, 1), FRIDAY),
    ]
    assert cover(house) == around
    change_hours(lead, house.position["alder.hsc1"], week=FREE_ON_MONDAY, from_on=WEDNESDAY)
    assert cover(house) == around
    days = db.session.execute(select(Absence.from_on, Absence.to_on).order_by(Absence.id)).all()
    db.session.rollback()
    assert [tuple(row) for row in days] == [(TUESDAY, TUESDAY), (WEDNESDAY, FRIDAY)]
    assert faults() == []


def numbers(house: House, who: str, day: date) -> set[str]:
    """The claims that somebody covers on a day."""
    actor = house.actor(who, day)
    rows = visible(actor, Claim).where(covered_by(actor)).with_only_columns(Claim.claim_number)
    found = set(db.session.execute(rows).scalars())
    db.session.rollback()
    return found


def answers(house: House, number: str, day: date) -> int | None:
    actor = house.actor("alder.supervisor", day)
    claim = db.session.execute(
        visible(actor, Claim).where(Claim.claim_number == number)
    ).scalar_one()
    found = answering_for(actor, claim)
    db.session.rollback()
    return found


def test_claims_given_by_name_are_covered_by_their_providers_coordinator_else_the_deputy(
    house: House,
) -> None:
    leave(house, "alder.hsc3", TUESDAY, WEDNESDAY)
    leave(house, "alder.hsc2", WEDNESDAY, WEDNESDAY)
    hand_over_claim(house, "AL10003", "alder.hsc3")  # of Tam's provider, whose deputy is Lee
    assert numbers(house, "alder.hsc2", TUESDAY) == {"AL10003"}
    assert answers(house, "AL10003", TUESDAY) == house.staff["alder.hsc2"]
    found = ask(plan_of(house.cohe["alder"], WEDNESDAY, WEDNESDAY)).gaps(WEDNESDAY, WEDNESDAY)
    db.session.rollback()
    assert [(gap.coordinator_id, gap.by_name) for gap in found] == [
        (house.staff["alder.hsc2"], False),
        (house.staff["alder.hsc3"], True),
    ]
    hand_over_claim(house, "AL10003", "alder.hsc2")
    assert count_of(Coverage) == 0
    assert faults() == []


def hand_over_claim(house: House, number: str, to: str) -> None:
    lead = house.actor("alder.supervisor")
    assign_claims(lead, [house.claim[number]], to_staff_id=house.staff[to], reason="Knows them")


def test_on_a_free_day_the_deputy_has_what_comes_and_on_a_weekend_the_coordinator(
    house: House,
) -> None:
    lead = house.actor("alder.supervisor")
    change_hours(lead, house.position["alder.hsc1"], week=FREE_ON_MONDAY, from_on=WEDNESDAY)
    rosa, tam = house.staff["alder.hsc1"], house.staff["alder.hsc2"]
    sunday, thanksgiving = date(2026, 11, 29), date(2026, 11, 26)
    assert [answers(house, "AL10001", day) for day in (WEDNESDAY, thanksgiving, sunday)] == [
        rosa
    ] * 3
    assert answers(house, "AL10001", MONDAY) == tam
    assert numbers(house, "alder.hsc2", MONDAY) == {"AL10001", "AL10002"}
    assert numbers(house, "alder.hsc2", sunday) == set()
    mondays = [date(2026, 11, 30), date(2026, 12, 7), date(2026, 12, 14), date(2026, 12, 21)]
    assert cover(house) == [("hsc1", "hsc2", day, day) for day in mondays]
    leave(house, "alder.hsc2", MONDAY, MONDAY, minutes_a_day=60)
    assert answers(house, "AL10001", MONDAY) == rosa
    assert numbers(house, "alder.hsc2", MONDAY) == set()
    later = date(2026, 12, 8)
    assert bring_cover_to_facts(later) == 2  # December 28 and January 4
    assert bring_cover_to_facts(later) == 0
    assert faults() == []
