"""The rows of a bulk act as they are done: begun once, each with its outcome, remembered by the form's key."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm.exc import StaleDataError

from ohms import clock
from ohms.commands.refusals import Conflict
from ohms.commands.unit_of_work import one_row
from ohms.domain.actor import Actor
from ohms.domain.bulk import NOT_THERE, BulkKind
from ohms.domain.errors import NotAllowed, NotFound, RuleBroken
from ohms.domain.tasks import CHANGED
from ohms.extensions import db
from ohms.models.bulk import BulkAct
from ohms.queries.task_changes import Became

LONGEST_REFUSAL = 200

Outcome = dict[str, Any]
"""What a row keeps of its change, or `refusal` alone."""


def begun(actor: Actor, kind: BulkKind, **told: Any) -> int:
    assert actor.staff_id is not None
    act = BulkAct(by_id=actor.staff_id, kind=kind, at=clock.now(), **told)
    db.session.add(act)
    db.session.flush()
    return act.id


def outcome_of(
    change: Callable[[], Outcome], became: Callable[[], Became] | None = None
) -> Outcome:
    """What one row's act gave, or why it left nothing. `became` tells what somebody else did to it
    meanwhile, where that is known."""
    try:
        with one_row():
            return change()
    except RuleBroken as broken:
        return {"refusal": broken.message[:LONGEST_REFUSAL]}
    except (Conflict, StaleDataError):
        return {"refusal": _told(became)[:LONGEST_REFUSAL]}
    except NotFound:
        return {"refusal": CHANGED}
    except NotAllowed:
        return {"refusal": NOT_THERE}


def _told(became: Callable[[], Became] | None) -> str:
    try:
        return became().told if became else CHANGED
    except NotFound:  # out of sight by now
        return CHANGED
