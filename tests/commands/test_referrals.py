"""Referrals there and back: only allowed steps, each on the record, and no silence without a task."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy import update as change_rows

from ohms.commands import referral_steps as steps
from ohms.commands import tasks
from ohms.commands.derived_tasks import bring_tasks_to_facts
from ohms.commands.referrals import change_draft, draft_referral
from ohms.commands.refusals import Conflict
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.errors import NotAllowed, NotFound, RuleBroken
from ohms.domain.services import RISK_MANAGEMENT
from ohms.domain.values import ReferralStep, Service, TaskState
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.medical import ActivityPrescription
from ohms.models.referrals import ReferralStepTaken, ReferralVersion
from ohms.models.reports import Setting
from ohms.models.tasks import Task
from ohms.queries.checks import recompute
from ohms.queries.guard import unscoped
from tests.house import House, count_of, one
from tests.referrals import filled_in, referral_of, send, sent_referral, update

S = ReferralStep
SILENT_ON = date(2026, 12, 11)


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def steps_of(referral_id: int) -> list[ReferralStepTaken]:
    taken = select(ReferralStepTaken).where(ReferralStepTaken.referral_id == referral_id)
    with unscoped("a test looks"):
        return list(db.session.execute(taken.order_by(ReferralStepTaken.id)).scalars())


def tasks_of(referral_id: int) -> list[Task]:
    keys = [f"referral:{step.id}" for step in steps_of(referral_id)]
    found = select(Task).where(Task.derived_key.in_(keys)).order_by(Task.id)
    with unscoped("a test looks"):
        rows = db.session.execute(found.execution_options(populate_existing=True)).scalars()
        return list(rows)


def faults(day: date) -> list[str]:
    about = {"referral_steps", "referral_chased", "derived_tasks", "open_tasks", "next_due"}
    return [
        finding
        for checked in recompute(day)
        if checked.invariant.name in about
        for finding in checked.findings
    ]


def test_sending_writes_the_task_that_shows_on_the_expected_day(house: House) -> None:
    with house.app.app_context():
        referral_id = sent_referral(house, Service.STAY_AT_WORK)
        referral = referral_of(referral_id)
        assert referral.expected_by == date(2026, 12, 10)
        (task,) = tasks_of(referral_id)
        assert (task.appears_on, task.due_by) == (referral.expected_by, referral.expected_by)
        assert task.owner_id == house.staff["alder.hsc1"]
        assert faults(SILENT_ON) == []


def test_the_days_until_an_answer_are_a_setting_of_the_cohe(house: House) -> None:
    with house.app.app_context():
        said = {"name": "referral.answer_days.vocational", "value": "3", "source": "A meeting"}
        when = referral_of(sent_referral(house, Service.VOCATIONAL)).drafted_at
        dated = {"from_on": date(2026, 11, 1), "proposed_at": when, "approved_at": when}
        house.add(Setting, cohe_id=house.cohe["alder"], **said, **dated)
        referral_id = sent_referral(house, Service.VOCATIONAL, "AL10002")
        assert referral_of(referral_id).expected_by == date(2026, 12, 1)


def test_an_answer_closes_the_task_and_the_next_wait_has_its_own(house: House) -> None:
    with house.app.app_context():
        referral_id = sent_referral(house, Service.STAY_AT_WORK)
        desk = house.actor("lni.stayatwork")
        steps.answer_referral(desk, referral_id, S.NEEDS_INFORMATION, reason="Which job?")
        asked, given = tasks_of(referral_id)
        assert asked.state is TaskState.DONE
        assert asked.evidence_text == "Referral needs information on Nov 24, 2026"
        assert given.title == "Give Stay at Work what it asks for"
        hsc = house.actor("alder.hsc1")
        steps.give_information(hsc, referral_id, reason="The packing line.")
        steps.answer_referral(desk, referral_id, S.ACCEPTED)
        assert [task.state for task in tasks_of(referral_id)].count(TaskState.TO_DO) == 1
        steps.answer_referral(desk, referral_id, S.COMPLETED, outcome="66 days approved")
        assert all(task.finished_at for task in tasks_of(referral_id))
        assert [step.staff_id for step in steps_of(referral_id)].count(desk.staff_id) == 3
        assert faults(SILENT_ON) == []


def test_a_task_ended_without_an_answer_comes_again(house: House) -> None:
    with house.app.app_context():
        referral_id = sent_referral(house, Service.STAY_AT_WORK)
        (task,) = tasks_of(referral_id)
        hsc = house.actor("alder.hsc1")
        tasks.finish_task(hsc, task.id, word="Called")
        first, second = tasks_of(referral_id)
        assert (first.state, second.state) == (TaskState.DONE, TaskState.TO_DO)
        assert second.due_by == date(2026, 12, 10)
        assert faults(SILENT_ON) == []
        tasks.reopen_task(hsc, task.id)
        assert [each.finished_at is None for each in tasks_of(referral_id)] == [True, False]
        assert faults(SILENT_ON) == []


def test_asking_again_moves_the_task_and_stands_on_the_record(house: House) -> None:
    with house.app.app_context():
        referral_id = sent_referral(house, Service.STAY_AT_WORK)
        hsc = house.actor("alder.hsc1")
        with pytest.raises(RuleBroken, match="after today"):
            steps.ask_again(hsc, referral_id, expected_by=hsc.on_day)
        steps.ask_again(hsc, referral_id, expected_by=date(2026, 12, 18), reason="On leave")
        assert steps_of(referral_id)[-1].reason == "Asked again: On leave"
        open_ones = [task for task in tasks_of(referral_id) if task.finished_at is None]
        assert [task.due_by for task in open_ones] == [date(2026, 12, 18)]


def test_a_silence_that_an_older_database_holds_gets_its_task(house: House) -> None:
    with house.app.app_context():
        referral_id = sent_referral(house, Service.STAY_AT_WORK)
        (task,) = tasks_of(referral_id)
        with bulk_unit("forget", None):
            db.session.connection().execute(
                change_rows(Task).where(Task.id == task.id).values(derived_key=None)
            )
        assert any("silent and nobody has a task" in each for each in faults(SILENT_ON))
        bring_tasks_to_facts(SILENT_ON)
        assert not any("silent and nobody has a task" in each for each in faults(SILENT_ON))


def test_assistants_draft_and_only_coordinators_send_what_is_ready(house: House) -> None:
    with house.app.app_context():
        assistant, hsc = house.actor("alder.assistant1"), house.actor("alder.hsc1")
        referral_id = draft_referral(assistant, house.claim["AL10002"], Service.STAY_AT_WORK)
        with pytest.raises(NotAllowed):
            send(assistant, referral_id)
        with pytest.raises(RuleBroken, match="Still needed"):
            send(hsc, referral_id)
        seen = referral_of(referral_id).version
        change_draft(assistant, referral_id, filled_in(Service.STAY_AT_WORK))
        with pytest.raises(Conflict):
            send(hsc, referral_id, version=seen)
        assert send(hsc, referral_id).sent_by_id == hsc.staff_id


def test_two_about_the_same_thing_are_refused(house: House) -> None:
    with house.app.app_context():
        hsc = house.actor("alder.hsc1")
        sent_referral(house, Service.STAY_AT_WORK)
        with pytest.raises(RuleBroken, match="open on the claim"):
            draft_referral(hsc, house.claim["AL10001"], Service.STAY_AT_WORK)
        draft_referral(hsc, house.claim["AL10002"], Service.STAY_AT_WORK)
        first = draft_referral(hsc, house.claim["AL10001"], Service.RISK_MANAGEMENT)
        with pytest.raises(RuleBroken, match="open for the claim's employer"):
            draft_referral(hsc, house.claim["AL10003"], Service.RISK_MANAGEMENT)
        steps.withdraw_referral(hsc, first, reason="The wrong employer")
        again = draft_referral(hsc, house.claim["AL10003"], Service.RISK_MANAGEMENT)
        with pytest.raises(RuleBroken, match="open for the claim's employer"):
            steps.reopen_referral(hsc, first, reason="After all")
        steps.withdraw_referral(hsc, again, reason="Not needed")
        assert steps.reopen_referral(hsc, first, reason="After all").step is S.DRAFT


def test_an_update_is_a_further_version_and_the_first_stays(house: House) -> None:
    with house.app.app_context():
        referral_id = sent_referral(house, Service.STAY_AT_WORK)
        hsc = house.actor("alder.hsc1")
        said = filled_in(Service.STAY_AT_WORK)
        with pytest.raises(RuleBroken, match="Nothing is different"):
            update(hsc, referral_id, said, reason="?")
        update(hsc, referral_id, {**said, "light_duty": "no"}, reason="Shift cut")
        contents = [
            json.loads(one(select(ReferralVersion.content).where(ReferralVersion.number == number)))
            for number in (1, 2)
        ]
        assert [each["light_duty"] for each in contents] == ["yes", "no"]
        assert "120 days worked" in contents[0]["told_caps"]
        assert count_of(ReferralVersion, ReferralVersion.sent_at.is_not(None)) == 2


CANARY = "canary"


def test_nothing_of_the_claim_leaves_with_a_risk_management_referral(house: House) -> None:
    with house.app.app_context():
        facts: dict[str, Any] = dict.fromkeys(
            ("body_part_code", "nature_code", "icd10", "employer_contact", "safety_flag"), CANARY
        )
        with bulk_unit("mark", None):
            db.session.connection().execute(change_rows(Claim).values(**facts))
        house.add(
            ActivityPrescription,
            claim_id=house.claim["AL10001"],
            cohe_id=house.cohe["alder"],
            provider_id=house.provider["alder.1"],
            exam_on=date(2026, 11, 5),
            from_on=date(2026, 11, 5),
            work_status="off_work",
            restrictions=CANARY,
            objective_finding=CANARY,
            complete=True,
        )
        hsc, claim = house.actor("alder.hsc1"), house.claim["AL10001"]
        referral_id = draft_referral(hsc, claim, Service.RISK_MANAGEMENT)
        strangers = {"restrictions": CANARY, "diagnosis": CANARY, "told_claim": CANARY}
        change_draft(hsc, referral_id, filled_in(Service.RISK_MANAGEMENT) | strangers)
        send(hsc, referral_id)
        content = one(
            select(ReferralVersion.content).where(ReferralVersion.referral_id == referral_id)
        )
        assert CANARY not in content
        assert "AL10001" not in content
        own = {each.name for each in RISK_MANAGEMENT.fields}
        assert set(json.loads(content)) == own | {"told_employer", "told_employer_claims"}
        assert json.loads(content)["told_employer_claims"] == "3"
        beside = draft_referral(hsc, claim, Service.STAY_AT_WORK)
        told = one(select(ReferralVersion.content).where(ReferralVersion.referral_id == beside))
        assert CANARY in told, "a service about the claim is told what its fields ask for"


@pytest.mark.parametrize("seed", range(6))
def test_random_commands_take_only_allowed_steps_and_leave_no_silence(
    house: House, clock: Callable[[str], None], seed: int
) -> None:
    rng = Random(seed)
    day = date(2026, 11, 24)
    with house.app.app_context():
        service = rng.choice([Service.STAY_AT_WORK, Service.VOCATIONAL])
        referral_id = draft_referral(house.actor("alder.hsc1"), house.claim["AL10001"], service)
        for turn in range(14):
            clock(f"{day}T12:{turn:02}:00-08:00")
            before = len(steps_of(referral_id))
            stood_at = referral_of(referral_id).step
            try:
                _anything(rng, house, referral_id, service, day)
            except (RuleBroken, NotAllowed, NotFound):  # a desk sees no draft
                db.session.rollback()
                assert (len(steps_of(referral_id)), referral_of(referral_id).step) == (
                    before,
                    stood_at,
                )
            with suppress(IndexError):
                if rng.random() < 0.2:
                    _end_a_task(rng, house, referral_id, day)
            day += timedelta(days=rng.choice([0, 1, 9]))
            assert faults(day + timedelta(days=40)) == []
            assert all(step.staff_id for step in steps_of(referral_id))


def _anything(rng: Random, house: House, referral_id: int, service: Service, day: date) -> None:
    hsc, desk = house.actor("alder.hsc1", day), house.actor("lni.stayatwork", day)
    answering = rng.choice([hsc, desk]) if service is Service.STAY_AT_WORK else hsc
    said = {**filled_in(service), "reason": f"Because {day}"}
    step = rng.choice([step for step in S if step not in (S.DRAFT, S.SENT, S.WITHDRAWN)])
    acts: list[Callable[[], object]] = [
        lambda: change_draft(hsc, referral_id, said),
        lambda: (change_draft(hsc, referral_id, said), send(hsc, referral_id)),
        lambda: steps.answer_referral(answering, referral_id, step, outcome="Done", reason="So"),
        lambda: steps.answer_referral(answering, referral_id, step, outcome="Done", reason="So"),
        lambda: steps.give_information(hsc, referral_id, reason="So"),
        lambda: steps.ask_again(hsc, referral_id, expected_by=day + timedelta(days=9)),
        lambda: update(hsc, referral_id, said, reason="So"),
        lambda: steps.reopen_referral(answering, referral_id, reason="So"),
    ]
    if rng.random() < 0.2:
        acts = [lambda: steps.withdraw_referral(hsc, referral_id, reason="So")]
    rng.choice(acts)()


def _end_a_task(rng: Random, house: House, referral_id: int, day: date) -> None:
    task = rng.choice([task for task in tasks_of(referral_id) if task.finished_at is None])
    tasks.set_task_not_needed(house.actor("alder.hsc1", day), task.id, reason="I think so")
