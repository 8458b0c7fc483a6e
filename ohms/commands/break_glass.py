"""Break-glass: a claim of another COHE opened for reading in an emergency."""

from datetime import datetime, time

from sqlalchemy import func, insert, select

from ohms import clock
from ohms.commands.audit import Entry
from ohms.commands.idempotency import made_before, remember
from ohms.commands.passwords import is_persons_password
from ohms.commands.sign_in import hash_token
from ohms.commands.unit_of_work import command, housekeeping
from ohms.domain.access import Permission
from ohms.domain.actor import Actor, check_may
from ohms.domain.break_glass import (
    LASTS,
    NOT_OPENED,
    OPEN_ALREADY,
    check_reason,
    check_tries,
)
from ohms.domain.claims import as_claim_number, normal_claim_number
from ohms.domain.errors import RuleBroken
from ohms.extensions import db
from ohms.models.break_glass import BrokenGlass
from ohms.models.claims import Claim
from ohms.models.housekeeping import OutboxMessage, SignInAttempt
from ohms.models.staff import StaffMember
from ohms.queries.break_glass import foreign_claim, supervisors_of
from ohms.queries.scope import visible


def break_glass(actor: Actor, number: str, reason: str, password: str, *, key: str) -> str:
    """Open a claim of another COHE for four hours of reading; its number.

    A missing number and a wrong password are refused alike, in words and in time. RuleBroken for
    them, for a claim that the actor sees already, and after five tries of a day. The password is
    compared before the transaction. Sent again under one `key` it opens nothing anew.
    """
    check_may(actor, Permission.CLAIM_BREAK_GLASS)
    written = normal_claim_number(number)
    if _opened_by(actor, key):
        return written
    check_reason(reason)
    _check_not_seen(actor, written)
    _count_a_try(actor)
    right = is_persons_password(actor, password)
    found = foreign_claim(actor, written)
    db.session.rollback()
    if found is None or not right:
        with housekeeping("break_glass", actor) as unit:
            unit.entries.append(Entry("break_glass", result="refused"))
        raise RuleBroken(NOT_OPENED)
    open_claim(actor, written, reason.strip(), key=key)
    return written


@command(Permission.CLAIM_BREAK_GLASS, across_cohes=True)
def open_claim(actor: Actor, number: str, reason: str, *, key: str) -> BrokenGlass:
    """Grant the reading of another COHE's claim, and tell both supervisors. RuleBroken where no such
    claim may be opened; whose password was asked for is `break_glass`'s to know. Of several at once
    one opens it, and the others find it open."""
    _one_after_another(actor)
    found = foreign_claim(actor, number)
    held = actor.position_for(Permission.CLAIM_BREAK_GLASS)
    if found is None or held is None or held.cohe_id is None:
        raise RuleBroken(NOT_OPENED)
    now = clock.now()
    if (standing := _standing(actor, found[0], now)) is not None:
        return standing
    opened = BrokenGlass(
        claim_id=found[0],
        claim_number=number,
        cohe_id=found[1],
        staff_id=actor.staff_id,
        staff_cohe_id=held.cohe_id,
        reason=reason,
        opened_at=now,
        until_at=now + LASTS,
    )
    db.session.add(opened)
    db.session.flush()
    remember(actor, key, "open_claim", opened.id)
    for supervisor in supervisors_of((found[1], held.cohe_id), actor):
        if supervisor.email:
            db.session.add(_message(supervisor.email, actor, now))
    return opened


def _opened_by(actor: Actor, key: str) -> bool:
    made = made_before(actor, key)
    db.session.rollback()
    return made is not None


def _standing(actor: Actor, claim_id: int, now: datetime) -> BrokenGlass | None:
    """What the actor has open of this claim: a form sent twice, or another one beside it."""
    return db.session.execute(
        visible(actor, BrokenGlass).where(
            BrokenGlass.staff_id == actor.staff_id,
            BrokenGlass.claim_id == claim_id,
            BrokenGlass.until_at > now,
        )
    ).scalar_one_or_none()


def _one_after_another(actor: Actor) -> None:
    """Where several may write, one person's acts follow each other."""
    mine = select(StaffMember.id).where(StaffMember.id == actor.staff_id)
    db.session.execute(mine.with_for_update())


def _check_not_seen(actor: Actor, number: str) -> None:
    seen = visible(actor, Claim).with_only_columns(Claim.id)
    row = db.session.execute(seen.where(Claim.claim_number == as_claim_number(number))).first()
    db.session.rollback()
    if row is not None:
        raise RuleBroken(OPEN_ALREADY, field="claim_number")


def _count_a_try(actor: Actor) -> None:
    """Counted before anything is compared, in one transaction: of many at once none is free."""
    name_hash = hash_token(f"break-glass of {actor.staff_id}")
    midnight = datetime.combine(clock.today(), time.min, clock.PACIFIC)
    with housekeeping("break_glass", actor):
        _one_after_another(actor)
        tries = db.session.execute(
            select(func.count()).where(
                SignInAttempt.username_hash == name_hash, SignInAttempt.at >= midnight
            )
        ).scalar_one()
        check_tries(tries)
        db.session.execute(
            insert(SignInAttempt).values(username_hash=name_hash, at=clock.now(), succeeded=False)
        )


def _message(recipient: str, actor: Actor, now: datetime) -> OutboxMessage:
    """Without the claim's number: a message leaves the house."""
    return OutboxMessage(
        kind="break_glass",
        recipient=recipient,
        subject="A claim was opened by break-glass",
        body=f"{actor.name} opened a claim of another COHE by break-glass, with a reason."
        " Sign in: Today tells which claim, and why.",
        written_at=now,
    )
