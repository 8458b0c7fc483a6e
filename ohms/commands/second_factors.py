"""The second step of signing in: begun, confirmed by its first code, taken, and taken away again."""

from typing import Any

from sqlalchemy import ColumnElement, Delete, Update, delete, insert, update

from ohms import clock
from ohms.commands.audit import Entry
from ohms.commands.own_password import end_other_sessions
from ohms.commands.sign_in import (
    Refused,
    add_attempt,
    hash_token,
    new_token,
    wait_in_turn,
    wait_of,
)
from ohms.commands.unit_of_work import command, housekeeping, note_entry
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.second_factor import (
    RECOVERY_CODES,
    hash_of_recovery,
    is_demanded_of,
    new_recovery_code,
    new_salt,
    seed_of,
    step_entered,
)
from ohms.extensions import db
from ohms.models.housekeeping import SignInSession
from ohms.models.second_factors import RecoveryCode, SecondFactor
from ohms.queries.second_factors import KnownFactor, second_factor_of, second_step_demanded

WRONG_CODE = "Enter the code that your app shows now, or a recovery code that was not used yet."
NOT_BEGUN = "Begin anew: this was finished or given up meanwhile, or begun over 10 minutes ago."
DEMANDED = "Your position demands it: it can be set up anew, and not taken away."


@command(Permission.OWN_SETTINGS)
def begin_second_factor(actor: Actor) -> None:
    """A new app of one's own, which counts from its first code on; the one before counts until then."""
    assert actor.staff_id is not None
    begun = {"pending_salt": new_salt(), "pending_at": clock.on_the_wall()}
    if not _change(actor.staff_id, **begun):
        row = {"staff_id": actor.staff_id, "last_step": 0, **begun}
        db.session.execute(insert(SecondFactor).values(**row))
    note_entry(_entry("begin_second_factor", actor.staff_id))


@command(Permission.OWN_SETTINGS)
def confirm_second_factor(actor: Actor, code: str, secret: bytes) -> list[str]:
    """Take the app into use by its first code: ten new recovery codes, told this once. Sessions in
    other browsers end. RuleBroken for a wrong code, and where none was begun in the last ten minutes."""
    assert actor.staff_id is not None
    known = second_factor_of(actor.staff_id)
    if known.pending_salt is None:
        raise RuleBroken(NOT_BEGUN)
    now = clock.on_the_wall()
    seed = seed_of(secret, actor.staff_id, known.pending_salt)
    step = step_entered(seed, code, now, after=0)
    if step is None:
        raise RuleBroken("Enter the six digits that the app shows now.", field="code")
    _change(
        actor.staff_id,
        salt=known.pending_salt,
        pending_salt=None,
        pending_at=None,
        confirmed_at=now,
        last_step=step,
    )
    end_other_sessions(actor)
    _wait_no_more(actor)
    note_entry(_entry("confirm_second_factor", actor.staff_id))
    return _new_codes(actor.staff_id)


@command(Permission.OWN_SETTINGS)
def renew_recovery_codes(actor: Actor) -> list[str]:
    """Ten new ones, told this once; those before are worth nothing. RuleBroken without an app."""
    assert actor.staff_id is not None
    if not second_factor_of(actor.staff_id).is_on:
        raise RuleBroken(NOT_BEGUN)
    note_entry(_entry("renew_recovery_codes", actor.staff_id))
    return _new_codes(actor.staff_id)


@command(Permission.OWN_SETTINGS)
def drop_second_factor(actor: Actor) -> None:
    """Sign in by the password alone from now on. RuleBroken for whom a second step is demanded of."""
    assert actor.staff_id is not None
    if second_step_demanded() and is_demanded_of(actor):
        raise RuleBroken(DEMANDED)
    take_away(actor.staff_id)
    end_other_sessions(actor)
    note_entry(_entry("drop_second_factor", actor.staff_id))


def check_own_code(actor: Actor, typed: str, secret: bytes, *, field: str = "code") -> None:
    """Refuse what asks for the second step to whoever does not give a fresh code; nothing is asked of
    who has none. Wrong ones count as tries to sign in. Before the transaction."""
    if wait := wait_of(actor.username):
        raise RuleBroken(f"Too many wrong tries: try again in {-(-wait // 60)} minutes.")
    known = second_factor_of(actor.staff_id)
    db.session.rollback()
    if not known.is_on:
        return
    name_hash = hash_token(actor.username)
    with housekeeping("check_own_code", actor) as unit:
        how = None if wait_in_turn(name_hash) else _taken(actor, known, typed, secret)
        if how is None:
            add_attempt(name_hash, actor.address, succeeded=False)
        unit.entries.append(
            Entry(
                "check_own_code",
                result="done" if how else "refused",
                detail={"by": how} if how else None,
            )
        )
    if how is None:
        raise RuleBroken(WRONG_CODE, field=field)


def pass_second_step(actor: Actor, typed: str, secret: bytes) -> str | Refused:
    """The session that waited for the code goes on under a new token; or a refusal."""
    if wait := wait_of(actor.username):
        return Refused(wait)
    try:
        check_own_code(actor, typed, secret)
    except RuleBroken:
        return Refused()
    token = new_token()
    with housekeeping("pass_second_step", actor) as unit:
        add_attempt(hash_token(actor.username), actor.address, succeeded=True)
        _core(
            update(SignInSession)
            .where(SignInSession.id == actor.session_id, SignInSession.ended_at.is_(None))
            .values(token_hash=hash_token(token), waits_for=None, last_seen_at=clock.on_the_wall())
        )
        unit.entries.append(Entry("pass_second_step"))
    return token


def take_away(staff_id: int) -> bool:
    """Nothing of a person's second step stands any more. Whether there was anything."""
    _core(delete(RecoveryCode).where(RecoveryCode.staff_id == staff_id))
    return bool(_core(delete(SecondFactor).where(SecondFactor.staff_id == staff_id)))


def _taken(actor: Actor, known: KnownFactor, typed: str, secret: bytes) -> str | None:
    """How the code was right; of two who send the same at once only one is."""
    if actor.staff_id is None or known.salt is None:
        raise NotFound
    now = clock.on_the_wall()
    seed = seed_of(secret, actor.staff_id, known.salt)
    step = step_entered(seed, typed, now, after=known.last_step)
    if step is not None:
        later = SecondFactor.last_step < step
        return "app" if _change(actor.staff_id, later, last_step=step) else None
    used = _core(
        update(RecoveryCode)
        .where(
            RecoveryCode.staff_id == actor.staff_id,
            RecoveryCode.code_hash == hash_of_recovery(typed),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
    )
    return "recovery code" if used else None


def _new_codes(staff_id: int) -> list[str]:
    _core(delete(RecoveryCode).where(RecoveryCode.staff_id == staff_id))
    codes = [new_recovery_code() for _each in range(RECOVERY_CODES)]
    now = clock.now()
    rows = [{"staff_id": staff_id, "code_hash": hash_of_recovery(c), "made_at": now} for c in codes]
    db.session.execute(insert(RecoveryCode), rows)
    return codes


def _wait_no_more(actor: Actor) -> None:
    _core(update(SignInSession).where(SignInSession.id == actor.session_id).values(waits_for=None))


def _change(staff_id: int, *conditions: ColumnElement[bool], **values: Any) -> int:
    mine = SecondFactor.staff_id == staff_id
    return _core(update(SecondFactor).where(mine, *conditions).values(**values))


def _core(statement: Update | Delete) -> int:
    """How many rows it reached."""
    done = db.session.execute(statement.execution_options(synchronize_session=False))
    return int(done.rowcount)  # type: ignore[attr-defined]


def _entry(action: str, staff_id: int) -> Entry:
    return Entry(action, object_type="staff_member", object_id=staff_id)
