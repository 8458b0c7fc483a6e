"""A form load is carried out once: six identical submissions make one object. So is a program's request
under its key, which makes nothing else either."""

import hashlib
import json
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import bindparam, insert, select

from ohms import clock
from ohms.domain.actor import Actor
from ohms.domain.errors import RuleBroken
from ohms.extensions import db
from ohms.models.housekeeping import IdempotencyKey

# Every form that makes something sends these: they are built once, and of the table.
_KEYS = IdempotencyKey.__table__
_MADE = select(_KEYS.c.object_id, _KEYS.c.sent_hash).where(
    _KEYS.c.key == bindparam("of_key"), _KEYS.c.staff_id == bindparam("of_staff")
)
_REMEMBERED = insert(_KEYS)  # type: ignore[arg-type]


class UsedOtherwise(RuleBroken):
    """Something else was carried out under this key. Nothing of what is sent now was applied."""

    def __init__(self) -> None:
        super().__init__("This key was used for another request: make a new one for each thing.")


class KeyOfARequest(str):
    """A key, with the hash of what was sent under it: by a program, or in a form, which may be sent again
    with something else in it."""

    __slots__ = ("sent_hash",)
    sent_hash: str

    def __new__(cls, key: str, sent_hash: str) -> "KeyOfARequest":
        self = super().__new__(cls, key)
        self.sent_hash = sent_hash
        return self

    @classmethod
    def of(cls, key: str, sent: object) -> "KeyOfARequest":
        """Of what JSON can say, however it is ordered, and of records of it and of days."""
        told = json.dumps(sent, sort_keys=True, default=_as_json)
        return cls(key, hashlib.sha256(told.encode()).hexdigest())


def _as_json(part: Any) -> Any:
    return part.isoformat() if isinstance(part, date) else asdict(part)


def made_before(actor: Actor, key: str) -> int | None:
    """What this form load made already, for the same person; called first inside a command. UsedOtherwise
    for a key under which something else was sent.

    On PostgreSQL two at once are told apart by the UNIQUE key: the second fails and is answered
    by the first one's object when it is sent again.
    """
    used = db.session.execute(_MADE, {"of_key": key, "of_staff": actor.staff_id}).one_or_none()
    if used is None:
        return None
    if used.sent_hash is not None and used.sent_hash != _sent_under(key):
        raise UsedOtherwise
    made: int | None = used.object_id
    return made


def remember(actor: Actor, key: str, action: str, object_id: int) -> None:
    """Keep what a form load made, in the transaction that made it."""
    assert actor.staff_id is not None
    db.session.execute(
        _REMEMBERED,
        {
            "key": key,
            "staff_id": actor.staff_id,
            "action": action,
            "object_id": object_id,
            "used_at": clock.now(),
            "sent_hash": _sent_under(key),
        },
    )


def _sent_under(key: str) -> str | None:
    return key.sent_hash if isinstance(key, KeyOfARequest) else None
