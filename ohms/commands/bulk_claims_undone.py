"""What a bulk act made of a claim is taken back: each claim as it stood before, with the tasks it took along,
where nobody went on with it since."""

from collections.abc import Collection
from typing import Any

from ohms import clock
from ohms.commands.co_signatures import wait_again
from ohms.commands.coordinating import period_goes_on, set_coordination
from ohms.commands.coordinators import end_naming, name_coordinator
from ohms.commands.covering import follow_person
from ohms.commands.locked_claim import locked_claim
from ohms.commands.refusals import Conflict
from ohms.commands.summaries import refresh_claim
from ohms.commands.task_parts import Stood, reopen_loaded_task
from ohms.commands.transfers import record_given, withdraw_transfer
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.bulk import BulkKind
from ohms.domain.co_signing import CoSignKind
from ohms.domain.delegation import DelegationScope
from ohms.domain.errors import RuleBroken
from ohms.extensions import db
from ohms.models.bulk import BulkAct
from ohms.models.claims import Claim, Delegation
from ohms.models.tasks import Task
from ohms.queries.answering import coordinator_of, may_answer, provider_answers
from ohms.queries.people import name_of
from ohms.queries.scope import visible
from ohms.queries.transferable import refusals_of, transferable_claims

UNDONE = "Undone: it was given by mistake"
PROVIDER_MOVED = "Its provider has another coordinator since."


def went_on_to(name: str) -> str:
    """Of a claim that is not any more with whom the act gave it to."""
    return f"{name} coordinates it since. It can be given again on its Coordination page."


def offer_withdrawn(actor: Actor, row: Any) -> None:
    """An offer that waits is taken back; one that was answered stays."""
    withdraw_transfer(actor, row.transfer_id)


@command(Permission.CLAIM_ASSIGN)
def given_back(actor: Actor, act: BulkAct, row: Any, along: Collection[Any]) -> None:
    """A claim that was given goes back to who had it, with its tasks. RuleBroken where it went on since, or
    was theirs by its provider and the provider is another's by now: it stays."""
    claim = locked_claim(actor, row.claim_id)
    assert act.to_staff_id is not None
    if (now_of := coordinator_of(actor, claim)) != act.to_staff_id:
        raise RuleBroken(went_on_to(name_of(now_of) if now_of else "Nobody"))
    if not row.was_named and provider_answers(actor, claim) != row.was_staff_id:
        raise RuleBroken(PROVIDER_MOVED)
    if row.was_staff_id is not None:
        listed = transferable_claims(actor, [claim.id])
        for refusal in refusals_of(actor, listed, row.was_staff_id).values():
            raise RuleBroken(refusal)
        record_given(actor, claim, row.was_staff_id, UNDONE)
    end_naming(actor, claim)
    if row.was_named:
        name_coordinator(actor, claim, row.was_staff_id, UNDONE, even_if_by_provider=True)
    _end_the_time_to_finish(actor, act, claim)
    _tasks_back(actor, claim, along)
    refresh_claim(claim)
    for staff_id in {act.to_staff_id, row.was_staff_id or act.to_staff_id}:
        follow_person(claim.cohe_id, staff_id, actor.on_day)


@command(Permission.CLAIM_COORDINATE)
def claim_put_back(actor: Actor, act: BulkAct, row: Any, along: Collection[Any]) -> None:
    """Our work on a claim stands again as before the act, after a closing in the period that it ended and
    with what waited for a co-signature; Conflict where somebody changed it since,
    even back to what the act made of it: that decision is theirs."""
    claim = locked_claim(actor, row.claim_id)
    if claim.version != row.version:
        raise Conflict
    if act.kind is BulkKind.CLOSE_CLAIMS:  # a hold ends no period and withdraws nothing
        period_goes_on(actor, claim, ended_since=act.at)
        wait_again(actor, claim, CoSignKind.CLOSING, withdrawn_since=act.at)
    set_coordination(actor, claim, row.was_coordination)
    claim.watch_until_on = row.watched_until_on
    db.session.flush()
    _tasks_back(actor, claim, along)
    refresh_claim(claim)


def _end_the_time_to_finish(actor: Actor, act: BulkAct, claim: Claim) -> None:
    """The former coordinator's assistants see it through them again."""
    lent = visible(actor, Delegation).where(
        Delegation.claim_id == claim.id,
        Delegation.from_staff_id == act.to_staff_id,
        Delegation.scope == DelegationScope.FINISH,
        Delegation.from_on == clock.day_of(act.at),
        Delegation.withdrawn_at.is_(None),
    )
    for each in db.session.execute(lent).scalars():
        each.withdrawn_at, each.withdrawn_by_id = clock.now(), actor.staff_id


def _tasks_back(actor: Actor, claim: Claim, along: Collection[Any]) -> None:
    """Those that nobody changed since: open again as they stood, with who had them where they still may."""
    stood = {row.task_id: row for row in along}
    tasks = (
        visible(actor, Task)
        .where(Task.id.in_(stood), Task.claim_id == claim.id)
        .order_by(Task.id)
        .with_for_update(of=Task)
    )
    for task in db.session.execute(tasks).scalars().all():
        was = stood[task.id]
        if task.version != was.version:
            continue
        if task.state != was.was_state:
            reopen_loaded_task(task, Stood(was.was_state, was.waiting_on, was.waiting_since_on))
        if may_answer(was.was_staff_id, claim.id, actor.on_day):
            task.owner_id = was.was_staff_id
    db.session.flush()
