"""One's own password: asked for again before a grave act, and changed."""

from sqlalchemy import update

from ohms import clock
from ohms.commands.accounts import hash_new_password
from ohms.commands.audit import Entry
from ohms.commands.passwords import (
    has_password,
    hash_password,
    is_outdated,
    is_persons_password,
)
from ohms.commands.sign_in import wait_after_compared, wait_of
from ohms.commands.unit_of_work import command, housekeeping, note_entry
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.outbox import OVERTAKEN
from ohms.extensions import db
from ohms.models.account_links import AccountLink
from ohms.models.api_tokens import ApiToken
from ohms.models.housekeeping import OutboxMessage, SignInSession
from ohms.models.staff import StaffMember
from ohms.queries.actors import actor_of, staff_to_sign_in

NONE_YET = "You have no OHMS password yet: ask for a one-time link, by which you set one."
WRONG = "Enter your own password, with which you signed in."


def check_own_password(actor: Actor, password: str, *, field: str = "password") -> None:
    """Refuse a grave act to who does not give their own password again; wrong ones count as tries to
    sign in, and after too many none is heard, of many at once either. Before the transaction."""
    _check_heard(wait_of(actor.username))
    if not has_password(actor):
        raise RuleBroken(NONE_YET, field=field)
    right = is_persons_password(actor, password)
    _check_heard(wait_after_compared(actor, right=right))
    if not right:
        raise RuleBroken(WRONG, field=field)


def _check_heard(wait: int) -> None:
    if wait:
        raise RuleBroken(f"Too many wrong passwords: try again in {-(-wait // 60)} minutes.")


def change_own_password(
    actor: Actor, *, now: str, new: str, again: str, end_tokens: bool = True
) -> None:
    """Take a new password after the present one: the other sessions end at once, this one goes on; and
    with `end_tokens` the tokens of one's programs.

    RuleBroken for a wrong present one, a new one that the rules refuse or that is the same, and two
    that differ.
    """
    check_own_password(actor, now, field="now_password")
    if new != again:
        raise RuleBroken("Enter the same new password twice.", field="again_password")
    if new == now:
        raise RuleBroken("Enter another password than the present one.", field="password")
    names = (actor.username, actor.name, *(held.cohe_name or "" for held in actor.positions))
    keep_own_password(actor, hash_new_password(new, *names), end_tokens=end_tokens)


@command(Permission.OWN_SETTINGS)
def keep_own_password(actor: Actor, password_hash: str, *, end_tokens: bool = True) -> StaffMember:
    """Keep one's new password, and end one's sessions in other browsers and one's one-time links."""
    assert actor.staff_id is not None
    if end_tokens:
        end_tokens_of(actor.staff_id)
    end_links(actor.staff_id)
    person = db.session.get(StaffMember, actor.staff_id)
    if person is None:
        raise NotFound
    person.password_hash = password_hash
    end_other_sessions(actor)
    return person


def upgrade_hash(username: str, password: str) -> None:
    """Hash a password that was right anew, where its hash was made with other costs than today's; what
    it is compared with afterwards is as strong as a new one."""
    found, person = staff_to_sign_in(username), actor_of(username, clock.today())
    db.session.rollback()
    if found is not None and person is not None and is_outdated(found[1]):
        keep_upgraded_hash(person, hash_password(password), found[1] or "")


@command(Permission.OWN_SETTINGS)
def keep_upgraded_hash(actor: Actor, password_hash: str, stood: str) -> None:
    """In place of the one that stood, unless the password was changed meanwhile."""
    person = db.session.get(StaffMember, actor.staff_id)
    if person is not None and person.password_hash == stood:
        person.password_hash = password_hash


def end_other_sessions(actor: Actor) -> None:
    """Inside an act of the actor's own: all but the session at hand end."""
    db.session.execute(
        update(SignInSession)
        .where(
            SignInSession.staff_id == actor.staff_id,
            SignInSession.id != (actor.session_id or 0),
            SignInSession.ended_at.is_(None),
        )
        .values(ended_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def end_tokens_of(staff_id: int) -> int:
    """The tokens of a person's programs are worth nothing from now on; how many those were."""
    done = db.session.execute(
        update(ApiToken)
        .where(ApiToken.staff_id == staff_id, ApiToken.revoked_at.is_(None))
        .values(revoked_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    ended = int(done.rowcount)  # type: ignore[attr-defined]
    if ended:
        detail = {"tokens": ended}
        note_entry(Entry("end_tokens_of", "staff_member", staff_id, detail=detail))
    return ended


def end_links(staff_id: int) -> None:
    """Links that were given, and those that still wait to be sent."""
    db.session.flush()
    given = update(AccountLink).where(
        AccountLink.staff_id == staff_id, AccountLink.ended_at.is_(None)
    )
    to_be_sent = update(OutboxMessage).where(
        OutboxMessage.link_for_id == staff_id,
        OutboxMessage.claimed_at.is_(None),
        OutboxMessage.given_up_at.is_(None),
    )
    now = clock.now()
    for statement in (
        given.values(ended_at=now),
        to_be_sent.values(given_up_at=now, last_error=OVERTAKEN),
    ):
        db.session.execute(statement.execution_options(synchronize_session=False))


def sign_out_everywhere(actor: Actor, *, end_tokens: bool = True) -> None:
    """End all of the actor's sessions at once, this one too; with `end_tokens` the tokens of their
    programs."""
    with housekeeping("sign_out_everywhere", actor) as unit:
        if end_tokens and actor.staff_id is not None:
            end_tokens_of(actor.staff_id)
        db.session.execute(
            update(SignInSession)
            .where(SignInSession.staff_id == actor.staff_id, SignInSession.ended_at.is_(None))
            .values(ended_at=clock.now())
        )
        unit.entries.append(Entry("sign_out_everywhere"))
