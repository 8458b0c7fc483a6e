"""Webhooks: which events of the product another program is told of, and how it knows who told it.

What is told leaves the house: an event has an id, a kind, an instant and the API's address of its object
by a number of ours, and nothing of a claim, not its number either. The receiver asks the API for the rest
by a token of its own. Headers and signature are those of Standard Webhooks (standardwebhooks.com), for
which most languages have a library.
"""

import hashlib
import hmac
import json
import secrets
from base64 import b64encode
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from ohms.domain.errors import RuleBroken
from ohms.domain.one_line import checked_line

MOST_AT_ONCE = 20
"""Webhooks that stand: each act writes a row for every one that hears of it."""
LONGEST_NAME = 80
LEAST_DAYS, MOST_DAYS, USUAL_DAYS = 7, 365, 30
"""For how long the log of a webhook is kept; 30 days, as messages are, is our assumption."""
CLAIM_LASTS = timedelta(minutes=5)
"""A sender that told nothing by then has died: its delivery is sent again, under the same id."""
LOST_WHILE_PAUSED = "It waited longer than three days while its webhook was paused."
"""Somebody chose that: it is told in the log, and is no fault."""
PREFIX = "whsec_"


class WebhookEvent(StrEnum):
    """What happened, as the receiver reads it."""

    REFERRAL_STEP_TAKEN = "referral.step_taken"
    TASK_MADE = "task.made"
    TASK_ENDED = "task.ended"
    REPORT_FROZEN = "report.frozen"


SAYS: Mapping[WebhookEvent, str] = MappingProxyType(
    {
        WebhookEvent.REFERRAL_STEP_TAKEN: "A referral took a step",
        WebhookEvent.TASK_MADE: "A task was made",
        WebhookEvent.TASK_ENDED: "A task was done, or is not needed",
        WebhookEvent.REPORT_FROZEN: "A quarterly report was frozen",
    }
)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to an object of a COHE."""

    kind: WebhookEvent
    object_id: int
    cohe_id: int


def read_events(kept: str) -> frozenset[WebhookEvent]:
    """What `written_events` wrote; one that this product no longer has is heard of no more."""
    known = set(WebhookEvent)
    return frozenset(WebhookEvent(each) for each in kept.split() if each in known)


def written_events(events: Collection[WebhookEvent]) -> str:
    return " ".join(event.value for event in WebhookEvent if event in events)


def checked_webhook(
    name: str, events: Collection[WebhookEvent], keep_days: int | None, *, standing: int
) -> str:
    """The name as it is kept. RuleBroken for one without a name, an event or bounds of its log, and for
    more than anybody can watch."""
    said = checked_line(name, "Enter which program it is.", longest=LONGEST_NAME, field="name")
    if not events:
        raise RuleBroken("Choose what it is told of.", field="events")
    if keep_days is None or not LEAST_DAYS <= keep_days <= MOST_DAYS:
        raise RuleBroken(
            f"Enter a number of days from {LEAST_DAYS} to {MOST_DAYS}.", field="keep_days"
        )
    if standing >= MOST_AT_ONCE:
        raise RuleBroken(f"Remove one first: {MOST_AT_ONCE} webhooks stand already.")
    return said


def new_salt() -> str:
    return secrets.token_urlsafe(24)


def key_of(secret: bytes, webhook_id: int, salt: str) -> bytes:
    """The key that signs, made of the installation's secret: the database alone signs nothing."""
    return hmac.new(secret, f"webhook {webhook_id}: {salt}".encode(), hashlib.sha256).digest()


def secret_text(key: bytes) -> str:
    """The key as the receiver's library takes it."""
    return PREFIX + b64encode(key).decode()


def event_body(event_id: str, kind: str, happened_at: datetime, address: str) -> bytes:
    """All that is told, the same however often it is sent."""
    at = happened_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    told = {"id": event_id, "type": kind, "timestamp": at, "data": {"url": address}}
    return json.dumps(told, separators=(",", ":")).encode()


def signed_headers(key: bytes, event_id: str, sent_at: datetime, body: bytes) -> dict[str, str]:
    """The id by which a receiver knows an event that comes twice, when it was sent, and the HMAC-SHA-256
    of both with the body: what was sent long ago, or to somebody else, is not taken for new."""
    at = str(int(sent_at.timestamp()))
    signed = hmac.new(key, f"{event_id}.{at}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": event_id,
        "webhook-timestamp": at,
        "webhook-signature": f"v1,{b64encode(signed).decode()}",
    }


def is_taken(status: int) -> bool:
    """Whether an answer says that the event arrived. A redirect does not: it is followed nowhere."""
    return 200 <= status < 300
