"""A provider goes from one coordinator to another from a day on, with the new claims only or the open
ones too: one act, one transaction."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from ohms.commands.coordinators import assistants_who_saw, name_coordinator
from ohms.commands.covering import follow_facts
from ohms.commands.idempotency import made_before, remember
from ohms.commands.lingering_sight import let_finish
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor, check_supervises
from ohms.domain.calendar import ONE_DAY
from ohms.domain.errors import RuleBroken
from ohms.domain.provider_moves import (
    Goes,
    check_has_nobody,
    check_is_another,
    check_none_is_planned,
    check_nothing_planned,
    check_some_are_picked,
    check_some_still_wait,
    task_goes,
)
from ohms.domain.transfers import checked_from, checked_reason
from ohms.domain.values import Coordination
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.providers import ProviderAssignment
from ohms.models.tasks import Task
from ohms.queries.answering import claims_to_give
from ohms.queries.guard import unscoped
from ohms.queries.held_claims import held
from ohms.queries.owners import supervisors_of
from ohms.queries.people import coordinators_of
from ohms.queries.provider_moves import assignments_from, moving_provider, without_anybody
from ohms.queries.task_filter import in_an_open_state


@command(Permission.STAFFING_MANAGE)
def move_provider(
    actor: Actor,
    cohe_id: int,
    provider_id: int,
    *,
    to_staff_id: int | None,
    from_on: date | None,
    goes: Goes,
    reason: str | None,
    key: str | None = None,
) -> int:
    """Make a coordinator answer for a provider's claims from a day on; how many open claims go along.

    With the new claims only, the open ones stay with who has them, by name; claims that were given by
    name stay in any case. With the open ones their tasks go too: all from today, ahead of a later day
    those that are due from then on. Cover follows: for the former coordinator it ends, where the new
    one is away the deputy starts. The same form sent twice moves once. Raises NotFound for a provider of another COHE, RuleBroken beside `to`, `from_on`,
    `reason`.
    """
    if key and (made := made_before(actor, key)) is not None:
        return made
    check_supervises(actor, cohe_id)
    provider = moving_provider(actor, cohe_id, provider_id)
    words, day = checked_reason(reason), checked_from(from_on, actor.on_day)
    if to_staff_id not in dict(coordinators_of(actor, [cohe_id])):
        raise RuleBroken("Choose the coordinator who takes over.", field="to")
    assert to_staff_id is not None
    former, moved = provider.coordinator_id, 0
    _reassign(provider_id, cohe_id, to_staff_id, day)
    with unscoped("the claims of a provider who moves"):
        claims = _held(cohe_id, provider_id)
        if goes is Goes.NEW_ONLY and former is not None:
            _keep_by_name(actor, claims, former, words)
        else:
            _pass_tasks_on(actor, claims, former, to_staff_id, day)
            moved = len(provider.claims)
    follow_facts(cohe_id, actor.on_day)
    if key:
        remember(actor, key, "move_provider", moved)
    return moved


@command(Permission.STAFFING_MANAGE)
def give_providers(
    actor: Actor,
    cohe_id: int,
    provider_ids: Collection[int],
    *,
    to_staff_id: int | None,
    as_shown: bool = False,
    key: str | None = None,
) -> int:
    """Make a coordinator answer from today for providers who have none, or whom a departure left to
    somebody who is none; how many they are.

    All of them or none; `as_shown`, all who had nobody on a page: those that have found somebody since
    are left as they are. Their open claims go along, with the tasks of who held them, that fell to a
    supervisor, or that nobody may have any more. The same form sent twice gives once. Raises NotFound for a provider of another COHE, RuleBroken beside `to`.
    """
    if key and (made := made_before(actor, key)) is not None:
        return made
    check_supervises(actor, cohe_id)
    takers = dict(coordinators_of(actor, [cohe_id]))
    if to_staff_id not in takers:
        raise RuleBroken("Choose the coordinator who takes them.", field="to")
    assert to_staff_id is not None
    picked = sorted(set(provider_ids))
    check_some_are_picked(picked)
    if as_shown:
        picked = [id_ for id_ in without_anybody(actor, cohe_id) if id_ in picked]
        check_some_still_wait(picked)
    for provider_id in picked:
        provider = moving_provider(actor, cohe_id, provider_id)
        holder = provider.coordinator_id
        check_has_nobody(provider.name, takers.get(holder or 0))
        check_none_is_planned(provider.name, provider.planned_on)
        _reassign(provider_id, cohe_id, to_staff_id, actor.on_day)
        with unscoped("the claims of a provider who moves"):
            claims = _held(cohe_id, provider_id)
            _pass_tasks_on(actor, claims, holder, to_staff_id, actor.on_day)
    follow_facts(cohe_id, actor.on_day)
    if key:
        remember(actor, key, "give_providers", len(picked))
    return len(picked)


def _reassign(provider_id: int, cohe_id: int, to_staff_id: int, day: date) -> None:
    """Who had the provider has them through the day before; somebody from that very day never had."""
    found = assignments_from(provider_id, cohe_id, day)
    standing = next((each for each in found if each.from_on <= day), None)
    check_nothing_planned(next((each.from_on for each in found if each.from_on > day), None))
    until = None
    if standing is not None:
        check_is_another(standing.staff_id, to_staff_id)
        if standing.from_on == day:
            standing.staff_id = to_staff_id
            db.session.flush()
            return
        until, standing.to_on = standing.to_on, day - ONE_DAY
        db.session.flush()
    db.session.add(
        ProviderAssignment(
            provider_id=provider_id,
            cohe_id=cohe_id,
            staff_id=to_staff_id,
            from_on=day,
            to_on=until,
        )
    )
    db.session.flush()


def _held(cohe_id: int, provider_id: int) -> list[Claim]:
    """The open claims that follow the provider, locked in one order: those too that are restricted to
    named people, of whom the supervisor need not be one."""
    claims = (
        select(Claim)
        .where(
            Claim.initiating_provider_id == provider_id,
            Claim.cohe_id == cohe_id,
            Claim.coordination != Coordination.CLOSED,
            Claim.assigned_to_id.is_(None),
        )
        .order_by(Claim.id)
    )
    return list(db.session.execute(held(claims)).scalars())


def _keep_by_name(actor: Actor, claims: list[Claim], former: int, reason: str) -> None:
    for claim in claims:
        name_coordinator(actor, claim, former, reason, even_if_by_provider=True)


def _pass_tasks_on(
    actor: Actor, claims: list[Claim], former: int | None, to_staff_id: int, day: date
) -> None:
    """Those of the former coordinator; of nobody, those that are nobody's of the claims."""
    asked = (
        select(Task)
        .where(Task.claim_id.in_([claim.id for claim in claims]), in_an_open_state())
        .order_by(Task.id)
        .with_for_update(of=Task)
    )
    if former is not None:
        asked = asked.where(Task.owner_id == former)
    tasks: Sequence[Task] = db.session.execute(asked).scalars().all()
    if former is None:
        tasks = _nobodys(actor, tasks)
    for task in tasks:
        if task_goes(task.due_by, day, actor.on_day):
            task.owner_id = to_staff_id
    if former is not None:
        for claim in claims:
            people = assistants_who_saw(actor, claim, former)
            let_finish(claim, people, to_staff_id, day)
    db.session.flush()


def _nobodys(actor: Actor, tasks: Sequence[Task]) -> list[Task]:
    """Those that followed from facts while nobody answered and so fell to a supervisor, and those of people
    who may have none of the claim any longer."""
    supervisors = {
        cohe_id: supervisors_of(cohe_id, actor.on_day)
        for cohe_id in {each.cohe_id for each in tasks}
    }
    may_keep = {
        owner_id: claims_to_give(owner_id, {each.claim_id for each in tasks}, actor.on_day)
        for owner_id in {each.owner_id for each in tasks}
    }
    return [
        each
        for each in tasks
        if (each.derived_key is not None and each.owner_id in supervisors[each.cohe_id])
        or each.claim_id not in may_keep[each.owner_id]
    ]
