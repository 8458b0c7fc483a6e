"""The two time-loss columns of claims.csv, which make one payment until the time-loss file tells."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, select

from ohms.commands.feed.batches import Batch, Line, Planned
from ohms.commands.feed.claim_fields import Difference
from ohms.commands.feed.rows import rows_in
from ohms.domain.feed import FeedKind
from ohms.domain.values import TimeLossKind
from ohms.domain.work_status import is_time_loss_claim
from ohms.models.feed import FeedRun
from ohms.models.medical import TimeLossPayment


def payment_values(claim_id: int, cohe_id: int, line: Line, batch: Batch) -> dict[str, Any] | None:
    """The payment that a claim's line tells of; open at its end it lasts to the as-of day."""
    if line.said.time_loss_from is None:
        return None
    return {
        "claim_id": claim_id,
        "cohe_id": cohe_id,
        "paid_from_on": line.said.time_loss_from,
        "paid_to_on": line.said.time_loss_to or batch.as_of,
        "kind": TimeLossKind.TIME_LOSS,
        **batch.origin(line),
    }


def is_from_claims(payment: Row[Any]) -> bool:
    """Whether the two columns made it, and not the time-loss file or a person."""
    return bool(payment.run_kind == FeedKind.CLAIMS.value)


def payments_of(claim_ids: Iterable[int]) -> dict[int, list[Row[Any]]]:
    """The payments of claims, each with the kind and as-of day of the run that told it."""
    statement = select(
        TimeLossPayment.id,
        TimeLossPayment.claim_id,
        TimeLossPayment.paid_from_on,
        TimeLossPayment.paid_to_on,
        TimeLossPayment.kind,
        FeedRun.kind.label("run_kind"),
        FeedRun.as_of_on,
    ).outerjoin(FeedRun, FeedRun.id == TimeLossPayment.feed_run_id)
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows_in(statement, TimeLossPayment.claim_id, claim_ids):
        found[row.claim_id].append(row)
    return found


def compare_payment(
    known: Row[Any], payments: list[Row[Any]], line: Line, batch: Batch, planned: Planned
) -> tuple[list[Difference], bool]:
    """What the columns change, and whether the claim is on time loss afterwards."""
    told_otherwise = [payment for payment in payments if not is_from_claims(payment)]
    if told_otherwise or "time_loss_from" not in batch.columns:
        return [], is_time_loss_claim(payment.kind for payment in payments)
    wanted = payment_values(known.id, known.cohe_id, line, batch)
    old = payments[0] if payments else None
    if old is None and wanted is not None:
        planned.changes.add(TimeLossPayment, wanted)
    elif old is not None and wanted is None:
        planned.changes.remove(TimeLossPayment, old.id)
    elif old is not None and wanted is not None and _range(old) != _range_of(wanted):
        planned.changes.change(TimeLossPayment, {"id": old.id, **wanted})
    return _told(_range(old), _range_of(wanted)), wanted is not None


def _range(payment: Row[Any] | None) -> tuple[Any, Any]:
    return (payment.paid_from_on, payment.paid_to_on) if payment else (None, None)


def _range_of(values: dict[str, Any] | None) -> tuple[Any, Any]:
    return (values["paid_from_on"], values["paid_to_on"]) if values else (None, None)


def _told(old: tuple[Any, Any], new: tuple[Any, Any]) -> list[Difference]:
    names = ("time_loss_from", "time_loss_to")
    pairs = zip(names, old, new, strict=True)
    return [Difference(name, was, now) for name, was, now in pairs if was != now]
