"""Webhooks and what became of their deliveries: for the sender, and for who looks after the installation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from ohms import clock
from ohms.domain.actor import Actor
from ohms.domain.webhooks import CLAIM_LASTS, LOST_WHILE_PAUSED, WebhookEvent, read_events
from ohms.extensions import db
from ohms.models.cohes import Cohe
from ohms.models.staff import StaffMember
from ohms.models.webhooks import Webhook, WebhookDelivery
from ohms.queries.one_in_sight import only_row

LATELY = timedelta(days=7)
PER_PAGE = 50
WAITS = and_(WebhookDelivery.delivered_at.is_(None), WebhookDelivery.given_up_at.is_(None))
IS_OVER = or_(WebhookDelivery.delivered_at.is_not(None), WebhookDelivery.given_up_at.is_not(None))


@dataclass(frozen=True, slots=True)
class WebhooksState:
    """How many stand, how much waits for those that are not paused, since when, and how much was given up
    within a week that nobody chose to lose."""

    standing: int
    paused: int
    waiting: int
    oldest_at: datetime | None
    given_up: int


@dataclass(frozen=True, slots=True)
class ListedWebhook:
    """A webhook as administrators see it; `cohe` is empty where it hears of all."""

    id: int
    name: str
    address: str
    events: tuple[WebhookEvent, ...]
    cohe: str | None
    keep_days: int
    made_at: datetime
    made_by: str
    salted_at: datetime
    paused_at: datetime | None
    removed_at: datetime | None
    waiting: int
    given_up: int
    delivered_at: datetime | None


class Delivery(NamedTuple):
    """A line of a webhook's log."""

    id: int
    event_id: str
    event: WebhookEvent
    cohe: str
    object_path: str
    happened_at: datetime
    tries: int
    try_at: datetime | None
    delivered_at: datetime | None
    given_up_at: datetime | None
    last_status: int | None
    last_error: str | None

    @property
    def is_over(self) -> bool:
        return self.delivered_at is not None or self.given_up_at is not None


@dataclass(frozen=True, slots=True)
class Log:
    """A page of a log, the newest first; `further` is where the next one begins."""

    lines: Sequence[Delivery]
    total: int
    further: int | None


def is_due(now: datetime) -> ColumnElement[bool]:
    """Deliveries whose time has come, of webhooks that stand and are not paused."""
    return and_(
        WAITS,
        or_(WebhookDelivery.try_at.is_(None), WebhookDelivery.try_at <= now),
        or_(
            WebhookDelivery.claimed_at.is_(None),
            WebhookDelivery.claimed_at < now - CLAIM_LASTS,
        ),
        Webhook.paused_at.is_(None),
        Webhook.removed_at.is_(None),
    )


def is_any_webhook() -> bool:
    """Whether one stands, or stood."""
    return db.session.execute(select(Webhook.id).limit(1)).first() is not None


def is_any_delivery_due() -> bool:
    statement = (
        select(WebhookDelivery.id)
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .where(is_due(clock.now()))
        .limit(1)
    )
    return db.session.execute(statement).first() is not None


def webhooks_state() -> WebhooksState:
    """Two statements; nothing of a delivery where no webhook ever stood."""
    stands = Webhook.removed_at.is_(None)
    standing, paused = db.session.execute(
        select(
            func.count(Webhook.id).filter(stands),
            func.count(Webhook.id).filter(stands, Webhook.paused_at.is_not(None)),
        )
    ).one()
    waits = and_(WAITS, stands, Webhook.paused_at.is_(None))
    lately = and_(
        stands,
        WebhookDelivery.given_up_at > clock.now() - LATELY,
        WebhookDelivery.last_error.is_distinct_from(LOST_WHILE_PAUSED),
    )
    row = db.session.execute(
        select(
            func.coalesce(func.sum(case((waits, 1), else_=0)), 0),
            func.min(case((waits, WebhookDelivery.waits_since_at))),
            func.coalesce(func.sum(case((lately, 1), else_=0)), 0),
        )
        .select_from(WebhookDelivery)
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .where(or_(WAITS, WebhookDelivery.given_up_at.is_not(None)))
    ).one()
    return WebhooksState(standing, paused, int(row[0]), row[1], int(row[2]))


def webhooks_known(_actor: Actor) -> list[ListedWebhook]:
    """All that there ever were, those that stand first: whoever may ask looks after all of them."""
    rows = db.session.execute(
        _webhooks().order_by(Webhook.removed_at.is_not(None), Webhook.name, Webhook.id)
    )
    return [_listed(row) for row in rows]


def webhook_known(_actor: Actor, webhook_id: int) -> ListedWebhook:
    row = only_row(_webhooks().where(Webhook.id == webhook_id))
    return _listed(row)


def webhook_log(webhook_id: int, before: int | None) -> Log:
    """From a delivery on, backwards."""
    of_it = WebhookDelivery.webhook_id == webhook_id
    total = db.session.execute(select(func.count(WebhookDelivery.id)).where(of_it)).scalar_one()
    statement = (
        select(
            WebhookDelivery.id,
            WebhookDelivery.event_id,
            WebhookDelivery.event,
            Cohe.name,
            WebhookDelivery.object_path,
            WebhookDelivery.happened_at,
            WebhookDelivery.tries,
            WebhookDelivery.try_at,
            WebhookDelivery.delivered_at,
            WebhookDelivery.given_up_at,
            WebhookDelivery.last_status,
            WebhookDelivery.last_error,
        )
        .join(Cohe, Cohe.id == WebhookDelivery.cohe_id)
        .where(of_it)
    )
    if before is not None:
        statement = statement.where(WebhookDelivery.id < before)
    found = db.session.execute(
        statement.order_by(WebhookDelivery.id.desc()).limit(PER_PAGE + 1)
    ).all()
    lines = [Delivery._make(row) for row in found[:PER_PAGE]]
    return Log(lines, total, lines[-1].id if len(found) > PER_PAGE else None)


def _webhooks() -> Select[Any]:
    lately = WebhookDelivery.given_up_at > clock.now() - LATELY
    of_it = WebhookDelivery.webhook_id == Webhook.id
    counted = (
        select(func.count(WebhookDelivery.id)).where(of_it, WAITS).scalar_subquery(),
        select(func.count(WebhookDelivery.id)).where(of_it, lately).scalar_subquery(),
        select(func.max(WebhookDelivery.delivered_at)).where(of_it).scalar_subquery(),
    )
    return (
        select(
            Webhook,
            Cohe.name.label("cohe"),
            StaffMember.name.label("made_by"),
            *(
                each.label(name)
                for each, name in zip(counted, ("waiting", "given_up", "delivered_at"), strict=True)
            ),
        )
        .outerjoin(Cohe, Cohe.id == Webhook.cohe_id)
        .join(StaffMember, StaffMember.id == Webhook.made_by_id)
    )


def _listed(row: Any) -> ListedWebhook:
    webhook: Webhook = row.Webhook
    heard = read_events(webhook.events)
    return ListedWebhook(
        webhook.id,
        webhook.name,
        webhook.address,
        tuple(each for each in WebhookEvent if each in heard),
        row.cohe,
        webhook.keep_days,
        webhook.made_at,
        row.made_by,
        webhook.salted_at,
        webhook.paused_at,
        webhook.removed_at,
        row.waiting,
        row.given_up,
        row.delivered_at,
    )
