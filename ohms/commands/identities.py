"""Signing in by the identity provider of one's organisation: whom it names, and that alone.

An account is never made by it. Its own second step stands in place of ours.
"""

from sqlalchemy import delete, insert

from ohms.commands.audit import Entry
from ohms.commands.sign_in import open_session
from ohms.commands.unit_of_work import command, housekeeping, note_entry
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import RuleBroken
from ohms.extensions import db
from ohms.models.identities import Identity
from ohms.queries.accounts import account_known
from ohms.queries.identities import staff_by_subject

LONGEST_SUBJECT = 255
BY = {"by": "identity provider"}


@command(Permission.ACCOUNT_MANAGE)
def set_subject(actor: Actor, staff_id: int, issuer: str, subject: str) -> None:
    """Who a person is at the issuer; an empty subject: nobody there any more. RuleBroken for a subject
    that is somebody else's."""
    account_known(actor, staff_id)
    if len(subject) > LONGEST_SUBJECT:
        raise RuleBroken("Shorten it: no subject is that long.", field="subject")
    theirs = staff_by_subject(issuer, subject) if subject else None
    if theirs is not None and theirs[0] != staff_id:
        raise RuleBroken("This subject is somebody else's already.", field="subject")
    db.session.execute(
        delete(Identity)
        .where(Identity.staff_id == staff_id)
        .execution_options(synchronize_session=False)
    )
    if subject:
        row = {"staff_id": staff_id, "issuer": issuer, "subject": subject}
        db.session.execute(insert(Identity).values(**row))
    detail = {"set": bool(subject)}
    note_entry(Entry("set_subject", object_type="staff_member", object_id=staff_id, detail=detail))


def sign_in_by_subject(issuer: str, subject: str, address: str | None) -> str | None:
    """A new session's token; None for a subject that is nobody's here, and for a closed account."""
    found = staff_by_subject(issuer, subject)
    db.session.rollback()
    if found is None or not found[1]:
        note_refused_by_provider(address)
        return None
    return open_session(found[0], address, detail=BY)


def note_refused_by_provider(address: str | None) -> None:
    """Somebody came back from the provider and is not let in."""
    with housekeeping("sign_in") as unit:
        unit.entries.append(Entry("sign_in", result="refused", detail=BY, address=address))
