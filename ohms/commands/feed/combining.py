"""Numbers that L&I combined: a claim points to the one that remains, wherever that stands."""

from collections.abc import Sequence

from sqlalchemy import select

from ohms.commands.feed.rows import Changes, rows_in
from ohms.models.claims import Claim

NOT_HERE = (
    "Claims are combined into one that is not here: both numbers count until a claims file brings "
    "the other and tells of the combining again."
)


def link_late(pairs: Sequence[tuple[str, str]]) -> int:
    """Link claims to remaining ones that a later batch of their file brought; how many still lack
    theirs."""
    wanted = {number for pair in pairs for number in pair}
    statement = select(Claim.id, Claim.claim_number, Claim.combined_into_id)
    found = {row.claim_number: row for row in rows_in(statement, Claim.claim_number, wanted)}
    changes = Changes()
    missing = 0
    for number, remaining in pairs:
        claim, target = found.get(number), found.get(remaining)
        if target is None:
            missing += 1
        elif claim is not None and claim.combined_into_id != target.id:
            changes.change(Claim, {"id": claim.id, "combined_into_id": target.id})
    changes.write()
    return missing
