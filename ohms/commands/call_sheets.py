"""Working through a call sheet: one call or fax about several claims, in one save."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from ohms.commands.idempotency import made_before, remember
from ohms.commands.notes import add_note
from ohms.commands.tasks import move_due_day, wait_for
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.call_sheets import SheetCall, check_call, check_ticked, note_of
from ohms.domain.errors import RuleBroken
from ohms.domain.time_entries import split_minutes
from ohms.queries.asked_parties import AskedParty, asked_party
from ohms.queries.call_sheets import open_ones, tasks_of_party


@command(Permission.NOTE_WRITE)
def work_call_sheet(
    actor: Actor,
    party_id: int,
    call: SheetCall,
    *,
    ticked: Iterable[int],
    texts: Mapping[str, str] | None = None,
    key: str,
) -> int:
    """Sign a note with its contact on every claim that the ticked tasks are of; the first one's id.

    The minutes are split to the exact total. The tasks are finished with the note as evidence; or
    wait for the party's answer, or for the next try, by `call.again_on`. `texts` by claim number
    stand instead of the common one. Sent twice under one `key` it is done once. RuleBroken beside
    the field, NotFound for a party out of sight; nothing is written unless everything is.
    """
    if (made := made_before(actor, key)) is not None:
        return made
    check_call(call, actor.on_day)
    asked = asked_party(actor, call.party, party_id)
    by_claim = _ticked(actor, asked, set(ticked))
    own = {number: text for number, text in (texts or {}).items() if text.strip()}
    _check_texts(own, by_claim)
    shares = split_minutes(call.minutes or 0, len(by_claim))
    written = []
    for (number, tasks), share in zip(by_claim.items(), shares, strict=True):
        ids = tuple(task.id for task in tasks)
        note = note_of(call, own.get(number, ""), ids, tasks[0].standard_work, share)
        written.append(add_note(actor, number, note))
        _leave_open(actor, asked, call, tasks)
    remember(actor, key, "work_call_sheet", written[0].id)
    return written[0].id


def _ticked(actor: Actor, asked: AskedParty, task_ids: set[int]) -> dict[str, list[Any]]:
    """The ticked tasks by claim number, in the order of the claims' ids."""
    check_ticked(len(task_ids))
    tasks = tasks_of_party(actor, asked, task_ids)
    if len(tasks) != len(task_ids):
        raise RuleBroken("Tick only tasks of this sheet.", field="ticked")
    return {number: list(rows) for number, rows in groupby(tasks, key=lambda t: t.claim_number)}


def _check_texts(own: Mapping[str, str], by_claim: Mapping[str, Any]) -> None:
    """No text is lost: what was written for a claim goes with a tick on it."""
    for number in own:
        if number not in by_claim:
            raise RuleBroken(
                f"Tick what the text on {number} is about, or take the text out.", field="ticked"
            )


def _leave_open(actor: Actor, asked: AskedParty, call: SheetCall, tasks: Iterable[Any]) -> None:
    """What is not finished comes up again; what somebody, or a fact, ended meanwhile stays so."""
    if call.finishes or call.again_on is None:
        return
    for task_id in open_ones(actor, [task.id for task in tasks]):
        if call.is_reached:
            wait_for(actor, task_id, waiting_on=asked.name, waiting_since_on=call.performed_on)
        move_due_day(actor, task_id, due_by=call.again_on)
