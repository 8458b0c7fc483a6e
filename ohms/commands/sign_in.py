"""Signing in and out: server-side session rows, and the throttle that slows guessing."""

import hashlib
import logging
import secrets
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address

from sqlalchemy import func, insert, select, update

from ohms import clock
from ohms.commands.audit import Entry
from ohms.commands.passwords import is_password
from ohms.commands.unit_of_work import Unit, housekeeping
from ohms.domain.actor import Actor
from ohms.domain.second_factor import is_demanded_of
from ohms.domain.sessions import WaitsFor
from ohms.extensions import db
from ohms.models.housekeeping import SignInAttempt, SignInSession
from ohms.queries.actors import actor_of, staff_to_sign_in
from ohms.queries.second_factors import second_factor_of, second_step_demanded

log = logging.getLogger("ohms")

FREE_TRIES = 5
TRIES_WITHIN = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=1)
TRIES_OF_AN_ADDRESS = 100
"""Wrong ones within five minutes: who guesses a password for many names, never a whole office that mistypes."""
KNOWN_FOR = timedelta(days=30)
"""A name that signed in from an address is heard from there, whatever others try from it."""
ONES_OWN = 64
"""Bits that an IPv6 subscriber's addresses have in common: of the rest they have as many as they like."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The sign-in was refused; after too many tries not before `wait_seconds`."""

    wait_seconds: int | None = None


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """256 random bits; only their hash is kept."""
    return secrets.token_urlsafe(32)


def sign_in(username: str, password: str, address: str | None) -> str | Refused:
    """A new session's token, or a refusal that is alike for unknown, wrong and deactivated.

    The session of whoever has a second step, or must have one, waits for it."""
    name = username.strip().lower()
    name_hash = hash_token(name)
    address_waits = _seconds_of_address(address)
    if address_waits and not _is_known_from(address, name_hash):
        with housekeeping("sign_in") as unit:  # it was not heard: nobody's name counts it
            unit.entries.append(_refused(address))
        return Refused(address_waits)
    if wait := _seconds_to_wait(name_hash):  # nor was this: its address does not count it
        _note_wrong(name_hash, None, _refused(address))
        return Refused(wait)
    found = staff_to_sign_in(name)
    db.session.rollback()
    staff_id, stored, active = found or (None, None, False)
    right = is_password(stored, password)
    if staff_id is None or not right or not active:
        wait = _note_wrong(name_hash, address, _refused(address))
        if not address_waits and (longer := _seconds_of_address(address)):
            log.warning("Too many wrong passwords from %s: it waits %d seconds.", address, longer)
        return Refused(wait or None)
    waits_for = step_left(staff_id, name)
    db.session.rollback()
    return _let_in(staff_id, address, name_hash, waits_for)


def sign_out(actor: Actor) -> None:
    """End the actor's session at once; its cookie is worth nothing from now on."""
    with housekeeping("sign_out", actor) as unit:
        db.session.execute(
            update(SignInSession)
            .where(SignInSession.id == actor.session_id)
            .values(ended_at=clock.now())
        )
        unit.entries.append(Entry("sign_out"))


def end_session(token_hash: str) -> None:
    """End the session that a browser had until now, if it is not over."""
    with housekeeping("end_session"):
        db.session.execute(
            update(SignInSession)
            .where(SignInSession.token_hash == token_hash, SignInSession.ended_at.is_(None))
            .values(ended_at=clock.now())
        )


def renew_session(actor: Actor) -> str:
    """A new token for the actor's session; the one before is worth nothing from now on."""
    token = new_token()
    with housekeeping("renew_session", actor):
        db.session.execute(
            update(SignInSession)
            .where(SignInSession.id == actor.session_id, SignInSession.ended_at.is_(None))
            .values(token_hash=hash_token(token))
        )
    return token


def wait_of(username: str) -> int:
    """Seconds until the next password of this name is heard."""
    return _seconds_to_wait(hash_token(username))


def wait_after_compared(actor: Actor, *, right: bool) -> int:
    """A wrong password of somebody who is signed in counts as a try to sign in. Seconds until the next one
    is heard where five were found to be wrong while this one was compared: it was not heard either."""
    name_hash = hash_token(actor.username)
    with housekeeping("check_own_password", actor) as unit:
        wait = wait_in_turn(name_hash)
        if wait or not right:
            add_attempt(name_hash, actor.address, succeeded=False)
            unit.entries.append(Entry("check_own_password", result="refused"))
        return wait


def step_left(staff_id: int, username: str) -> WaitsFor | None:
    """What a person's password alone leaves to be done before anything opens."""
    if second_factor_of(staff_id).is_on:
        return WaitsFor.CODE
    person = actor_of(username, clock.today()) if second_step_demanded() else None
    return WaitsFor.SET_UP if person is not None and is_demanded_of(person) else None


def open_session(staff_id: int, address: str | None, *, detail: dict[str, str]) -> str:
    """A session of somebody whom another one recognised; its token."""
    with housekeeping("sign_in") as unit:
        return _begun(unit, staff_id, address, detail=detail)


def _let_in(
    staff_id: int, address: str | None, name_hash: str, waits_for: WaitsFor | None
) -> str | Refused:
    """A session of whose password was right, which ends the count of wrong ones; a refusal where five were
    found to be wrong while it was compared: of many guesses at once no more are heard."""
    with housekeeping("sign_in") as unit:
        if wait := wait_in_turn(name_hash):
            add_attempt(name_hash, None, succeeded=False)
            unit.entries.append(_refused(address))
            return Refused(wait)
        if waits_for is not WaitsFor.CODE:  # until then wrong codes go on being counted
            add_attempt(name_hash, address, succeeded=True)
        detail = {"waits_for": waits_for.value} if waits_for else None
        return _begun(unit, staff_id, address, waits_for=waits_for, by_password=True, detail=detail)


def _begun(
    unit: Unit,
    staff_id: int,
    address: str | None,
    *,
    waits_for: WaitsFor | None = None,
    by_password: bool = False,
    detail: dict[str, str] | None = None,
) -> str:
    token, now = new_token(), clock.on_the_wall()
    db.session.execute(
        insert(SignInSession).values(
            token_hash=hash_token(token),
            staff_id=staff_id,
            started_at=now,
            last_seen_at=now,
            password_at=now if by_password else None,
            address=address,
            waits_for=waits_for,
        )
    )
    unit.entries.append(Entry("sign_in", "staff_member", staff_id, detail=detail, address=address))
    return token


def _refused(address: str | None) -> Entry:
    return Entry("sign_in", result="refused", address=address)


def _note_wrong(name_hash: str, address: str | None, entry: Entry) -> int:
    """Seconds until the name is heard again, where five were found to be wrong meanwhile."""
    with housekeeping("sign_in") as unit:
        wait = wait_in_turn(name_hash)
        add_attempt(name_hash, None if wait else address, succeeded=False)
        unit.entries.append(entry)
        return wait


def add_attempt(name_hash: str, address: str | None, *, succeeded: bool) -> None:
    db.session.execute(
        insert(SignInAttempt).values(
            username_hash=name_hash,
            address=_counted_as(address),
            at=clock.now(),
            succeeded=succeeded,
        )
    )


def _counted_as(address: str | None) -> str | None:
    """What a try is counted under: an IPv6 address with all others of its network."""
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(IPv6Network((int(parsed), ONES_OWN), strict=False))


def _is_known_from(address: str | None, name_hash: str) -> bool:
    """Whether somebody signed in from there by this name, not long ago."""
    signed_in = select(SignInAttempt.id).where(
        SignInAttempt.username_hash == name_hash,
        SignInAttempt.at > clock.now() - KNOWN_FOR,
        SignInAttempt.address == _counted_as(address),
        SignInAttempt.succeeded.is_(True),
    )
    found = db.session.execute(signed_in.limit(1)).first()
    db.session.rollback()
    return found is not None


def _seconds_of_address(address: str | None) -> int:
    """Seconds until an address from which too many wrong ones came is heard again, for whichever name."""
    now = clock.now()
    until_heard = (
        select(SignInAttempt.at)
        .where(
            SignInAttempt.address == _counted_as(address),
            SignInAttempt.at > now - TRIES_WITHIN,
            SignInAttempt.succeeded.is_(False),
        )
        .order_by(SignInAttempt.at.desc())
        .offset(TRIES_OF_AN_ADDRESS - 1)
        .limit(1)
    )
    oldest = db.session.execute(until_heard).scalar()
    db.session.rollback()
    if oldest is None:
        return 0
    return max(1, round((oldest + TRIES_WITHIN - now).total_seconds()))


def _seconds_to_wait(name_hash: str) -> int:
    """Asked before anything is compared."""
    wait = _seconds_counted(name_hash)
    db.session.rollback()
    return wait


def wait_in_turn(name_hash: str) -> int:
    """The same in a transaction that is open: until its end no other try of this name is counted."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(name_hash))))
    return _seconds_counted(name_hash)


def _seconds_counted(name_hash: str) -> int:
    """Seconds until the next try of a name is heard: after five wrong ones in five minutes five minutes
    from the last try, doubling with each further five up to an hour. Ten wrong ones of a day and no right
    one are too many, however slowly they come."""
    now = clock.now()
    last_good = select(func.max(SignInAttempt.at)).where(
        SignInAttempt.username_hash == name_hash, SignInAttempt.succeeded.is_(True)
    )
    since = max(
        db.session.execute(last_good).scalar() or now - 24 * LONGEST_WAIT, now - 24 * LONGEST_WAIT
    )
    tries = select(func.count(), func.max(SignInAttempt.at)).where(
        SignInAttempt.username_hash == name_hash,
        SignInAttempt.succeeded.is_(False),
        SignInAttempt.at > since,
    )
    wrong, last = db.session.execute(tries).one()
    at_once = wrong
    if FREE_TRIES <= wrong < 2 * FREE_TRIES:
        at_once = db.session.execute(tries.where(SignInAttempt.at > last - TRIES_WITHIN)).one()[0]
    if at_once < FREE_TRIES:
        return 0
    wait = min(TRIES_WITHIN * 2 ** (wrong // FREE_TRIES - 1), LONGEST_WAIT)
    return int(max(0, round((last + wait - now).total_seconds())))
