"""`ohms send`: what waits for webhooks goes to them, each at least once."""

from dataclasses import dataclass, field

from ohms.commands.posting import NotReached, post
from ohms.commands.webhook_deliveries import (
    ClaimedDelivery,
    GivenUpDelivery,
    Sender,
    claim_next_delivery,
    give_up_what_waited_too_long,
    note_delivered,
    put_off_delivery,
)
from ohms.domain.webhooks import is_taken
from ohms.extensions import db
from ohms.queries.webhooks import is_any_delivery_due


@dataclass(slots=True)
class Delivered:
    """What became of the deliveries of one run."""

    sent: int = 0
    put_off: int = 0
    given_up: list[GivenUpDelivery] = field(default_factory=list)


def deliver_waiting(sender: Sender) -> Delivered:
    """Send what waits, the oldest first. A webhook that does not take one rests until the next run: one
    that is down keeps nobody waiting, and is not called on for each event."""
    outcome = Delivered(given_up=give_up_what_waited_too_long())
    resting: set[int] = set()
    while _is_any_due() and (claimed := claim_next_delivery(sender, resting)) is not None:
        if isinstance(claimed, GivenUpDelivery):
            outcome.given_up.append(claimed)
        elif not _hand_over(sender, claimed, outcome):
            resting.add(claimed.webhook_id)
    return outcome


def _is_any_due() -> bool:
    try:
        return is_any_delivery_due()
    finally:
        db.session.rollback()


def _hand_over(sender: Sender, delivery: ClaimedDelivery, outcome: Delivered) -> bool:
    """Whether it was taken."""
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "OHMS-Webhooks",
        **delivery.headers,
    }
    status: int | None = None
    try:
        status = post(delivery.address, delivery.body, headers, on_loopback=sender.on_loopback)
        error = f"It answered {status}."
    except NotReached as trouble:
        error = str(trouble)
    if status is not None and is_taken(status):
        note_delivered(delivery, status)
        outcome.sent += 1
        return True
    ended = put_off_delivery(delivery, error, status)
    if ended is None:
        outcome.put_off += 1
    else:
        outcome.given_up.append(ended)
    return False
