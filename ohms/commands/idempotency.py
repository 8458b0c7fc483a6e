"""A form load is carried out once: six identical submissions make one object."""

from sqlalchemy import bindparam, insert, select

from ohms import clock
from ohms.domain.actor import Actor
from ohms.extensions import send
from ohms.models.housekeeping import IdempotencyKey

# Every form that makes something sends these: they are built once, and of the table.
_KEYS = IdempotencyKey.__table__
_MADE = select(_KEYS.c.object_id).where(
    _KEYS.c.key == bindparam("of_key"), _KEYS.c.staff_id == bindparam("of_staff")
)
_REMEMBERED = insert(_KEYS)  # type: ignore[arg-type]


def made_before(actor: Actor, key: str) -> int | None:
    """What this form load made already, for the same person; called first inside a command.

    On PostgreSQL two at once are told apart by the UNIQUE key: the second fails and is answered
    by the first one's object when it is sent again.
    """
    made: int | None = send(_MADE, {"of_key": key, "of_staff": actor.staff_id}).scalar_one_or_none()
    return made


def remember(actor: Actor, key: str, action: str, object_id: int) -> None:
    """Keep what a form load made, in the transaction that made it."""
    assert actor.staff_id is not None
    send(
        _REMEMBERED,
        {
            "key": key,
            "staff_id": actor.staff_id,
            "action": action,
            "object_id": object_id,
            "used_at": clock.now(),
        },
    )
