"""Roll-ups follow their facts, whoever changes them: by commands, by rows, and worked out anew."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from ohms.commands.audit import Entry
from ohms.commands.roll_ups import rebuild_roll_ups
from ohms.commands.time import confirm_time, log_time
from ohms.commands.time_corrections import change_time, void_time
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.values import Capture, Fund, OtherTime
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.providers import Enrolment
from ohms.models.roll_ups import InitiatedRollUp, MinutesRollUp
from ohms.models.time import TimeEntry
from ohms.queries.checks.roll_ups import initiated_differ, minutes_differ
from ohms.queries.guard import unscoped
from tests.house import House
from tests.workload_world import AT, CentreOfATest

pytestmark = pytest.mark.usefixtures("inside")

TODAY = date(2026, 11, 24)
FIRST = date(2026, 9, 20)


def rolled_up() -> tuple[list[Any], list[Any]]:
    """Every roll-up, without its id."""
    minutes = [column for column in MinutesRollUp.__table__.c if column.name != "id"]
    initiated = [column for column in InitiatedRollUp.__table__.c if column.name != "id"]
    with unscoped("a test looks"):
        return (
            sorted(map(tuple, db.session.execute(select(*minutes)).all())),
            sorted(map(tuple, db.session.execute(select(*initiated)).all())),
        )


def assert_as_recomputed() -> None:
    with unscoped("a test looks"):
        assert [*minutes_differ(TODAY), *initiated_differ(TODAY)] == []


def test_random_commands_leave_roll_ups_as_their_facts_say(house: House) -> None:
    chance, actor = random.Random(8), house.actor("alder.hsc1")
    standing: list[int] = []
    for _ in range(25):
        day = TODAY - timedelta(days=chance.randint(0, 25))
        asked = chance.random()
        if asked < 0.5 or not standing:
            of_claim = chance.random() < 0.6
            what: dict[str, Any] = (
                {"claim_id": house.claim["AL10001"]}
                if of_claim
                else {"category": OtherTime.MEETING}
            )
            minutes = chance.randint(1, 12)
            standing.append(log_time(actor, performed_on=day, minutes=minutes, **what).id)
        elif asked < 0.7:
            entry = standing.pop(chance.randrange(len(standing)))
            minutes = chance.randint(1, 12)
            changed = change_time(
                actor, entry, minutes=minutes, performed_on=day, reason="Another day"
            )
            standing.append(changed.id)
        elif asked < 0.85:
            void_time(actor, standing.pop(chance.randrange(len(standing))), "Entered twice")
        else:
            captured = house.add(
                TimeEntry,
                staff_id=house.staff["alder.hsc1"],
                position_id=house.position["alder.hsc1"],
                cohe_id=house.cohe["alder"],
                claim_id=house.claim["AL10001"],
                performed_on=day,
                minutes=5,
                capture=Capture.CAPTURED,
                entered_by_id=house.staff["alder.hsc1"],
                entered_at=AT,
            )
            if chance.random() < 0.5:
                confirm_time(actor, captured)
        assert_as_recomputed()
    assert len(rolled_up()[0]) > 8


def test_whatever_changes_a_row_changes_its_roll_up_and_all_gone_is_none_left(house: House) -> None:
    chance = random.Random(588)
    a, b = CentreOfATest(house, "aspen"), CentreOfATest(house, "beech")
    late = a.new_provider("2")
    a.enrol(late, FIRST + timedelta(days=15))
    positions = [(centre, centre.position("hsc1", 480)) for centre in (a, b)]
    before = rolled_up()
    for centre, position in positions:
        for number in range(30):
            day = FIRST + timedelta(days=chance.randint(0, 60))
            provider = chance.choice((a.provider, b.provider, late))
            centre.claims(1, day, initiating_provider_id=provider)
            centre.minutes(position, "hsc1", 7, day, confirmed_at=AT if number % 3 else None)
    assert_as_recomputed()
    for _ in range(40):
        _change_a_row(chance, a, b)
    assert_as_recomputed()
    standing = rolled_up()
    assert rebuild_roll_ups() == {
        "minutes_roll_up": len(standing[0]),
        "initiated_roll_up": len(standing[1]),
    }
    assert rolled_up() == standing
    ours = (a.cohe, b.cohe)
    _do(delete(TimeEntry).where(TimeEntry.cohe_id.in_(ours)))
    _do(delete(Enrolment).where(Enrolment.cohe_id.in_(ours)))
    assert rolled_up() == before


def _change_a_row(chance: random.Random, a: CentreOfATest, b: CentreOfATest) -> None:
    """One row of the two centres' becomes another, in one of the ways that rows change."""
    days, ours = timedelta(days=chance.randint(-40, 40)), (a.cohe, b.cohe)
    chosen: Any = chance.choice((Claim, TimeEntry, Enrolment))
    with unscoped("a test looks"):
        ids = db.session.execute(
            select(chosen.id).where(chosen.cohe_id.in_(ours)).order_by(chosen.id)
        ).scalars()
        row = chance.choice(list(ids))
    ways: dict[Any, list[dict[str, Any]]] = {
        Claim: [
            {"cohe_id": chance.choice(ours), "initiated_cohe_id": chance.choice((None, *ours))},
            {"fund": chance.choice((Fund.STATE_FUND, Fund.SELF_INSURED))},
            {"initiating_provider_id": chance.choice((a.provider, b.provider))},
            {"initiated_on": FIRST + days},
            {"combined_into_id": chance.choice((None, a.house.claim["AL10001"]))},
        ],
        TimeEntry: [
            {"minutes": chance.randint(1, 90)},
            {"performed_on": FIRST + days},
            {"confirmed_at": chance.choice((None, AT))},
            {"voided_at": chance.choice((None, AT))},
            {"cohe_id": chance.choice(ours)},
        ],
        Enrolment: [
            {"from_on": FIRST + days, "to_on": chance.choice((None, FIRST + 3 * abs(days)))}
        ],
    }
    values = chance.choice(ways[chosen])
    if chosen is Enrolment and values["to_on"] is not None and values["to_on"] < values["from_on"]:
        values["to_on"] = None
    _do(update(chosen).where(chosen.id == row).values(values))


def _do(statement: Any) -> None:
    with bulk_unit("furnish", None) as unit:
        unit.entries.append(Entry("furnish"))
        db.session.execute(statement)
