"""A form load is carried out once: six identical submissions make one object."""

from sqlalchemy import select

from ohms import clock
from ohms.domain.access import Actor
from ohms.extensions import db
from ohms.models.housekeeping import IdempotencyKey


def made_before(actor: Actor, key: str) -> int | None:
    """What this form load made already, for the same person; called first inside a command.

    On PostgreSQL two at once are told apart by the UNIQUE key: the second fails and is answered
    by the first one's object when it is sent again.
    """
    return db.session.execute(
        select(IdempotencyKey.object_id).where(
            IdempotencyKey.key == key, IdempotencyKey.staff_id == actor.staff_id
        )
    ).scalar_one_or_none()


def remember(actor: Actor, key: str, action: str, object_id: int) -> None:
    """Keep what a form load made, in the transaction that made it."""
    assert actor.staff_id is not None
    db.session.add(
        IdempotencyKey(
            key=key,
            staff_id=actor.staff_id,
            action=action,
            object_id=object_id,
            used_at=clock.now(),
        )
    )
