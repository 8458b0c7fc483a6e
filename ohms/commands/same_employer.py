"""Whether two accounts are one employer: decided by people, undone by people; no claim changes its account."""

from ohms.commands.audit import Entry
from ohms.commands.deciding_pairs import check_said, decided, undone
from ohms.commands.unit_of_work import command, note_entry
from ohms.domain.access import Actor, Permission
from ohms.models.workers import SameEmployerProposal
from ohms.queries.same_employer import accounts_to_decide


@command(Permission.SAME_EMPLOYER_DECIDE)
def decide_same_employer(actor: Actor, proposal_id: int, decision: str) -> None:
    """Say that two accounts are the same employer's, or different ones'. Said the same again: nothing changes.

    NotFound for a pair beyond sight; Conflict where somebody said otherwise meanwhile: it is undone
    first.
    """
    check_said(decision, "Say whether they are the same employer.")
    pair = accounts_to_decide(actor, proposal_id)
    if decided(actor, pair, decision):
        note_entry(_entry(pair, "decide_same_employer", {"decision": decision}))


@command(Permission.SAME_EMPLOYER_DECIDE)
def undo_same_employer(actor: Actor, proposal_id: int, was: str, *, since: str) -> None:
    """Take back what was decided, which then waits again. Conflict where it is not what it was, or was
    said anew since the instant that was shown."""
    pair = accounts_to_decide(actor, proposal_id)
    if undone(pair, was, since):
        note_entry(_entry(pair, "undo_same_employer", {"was": was}))


def _entry(pair: SameEmployerProposal, action: str, detail: dict[str, str]) -> Entry:
    """What was said, and of which accounts: the pair's row tells it no more once it is undone."""
    accounts = {"employers": [pair.employer_id, pair.other_employer_id]}
    return Entry(
        action,
        object_type="same_employer_proposal",
        object_id=pair.id,
        cohe_id=pair.cohe_id,
        detail={**detail, **accounts},
    )
