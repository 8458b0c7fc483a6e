"""Looking after accounts: one-time links, ending sessions, closing and opening again."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select, update

from ohms import clock
from ohms.commands.accounts import create_staff, hash_new_password
from ohms.commands.audit import Entry
from ohms.commands.covering import follow_facts, lock_cover_by
from ohms.commands.idempotency import made_before
from ohms.commands.own_password import end_links, end_tokens_of, keep_own_password
from ohms.commands.second_factors import take_away
from ohms.commands.sign_in import hash_token
from ohms.commands.unit_of_work import command, note_entry
from ohms.domain.access import Permission
from ohms.domain.accounts import check_email
from ohms.domain.actor import Actor
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.outbox import TOKEN_GOES_HERE
from ohms.extensions import db
from ohms.models.account_links import AccountLink
from ohms.models.housekeeping import OutboxMessage, SignInSession
from ohms.models.staff import StaffMember
from ohms.queries.accounts import (
    account_known,
    hold_administrators,
    link_by,
    other_administrators,
)
from ohms.queries.actors import actor_of

LINK_LASTS = timedelta(days=3)
LINKS_AN_HOUR = 5
LAST_ADMINISTRATOR = "This is the last administrator: make another one first."
CLOSED = "This account is closed: open it again first."
LINK_ENDED = "This link was used already, or its time is over. Ask for another one."


@command(Permission.ACCOUNT_INVITE)
def issue_link(actor: Actor, staff_id: int, address: str) -> str:
    """A one-time link for a person's password, in place of any earlier one: told here, once, and kept
    as a hash alone, so that nobody who reads the database has it. `address` is the link up to its token.

    NotFound for somebody whom the actor does not look after, RuleBroken for a closed account.
    """
    if not account_known(actor, staff_id).active:
        raise RuleBroken(CLOSED)
    _check_not_too_many(AccountLink.made_at, AccountLink.staff_id == staff_id)
    token = _new_link(staff_id, clock.now())
    note_entry(Entry("issue_link", object_type="staff_member", object_id=staff_id))
    return f"{address}{token}"


@command(Permission.ACCOUNT_INVITE)
def mail_link(actor: Actor, staff_id: int, address: str) -> str:
    """Let `ohms send` bring a person their one-time link, to the address of their account; that address.

    The link itself is made when it is sent: the outbox never holds one. NotFound and RuleBroken as for
    `issue_link`, and for who has no address.
    """
    person = account_known(actor, staff_id)
    if not person.active:
        raise RuleBroken(CLOSED)
    if not person.email:
        raise RuleBroken("This account has no e-mail address: hand a link over instead.")
    _check_not_too_many(OutboxMessage.written_at, OutboxMessage.link_for_id == staff_id)
    end_links(staff_id)
    now = clock.now()
    db.session.add(
        OutboxMessage(
            kind="account_link",
            recipient=person.email,
            subject="Your OHMS account",
            body=f"Set your OHMS password here, once, within three days:\n\n"
            f"{address}{TOKEN_GOES_HERE}\n\n"
            "Did you not expect this? Then tell your supervisor, and leave the link alone.",
            link_for_id=staff_id,
            written_at=now,
        )
    )
    note_entry(Entry("mail_link", object_type="staff_member", object_id=staff_id))
    return person.email


@command(Permission.ACCOUNT_MANAGE)
def invite_staff(
    actor: Actor, person: Mapping[str, Any], address: str, *, mailed: bool, key: str
) -> tuple[int, str | None]:
    """Add a person as `create_staff` does, who has no password yet, with their one-time link, both or
    neither: the id, and the link where it is to be handed over. Refused as those two are.

    The same form sent twice adds one, and makes the link anew: nobody saw the first, which ends. One that
    is mailed is on its way already, and who has set their password needs none.
    """
    is_again = made_before(actor, key) is not None
    added = create_staff(actor, password_hash=None, key=key, **person)
    if mailed and not is_again:
        mail_link(actor, added.id, address)
    if mailed or added.password_hash:
        return added.id, None
    return added.id, issue_link(actor, added.id, address)


def token_to_send(staff_id: int, recipient: str, written_at: datetime) -> str | None:
    """The token of a link that is being sent, in place of any earlier one; None for a closed account,
    and where the recipient is not the person's address any more.

    For the transaction that claims its message. It lasts as if it had been made when it was asked for.
    """
    person = db.session.get(StaffMember, staff_id)
    if person is None or not person.active or person.email != recipient:
        return None
    return _new_link(staff_id, written_at)


@command(Permission.ACCOUNT_MANAGE)
def change_email(actor: Actor, staff_id: int, email: str) -> None:
    """Where one-time links, notices and digests of a person go from now on; empty: nowhere. A link that
    waits for the former address ends. RuleBroken beside `email`."""
    account_known(actor, staff_id)
    if email:
        check_email(email)
    end_links(staff_id)
    _person(staff_id).email = email or None


@command(Permission.ACCOUNT_MANAGE)
def end_sessions_of(actor: Actor, staff_id: int) -> None:
    """Sign a person out everywhere, at once, and end the tokens of their programs."""
    account_known(actor, staff_id)
    end_tokens_of(staff_id)
    note_entry(Entry("end_sessions_of", object_type="staff_member", object_id=staff_id))
    _end_sessions(staff_id)


@command(Permission.ACCOUNT_MANAGE)
def reset_second_factor(actor: Actor, staff_id: int) -> None:
    """Take a person's second step away, for who has lost phone and recovery codes, and sign them out.
    RuleBroken for who has none, and for one's own."""
    account_known(actor, staff_id)
    if staff_id == actor.staff_id:
        raise RuleBroken("Change your own under Your settings.")
    if not take_away(staff_id):
        raise RuleBroken("No second step was set up.")
    note_entry(Entry("reset_second_factor", object_type="staff_member", object_id=staff_id))
    _end_sessions(staff_id)


@command(Permission.ACCOUNT_MANAGE)
def deactivate_account(actor: Actor, staff_id: int) -> None:
    """Close an account: its sessions, links and tokens end at once, for good, and what it covers goes to
    who is there. RuleBroken for the last administrator."""
    account_known(actor, staff_id)
    cohes = lock_cover_by(staff_id, actor.on_day)
    hold_administrators()
    if not other_administrators(actor, staff_id):
        raise RuleBroken(LAST_ADMINISTRATOR)
    _person(staff_id).active = False
    for cohe_id in cohes:
        follow_facts(cohe_id, actor.on_day)
    _end_sessions(staff_id)
    end_links(staff_id)
    end_tokens_of(staff_id)


@command(Permission.ACCOUNT_MANAGE)
def reactivate_account(actor: Actor, staff_id: int) -> None:
    """Open a closed account again; its password is the one it had."""
    account_known(actor, staff_id)
    cohes = lock_cover_by(staff_id, actor.on_day)
    _person(staff_id).active = True
    for cohe_id in cohes:
        follow_facts(cohe_id, actor.on_day)


def take_up_account(token: str, password: str, again: str) -> None:
    """Set the password of whom a link was given to. RuleBroken for a link that does not hold any
    more, a password that the rules refuse, and two that differ."""
    if password != again:
        raise RuleBroken("Enter the same password twice.", field="again_password")
    found = link_by(hash_token(token))
    person = actor_of(found[1], clock.today()) if found else None
    db.session.rollback()
    if found is None or person is None:
        raise RuleBroken(LINK_ENDED)
    names = (person.username, person.name, *(held.cohe_name or "" for held in person.positions))
    use_link(person, found[0], hash_new_password(password, *names))


@command(Permission.OWN_SETTINGS)
def use_link(actor: Actor, link_id: int, password_hash: str) -> None:
    """Use one's link up and keep the password: of two at once one is refused."""
    used = db.session.execute(
        update(AccountLink)
        .where(AccountLink.id == link_id, AccountLink.ended_at.is_(None))
        .values(ended_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    if not used.rowcount:  # type: ignore[attr-defined]
        raise RuleBroken(LINK_ENDED)
    keep_own_password(actor, password_hash)


def _person(staff_id: int) -> StaffMember:
    person = db.session.get(StaffMember, staff_id)
    if person is None:
        raise NotFound
    return person


def _end_sessions(staff_id: int) -> None:
    db.session.execute(
        update(SignInSession)
        .where(SignInSession.staff_id == staff_id, SignInSession.ended_at.is_(None))
        .values(ended_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def _check_not_too_many(at: Any, theirs: ColumnElement[bool]) -> None:
    """Nobody floods a person with links, nor keeps ending the one that they were given."""
    lately = select(func.count()).where(theirs, at > clock.now() - timedelta(hours=1))
    if db.session.execute(lately).scalar_one() >= LINKS_AN_HOUR:
        raise RuleBroken(f"They were given {LINKS_AN_HOUR} links within an hour: wait a while.")


def _new_link(staff_id: int, made_at: datetime) -> str:
    token = secrets.token_urlsafe(32)
    end_links(staff_id)
    db.session.add(
        AccountLink(
            token_hash=hash_token(token),
            staff_id=staff_id,
            made_at=made_at,
            until_at=made_at + LINK_LASTS,
        )
    )
    return token
