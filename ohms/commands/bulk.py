"""A bulk act undone: each row that it changed goes back by the rules of its own, or stays and says why."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from ohms import clock
from ohms.commands.bulk_claims_undone import claim_put_back, given_back, offer_withdrawn
from ohms.commands.bulk_rows import outcome_of
from ohms.commands.bulk_tasks import task_undone
from ohms.commands.reassigning import task_given_back
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.bulk import OF_CLAIMS, BulkKind, check_may_be_undone
from ohms.extensions import db
from ohms.models.bulk import BulkAct, BulkRow
from ohms.queries.bulk import rows_done
from ohms.queries.one_in_sight import held_in_sight
from ohms.queries.scope import visible
from ohms.queries.task_changes import Became, what_became_of


@command(Permission.LIST_KEEP)
def undo_bulk_act(actor: Actor, bulk_act_id: int) -> int:
    """Set back what one's own act changed, within its time and once; how many rows went back.

    A row that somebody changed since, or that may not go back any more, stays and says why.
    """
    act = held_in_sight(actor, BulkAct, bulk_act_id)
    now = clock.now()
    check_may_be_undone(act.at, act.undone_at, now)
    back = 0
    for row_id, undo, became in _undoings(actor, act, rows_done(actor, bulk_act_id)):
        stays = outcome_of(undo, became).get("refusal")
        back += stays is None
        if stays is not None:
            own = visible(actor, BulkRow).where(BulkRow.id == row_id)
            row = db.session.execute(own).scalar_one_or_none()
            if row is not None:  # else its claim left the actor's sight meanwhile
                row.stays = stays
    act.undone_at, act.undone = now, back
    return back


def _undoings(
    actor: Actor, act: BulkAct, rows: Sequence[Any]
) -> Iterator[tuple[int, Callable[[], dict[str, Any]], Callable[[], Became] | None]]:
    """How each row that changed goes back; of claims with the tasks that went along."""
    along = defaultdict[int, list[Any]](list)
    if act.kind in OF_CLAIMS:
        for row in rows:
            if row.task_id is not None:
                along[row.claim_id].append(row)
        rows = [row for row in rows if row.task_id is None]
    for row in rows:
        became = partial(what_became_of, actor, row.task_id) if row.task_id else None
        yield row.id, partial(_undone, _way_back(actor, act, row, along[row.claim_id])), became


def _way_back(actor: Actor, act: BulkAct, row: Any, along: Sequence[Any]) -> Callable[[], None]:
    if act.kind is BulkKind.REASSIGN_TASKS:
        assert act.to_staff_id is not None
        return partial(task_given_back, actor, row, act.to_staff_id)
    if act.kind is BulkKind.OFFER_CLAIMS:
        return partial(offer_withdrawn, actor, row)
    if act.kind is BulkKind.ASSIGN_CLAIMS:
        return partial(given_back, actor, act, row, along)
    if act.kind in OF_CLAIMS:
        return partial(claim_put_back, actor, act, row, along)
    return partial(task_undone, actor, act.kind, row)


def _undone(undo: Callable[[], None]) -> dict[str, Any]:
    undo()
    return {}
