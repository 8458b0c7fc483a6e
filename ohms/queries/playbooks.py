"""The playbooks of a COHE as they stand, their versions, and what one would write on a claim."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from ohms.domain.actor import Actor
from ohms.domain.errors import NotFound
from ohms.domain.house_playbooks import HOUSE_PLAYBOOKS
from ohms.domain.playbooks import Playbook, Step, StepOwner, standing_playbooks
from ohms.domain.values import StandardWork, TaskKind
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.playbooks import PlaybookVersion
from ohms.models.staff import AssistantAssignment, StaffMember
from ohms.queries.answering import answering_for, may_answer, owner_for
from ohms.queries.claim_sight import in_force
from ohms.queries.versions import Versions, some_versions, stands

Version = PlaybookVersion


class WrittenPlaybook(NamedTuple):
    """One version of a playbook with who wrote it, when."""

    playbook: Playbook
    written_by: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step as the task that it would become."""

    step: Step
    due_by: date
    appears_on: date
    owner_id: int
    owner: str


def playbooks_of(cohe_id: int) -> list[Playbook]:
    """Every playbook of a COHE in its newest version, the house's first."""
    rows = _versions().where(Version.cohe_id == cohe_id, stands(Version, Version.playbook_key))
    own = [_read(*row[:5]) for row in db.session.execute(rows.order_by(Version.title, Version.id))]
    return standing_playbooks(HOUSE_PLAYBOOKS, own)


def playbook_by_key(cohe_id: int, key: str) -> Playbook:
    """The playbook of this key as it stands in a COHE; NotFound where there is none."""
    for playbook in playbooks_of(cohe_id):
        if playbook.key == key:
            return playbook
    raise NotFound


def playbook_versions(
    cohe_id: int, key: str, before: int | None = None
) -> Versions[WrittenPlaybook]:
    """What a COHE has written under this key, newest first."""
    written = _versions().where(Version.cohe_id == cohe_id, Version.playbook_key == key)
    return some_versions(written, Version, before, _written)


def as_kept(steps: Iterable[Step]) -> str:
    """Steps as a version keeps them."""
    kept = [
        {
            "title": step.title,
            "due_in": step.due_in,
            "standard_work": step.standard_work,
            "kind": step.kind,
            "owner": step.owner,
        }
        for step in steps
    ]
    return json.dumps(kept, ensure_ascii=False)


def planned_steps(
    actor: Actor, claim: Claim, playbook: Playbook, starts_on: date
) -> list[PlannedStep]:
    """The tasks that a playbook would write on a loaded claim, with their days and owners.

    A coordinator's step is of who answers for the claim on its due day, an assistant's of the first
    assistant of today's coordinator who may have it, else the coordinator's too (`owner_for`).
    """
    assistant = _assistant_for(actor, claim)
    planned = []
    for step in playbook.steps:
        due_by = step.due_by(starts_on)
        owner_id = assistant if step.owner is StepOwner.ASSISTANT else None
        planned.append((step, due_by, owner_id or owner_for(actor, claim, due_by)))
    names = _names({owner_id for _step, _due_by, owner_id in planned})
    return [
        PlannedStep(step, due_by, step.appears_on(starts_on), owner_id, names[owner_id])
        for step, due_by, owner_id in planned
    ]


def _assistant_for(actor: Actor, claim: Claim) -> int | None:
    coordinator = answering_for(actor, claim)
    assistants = (
        select(AssistantAssignment.assistant_id)
        .where(
            AssistantAssignment.coordinator_id == coordinator,
            AssistantAssignment.cohe_id == claim.cohe_id,
            in_force(AssistantAssignment, actor),
        )
        .order_by(AssistantAssignment.id)
    )
    return next(
        (
            staff_id
            for staff_id in db.session.execute(assistants).scalars().all()
            if may_answer(staff_id, claim.id, actor.on_day)
        ),
        None,
    )


def _names(staff_ids: set[int]) -> dict[int, str]:
    rows = db.session.execute(
        select(StaffMember.id, StaffMember.name).where(StaffMember.id.in_(staff_ids))
    )
    return {row[0]: row[1] for row in rows}


def _versions() -> Any:
    return select(
        Version.playbook_key,
        Version.title,
        Version.steps,
        Version.offered,
        Version.number,
        StaffMember.name,
        Version.written_at,
    ).join(StaffMember, StaffMember.id == Version.written_by_id)


def _written(*row: Any) -> WrittenPlaybook:
    return WrittenPlaybook(_read(*row[:5]), *row[5:])


def _read(key: str, title: str, steps: str, offered: bool, number: int) -> Playbook:
    return Playbook(key, title, tuple(_step(**each) for each in json.loads(steps)), offered, number)


def _step(*, title: str, due_in: int, standard_work: str | None, kind: str, owner: str) -> Step:
    work = StandardWork(standard_work) if standard_work else None
    return Step(title, due_in, work, TaskKind(kind), StepOwner(owner))
