"""A claim that is of low complexity no longer: who answers for it then, and how long it is seen."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from ohms.commands import complexity
from ohms.commands.approach import add_contact_rule
from ohms.commands.no_longer_low import TAKE_OVER, bring_complexity_to_facts
from ohms.commands.notes import write_note
from ohms.commands.tasks import finish_task, reopen_task, write_task
from ohms.commands.work_status import add_work_status
from ohms.domain.actor import Actor
from ohms.domain.complexity import Ground
from ohms.domain.errors import RuleBroken
from ohms.domain.notes import ComposedNote, NextStep
from ohms.domain.recovery import ContactRuleKind, EpisodeSource
from ohms.domain.values import Complexity, StandardWork, TaskKind, WorkStatus
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim, ComplexityGround, Delegation
from ohms.models.notes import CaseNote
from ohms.models.tasks import Task
from ohms.queries.answering import may_answer, sees_claim
from ohms.queries.checks.lane import assistants_who_answer, forbidden_low
from ohms.queries.guard import unscoped
from tests.house import House, add_claim, count_of, one
from tests.tasks import owner_of

TODAY = date(2026, 11, 24)
LOW = "AL10002"
UNTIL = date(2026, 11, 30)  # two business days on, over Thanksgiving and the day after

Act = Callable[[Actor, int], object]


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def claim_of(house: House, number: str = LOW) -> Claim:
    statement = select(Claim).where(Claim.id == house.claim[number])
    claim: Claim = one(statement.execution_options(populate_existing=True))
    return claim


def check(day: date = TODAY) -> list[str]:
    with unscoped("a test checks"):
        return [*forbidden_low(day), *assistants_who_answer(day)]


def hers(house: House, title: str = "Call the clinic") -> int:
    """A task of the assistant on the low claim."""
    assistant = house.actor("alder.assistant1")
    return write_task(
        assistant, house.claim[LOW], title=title, due_by=TODAY, owner_id=assistant.staff_id
    )


def off_work(from_on: date) -> Act:
    def act(actor: Actor, claim_id: int) -> object:
        return add_work_status(
            actor,
            claim_id,
            status=WorkStatus.OFF_WORK,
            source=EpisodeSource.WORKER,
            from_on=from_on,
        )

    return act


def note_of_surgery(actor: Actor, _claim_id: int) -> object:
    note = ComposedNote(StandardWork.SURGERY, "The surgeon has a day for it.", TODAY)
    return write_note(actor, LOW, note, key="surgery")


def task_of_surgery(actor: Actor, claim_id: int) -> object:
    return write_task(actor, claim_id, title="Surgery", due_by=TODAY, kind=TaskKind.SURGERY)


def rule(kind: ContactRuleKind) -> Act:
    return lambda actor, claim_id: add_contact_rule(actor, claim_id, kind=kind)


def ground(kind: Ground) -> Act:
    return lambda actor, claim_id: complexity.raise_complexity(actor, claim_id, kind)


RAISES: dict[str, tuple[Act, str]] = {
    "off work over 14 days": (off_work(TODAY - timedelta(days=14)), "15 days off work, over 14"),
    "a note of surgical care": (note_of_surgery, "surgery is planned or done"),
    "a task of surgery": (task_of_surgery, "surgery is planned or done"),
    "two people only": (rule(ContactRuleKind.TWO_PEOPLE), "a safety flag stands on it"),
    "a representative": (
        rule(ContactRuleKind.THROUGH_REPRESENTATIVE),
        "the worker has a representative",
    ),
    "a protest that somebody tells": (ground(Ground.PROTEST), "a decision is protested"),
    "mental health that somebody tells": (
        ground(Ground.MENTAL_HEALTH),
        "mental-health content is marked on it",
    ),
    "whatever somebody finds": (ground(Ground.OTHER), "somebody found it harder"),
}


@pytest.mark.parametrize("what", RAISES)
def test_a_fact_passes_a_low_claim_to_its_coordinator_and_the_assistant_may_finish(
    what: str, house: House
) -> None:
    with house.app.app_context():
        task = hers(house)
        act, because = RAISES[what]
        act(house.actor("alder.assistant1"), house.claim[LOW])  # whoever brings it, never refused
        claim = claim_of(house)
        assert claim.complexity is Complexity.STANDARD
        assert owner_of(task) == house.staff["alder.hsc1"]
        told = one(select(Task).where(Task.title == TAKE_OVER))
        assert (told.owner_id, told.because) == (house.staff["alder.hsc1"], because)
        assert claim.open_tasks == count_of(Task, Task.finished_at.is_(None))
        assistant = house.staff["alder.assistant1"]
        assert sees_claim(assistant, claim.id, UNTIL)
        assert not sees_claim(assistant, claim.id, UNTIL + timedelta(days=1))
        assert not may_answer(assistant, claim.id, TODAY)
        assert check() == []


def test_an_act_that_brings_no_such_fact_leaves_the_claim_with_the_assistant(house: House) -> None:
    with house.app.app_context():
        task = hers(house)
        off_work(TODAY - timedelta(days=13))(house.actor("alder.hsc1"), house.claim[LOW])
        rule(ContactRuleKind.NO_VOICEMAIL)(house.actor("alder.hsc1"), house.claim[LOW])
        assert claim_of(house).complexity is Complexity.LOW
        assert owner_of(task) == house.staff["alder.assistant1"]
        assert count_of(Delegation) == 0


def test_days_off_that_go_by_end_it_by_comparing_days_and_the_next_unit_passes_it_on(
    house: House, clock: Callable[[str], None]
) -> None:
    """Nothing runs at midnight: the last low day is written when the days begin to count."""
    with house.app.app_context():
        task, claim_id = hers(house), house.claim[LOW]
        off_work(TODAY - timedelta(days=13))(house.actor("alder.hsc1"), claim_id)
        assert claim_of(house).low_until_on == TODAY
        assistant, next_day = house.staff["alder.assistant1"], TODAY + timedelta(days=1)
        assert may_answer(assistant, claim_id, TODAY)
        assert not may_answer(assistant, claim_id, next_day), "the 15th day off"
        assert sees_claim(assistant, claim_id, date(2026, 12, 1)), "two business days to finish"
        assert not sees_claim(assistant, claim_id, date(2026, 12, 2))
        assert check(next_day) == [], "it is low no longer by comparing days"
        clock("2026-11-25T06:00:00-08:00")
        assert bring_complexity_to_facts(next_day) == 1
        assert bring_complexity_to_facts(next_day) == 0
        assert claim_of(house).complexity is Complexity.STANDARD
        assert owner_of(task) == house.staff["alder.hsc1"]
        assert one(select(AuditEntry.claim_id).where(AuditEntry.action == "raise_complexity")) == (
            claim_id
        )


def test_a_coordinator_rates_low_what_nothing_forbids_and_is_told_what_does(house: House) -> None:
    with house.app.app_context():
        actor, claim_id = house.actor("alder.hsc1"), house.claim["AL10001"]
        told = complexity.raise_complexity(actor, claim_id, Ground.PROTEST, remark="Of the order")
        with pytest.raises(RuleBroken, match="a decision is protested") as refused:
            complexity.rate_complexity(actor, claim_id, Complexity.LOW)
        assert refused.value.field == "complexity"
        complexity.lift_ground(actor, claim_id, told)
        complexity.lift_ground(actor, claim_id, told)
        complexity.rate_complexity(actor, claim_id, Complexity.LOW)
        assert claim_of(house, "AL10001").complexity is Complexity.LOW
        assert count_of(Task, Task.title == TAKE_OVER) == 0
        complexity.rate_complexity(actor, claim_id, Complexity.HIGH)
        assert claim_of(house, "AL10001").complexity is Complexity.HIGH
        assert count_of(Task, Task.title == TAKE_OVER) == 0, "who answers for it did it"
        assert sees_claim(house.staff["alder.assistant1"], claim_id, UNTIL)


def test_a_colleague_who_rates_it_harder_leaves_the_coordinator_a_task(house: House) -> None:
    with house.app.app_context():
        complexity.rate_complexity(house.actor("alder.hsc2"), house.claim[LOW], Complexity.STANDARD)
        assert (
            one(select(Task.owner_id).where(Task.title == TAKE_OVER)) == (house.staff["alder.hsc1"])
        )


def test_a_task_opened_again_on_a_claim_that_became_harder_is_its_coordinators(
    house: House,
) -> None:
    with house.app.app_context():
        assistant, task = house.actor("alder.assistant1"), hers(house)
        finish_task(assistant, task)
        complexity.raise_complexity(assistant, house.claim[LOW], Ground.OTHER, key="once")
        complexity.raise_complexity(assistant, house.claim[LOW], Ground.OTHER, key="once")
        assert count_of(ComplexityGround) == 1
        assert owner_of(task) == house.staff["alder.assistant1"], "who did it stays with it"
        reopen_task(assistant, task)
        assert owner_of(task) == house.staff["alder.hsc1"]
        assert check() == []


def test_a_save_after_the_claim_became_harder_keeps_the_note_and_its_next_step_is_the_coordinators(
    house: House,
) -> None:
    with house.app.app_context():
        assistant = house.actor("alder.assistant1")
        complexity.raise_complexity(house.actor("alder.hsc1"), house.claim[LOW], Ground.SAFETY)
        step = NextStep("Call again", TODAY, assistant.staff_id)
        note = ComposedNote(StandardWork.RETURN_TO_WORK, "She said", TODAY, next_step=step)
        kept = write_note(assistant, LOW, note, key="open-since-this-morning")
        assert one(select(CaseNote.signed_at).where(CaseNote.id == kept)) is not None
        assert (
            one(select(Task.owner_id).where(Task.title == "Call again"))
            == (house.staff["alder.hsc1"])
        )


def test_an_assistant_has_no_task_of_a_low_claim_of_another_coordinator(house: House) -> None:
    with house.app.app_context():
        low = {"provider": "alder.2", "complexity": Complexity.LOW}
        house.claim["AL20001"] = add_claim(house, "alder", "AL20001", **low)
        lent = {"from_on": TODAY, "to_on": UNTIL, "cohe_id": house.cohe["alder"]}
        two = {
            "from_staff_id": house.staff["alder.hsc2"],
            "to_staff_id": house.staff["alder.assistant1"],
        }
        house.add(Delegation, claim_id=house.claim["AL20001"], **lent, **two)
        assistant = house.staff["alder.assistant1"]
        assert sees_claim(assistant, house.claim["AL20001"], TODAY)
        assert not may_answer(assistant, house.claim["AL20001"], TODAY)
        with pytest.raises(RuleBroken, match="Choose an owner"):
            write_task(
                house.actor("alder.hsc2"),
                house.claim["AL20001"],
                title="Call",
                due_by=TODAY,
                owner_id=assistant,
            )
