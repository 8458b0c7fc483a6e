"""`ohms check` and `ohms audit verify`: each fault that is planted is found, and found alone."""

import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from click.testing import Result

from ohms.domain.values import (
    Capture,
    Coordination,
    Method,
    Outcome,
    Party,
    ReferralStep,
    Service,
    StandardWork,
    TimeLossKind,
    WorkStatus,
)
from ohms.models.claims import TriageDecision
from ohms.models.coordination import CoordinationPeriod
from ohms.models.medical import TimeLossPayment, WorkStatusEpisode
from ohms.models.notes import CallIntake, CaseNote, Contact
from ohms.models.providers import Enrolment
from ohms.models.referrals import Referral, ReferralStepTaken
from ohms.models.tasks import Task
from ohms.models.time import TimeEntry
from ohms.models.transfers import ClaimTransfer
from ohms.queries.checks import INVARIANTS
from tests.cli.planting import allow_changes, allow_overlaps, plant
from tests.house import House

Run = Callable[..., Result]

TODAY = date(2026, 11, 24)
AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
NAME = "AL10001"


@pytest.fixture
def worked(house: House, clock: Callable[[str], None]) -> House:
    """A claim on which there was work: its summaries say what its facts say."""
    with house.app.app_context():
        note = add_note(house)
        add_time(house, note_id=note)
        house.add(
            Contact,
            claim_id=house.claim[NAME],
            cohe_id=house.cohe["alder"],
            note_id=note,
            staff_id=house.staff["alder.hsc1"],
            party=Party.WORKER,
            method=Method.PHONE,
            outcome=Outcome.REACHED,
            contact_on=date(2026, 11, 20),
        )
        add_task(house, date(2026, 12, 1))
        add_task(house, date(2026, 12, 8))
        add_payment(house, TimeLossKind.TIME_LOSS)
        add_episode(house, WorkStatus.OFF_WORK, date(2026, 10, 31), date(2026, 11, 15))
        add_episode(house, WorkStatus.MODIFIED_DUTY, date(2026, 11, 16), None)
    set_claim(
        house,
        "last_contact_on = '2026-11-20', next_due_by = '2026-12-01', open_tasks = 2,"
        " on_time_loss = true, work_status = 'modified_duty'",
    )
    return house


@pytest.fixture
def check(run: Run) -> Callable[[], Result]:
    return lambda: run("check", "--json", OHMS_CLOCK="2026-11-24T09:00:00-08:00")


def broken(result: Result) -> set[str]:
    """The names of the invariants of which something was found."""
    told = json.loads(result.stdout)
    return {each["name"] for each in told["invariants"] if each["findings"]}


def url_of(house: House) -> str:
    url: str = house.app.config["SQLALCHEMY_DATABASE_URI"]
    return url


def set_claim(house: House, what: str) -> None:
    plant(url_of(house), f"update claim set {what} where claim_number = '{NAME}'")


def about(house: House) -> dict[str, int]:
    return {"claim_id": house.claim[NAME], "cohe_id": house.cohe["alder"]}


def add_note(house: House, **changes: Any) -> int:
    facts = {
        "author_id": house.staff["alder.hsc1"],
        "position_id": house.position["alder.hsc1"],
        "standard_work": StandardWork.RETURN_TO_WORK,
        "body": "Spoke about light duty.",
        "performed_on": date(2026, 11, 20),
        "written_at": AT,
        "signed_at": AT,
    }
    return house.add(CaseNote, **{**about(house), **facts, **changes})


def add_time(house: House, **changes: Any) -> int:
    facts = {
        "staff_id": house.staff["alder.hsc1"],
        "position_id": house.position["alder.hsc1"],
        "performed_on": date(2026, 11, 20),
        "minutes": 12,
        "capture": Capture.TYPED,
        "entered_by_id": house.staff["alder.hsc1"],
        "entered_at": AT,
        "confirmed_at": AT,
    }
    return house.add(TimeEntry, **{**about(house), **facts, **changes})


def add_task(house: House, due_by: date) -> int:
    return house.add(
        Task,
        **about(house),
        owner_id=house.staff["alder.hsc1"],
        title="Call the mill",
        due_by=due_by,
        appears_on=date(2026, 11, 20),
        written_at=AT,
    )


def add_payment(house: House, kind: TimeLossKind) -> int:
    days = {"paid_from_on": date(2026, 11, 1), "paid_to_on": date(2026, 11, 14)}
    return house.add(TimeLossPayment, **about(house), **days, kind=kind)


def add_episode(house: House, status: WorkStatus, from_on: date, to_on: date | None) -> int:
    days = {"from_on": from_on, "to_on": to_on}
    return house.add(WorkStatusEpisode, **about(house), **days, work_status=status, source="apf")


def add_call(house: House, **changes: Any) -> int:
    facts = {
        "taken_by_id": house.staff["alder.hsc1"],
        "position_id": house.position["alder.hsc1"],
        "caller": "Jo",
        "message": "Asks for a call.",
        "performed_on": date(2026, 11, 20),
        "taken_at": AT,
    }
    return house.add(CallIntake, **{**about(house), **facts, **changes})


def add_period(house: House) -> int:
    return house.add(CoordinationPeriod, **about(house), from_on=date(2026, 11, 20))


def add_referral(house: House, **changes: Any) -> int:
    facts = {
        "employer_id": house.employer["Mill"],
        "service": Service.STAY_AT_WORK,
        "step": ReferralStep.SENT,
        "drafted_by_id": house.staff["alder.hsc1"],
        "drafted_at": AT,
        "sent_at": AT,
    }
    return house.add(Referral, **{**about(house), **facts, **changes})


def enrol_twice(house: House) -> None:
    allow_overlaps(url_of(house), "enrolment")
    house.add(
        Enrolment,
        provider_id=house.provider["alder.1"],
        cohe_id=house.cohe["birch"],
        from_on=date(2026, 11, 10),
    )


def change_an_audit_entry(house: House) -> None:
    allow_changes(url_of(house), "audit_entry")
    plant(url_of(house), "update audit_entry set action = 'other' where number = 1 and lane = 0")


def stop_indexing_notes(house: House) -> None:
    on_table = "" if url_of(house).startswith("sqlite") else " on case_note"
    plant(url_of(house), f"drop trigger note_words_insert{on_table}")
    add_note(house)


def end_position(house: House, day: str) -> None:
    plant(
        url_of(house),
        f"update position set to_on = '{day}', ended_by = 'departure' where id = :id",
        id=house.position["alder.hsc1"],
    )


FAULTS: dict[str, Callable[[House], object]] = {
    "last_contact": lambda house: set_claim(house, "last_contact_on = null"),
    "next_due": lambda house: set_claim(house, "next_due_by = '2026-12-08'"),
    "open_tasks": lambda house: set_claim(house, "open_tasks = 3"),
    "derived_tasks": lambda house: (
        add_period(house),
        set_claim(house, "coordination = 'watching'"),
    ),
    "assigned_to": lambda house: set_claim(house, f"assigned_to_id = {house.staff['alder.hsc2']}"),
    "coordination_periods": lambda house: add_period(house),
    "referral_steps": lambda house: add_referral(house, step=ReferralStep.DRAFT, sent_at=None),
    "time_loss": lambda house: set_claim(house, "on_time_loss = false"),
    "work_status": lambda house: set_claim(house, "work_status = 'off_work'"),
    "low_complexity": lambda house: set_claim(house, "complexity = 'low'"),
    "assistants_lane": lambda house: plant(
        url_of(house),
        "update task set owner_id = :id where due_by = '2026-12-01'",
        id=house.staff["alder.assistant1"],
    ),
    "enrolled": lambda house: plant(
        url_of(house),
        "update enrolment set from_on = '2026-11-03' where provider_id = :id",
        id=house.provider["alder.1"],
    ),
    "one_a_day": enrol_twice,
    "time_position": lambda house: add_time(house, staff_id=house.staff["alder.hsc2"]),
    "time_position_held": lambda house: add_time(house, performed_on=date(2023, 12, 31)),
    "time_cohe": lambda house: add_time(house, cohe_id=house.cohe["birch"]),
    "note_position": lambda house: add_note(house, author_id=house.staff["alder.hsc2"]),
    "note_position_held": lambda house: add_note(
        house, written_at=datetime(2024, 1, 1, 7, tzinfo=UTC)
    ),
    "call_minutes": lambda house: add_call(
        house, matched_at=AT, matched_by_id=house.staff["alder.hsc1"], minutes=5
    ),
    "call_cohe": lambda house: add_call(
        house, claim_id=None, proposed_claim_id=house.claim["BI10001"]
    ),
    "full_text": stop_indexing_notes,
    "audit_chain": change_an_audit_entry,
}


def test_a_furnished_house_passes(worked: House, check: Callable[[], Result]) -> None:
    passed = check()
    assert broken(passed) == set()
    assert (passed.exit_code, passed.stderr) == (0, "")


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found_and_nothing_else(
    name: str, worked: House, check: Callable[[], Result]
) -> None:
    with worked.app.app_context():
        FAULTS[name](worked)
    found = check()
    assert broken(found) == {name}
    assert found.exit_code == 1
    assert found.stderr == f"Error: 1 of {len(INVARIANTS)} invariants do not hold.\n"


def test_every_invariant_has_a_planted_fault_here() -> None:
    others = {  # each has a test of its own
        "answered_for",
        "database_whole",
        "put_away",
        "put_away_answered",
        "referral_chased",
        "references_hold",
        "tasks_handed_over",
    }
    assert {each.name for each in INVARIANTS} == set(FAULTS) | others


def test_a_silent_referral_without_its_task_is_found(
    worked: House, check: Callable[[], Result]
) -> None:
    with worked.app.app_context():
        referral_id = add_referral(worked, expected_by=date(2026, 11, 20))
        step = {"staff_id": worked.staff["alder.hsc1"], "at": AT}
        for each in (ReferralStep.DRAFT, ReferralStep.SENT):
            worked.add(
                ReferralStepTaken, **about(worked), referral_id=referral_id, step=each, **step
            )
    assert broken(check()) == {"referral_chased", "derived_tasks"}


def test_kept_on_salary_alone_makes_no_time_loss_claim(
    worked: House, check: Callable[[], Result]
) -> None:
    plant(url_of(worked), "update time_loss_payment set kind = 'kept_on_salary'")
    assert broken(check()) == {"time_loss"}
    set_claim(worked, "on_time_loss = false")
    assert broken(check()) == set()


def test_an_episode_to_come_may_show_already_and_need_not(
    worked: House, check: Callable[[], Result]
) -> None:
    plant(url_of(worked), "update work_status_episode set to_on = '2026-11-30' where to_on is null")
    with worked.app.app_context():
        add_episode(worked, WorkStatus.FULL_DUTY, date(2026, 12, 1), None)
    assert broken(check()) == set()
    set_claim(worked, "work_status = 'full_duty'")
    assert broken(check()) == set()


def test_a_claim_without_a_coordinator_is_a_gap_and_no_failure(
    worked: House, check: Callable[[], Result]
) -> None:
    end_position(worked, "2026-11-23")
    found = check()
    assert broken(found) == {"answered_for"}
    assert (found.exit_code, found.stderr) == (0, "")
    gap = next(e for e in json.loads(found.stdout)["invariants"] if e["findings"])
    assert gap["severity"] == "gap"
    assert [line.split(":")[0] for line in gap["findings"]] == ["claim AL10001", "claim AL10002"]


def put_away_before_time_loss(house: House) -> None:
    """The claim with its payment and restriction, neither of which was seen at triage."""
    house.add(
        TriageDecision,
        **about(house),
        score=0,
        reasons="[]",
        decision="no_action",
        reason="At work",
        decided_by_id=house.staff["alder.hsc1"],
        decided_at=AT,
    )
    what = (
        "coordination = 'closed', close_reason = 'not_needed', open_tasks = 0, next_due_by = null"
    )
    set_claim(house, what)
    plant(url_of(house), "delete from task")


def test_a_put_away_claim_with_an_unseen_reason_that_triage_would_not_show_is_a_fault(
    worked: House, check: Callable[[], Result]
) -> None:
    with worked.app.app_context():
        put_away_before_time_loss(worked)
    plant(url_of(worked), "delete from work_status_episode")
    set_claim(worked, "work_status = 'unknown'")
    assert broken(check()) == set()
    set_claim(worked, "on_time_loss = false")  # by which triage looks for those that may come back
    found = check()
    assert broken(found) == {"put_away", "time_loss"}
    assert "claim AL10001: put away, and not shown: time_loss unseen" in found.stdout


def test_a_put_away_claim_with_an_unseen_reason_and_no_coordinator_is_a_gap(
    worked: House, check: Callable[[], Result]
) -> None:
    with worked.app.app_context():
        put_away_before_time_loss(worked)
    assert broken(check()) == set()
    end_position(worked, "2026-11-23")
    found = check()
    assert broken(found) == {"answered_for", "put_away_answered"}
    assert found.exit_code == 0
    assert "in nobody's triage: restricted_without_apf, time_loss unseen" in found.stdout


def test_a_task_that_stayed_with_who_handed_the_claim_over_is_a_gap(
    worked: House, check: Callable[[], Result]
) -> None:
    giver, taker = worked.staff["alder.hsc1"], worked.staff["alder.hsc2"]
    after = datetime(2026, 11, 23, 18, tzinfo=UTC)
    people = {"from_staff_id": giver, "to_staff_id": taker, "offered_by_id": giver}
    accepted = {"decision": "accepted", "decided_by_id": taker, "decided_at": after}
    with worked.app.app_context():
        worked.add(
            ClaimTransfer,
            **about(worked),
            **people,
            **accepted,
            claim_number=NAME,
            to_cohe_id=worked.cohe["alder"],
            from_on=after.date(),
            reason="Leave",
            offered_at=after,
        )
    found = check()
    assert broken(found) == {"tasks_handed_over"}
    assert found.exit_code == 0


def test_a_coordinator_answers_through_the_last_day_worked(
    worked: House, check: Callable[[], Result]
) -> None:
    end_position(worked, "2026-11-24")
    assert broken(check()) == set()


def test_a_closed_coordination_needs_no_coordinator(
    worked: House, check: Callable[[], Result]
) -> None:
    end_position(worked, "2026-11-23")
    plant(
        url_of(worked),
        "update claim set coordination = :closed",
        closed=Coordination.CLOSED.value,
    )
    assert broken(check()) == set()


def test_voided_minutes_are_not_looked_at(worked: House, check: Callable[[], Result]) -> None:
    with worked.app.app_context():
        add_time(worked, performed_on=date(2023, 12, 31), voided_at=AT)
    assert broken(check()) == set()


def test_a_note_of_the_last_evening_worked_stands_under_its_position(
    worked: House, check: Callable[[], Result]
) -> None:
    """At 23:30 in Washington it is the next day in UTC."""
    end_position(worked, "2026-11-20")
    with worked.app.app_context():
        add_note(worked, written_at=datetime(2026, 11, 21, 7, 30, tzinfo=UTC))
    assert broken(check()) == {"answered_for"}


def test_findings_name_claims_by_number_and_nobody_by_name(
    worked: House, run: Run, clock: Callable[[str], None]
) -> None:
    set_claim(worked, "open_tasks = 3")
    found = run("check", OHMS_CLOCK="2026-11-24T09:00:00-08:00")
    assert "claim AL10001: open_tasks is 3, its facts say 2" in found.stdout
    assert "WorkerAL10001" not in found.output


@pytest.mark.sqlite_only
def test_a_row_without_its_parent_is_found(worked: House, check: Callable[[], Result]) -> None:
    file = sqlite3.connect(url_of(worked).removeprefix("sqlite:///"))
    file.execute(
        "insert into calendar_day (cohe_id, day, name, is_open) values (99, '2026-12-24', 'Eve', 0)"
    )
    file.commit()
    file.close()
    assert broken(check()) == {"references_hold"}


@pytest.mark.sqlite_only
def test_a_damaged_page_is_found(
    worked: House, check: Callable[[], Result], database_url: str
) -> None:
    path = database_url.removeprefix("sqlite:///")
    file = sqlite3.connect(path)
    file.execute("pragma wal_checkpoint(truncate)")
    (root,) = file.execute("select rootpage from sqlite_master where name = 'training'").fetchone()
    (size,) = file.execute("pragma page_size").fetchone()
    file.close()
    with open(path, "r+b") as pages:  # noqa: PTH123
        pages.seek((root - 1) * size)
        pages.write(b"\xff" * 64)
    found = check()
    assert found.exit_code == 1
    assert "database_whole" in broken(found)


def test_a_whole_audit_is_verified(house: House, run: Run) -> None:
    verified = run("audit", "verify")
    assert (verified.exit_code, verified.stdout) == (0, "The audit chain is whole.\n")


def test_the_first_broken_entry_of_the_audit_is_told(house: House, run: Run) -> None:
    change_an_audit_entry(house)
    verified = run("audit", "verify")
    assert verified.exit_code == 1
    assert verified.stderr == (
        "Error: The audit chain breaks in lane 0 at entry 1:"
        " The entry was changed after it was written.\n"
    )
    as_data = run("audit", "verify", "--json")
    assert as_data.exit_code == 1
    assert json.loads(as_data.stdout)["first_break"]["number"] == 1
