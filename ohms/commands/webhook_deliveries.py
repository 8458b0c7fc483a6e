"""Deliveries on their way: claimed in a transaction, sent outside it, and told what became of them.

Of several senders one claims a delivery. One whose sender died is sent again under the same id, for its
receiver tells the same event by it: at least once, where a message is sent at most once.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, delete, or_, select, update

from ohms import clock
from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import Unit, housekeeping
from ohms.commands.webhooks import REMOVED
from ohms.domain.outbox import OF_USE, next_try
from ohms.domain.outbox import WAITS as PAUSES
from ohms.domain.webhooks import (
    LOST_WHILE_PAUSED,
    WebhookEvent,
    event_body,
    key_of,
    signed_headers,
)
from ohms.extensions import db
from ohms.models.webhooks import Webhook, WebhookDelivery
from ohms.queries.webhooks import WAITS, is_due

TOO_OLD = "It waited longer than three days."
NEVER_TOLD = "Its sender ended each time before it told what became of it."


@dataclass(frozen=True, slots=True)
class Sender:
    """With which secret keys are made, where the API stands, and whether a program on this very machine
    may be told."""

    secret: bytes
    address: str
    on_loopback: bool


@dataclass(frozen=True, slots=True)
class ClaimedDelivery:
    """A delivery that this sender alone sends now."""

    id: int
    webhook_id: int
    event: WebhookEvent
    address: str
    headers: dict[str, str]
    body: bytes
    tries: int


@dataclass(frozen=True, slots=True)
class GivenUpDelivery:
    id: int
    event: WebhookEvent
    error: str
    chosen: bool = False
    """Whether somebody who paused or removed its webhook chose that it is not told."""


def give_up_what_waited_too_long() -> list[GivenUpDelivery]:
    """End what waited for three days, and what a removed webhook was still to be told: an act that went on
    while it was removed may have written it. What a paused webhook lost so is no fault either."""
    old = WebhookDelivery.waits_since_at < clock.now() - OF_USE
    removed = WebhookDelivery.webhook_id.in_(
        select(Webhook.id).where(Webhook.removed_at.is_not(None))
    )
    paused = WebhookDelivery.webhook_id.in_(
        select(Webhook.id).where(Webhook.paused_at.is_not(None))
    )
    if not _is_there(or_(old, removed)):
        return []
    with housekeeping("send_webhook") as unit:
        return [
            *_end(unit, and_(WAITS, removed), REMOVED, chosen=True),
            *_end(unit, and_(WAITS, old, paused), LOST_WHILE_PAUSED, chosen=True),
            *_end(unit, and_(WAITS, old), TOO_OLD),
        ]


def claim_next_delivery(
    sender: Sender, but_of: Collection[int] = ()
) -> ClaimedDelivery | GivenUpDelivery | None:
    """The oldest delivery whose time has come, signed; `but_of`: webhooks that did not answer just now.

    GivenUpDelivery where its senders died more often than it is tried.
    """
    now = clock.now()
    with housekeeping("send_webhook") as unit:
        found = db.session.execute(
            select(WebhookDelivery, Webhook)
            .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
            .where(is_due(now), Webhook.id.not_in(but_of))
            .order_by(WebhookDelivery.id)
            .limit(1)
            .with_for_update(of=WebhookDelivery, skip_locked=True)
        ).one_or_none()
        if found is None:
            return None
        delivery, webhook = found
        if delivery.tries > len(PAUSES):
            return _end(unit, WebhookDelivery.id == delivery.id, NEVER_TOLD)[0]
        delivery.claimed_at = delivery.last_tried_at = now
        delivery.tries += 1
        body = event_body(
            delivery.event_id,
            delivery.event,
            delivery.happened_at,
            sender.address + delivery.object_path,
        )
        key = key_of(sender.secret, webhook.id, webhook.salt)
        return ClaimedDelivery(
            delivery.id,
            webhook.id,
            delivery.event,
            webhook.address,
            signed_headers(key, delivery.event_id, now, body),
            body,
            delivery.tries,
        )


def note_delivered(delivery: ClaimedDelivery, status: int) -> None:
    with housekeeping("send_webhook") as unit:
        told = {"given_up_at": None, "try_at": None, "last_error": None, "last_status": status}
        _change(delivery.id, delivered_at=clock.now(), claimed_at=None, **told)
        unit.entries.append(_entry(delivery.id, delivery.event, status=status))


def put_off_delivery(
    delivery: ClaimedDelivery, error: str, status: int | None
) -> GivenUpDelivery | None:
    """Try it again later, or give it up when it was tried often enough. What somebody ended meanwhile
    stays so, and what another sender claimed since, when this one was thought dead, is theirs."""
    at = next_try(delivery.tries, clock.now())
    still = and_(WAITS, WebhookDelivery.tries == delivery.tries)
    with housekeeping("send_webhook") as unit:
        told = {"last_status": status, "last_error": error[:200]}
        is_ours = _change(delivery.id, still, claimed_at=None, try_at=at, **told)
        if at is not None or not is_ours:
            return None
        ended = _end(unit, and_(WebhookDelivery.id == delivery.id, still), error[:200])
        return next(iter(ended), None)


def forget_old_deliveries() -> int:
    """Take away what is over for longer than its webhook keeps its log."""
    now, gone = clock.now(), 0
    kept = db.session.execute(select(Webhook.id, Webhook.keep_days)).all()
    db.session.rollback()
    if not kept:
        return 0
    with housekeeping("forget_deliveries") as unit:
        for webhook_id, days in kept:
            old = or_(
                WebhookDelivery.delivered_at < now - timedelta(days=days),
                WebhookDelivery.given_up_at < now - timedelta(days=days),
            )
            done: Any = db.session.execute(
                delete(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook_id, old)
            )
            gone += int(done.rowcount)
        if gone:
            unit.entries.append(Entry("forget_deliveries", detail={"deliveries": gone}))
    return gone


def _is_there(which: Any) -> bool:
    found = db.session.execute(select(WebhookDelivery.id).where(WAITS, which).limit(1)).first()
    db.session.rollback()
    return found is not None


def _end(unit: Unit, which: Any, error: str, *, chosen: bool = False) -> list[GivenUpDelivery]:
    """Give up what waits still: another sender may tell one of them at this very moment."""
    db.session.flush()
    rows = db.session.execute(select(WebhookDelivery.id, WebhookDelivery.event).where(which)).all()
    over = {"given_up_at": clock.now(), "claimed_at": None, "try_at": None, "last_error": error}
    ended = [row for row in rows if _change(row.id, WAITS, **over)]
    unit.entries.extend(_entry(row.id, row.event, result="failed") for row in ended)
    return [GivenUpDelivery(row.id, row.event, error, chosen) for row in ended]


def _entry(delivery_id: int, event: str, *, result: str = "done", **told: int) -> Entry:
    detail = {"event": event, **told}
    return Entry("send_webhook", "webhook_delivery", delivery_id, result=result, detail=detail)


def _change(delivery_id: int, *where: Any, **values: Any) -> bool:
    """Whether it was changed: it was still as `where` says."""
    done: Any = db.session.execute(
        update(WebhookDelivery)
        .where(WebhookDelivery.id == delivery_id, *where)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return bool(done.rowcount)
