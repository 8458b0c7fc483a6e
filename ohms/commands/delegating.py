"""Tasks and claims lent to assistants by who answers for them, and taken back.

No command changes a delegation but by withdrawing it: to lend more, or longer, is another one, and
only coordinators lend.
"""

from datetime import date

from ohms import clock
from ohms.commands.idempotency import made_before, remember
from ohms.commands.locked_claim import locked_claim
from ohms.commands.task_parts import ended
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.complexity import checked_remark
from ohms.domain.delegation import (
    DelegationScope,
    check_is_assistant,
    check_scope,
    checked_last_day,
)
from ohms.domain.errors import RuleBroken
from ohms.domain.tasks import check_is_open
from ohms.extensions import db
from ohms.models.claims import Claim, Delegation
from ohms.models.tasks import Task
from ohms.queries.answering import sees_claim
from ohms.queries.assistants import assistants_in
from ohms.queries.claim_sight import answered_or_covered_by
from ohms.queries.one_in_sight import in_sight
from ohms.queries.scope import visible


@command(Permission.CLAIM_DELEGATE)
def delegate(
    actor: Actor,
    claim_id: int,
    *,
    to_staff_id: int,
    scope: DelegationScope,
    to_on: date | None,
    task_id: int | None = None,
    remark: str | None = None,
    key: str | None = None,
) -> int:
    """Lend one task, or a claim within a scope, to an assistant of the COHE from today; its id.

    By who answers for the claim today, or covers it. Their own assistant or a colleague's; the
    answering stays where it is. Raises RuleBroken beside `to_staff_id`, `scope` or `to_on`.
    """
    if key and (made := made_before(actor, key)) is not None:
        return made
    claim = locked_claim(actor, claim_id)
    _check_answers(actor, claim)
    check_scope(scope, task_id)
    assistants = [id_ for id_, _name in assistants_in(claim.cohe_id, actor.on_day)]
    check_is_assistant(to_staff_id, assistants)
    if task_id is not None:
        _check_task(actor, claim, task_id)
    assert actor.staff_id is not None
    lent = Delegation(
        claim_id=claim.id,
        cohe_id=claim.cohe_id,
        from_staff_id=actor.staff_id,
        to_staff_id=to_staff_id,
        from_on=actor.on_day,
        to_on=checked_last_day(to_on, actor.on_day),
        scope=scope,
        task_id=task_id,
        remark=checked_remark(remark),
    )
    db.session.add(lent)
    db.session.flush()
    if not sees_claim(to_staff_id, claim.id, actor.on_day):
        raise RuleBroken("This claim is restricted to named people.", field="to_staff_id")
    if key:
        remember(actor, key, "delegate", lent.id)
    return lent.id


@command(Permission.CLAIM_DELEGATE)
def withdraw_delegation(actor: Actor, claim_id: int, delegation_id: int) -> None:
    """It is lent no longer, at once: by who lent it, or who answers for the claim. Twice: once."""
    claim = locked_claim(actor, claim_id)
    lent = in_sight(actor, Delegation, delegation_id, Delegation.claim_id == claim.id)
    if lent.from_staff_id != actor.staff_id:
        _check_answers(actor, claim)
    if lent.withdrawn_at is None:
        lent.withdrawn_at, lent.withdrawn_by_id = clock.now(), actor.staff_id


def _check_answers(actor: Actor, claim: Claim) -> None:
    assert actor.staff_id is not None
    own = (
        visible(actor, Claim)
        .where(Claim.id == claim.id, answered_or_covered_by(actor))
        .with_only_columns(Claim.id)
    )
    if db.session.execute(own).first() is None:
        raise RuleBroken("Only the coordinator who answers for this claim, or covers it, lends it.")


def _check_task(actor: Actor, claim: Claim, task_id: int) -> None:
    task = in_sight(actor, Task, task_id, Task.claim_id == claim.id)
    check_is_open(task.state, ended(task))
