"""Digests: written once a night for who asked for one, and sent by `ohms send`."""

from datetime import date

from sqlalchemy.exc import IntegrityError

from ohms import clock
from ohms.commands.audit import Entry
from ohms.commands.refusals import Conflict
from ohms.commands.unit_of_work import housekeeping
from ohms.domain.digests import digest_key, digest_subject, digest_text
from ohms.extensions import db
from ohms.models.housekeeping import OutboxMessage
from ohms.queries.actors import actor_of
from ohms.queries.digests import Reader, digest_readers, is_written, waiting_on_today


def queue_digests(day: date, address: str) -> int:
    """Write the digests that are due on a day and not written yet; how many. Where nothing waits for
    somebody there is none."""
    readers = digest_readers()
    db.session.rollback()
    return sum(_queue(reader, day, address) for reader in readers)


def _queue(reader: Reader, day: date, address: str) -> bool:
    key = digest_key(reader.chosen, reader.staff_id, day)
    if key is None or is_written(key):
        return False
    actor = actor_of(reader.username, day)
    waiting = waiting_on_today(actor) if actor is not None else []
    db.session.rollback()
    if not waiting:
        return False
    message = OutboxMessage(
        kind="digest",
        recipient=reader.email,
        subject=digest_subject(day),
        body=digest_text(waiting, address),
        key=key,
        written_at=clock.now(),
    )
    try:
        with housekeeping("queue_digest") as unit:
            db.session.add(message)
            unit.entries.append(Entry("queue_digest", "staff_member", reader.staff_id))
    except (Conflict, IntegrityError):  # another night wrote it meanwhile
        return False
    return True
