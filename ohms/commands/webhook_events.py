"""What happened is written down for the webhooks that hear of it, in the transaction of what happened:
nothing is lost between the act and its telling, and nothing is told of an act that was rolled back.

What is told is read off the rows that changed, so that no command can forget it. What an import or the
night changes in bulk is not told one by one.
"""

import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from ohms import clock
from ohms.domain.tasks import OPEN
from ohms.domain.webhooks import Event, WebhookEvent, read_events
from ohms.models.cohes import Cohe
from ohms.models.referrals import ReferralStepTaken
from ohms.models.reports import QuarterlyReport, ReportVersion
from ohms.models.tasks import Task
from ohms.models.webhooks import Webhook, WebhookDelivery

API = "/api/v1"

# Built once, for every act that may be told, and of the table.
_WEBHOOKS = Webhook.__table__
_STANDING = select(_WEBHOOKS.c.id, _WEBHOOKS.c.events, _WEBHOOKS.c.cohe_id).where(
    _WEBHOOKS.c.removed_at.is_(None)
)


def event_of(row: Any, *, added: bool, columns: Sequence[str]) -> Event | None:
    """What a row that was added or changed in these columns tells of, if anything."""
    if isinstance(row, ReferralStepTaken) and added:
        return Event(WebhookEvent.REFERRAL_STEP_TAKEN, row.referral_id, row.cohe_id)
    if isinstance(row, ReportVersion) and added:
        return Event(WebhookEvent.REPORT_FROZEN, row.report_id, row.cohe_id)
    if isinstance(row, Task) and added:
        return Event(WebhookEvent.TASK_MADE, row.id, row.cohe_id)
    if isinstance(row, Task) and "state" in columns and row.state not in OPEN:
        return Event(WebhookEvent.TASK_ENDED, row.id, row.cohe_id)
    return None


def tell_webhooks(session: Session, events: Sequence[Event]) -> None:
    """A row for each event and each webhook that hears of it; to be called before COMMIT."""
    if not events:
        return
    standing = session.connection().execute(_STANDING).all()
    rows = []
    for event in dict.fromkeys(events):
        hearing = [
            each.id
            for each in standing
            if event.kind in read_events(each.events) and each.cohe_id in (None, event.cohe_id)
        ]
        if hearing:
            told = _told(session, event)
            rows += [{"webhook_id": webhook_id, **told} for webhook_id in hearing]
    if rows:
        session.execute(insert(WebhookDelivery), rows)


def _told(session: Session, event: Event) -> dict[str, Any]:
    now = clock.now()
    return {
        "event_id": f"evt_{secrets.token_hex(16)}",
        "event": event.kind,
        "cohe_id": event.cohe_id,
        "object_path": _path(session, event),
        "happened_at": now,
        "waits_since_at": now,
    }


def _path(session: Session, event: Event) -> str:
    """The object's address within the API."""
    if event.kind is WebhookEvent.REFERRAL_STEP_TAKEN:
        return f"{API}/fhir/Task/{event.object_id}"
    if event.kind is WebhookEvent.REPORT_FROZEN:
        slug, year, quarter = session.execute(
            select(Cohe.slug, QuarterlyReport.year, QuarterlyReport.quarter)
            .join(Cohe, Cohe.id == QuarterlyReport.cohe_id)
            .where(QuarterlyReport.id == event.object_id)
        ).one()
        return f"{API}/reports/{slug}/{year}Q{quarter}"
    return f"{API}/tasks/{event.object_id}"
