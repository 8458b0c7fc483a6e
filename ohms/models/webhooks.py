"""Webhooks: addresses of other programs that are told of events, and each telling of one to one of them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ohms.domain.webhooks import WebhookEvent
from ohms.models.base import Base, Housekeeping, Line, Name, Versioned, choice, index, unique

OPEN = text("delivered_at is null and given_up_at is null")


class Webhook(Versioned, Base):
    """An address that is told of `events`, kept with a space between, of one COHE or (empty) of all.

    The key that signs is made of the installation's secret and `salt`; a new salt makes the one before
    worth nothing. A removed one stays for its log and is told nothing more.
    """

    __tablename__ = "webhook"
    __table_args__ = (CheckConstraint("keep_days between 7 and 365", name="keep_days"),)

    name: Mapped[Name]
    address: Mapped[str] = mapped_column(String(400))
    events: Mapped[Line]
    cohe_id: Mapped[int | None] = mapped_column(ForeignKey("cohe.id"), index=True)
    salt: Mapped[str] = mapped_column(String(64))
    salted_at: Mapped[datetime]
    keep_days: Mapped[int]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    made_at: Mapped[datetime]
    paused_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]


class WebhookDelivery(Housekeeping, Base):
    """One event on its way to one webhook, written in the transaction of what happened.

    It waits from `waits_since_at` on until it is claimed, and is then delivered, put off until `try_at`, or
    given up. One that was claimed and nothing else is sent again: `event_id` tells a receiver that it
    comes twice. Of an answer its code alone is kept.
    """

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        unique("webhook_id", "event_id"),
        CheckConstraint("delivered_at is null or given_up_at is null", name="one_end"),
        index("ix_webhook_delivery_log", "webhook_id", "id"),
        index("ix_webhook_delivery_open", "id", sqlite_where=OPEN, postgresql_where=OPEN),
    )

    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhook.id"))
    event_id: Mapped[str] = mapped_column(String(36))
    event: Mapped[WebhookEvent] = mapped_column(choice(WebhookEvent, "event"))
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"), index=True)
    object_path: Mapped[Line]
    happened_at: Mapped[datetime]
    waits_since_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    claimed_at: Mapped[datetime | None]
    try_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
    last_tried_at: Mapped[datetime | None]
    last_status: Mapped[int | None]
    last_error: Mapped[Line | None]
