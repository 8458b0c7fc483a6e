"""The claim that a command is about, loaded within its sight and locked until it commits. What
was purged is not written on again: RuleBroken."""

from sqlalchemy import Select

from ohms.domain.actor import Actor
from ohms.domain.claims import as_claim_number
from ohms.domain.retention import check_not_purged
from ohms.models.claims import Claim
from ohms.queries.held_claims import held
from ohms.queries.one_in_sight import only
from ohms.queries.scope import visible, visible_as_a_whole


def locked_claim(actor: Actor, claim_id: int) -> Claim:
    """The claim, seen as a whole, which no other command changes meanwhile. Raises NotFound outside
    one's sight, and for what is lent for a task or calls alone."""
    return _locked(visible_as_a_whole(actor).where(Claim.id == claim_id))


def claim_in_sight(actor: Actor, claim_id: int) -> Claim:
    """The same for what may be done about a claim that is lent for a task or calls alone."""
    return _locked(visible(actor, Claim).where(Claim.id == claim_id))


def claim_numbered(actor: Actor, number: str) -> Claim:
    """The same by the number that an address has."""
    return _locked(visible(actor, Claim).where(Claim.claim_number == as_claim_number(number)))


def _locked(claims: Select[Claim]) -> Claim:
    claim = only(held(claims))
    check_not_purged(claim.purged_at)
    return claim
