"""What people say of two rows that look like one: the same or different, and taken back."""

from ohms import clock
from ohms.commands.refusals import Conflict
from ohms.domain.access import Actor
from ohms.domain.errors import RuleBroken
from ohms.domain.pairs import DIFFERENT, SAME
from ohms.models.workers import SameEmployerProposal, SamePersonProposal

Pair = SamePersonProposal | SameEmployerProposal


def check_said(decision: str, question: str) -> None:
    if decision not in (SAME, DIFFERENT):
        raise RuleBroken(question, field="decision")


def decided(actor: Actor, pair: Pair, decision: str) -> bool:
    """Whether it changes the pair. Conflict where somebody said otherwise meanwhile: that is undone first."""
    if pair.decision == decision:
        return False
    if pair.decision is not None:
        raise Conflict
    pair.decision = decision
    pair.decided_by_id = actor.staff_id
    pair.decided_at = clock.now()
    return True


def undone(pair: Pair, was: str, since: str) -> bool:
    """Whether it changes the pair, which then waits again. Conflict where it is not what it was, or was
    said anew since the instant that was shown."""
    if pair.decision is None:
        return False
    if pair.decision != was or pair.decided_at is None or pair.decided_at.isoformat() != since:
        raise Conflict
    pair.decision = pair.decided_by_id = pair.decided_at = None
    return True
