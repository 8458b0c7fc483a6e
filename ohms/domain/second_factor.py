"""The second step of signing in: a code of six digits from the person's own app, or a recovery code.

RFC 6238 as every authenticator app computes it: HMAC-SHA-1, 30 seconds, six digits. The seed is not
kept: it is made of the installation's secret and a salt, so that the database alone computes no code.
Whom it is demanded of: security.md, "Sign-in and sessions".
"""

import hashlib
import hmac
import re
import secrets
from base64 import b32encode
from datetime import datetime, timedelta
from string import ascii_lowercase

from pyotp import TOTP

from ohms.domain.actor import Actor
from ohms.domain.values import Role

STEP = 30
"""Seconds for which a code stands."""
DRIFT = 1
"""A clock that is one code ahead or behind is taken."""
DIGITS = 6
SEED_BYTES = 20
RECOVERY_CODES = 10
ENTERED_WITHIN = timedelta(minutes=10)
"""So long after the password the code is taken, and a new app's first one after it was begun."""
DEMANDED_OF = frozenset({Role.SUPERVISOR, Role.CONTRACT_MANAGER, Role.ADMINISTRATOR})
SETTING = "sign_in.second_step"
ISSUER = "OHMS"

_DIGITS = re.compile(rf"\d{{{DIGITS}}}", re.ASCII)
_LETTERS = "".join(each for each in ascii_lowercase if each not in "ilo") + "23456789"
_GROUPS, _GROUP = 4, 4


def is_waited_for(begun_at: datetime | None, now: datetime) -> bool:
    """Whether the code of what was begun then is still taken."""
    return begun_at is not None and now - begun_at <= ENTERED_WITHIN


def is_demanded_of(actor: Actor) -> bool:
    """Of whoever holds such a position today, where the installation demands it."""
    return actor.holds(*DEMANDED_OF)


def new_salt() -> str:
    return secrets.token_urlsafe(24)


def seed_of(secret: bytes, staff_id: int, salt: str) -> bytes:
    """What the person's app holds; the same again for the same secret, person and salt alone."""
    said = f"second step of {staff_id}: {salt}".encode()
    return hmac.new(secret, said, hashlib.sha256).digest()[:SEED_BYTES]


def _totp(seed: bytes) -> TOTP:
    return TOTP(b32encode(seed).decode(), digits=DIGITS, interval=STEP)


def key_text(seed: bytes) -> str:
    """The seed for typing it in, in groups of four."""
    text = _totp(seed).secret
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def key_address(seed: bytes, username: str) -> str:
    """What the QR code says: the app names the account by it."""
    return _totp(seed).provisioning_uri(name=username, issuer_name=ISSUER)


def code_at(seed: bytes, step: int) -> str:
    """The code of one step of 30 seconds since 1970."""
    return _totp(seed).generate_otp(step)


def step_of(now: datetime) -> int:
    return int(now.timestamp()) // STEP


def step_entered(seed: bytes, typed: str, now: datetime, *, after: int) -> int | None:
    """The step whose code was typed; None for a wrong code, and for one that was taken before: only
    steps after `after` are."""
    code = plain(typed)
    if not _DIGITS.fullmatch(code):
        return None
    here = step_of(now)
    for step in range(here - DRIFT, here + DRIFT + 1):
        if hmac.compare_digest(code_at(seed, step), code) and step > after:
            return step
    return None


def new_recovery_code() -> str:
    """79 random bits, without letters that look alike."""
    groups = ("".join(secrets.choice(_LETTERS) for _each in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def hash_of_recovery(typed: str) -> str:
    """How it is kept and compared: without blanks, dashes and capitals."""
    return hashlib.sha256(plain(typed).encode()).hexdigest()


def plain(typed: str) -> str:
    return re.sub(r"[\s-]", "", typed).lower()[:64]
