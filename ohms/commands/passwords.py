"""Passwords as argon2id hashes; never inside a transaction (52 ms each)."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ohms.domain.actor import Actor
from ohms.domain.passwords import LONGEST
from ohms.extensions import end_reading
from ohms.queries.actors import staff_to_sign_in

hasher = PasswordHasher(memory_cost=19_456, time_cost=2, parallelism=1)
COMMON = 10_000


@cache
def common_passwords() -> frozenset[str]:
    """The ten thousand that are used most, in small letters; loaded when a password is first set."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return frozenset(FREQUENCY_LISTS["passwords"][:COMMON])


@cache
def _nobodys() -> str:
    """Compared when the name is unknown or has no password, so that the answer takes as long."""
    return hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    return hasher.hash(password)


def is_outdated(stored: str | None) -> bool:
    """Whether a hash was made with other costs than are used today."""
    return stored is not None and hasher.check_needs_rehash(stored)


def is_password(stored: str | None, password: str) -> bool:
    """Whether `password` made `stored`; takes as long where there is none."""
    try:
        matches = hasher.verify(stored or _nobodys(), password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return matches and stored is not None


def has_password(actor: Actor) -> bool:
    """Not who signs in by their organisation's identity provider alone."""
    found = staff_to_sign_in(actor.username)
    end_reading()
    return found is not None and found[1] is not None


def is_persons_password(actor: Actor, password: str) -> bool:
    """Whether somebody who is signed in gave their own password again."""
    found = staff_to_sign_in(actor.username)
    end_reading()
    return found is not None and is_password(found[1], password)
