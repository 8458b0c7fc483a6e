"""Tries to reach the worker of a claim, as far as they propose the letter."""

from datetime import date

from ohms.domain.actor import Actor
from ohms.domain.coordination import OPEN_COORDINATION
from ohms.domain.tries import WorkerContact, proposes_letter
from ohms.domain.values import Party
from ohms.models.claims import Claim
from ohms.models.notes import Contact
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question, asked, settled, side_by_side
from ohms.queries.scope import visible
from ohms.queries.settings import contact_rules


def days_proposing_letter(actor: Actor, claim: Claim) -> Question[tuple[date, ...]]:
    """The days on which the worker was tried in vain, once they are enough for the letter; none where our
    work on the claim has ended."""
    if claim.coordination not in OPEN_COORDINATION:
        return (yield from settled(()))
    (rows,), rules = yield from side_by_side(
        asked(_of_the_worker(actor, claim_id=claim.id)), contact_rules(claim.cohe_id, actor.on_day)
    )
    contacts = [WorkerContact(*row) for row in rows]
    return proposes_letter(contacts, rules) if contacts else ()


@prepared
def _of_the_worker(actor: Actor, *, claim_id: int) -> AnySelect:
    return (
        visible(actor, Contact)
        .where(Contact.claim_id == claim_id, Contact.party == Party.WORKER)
        .with_only_columns(Contact.contact_on, Contact.method, Contact.outcome)
    )
