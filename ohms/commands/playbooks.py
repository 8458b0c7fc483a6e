"""Playbooks: each save is a new version; started on a claim, its ticked steps become tasks at once."""

import secrets
from collections.abc import Sequence
from datetime import date

from ohms import clock
from ohms.commands.idempotency import made_before, remember
from ohms.commands.locked_claim import claim_numbered
from ohms.commands.refusals import Conflict
from ohms.commands.summaries import refresh_claim
from ohms.commands.task_parts import new_task
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor, check_supervises
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.playbooks import (
    MOST_PLAYBOOKS,
    Playbook,
    check_starts_on,
    checked_playbook,
    picked_steps,
)
from ohms.extensions import db
from ohms.models.playbooks import PlaybookVersion
from ohms.queries.playbooks import as_kept, planned_steps, playbook_by_key, playbooks_of


@command(Permission.PLAYBOOK_EDIT)
def save_playbook(actor: Actor, cohe_id: int, playbook: Playbook) -> PlaybookVersion:
    """The next version of a playbook of a COHE that the actor supervises.

    `playbook.number` is the version it was written over: Conflict when another was saved since.
    RuleBroken beside `title`, or beside `title_N` and `due_in_N` of a step.
    """
    check_supervises(actor, cohe_id)
    checked = checked_playbook(playbook)
    standing = playbook_by_key(cohe_id, playbook.key)
    if standing.number != playbook.number:
        raise Conflict
    return _add(actor, cohe_id, checked, playbook.key, standing.number + 1)


@command(Permission.PLAYBOOK_EDIT)
def add_playbook(actor: Actor, cohe_id: int, playbook: Playbook, *, key: str) -> None:
    """A COHE's own playbook beside the house's; what it is known by is made here. A form load adds once."""
    check_supervises(actor, cohe_id)
    if made_before(actor, key) is not None:
        return
    checked = checked_playbook(playbook)
    standing = playbooks_of(cohe_id)
    if len(standing) >= MOST_PLAYBOOKS:
        raise RuleBroken(f"A COHE has at most {MOST_PLAYBOOKS} playbooks: change one instead.")
    if any(each.title.casefold() == checked.title.casefold() for each in standing):
        raise RuleBroken("Choose another title: this one is taken.", field="title")
    row = _add(actor, cohe_id, checked, f"own-{secrets.token_hex(6)}", 1)
    remember(actor, key, "add_playbook", row.id)


@command(Permission.TASK_WRITE)
def start_playbook(
    actor: Actor,
    number: str,
    playbook_key: str,
    *,
    version: int,
    starts_on: date,
    steps: Sequence[int],
    key: str | None = None,
) -> int:
    """Write the ticked steps of a playbook as tasks of a claim, all or none; the first one's id.

    `steps` are places in the playbook from 0, `version` is what the preview showed: Conflict when
    another stands by now. The same form sent twice writes once. RuleBroken beside `steps` or
    `starts_on`; NotFound for a claim out of sight or a playbook that its COHE does not offer.
    """
    if key and (made := made_before(actor, key)) is not None:
        return made
    claim = claim_numbered(actor, number)
    playbook = playbook_by_key(claim.cohe_id, playbook_key)
    if not playbook.offered:
        raise NotFound
    if playbook.number != version:
        raise Conflict
    check_starts_on(starts_on, actor.on_day)
    picked = set(map(id, picked_steps(playbook, steps)))
    written = []
    for planned in planned_steps(actor, claim, playbook, starts_on):
        if id(planned.step) not in picked:
            continue
        task = new_task(
            actor,
            claim=claim,
            title=planned.step.title,
            due_by=planned.due_by,
            appears_on=planned.appears_on,
            owner_id=planned.owner_id,
            standard_work=planned.step.standard_work,
            kind=planned.step.kind,
            origin="playbook",
        )
        task.playbook_key, task.playbook_number = playbook.key, playbook.number
        task.because = f"the playbook {playbook.name} was started"
        db.session.add(task)
        written.append(task)
    refresh_claim(claim)
    first = written[0].id
    if key:
        remember(actor, key, "start_playbook", first)
    return first


def _add(actor: Actor, cohe_id: int, playbook: Playbook, key: str, number: int) -> PlaybookVersion:
    assert actor.staff_id is not None
    row = PlaybookVersion(
        cohe_id=cohe_id,
        playbook_key=key,
        number=number,
        title=playbook.title,
        steps=as_kept(playbook.steps),
        offered=playbook.offered,
        written_by_id=actor.staff_id,
        written_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    return row
