"""A webhook of the demonstration with a log: paused, and its address leads nowhere, so that trying the
demonstration out calls on nobody."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from ohms.domain.calendar import PACIFIC
from ohms.domain.values import Role
from ohms.domain.webhooks import USUAL_DAYS, WebhookEvent, new_salt, written_events
from ohms.extensions import db
from ohms.models.referrals import ReferralStepTaken
from ohms.models.staff import Position
from ohms.models.webhooks import Webhook, WebhookDelivery
from ohms.simulator.loading.rows import last_id, put

TOLD = 8
HEARS = (WebhookEvent.REFERRAL_STEP_TAKEN, WebhookEvent.REPORT_FROZEN)


def put_webhooks(today: date) -> int:
    """How many deliveries its log has; inside a bulk unit."""
    administrator = db.session.execute(
        select(Position.staff_id).where(Position.role == Role.ADMINISTRATOR).limit(1)
    ).scalar_one_or_none()
    if administrator is None:
        return 0
    midnight = datetime.combine(today, time(), tzinfo=PACIFIC)
    webhook = {
        "name": "Referral program of a desk",
        "address": "https://referrals.example/ohms",
        "events": written_events(HEARS),
        "cohe_id": None,
        "salt": new_salt(),
        "salted_at": midnight - timedelta(days=40),
        "keep_days": USUAL_DAYS,
        "made_by_id": administrator,
        "made_at": midnight - timedelta(days=40),
        "paused_at": midnight - timedelta(hours=2),
        "removed_at": None,
    }
    put(Webhook, [webhook])
    steps = db.session.execute(
        select(ReferralStepTaken.referral_id, ReferralStepTaken.cohe_id, ReferralStepTaken.at)
        .where(ReferralStepTaken.at < midnight - timedelta(days=1))
        .order_by(ReferralStepTaken.at.desc(), ReferralStepTaken.id.desc())
        .limit(TOLD)
    ).all()
    webhook_id = last_id(Webhook)
    rows = [_row(webhook_id, place, *step) for place, step in enumerate(reversed(steps))]
    return put(WebhookDelivery, rows)


def _row(
    webhook_id: int, place: int, referral_id: int, cohe_id: int, at: datetime
) -> dict[str, object]:
    """All arrived, one of them at its third try, but one that was given up after a day."""
    tries = {2: 3, 4: 8}.get(place, 1)
    ended = at + timedelta(minutes=6 * tries) if tries < 8 else at + timedelta(hours=23)
    fails = tries == 8
    return {
        "webhook_id": webhook_id,
        "event_id": f"evt_{place:032x}",
        "event": WebhookEvent.REFERRAL_STEP_TAKEN,
        "cohe_id": cohe_id,
        "object_path": f"/api/v1/fhir/Task/{referral_id}",
        "happened_at": at,
        "waits_since_at": at,
        "tries": tries,
        "claimed_at": None,
        "try_at": None,
        "delivered_at": None if fails else ended,
        "given_up_at": ended if fails else None,
        "last_tried_at": ended,
        "last_status": 503 if fails else 204,
        "last_error": "It answered 503." if fails else None,
    }
