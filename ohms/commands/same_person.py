"""Whether two workers are one person: decided by people, undone by people; no claim is ever merged."""

from ohms.commands.audit import Entry
from ohms.commands.deciding_pairs import check_said, decided, undone
from ohms.commands.unit_of_work import command, note_entry
from ohms.domain.access import Actor, Permission
from ohms.models.workers import SamePersonProposal
from ohms.queries.same_person import claims_of_pair, pair_to_decide


@command(Permission.SAME_PERSON_DECIDE)
def decide_same_person(actor: Actor, proposal_id: int, decision: str) -> None:
    """Say that two workers are the same, or different. Said the same again: nothing changes.

    NotFound for a pair beyond sight; Conflict where somebody said otherwise meanwhile: it is undone
    first.
    """
    check_said(decision, "Say whether they are the same person.")
    pair = pair_to_decide(actor, proposal_id)
    if decided(actor, pair, decision):
        note_entry(_entry(actor, pair, "decide_same_person", {"decision": decision}))


@command(Permission.SAME_PERSON_DECIDE)
def undo_same_person(actor: Actor, proposal_id: int, was: str, *, since: str) -> None:
    """Take back what was decided, which then waits again. Conflict where it is not what it was, or was
    said anew since the instant that was shown."""
    pair = pair_to_decide(actor, proposal_id)
    if undone(pair, was, since):
        note_entry(_entry(actor, pair, "undo_same_person", {"was": was}))


def _entry(actor: Actor, pair: SamePersonProposal, action: str, detail: dict[str, str]) -> Entry:
    """What was said, and of which claims: the pair's row tells it no more once it is undone."""
    return Entry(
        action,
        object_type="same_person_proposal",
        object_id=pair.id,
        claim_ids=tuple(claims_of_pair(actor, pair)),
        cohe_id=pair.cohe_id,
        detail=detail,
    )
