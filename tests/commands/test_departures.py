"""Access ended, everything open falling to the supervisor, and handed on until nothing is left."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from ohms.commands.audit import Entry
from ohms.commands.departures import end_access, have_note_adopted, place_assistant
from ohms.commands.provider_moves import move_provider
from ohms.commands.reassigning import reassign_tasks
from ohms.commands.unit_of_work import ActorGone, bulk_unit
from ohms.domain.access import NotFound
from ohms.domain.errors import RuleBroken
from ohms.domain.provider_moves import Goes
from ohms.domain.values import EndedBy, StandardWork
from ohms.extensions import db
from ohms.models.claims import Claim, ClaimAssignment
from ohms.models.notes import CaseNote
from ohms.models.providers import ProviderAssignment
from ohms.models.staff import AssistantAssignment, Position, StaffMember
from ohms.models.tasks import Task
from ohms.queries.checks.departed import open_work_of_the_departed
from ohms.queries.departures import departure_shown, would_leave
from ohms.queries.guard import unscoped
from tests.house import House, one

TODAY = date(2026, 11, 24)
AT = datetime(2026, 11, 20, 18, tzinfo=UTC)


@pytest.fixture
def left(house: House, clock: Callable[[str], None]) -> Iterator[House]:
    """hsc1 of alder has a provider, a restricted claim by name, two tasks, a draft and an assistant."""
    clock("2026-11-24T12:00:00-08:00")
    with house.app.app_context():
        cohe, hsc = house.cohe["alder"], house.staff["alder.hsc1"]
        for number in ("AL10001", "AL10003"):
            house.add(
                Task,
                claim_id=house.claim[number],
                cohe_id=cohe,
                owner_id=hsc,
                title=f"Call about {number}",
                due_by=TODAY,
                appears_on=TODAY,
                written_at=AT,
            )
        house.add(
            CaseNote,
            claim_id=house.claim["AL10001"],
            cohe_id=cohe,
            author_id=hsc,
            position_id=house.position["alder.hsc1"],
            standard_work=StandardWork.BARRIERS,
            body="Half a thought.",
            performed_on=date(2026, 11, 20),
            written_at=AT,
        )
        give_by_name(house, "AL10003", hsc)
        yield house


def give_by_name(
    house: House, number: str, staff_id: int, from_on: date = date(2026, 11, 10)
) -> None:
    with bulk_unit("furnish", None) as unit:
        unit.entries.append(Entry("furnish"))
        db.session.execute(
            update(Claim)
            .where(Claim.id == house.claim[number])
            .values(assigned_to_id=staff_id, restricted=True)
        )
    house.add(
        ClaimAssignment,
        claim_id=house.claim[number],
        cohe_id=house.cohe["alder"],
        staff_id=staff_id,
        given_by_id=staff_id,
        from_on=from_on,
        reason="Knows the worker",
    )


def depart(house: House) -> int:
    lead = house.actor("alder.supervisor")
    return end_access(
        lead, house.cohe["alder"], house.staff["alder.hsc1"], last_on=TODAY, reason="Moves away"
    )


def findings() -> list[str]:
    with unscoped("a test looks"):
        return list(open_work_of_the_departed(TODAY))


def test_access_ends_at_once_though_the_last_day_is_today(left: House) -> None:
    before = left.actor("alder.hsc1")
    depart(left)
    assert left.actor("alder.hsc1").positions == ()
    position = one(select(Position).where(Position.id == left.position["alder.hsc1"]))
    assert (position.to_on, position.ended_by) == (TODAY, EndedBy.DEPARTURE)
    assert not one(select(StaffMember.active).where(StaffMember.username == "alder.hsc1"))
    with pytest.raises(ActorGone):
        reassign_tasks(before, [1], owner_id=left.staff["alder.hsc2"])


def test_all_that_was_open_falls_to_the_supervisor_restricted_claims_too(left: House) -> None:
    lead = left.actor("alder.supervisor")
    dry = would_leave(lead, left.cohe["alder"], left.staff["alder.hsc1"])
    assert [len(dry.providers), len(dry.tasks), len(dry.notes), len(dry.assistants)] == [1, 2, 1, 1]
    depart(left)
    holder = left.staff["alder.supervisor"]
    owners = select(Task.owner_id).where(Task.claim_id == left.claim["AL10003"])
    assert one(owners) == holder
    assert one(select(Claim.assigned_to_id).where(Claim.id == left.claim["AL10003"])) == holder
    assert findings() == []


def test_what_the_supervisor_had_before_is_none_of_what_was_left(left: House) -> None:
    """Her own claim by name, provider, assistant and task; and what was given only today falls too."""
    lead, holder = left.actor("alder.supervisor"), left.staff["alder.supervisor"]
    give_by_name(left, "AL10002", holder, from_on=TODAY)
    left.add(
        AssistantAssignment,
        assistant_id=left.staff["alder.hsc2"],
        coordinator_id=holder,
        cohe_id=left.cohe["alder"],
        from_on=TODAY,
    )
    left.add(
        ProviderAssignment,
        provider_id=left.provider["birch.1"],
        cohe_id=left.cohe["alder"],
        staff_id=holder,
        from_on=TODAY,
    )
    give_by_name(left, "AL10001", left.staff["alder.hsc1"], from_on=TODAY)
    gone = departure_shown(lead, depart(left)).left
    assert sorted(str(each.claim_number) for each in gone.claims) == ["AL10001", "AL10003"]
    assert [each.id for each in gone.providers] == [left.provider["alder.1"]]
    assert [each.id for each in gone.assistants] == [left.staff["alder.assistant1"]]


def test_the_check_finds_what_somebody_who_left_still_has(left: House) -> None:
    depart(left)
    left.add(
        Task,
        claim_id=left.claim["AL10002"],
        cohe_id=left.cohe["alder"],
        owner_id=left.staff["alder.hsc1"],
        title="Call the employer",
        due_by=TODAY,
        appears_on=TODAY,
        written_at=AT,
    )
    assert len(findings()) == 1


def test_the_departure_is_complete_when_everything_was_handed_on(left: House) -> None:
    departure, lead = depart(left), left.actor("alder.supervisor")
    heir, cohe = left.staff["alder.hsc2"], left.cohe["alder"]
    gone: Any = departure_shown(lead, departure)
    move_provider(
        lead,
        cohe,
        gone.left.providers[0].id,
        to_staff_id=heir,
        from_on=TODAY,
        goes=Goes.OPEN_TOO,
        reason="Follows a departure",
    )
    have_note_adopted(lead, departure, gone.left.notes[0].id, to_staff_id=heir)
    place_assistant(lead, departure, left.staff["alder.assistant1"], to_staff_id=heir)
    note = one(select(CaseNote).where(CaseNote.author_id == heir))
    assert note.body.startswith("Written by Rosa Alvarez of alder, unsigned, adopted by Tam Nguyen")
    gone = departure_shown(lead, departure).left
    assert [*gone.providers, *gone.notes, *gone.assistants] == []
    # The restricted claim and its task wait for somebody who is admitted to it.
    assert [thing.claim_number for thing in gone.tasks] == ["AL10003"]


def test_nobody_ends_their_own_access_or_anothers_elsewhere(left: House) -> None:
    lead = left.actor("alder.supervisor")
    with pytest.raises(RuleBroken):
        end_access(
            lead, left.cohe["alder"], left.staff["alder.supervisor"], last_on=None, reason="Enough"
        )
    for staff in ("birch.hsc1", "lni.contract"):
        with pytest.raises(NotFound):
            end_access(lead, left.cohe["alder"], left.staff[staff], last_on=None, reason="Enough")
    with pytest.raises(NotFound):
        end_access(
            left.actor("birch.supervisor"),
            left.cohe["alder"],
            left.staff["alder.hsc1"],
            last_on=None,
            reason="Enough",
        )
