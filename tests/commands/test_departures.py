"""Access ended, and everything open falling to the supervisor: what is told of it, and what the check finds."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from ohms.commands.account_care import deactivate_account, issue_link
from ohms.commands.api_tokens import make_token
from ohms.commands.audit import Entry
from ohms.commands.departures import end_access
from ohms.commands.reassigning import reassign_tasks
from ohms.commands.unit_of_work import ActorGone, bulk_unit
from ohms.domain.api_tokens import TokenScope
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.values import EndedBy, Role, StandardWork
from ohms.extensions import db
from ohms.models.account_links import AccountLink
from ohms.models.api_tokens import ApiToken
from ohms.models.claims import Claim, ClaimAssignment, Delegation
from ohms.models.coverage import Coverage
from ohms.models.notes import CaseNote
from ohms.models.providers import ProviderAssignment, StandingDeputy
from ohms.models.staff import AssistantAssignment, Position, StaffMember
from ohms.models.tasks import Task
from ohms.models.time import TimeEntry
from ohms.models.transfers import ClaimTransfer
from ohms.queries.checks.departed import open_work_of_the_departed, words_of_the_departed
from ohms.queries.departures import departure_shown, would_leave
from ohms.queries.guard import unscoped
from ohms.queries.minutes_entered import minutes_entered_for
from ohms.queries.workload import centres
from ohms.queries.workload_minutes import WhichMinutes, every_entry
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


def words() -> list[str]:
    with unscoped("a test looks"):
        return list(words_of_the_departed(TODAY))


def test_access_ends_at_once_though_the_last_day_is_today(left: House) -> None:
    before = left.actor("alder.hsc1")
    depart(left)
    assert left.actor("alder.hsc1").positions == ()
    position = one(select(Position).where(Position.id == left.position["alder.hsc1"]))
    assert (position.to_on, position.ended_by) == (TODAY, EndedBy.DEPARTURE)
    assert not one(select(StaffMember.active).where(StaffMember.username == "alder.hsc1"))
    with pytest.raises(ActorGone):
        reassign_tasks(before, [1], owner_id=left.staff["alder.hsc2"])


def test_a_closed_account_keeps_no_token_and_no_link_and_is_not_opened_by_a_departure(
    left: House,
) -> None:
    leaver = left.staff["alder.hsc1"]
    admin = left.actor("admin")
    soon = date(2026, 12, 24)
    make_token(left.actor("alder.hsc1"), "Mine", [TokenScope.CLAIMS_READ], soon, key="k" * 32)
    issue_link(admin, leaver, "https://ohms.example.org/welcome?token=")
    depart(left)
    assert one(select(ApiToken.revoked_at).where(ApiToken.staff_id == leaver))
    assert one(select(AccountLink.ended_at).where(AccountLink.staff_id == leaver))

    elsewhere = left.staff["alder.hsc2"]
    left.add(
        Position, staff_id=elsewhere, cohe_id=left.cohe["birch"], role=Role.HSC, from_on=AT.date()
    )
    deactivate_account(admin, elsewhere)
    lead = left.actor("alder.supervisor")
    end_access(lead, left.cohe["alder"], elsewhere, last_on=TODAY, reason="Moves away")
    assert one(select(StaffMember.active).where(StaffMember.id == elsewhere)) is False


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


def test_of_a_restricted_claim_no_more_is_told_than_that_something_of_it_is_left(
    left: House,
) -> None:
    lead, cohe = left.actor("alder.supervisor"), left.cohe["alder"]
    gone = departure_shown(lead, depart(left)).left
    assert [(each.name, each.claim_number) for each in gone.claims] == [
        ("A restricted claim", None)
    ]
    assert sorted((each.name, each.claim_number) for each in gone.tasks if each.claim_number) == [
        ("Call about AL10001", "AL10001")
    ]
    assert [each.name for each in gone.tasks if not each.claim_number] == [
        "A task on a restricted claim"
    ]
    left.add(
        TimeEntry,
        staff_id=left.staff["alder.hsc1"],
        position_id=left.position["alder.hsc1"],
        cohe_id=cohe,
        claim_id=left.claim["AL10003"],
        performed_on=TODAY,
        minutes=15,
        capture="typed",
        remark="Of a cousin of ours",
        entered_by_id=left.staff["alder.supervisor"],
        entered_at=AT,
        confirmed_at=AT,
    )
    told = [
        (each.claim_number, each.remark)
        for each in minutes_entered_for(lead, left.staff["alder.hsc1"], cohe)
    ]
    (centre,) = [each for each in centres(lead) if each.id == cohe]
    rows = every_entry(lead, centre, (TODAY, TODAY), WhichMinutes())
    assert [*told, *((each.claim_number, each.remark) for each in rows)] == [(None, None)] * 2


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
    fallen = [left.claim["AL10001"], left.claim["AL10003"]]
    assert sorted(each.claim_id or 0 for each in gone.claims) == fallen
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


@pytest.mark.parametrize("kind", ["deputy", "cover", "under", "lent", "offer"])
def test_the_check_finds_each_kind_of_open_work(left: House, kind: str) -> None:
    depart(left)
    gone, other, cohe = (
        left.staff["alder.hsc1"],
        left.staff["alder.hsc2"],
        left.cohe["alder"],
    )
    provider, claim = left.provider["alder.2"], left.claim["AL10002"]
    days = {"cohe_id": cohe, "from_on": TODAY}
    rows: dict[str, tuple[Any, dict[str, Any]]] = {
        "deputy": (StandingDeputy, {"provider_id": provider, "staff_id": gone}),
        "cover": (
            Coverage,
            {"provider_id": provider, "absent_id": other, "covering_id": gone, "to_on": TODAY},
        ),
        "under": (AssistantAssignment, {"assistant_id": gone, "coordinator_id": other}),
        "lent": (
            Delegation,
            {
                "claim_id": claim,
                "from_staff_id": other,
                "to_staff_id": gone,
                "scope": "claim",
                "to_on": TODAY,
            },
        ),
        "offer": (
            ClaimTransfer,
            {
                "claim_id": claim,
                "claim_number": "AL10002",
                "to_cohe_id": cohe,
                "to_staff_id": gone,
                "offered_by_id": other,
                "offered_at": AT,
                "reason": "Helps",
            },
        ),
    }
    model, values = rows[kind]
    left.add(model, **{**days, **values})
    assert len(findings()) == 1


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
