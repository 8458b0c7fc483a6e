"""Tries to reach the worker of a claim, as far as they propose the letter."""

from datetime import date

from ohms.domain.access import Actor
from ohms.domain.tries import WorkerContact, proposes_letter
from ohms.domain.values import Party
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.notes import Contact
from ohms.queries.scope import visible
from ohms.queries.settings import contact_rules


def days_proposing_letter(actor: Actor, claim: Claim) -> tuple[date, ...]:
    """The days on which the worker was tried in vain, once they are enough for the letter."""
    rows = db.session.execute(
        visible(actor, Contact)
        .where(Contact.claim_id == claim.id, Contact.party == Party.WORKER)
        .with_only_columns(Contact.contact_on, Contact.method, Contact.outcome)
    )
    contacts = [WorkerContact(*row) for row in rows]
    if not contacts:
        return ()
    return proposes_letter(contacts, contact_rules(claim.cohe_id, actor.on_day))
