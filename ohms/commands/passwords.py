"""Passwords as argon2id hashes; never inside a transaction (52 ms each)."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ohms.domain.access import Actor
from ohms.domain.passwords import LONGEST
from ohms.extensions import db
from ohms.queries.actors import staff_to_sign_in

_hasher = PasswordHasher(memory_cost=19_456, time_cost=2, parallelism=1)

# Compared when the name is unknown or has no password, so that the answer takes as long.
_nobodys = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def is_password(stored: str | None, password: str) -> bool:
    """Whether `password` made `stored`; takes as long where there is none."""
    try:
        matches = _hasher.verify(stored or _nobodys, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return matches and stored is not None


def is_persons_password(actor: Actor, password: str) -> bool:
    """Whether somebody who is signed in gave their own password again."""
    found = staff_to_sign_in(actor.username)
    db.session.rollback()
    return found is not None and is_password(found[1], password)
