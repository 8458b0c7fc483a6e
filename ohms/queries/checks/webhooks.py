"""Webhooks: one of a COHE is told of nothing else."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from ohms.extensions import db
from ohms.models.webhooks import Webhook, WebhookDelivery


def told_of_another_cohe(_today: date) -> Iterator[str]:
    statement = (
        select(WebhookDelivery.id, Webhook.id)
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .where(Webhook.cohe_id != WebhookDelivery.cohe_id)
    )
    for delivery_id, webhook_id in db.session.execute(statement.order_by(WebhookDelivery.id)):
        yield f"delivery {delivery_id}: webhook {webhook_id} is one of another COHE"
