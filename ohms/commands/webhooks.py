"""Webhooks kept by an administrator: added, given another secret, paused, removed, their log sent again."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, func, select, update

from ohms import clock
from ohms.commands.audit import Entry
from ohms.commands.idempotency import made_before, remember
from ohms.commands.unit_of_work import command, note_entry
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.webhook_addresses import checked_address
from ohms.domain.webhooks import (
    WebhookEvent,
    checked_webhook,
    key_of,
    new_salt,
    secret_text,
    written_events,
)
from ohms.extensions import db
from ohms.models.cohes import Cohe
from ohms.models.webhooks import Webhook, WebhookDelivery
from ohms.queries.one_in_sight import only
from ohms.queries.webhooks import IS_OVER, LATELY, WAITS

REMOVED = "The webhook was removed."


@command(Permission.WEBHOOK_MANAGE)
def add_webhook(
    actor: Actor,
    name: str,
    address: str,
    events: Collection[WebhookEvent],
    *,
    cohe: str | None,
    keep_days: int | None,
    on_loopback: bool,
    secret: bytes,
    key: str,
) -> tuple[int, str] | None:
    """Its id and the secret that signs, told this once. The same form sent twice adds one, and None tells
    that it was told before. `cohe` is a slug; without one it hears of all."""
    if made_before(actor, key) is not None:
        return None
    assert actor.staff_id is not None
    standing = select(func.count(Webhook.id)).where(Webhook.removed_at.is_(None))
    said = checked_webhook(
        name, events, keep_days, standing=db.session.execute(standing).scalar_one()
    )
    assert keep_days is not None
    leads_to = checked_address(address, on_loopback=on_loopback)
    now = clock.now()
    row = Webhook(
        name=said,
        address=leads_to,
        events=written_events(events),
        cohe_id=None if cohe is None else _cohe_of(cohe),
        salt=new_salt(),
        salted_at=now,
        keep_days=keep_days,
        made_by_id=actor.staff_id,
        made_at=now,
    )
    db.session.add(row)
    db.session.flush()
    remember(actor, key, "add_webhook", row.id)
    return row.id, secret_text(key_of(secret, row.id, row.salt))


@command(Permission.WEBHOOK_MANAGE)
def renew_webhook_secret(actor: Actor, webhook_id: int, secret: bytes, *, key: str) -> str | None:
    """Another secret, told this once; the one before signs nothing from now on. What a receiver refuses
    until it has the new one is sent again. None: this form's was told before."""
    if made_before(actor, key) is not None:
        return None
    row = _standing(webhook_id)
    row.salt, row.salted_at = new_salt(), clock.now()
    remember(actor, key, "renew_webhook_secret", row.id)
    return secret_text(key_of(secret, row.id, row.salt))


@command(Permission.WEBHOOK_MANAGE)
def pause_webhook(actor: Actor, webhook_id: int) -> None:
    """What happens from now on waits. Pressed twice: paused once."""
    row = _standing(webhook_id)
    row.paused_at = row.paused_at or clock.now()


@command(Permission.WEBHOOK_MANAGE)
def resume_webhook(actor: Actor, webhook_id: int) -> None:
    """What waits goes out with the next `ohms send`."""
    _standing(webhook_id).paused_at = None


@command(Permission.WEBHOOK_MANAGE)
def remove_webhook(actor: Actor, webhook_id: int) -> None:
    """It is told nothing more, also of what waited; its log stays for as long as it is kept."""
    row = _standing(webhook_id)
    now = clock.now()
    row.removed_at, row.paused_at = now, None
    _change(and_(WebhookDelivery.webhook_id == webhook_id, WAITS), given_up_at=now, error=REMOVED)


@command(Permission.WEBHOOK_MANAGE)
def send_webhook_again(actor: Actor, webhook_id: int, delivery_id: int | None = None) -> int:
    """One delivery that is over, or every one that was given up within a week, waits again from the
    beginning, under the id that it had; how many. NotFound for one of another webhook."""
    _standing(webhook_id)
    of_it = WebhookDelivery.webhook_id == webhook_id
    if delivery_id is None:
        which = and_(of_it, WebhookDelivery.given_up_at > clock.now() - LATELY)
    else:
        which = and_(of_it, WebhookDelivery.id == delivery_id)
        found = db.session.execute(select(IS_OVER).where(which)).scalar_one_or_none()
        if found is None:
            raise NotFound
        if not found:
            raise RuleBroken("It waits already.")
    sent = _change(which, waits_since_at=clock.now())
    if sent:
        detail = {"deliveries": sent}
        note_entry(Entry("send_webhook_again", "webhook", webhook_id, detail=detail))
    return sent


def _cohe_of(slug: str) -> int:
    found = db.session.execute(select(Cohe.id).where(Cohe.slug == slug)).scalar_one_or_none()
    if found is None:
        raise RuleBroken("Choose a COHE of the list.", field="cohe")
    return found


def _standing(webhook_id: int) -> Webhook:
    return only(
        select(Webhook)
        .where(Webhook.id == webhook_id, Webhook.removed_at.is_(None))
        .with_for_update(of=Webhook, key_share=True)  # acts that tell it go on meanwhile
    )


def _change(which: ColumnElement[bool], *, error: str | None = None, **instants: object) -> int:
    """Deliveries that end, or wait from the beginning; how many."""
    begun_anew = {"claimed_at": None, "try_at": None, "delivered_at": None, "given_up_at": None}
    values = {**begun_anew, "last_error": error, **instants}
    if error is None:
        values["tries"] = 0
    done = db.session.execute(
        update(WebhookDelivery)
        .where(which)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]
