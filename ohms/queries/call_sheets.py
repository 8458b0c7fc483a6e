"""The call sheet of a clinic or an employer: open tasks that want something of them, across claims."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from ohms.domain.actor import Actor
from ohms.domain.call_sheets import ASKED_OF_ATTENDING, ASKED_OF_INITIATING, MOST_TICKED, WORDS
from ohms.domain.values import Party
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.providers import Provider
from ohms.models.tasks import Task
from ohms.queries.asked_parties import AskedParty
from ohms.queries.rounds import Question
from ohms.queries.scope import sees, visible
from ohms.queries.task_filter import in_an_open_state, shows_by
from ohms.queries.tasks import ListedTask, with_names


@dataclass(slots=True)
class ClaimOnSheet:
    """A claim with all that is wanted for it, the most due first."""

    claim_id: int
    number: str
    worker: str
    provider: str
    tasks: list[ListedTask] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CallSheet:
    """Claims by their most due task; `more`: tasks beyond the ones shown."""

    claims: list[ClaimOnSheet]
    more: bool

    @property
    def tasks(self) -> int:
        return sum(len(claim.tasks) for claim in self.claims)


def call_sheet(actor: Actor, asked: AskedParty) -> Question[CallSheet]:
    """What is wanted of a party on the claims that the actor sees, as it shows today."""
    statement: Any = (
        with_names(
            actor,
            visible(actor, Task)
            .join(Claim, Claim.id == Task.claim_id)
            .where(
                sees(actor, Claim),
                in_an_open_state(),
                shows_by(actor.on_day),
                Task.claim_id.in_(asked.claim_ids(actor)),
                _is_wanted_of(asked),
            ),
        )
        .add_columns(Provider.last_name.label("provider"))
        .join(Provider, Provider.id == Claim.attending_provider_id)
        .order_by(Task.due_by, Task.id)
        .limit(MOST_TICKED + 1)
    )
    (found,) = yield (statement,)
    by_claim: dict[int, ClaimOnSheet] = {}
    for row in found[:MOST_TICKED]:
        task = ListedTask(*row[:-1])
        claim = by_claim.setdefault(
            task.claim_id,
            ClaimOnSheet(
                task.claim_id,
                task.claim_number,
                f"{task.last_name}, {task.first_name}",
                row.provider,
            ),
        )
        claim.tasks.append(task)
    return CallSheet(list(by_claim.values()), more=len(found) > MOST_TICKED)


def tasks_of_party(actor: Actor, asked: AskedParty, task_ids: Collection[int]) -> list[Any]:
    """Those of the tasks that are of the party's claims in sight, with number: claim by claim in one
    order, so that two who save at once wait for each other instead of locking each other out."""
    return list(
        db.session.execute(
            visible(actor, Task)
            .join(Claim, Claim.id == Task.claim_id)
            .where(sees(actor, Claim), asked.has_claim(), Task.id.in_(task_ids))
            .with_only_columns(Task.id, Task.claim_id, Claim.claim_number, Task.standard_work)
            .order_by(Task.claim_id, Task.due_by, Task.id)
        )
    )


def open_ones(actor: Actor, task_ids: Collection[int]) -> list[int]:
    """Those of the tasks that are still open."""
    rows = visible(actor, Task).where(Task.id.in_(task_ids), Task.finished_at.is_(None))
    return list(db.session.execute(rows.with_only_columns(Task.id).order_by(Task.id)).scalars())


def _is_wanted_of(asked: AskedParty) -> ColumnElement[bool]:
    """By the fact that a derived task follows from, else by the words of people's own."""
    by_words = and_(asked.has_claim(), Task.derived_key.is_(None), _speaks_of(asked))
    waits = and_(asked.has_claim(), _waits_on(asked))
    if asked.party is not Party.PROVIDER:
        return or_(by_words, waits)
    return or_(
        and_(asked.treats(), _follows_from(ASKED_OF_ATTENDING)),
        and_(asked.initiated(), _follows_from(ASKED_OF_INITIATING)),
        and_(asked.treats(), by_words),
        and_(asked.treats(), waits),
    )


def _follows_from(keys: Collection[str]) -> ColumnElement[bool]:
    """A derived task's key is its rule's name, alone or before a colon and the fact's id."""
    return or_(
        *(
            or_(Task.derived_key == key, Task.derived_key.startswith(f"{key}:", autoescape=True))
            for key in keys
        )
    )


def _speaks_of(asked: AskedParty) -> ColumnElement[bool]:
    return or_(*(Task.title.icontains(word, autoescape=True) for word in WORDS[asked.party]))


def _waits_on(asked: AskedParty) -> ColumnElement[bool]:
    words = (*WORDS[asked.party], *asked.names)
    return or_(*(Task.waiting_on.icontains(word, autoescape=True) for word in words))
