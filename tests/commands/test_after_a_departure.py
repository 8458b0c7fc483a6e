"""After a departure: a last day that passed before it, who came back, and what was entered for them."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from ohms.commands.audit import Entry
from ohms.commands.handing_on import enter_leavers_minutes, have_note_adopted, let_draft_go
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.bench import BenchKind
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.values import Capture, EndedBy, Role
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.coverage import Absence
from ohms.models.staff import Position
from ohms.models.time import TimeEntry
from ohms.queries.bench import bench
from ohms.queries.departures import departure_shown
from ohms.queries.handover import absence_read
from ohms.queries.minutes_entered import minutes_entered_for
from tests.commands.test_departures import AT, TODAY, depart
from tests.commands.test_departures import left as left
from tests.house import House, one


def test_who_left_by_their_positions_end_leaves_their_work_to_the_supervisor_too(
    left: House,
) -> None:
    """The last day was recorded in advance and has passed: the work still falls, the day stands."""
    last_on = date(2026, 11, 20)
    furnish_position(left, to_on=last_on, ended_by=EndedBy.DEPARTURE)
    departure = depart(left)
    gone: Any = departure_shown(left.actor("alder.supervisor"), departure)
    assert (gone.last_on, len(gone.left.providers), len(gone.left.tasks)) == (last_on, 1, 2)
    assert one(select(Position.to_on).where(Position.id == left.position["alder.hsc1"])) == last_on
    with pytest.raises(NotFound):
        depart(left)


def test_an_old_departure_gives_no_power_over_who_came_back(left: House) -> None:
    departure, lead = depart(left), left.actor("alder.supervisor")
    note = departure_shown(lead, departure).left.notes[0]
    left.add(
        Position,
        staff_id=left.staff["alder.hsc1"],
        cohe_id=left.cohe["alder"],
        role=Role.HSC,
        from_on=TODAY,
    )
    shown = departure_shown(lead, departure)
    assert shown.is_back
    assert shown.left.notes == []
    assert len(shown.left.providers) == 1
    for act in (
        lambda: have_note_adopted(lead, departure, note.id, to_staff_id=left.staff["alder.hsc2"]),
        lambda: let_draft_go(lead, departure, 1),
        lambda: enter_leavers_minutes(
            lead, departure, performed_on=TODAY, minutes=5, claim_number="AL10001", remark="Told"
        ),
    ):
        with pytest.raises(RuleBroken, match="hold a position here again"):
            act()


def test_a_claim_that_was_purged_is_nobodys_to_hand_on(left: House) -> None:
    departure, lead = depart(left), left.actor("alder.supervisor")

    def told() -> tuple[list[str], list[str]]:
        (line,) = (part for part in bench(lead) if part.line.kind is BenchKind.DEPARTURES)
        left_now = departure_shown(lead, departure).left
        return [each.name for each in left_now.claims], [row.name for row in line.rows]

    assert told() == (["A restricted claim"], ["Rosa Alvarez of alder, 3 things"])
    with bulk_unit("furnish", None) as unit:
        unit.entries.append(Entry("furnish"))
        purged = update(Claim).where(Claim.id == left.claim["AL10003"])
        db.session.execute(purged.values(purged_at=AT))
    assert told() == ([], ["Rosa Alvarez of alder, 2 things"])


def test_minutes_entered_for_a_leaver_stand_as_corrected(left: House) -> None:
    lead, departure = left.actor("alder.supervisor"), depart(left)
    first = enter_leavers_minutes(
        lead,
        departure,
        performed_on=TODAY,
        minutes=45,
        claim_number="AL10001",
        remark="Her calendar",
    )
    with bulk_unit("furnish", None) as unit:
        unit.entries.append(Entry("furnish"))
        db.session.execute(
            update(TimeEntry)
            .where(TimeEntry.id == first)
            .values(voided_at=AT, voided_by_id=lead.staff_id)
        )
    entry = {
        "staff_id": left.staff["alder.hsc1"],
        "position_id": left.position["alder.hsc1"],
        "cohe_id": left.cohe["alder"],
        "claim_id": left.claim["AL10001"],
        "performed_on": TODAY,
        "capture": Capture.TYPED,
        "entered_at": AT,
        "confirmed_at": AT,
    }
    left.add(
        TimeEntry,
        **entry,
        entered_by_id=lead.staff_id,
        minutes=30,
        supersedes_id=first,
        reason="Less",
    )
    own = left.add(TimeEntry, **entry, entered_by_id=entry["staff_id"], minutes=10, voided_at=AT)
    left.add(
        TimeEntry,
        **entry,
        entered_by_id=lead.staff_id,
        minutes=11,
        supersedes_id=own,
        reason="More",
    )
    shown = minutes_entered_for(lead, left.staff["alder.hsc1"], left.cohe["alder"])
    assert [(each.minutes, each.remark) for each in shown] == [(30, "Her calendar")]


def test_a_supervisor_reads_no_leave_of_who_left_for_another_centre_before(left: House) -> None:
    furnish_position(left, to_on=date(2026, 11, 20))
    lead = left.actor("alder.supervisor")
    days = (date(2026, 11, 20), date(2026, 11, 21))
    during, since = (
        left.add(
            Absence,
            staff_id=left.staff["alder.hsc1"],
            kind="vacation",
            from_on=day,
            to_on=date(2026, 11, 27),
            recorded_by_id=left.staff["alder.hsc1"],
            recorded_at=AT,
        )
        for day in days
    )
    assert absence_read(lead, during).id == during
    with pytest.raises(NotFound):
        absence_read(lead, since)


def furnish_position(house: House, **values: Any) -> None:
    with bulk_unit("furnish", None) as unit:
        unit.entries.append(Entry("furnish"))
        db.session.execute(
            update(Position).where(Position.id == house.position["alder.hsc1"]).values(**values)
        )
