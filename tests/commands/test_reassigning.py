"""Passing tasks on: each for itself, all in one act, and back again."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from ohms.commands import tasks
from ohms.commands.bulk import undo_bulk_act
from ohms.commands.reassigning import reassign_task, reassign_tasks
from ohms.domain.errors import NotAllowed, NotFound, RuleBroken
from ohms.domain.tasks import MOST_AT_ONCE
from ohms.domain.values import TaskState
from ohms.models.audit import AuditEntry
from ohms.models.bulk import BulkAct, BulkRow
from ohms.queries.bulk import bulk_act_done
from ohms.queries.reassigning import (
    NOT_IN_LANE,
    NOT_YOURS,
    OUT_OF_SIGHT,
    SAME_OWNER,
    foreseen,
)
from tests.house import House, add_claim, count_of
from tests.tasks import owner_of, put_task

AT = datetime(2026, 11, 24, 20, tzinfo=UTC)
ENDED = "This task is done already: Tam Nguyen of alder, Tue Nov 24, 2026, 12:00 pm. Open it again first."


@pytest.fixture(autouse=True)
def _now(inside: House, clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def several(house: House) -> dict[int, str | None]:
    """Tasks of alder with what becomes of each when the supervisor gives them to the assistant."""
    over = {"state": TaskState.DONE, "finished_at": AT, "finished_by_id": house.staff["alder.hsc2"]}
    hers = {"owner_id": house.staff["alder.assistant1"]}
    return {
        put_task(house, "AL10002", "Of a low claim"): None,
        put_task(house, "AL10001", "Of a standard claim"): NOT_IN_LANE,
        put_task(house, "AL10002", "Over", **over): ENDED,
        put_task(house, "AL10002", "Hers", **hers): SAME_OWNER,
    }


def test_several_go_in_one_act_each_with_the_outcome_that_was_foreseen(house: House) -> None:
    expected = several(house)
    foreign = put_task(house, "BI10002", "Foreign")
    actor, heir = house.actor("alder.supervisor"), house.staff["alder.assistant1"]
    told = {each.task.id: each.refusal for each in foreseen(actor, [*expected, foreign], heir)}
    assert told == expected
    act = reassign_tasks(actor, [*expected, foreign], owner_id=heir, key="once")
    done = bulk_act_done(actor, act)
    assert {each.task_id: each.refusal for each in done.rows} == expected
    assert [owner_of(task) == heir for task in expected] == [True, False, False, True]
    assert owner_of(foreign) == house.staff["birch.hsc1"]
    told_of = AuditEntry.action == "reassign_tasks", AuditEntry.object_type == "task"
    assert count_of(AuditEntry, *told_of) == 1
    assert reassign_tasks(actor, list(expected), owner_id=heir, key="once") == act
    assert count_of(BulkAct) == 1


def test_ones_own_go_and_those_of_colleagues_only_by_the_supervisor(house: House) -> None:
    task, heir = put_task(house, "AL10003", "Call"), house.staff["alder.hsc2"]
    with pytest.raises(RuleBroken) as broken:
        reassign_task(house.actor("alder.hsc2"), task, owner_id=heir)
    assert (broken.value.message, broken.value.field) == (
        NOT_YOURS.format(owner="Rosa Alvarez of alder"),
        "owner_id",
    )
    reassign_task(house.actor("alder.hsc1"), task, owner_id=heir)
    assert owner_of(task) == heir
    for stranger in ("birch.hsc1", "birch.supervisor"):
        with pytest.raises(NotFound):
            reassign_task(house.actor(stranger), task, owner_id=heir)
        with pytest.raises((NotFound, RuleBroken)):
            reassign_tasks(house.actor(stranger), [task], owner_id=heir)
    with pytest.raises(NotAllowed):
        reassign_tasks(house.actor("lni.contract"), [task], owner_id=heir)
    assert owner_of(task) == heir


def test_a_restricted_claims_task_does_not_go_to_somebody_not_named(house: House) -> None:
    name = "AL20001"
    house.claim[name] = add_claim(house, "alder", name, provider="alder.1")
    task = put_task(house, name, "Call")
    actor = house.actor("alder.hsc1")
    (before,) = foreseen(actor, [task], house.staff["birch.hsc1"])
    assert before.refusal == OUT_OF_SIGHT
    with pytest.raises(RuleBroken) as broken:
        reassign_tasks(actor, [task], owner_id=house.staff["birch.hsc1"])
    assert broken.value.field == "to", "nobody of another centre takes anything over"


def test_one_undo_gives_back_what_nobody_has_touched_since(house: House) -> None:
    actor, heir = house.actor("alder.hsc1"), house.staff["alder.hsc2"]
    untouched, done, onward = (put_task(house, "AL10001", name) for name in "ABC")
    act = reassign_tasks(actor, [untouched, done, onward], owner_id=heir)
    colleague = house.actor("alder.hsc2")
    tasks.finish_task(colleague, done)
    low = house.staff["alder.supervisor"]
    reassign_task(colleague, onward, owner_id=low)
    assert undo_bulk_act(actor, act) == 1
    assert owner_of(untouched) == house.staff["alder.hsc1"]
    assert (owner_of(done), owner_of(onward)) == (heir, low)
    told = bulk_act_done(actor, act)
    assert (told.undone, len(told.changed)) == (1, 3)
    assert [row.stays for row in sorted(told.rows, key=lambda row: row.title or "")] == [
        None,
        "This task is done already: Tam Nguyen of alder, Tue Nov 24, 2026, 12:00 pm. Open it again first.",
        "Mika Ito of alder has it since. They or a supervisor can pass it on.",
    ]
    with pytest.raises(RuleBroken, match="undone already"):
        undo_bulk_act(actor, act)
    with pytest.raises(NotFound):
        undo_bulk_act(colleague, act)
    with pytest.raises(NotFound):
        bulk_act_done(house.actor("alder.supervisor"), act)


def test_none_and_too_many_are_refused(house: House) -> None:
    actor, heir = house.actor("alder.hsc1"), house.staff["alder.hsc2"]
    with pytest.raises(RuleBroken, match="Pick the tasks"):
        reassign_tasks(actor, [], owner_id=heir)
    with pytest.raises(RuleBroken, match="at most 1,000"):
        reassign_tasks(actor, range(1, MOST_AT_ONCE + 2), owner_id=heir)
    assert count_of(BulkRow) == 0
