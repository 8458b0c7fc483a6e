"""Accounts of one COHE that look like one employer: proposed to its people, never merged here."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import func, select

from ohms.commands.feed.rows import Changes, rows_in
from ohms.models.claims import Claim
from ohms.models.workers import Employer, SameEmployerProposal

MOST_ALIKE = 6
"""More accounts than this under one name are a chain of shops that each stand for themselves."""

Accounts = tuple[int, int, int]
"""A COHE and two employers, the older one first."""


def propose_same_employers(
    employed: Collection[tuple[int, int]], renamed: Collection[int], at: datetime
) -> None:
    """Propose accounts of the same name that a COHE has claims of, where one of them is among `employed`
    (COHE and employer), or among `renamed` in whichever COHE. A pair once proposed, whatever was decided, is left alone."""
    touched = {*employed, *_with_a_claim(renamed)}
    others = _of_the_same_name({employer_id for _cohe_id, employer_id in touched})
    found = {
        (cohe_id, min(one, other), max(one, other))
        for cohe_id, one in touched
        for other in others.get(one, ())
    }
    found -= _proposed_before({one for _cohe_id, one, _other in found})
    here = _with_a_claim({each for _cohe_id, *pair in found for each in pair})
    changes = Changes()
    for cohe_id, one, other in sorted(found):
        if {(cohe_id, one), (cohe_id, other)} <= here:
            pair = {"employer_id": one, "other_employer_id": other}
            changes.add(SameEmployerProposal, {"cohe_id": cohe_id, **pair, "proposed_at": at})
    changes.write()


def _of_the_same_name(employer_ids: Collection[int]) -> Mapping[int, list[int]]:
    """By employer those that share their name; most share it with nobody, and those the database passes
    over."""
    named = select(Employer.id, Employer.search_name).where(Employer.merged_into_id.is_(None))
    names = {row.search_name for row in rows_in(named, Employer.id, employer_ids)}
    shared = (
        named.with_only_columns(Employer.search_name)
        .group_by(Employer.search_name)
        .having(func.count().between(2, MOST_ALIKE))
    )
    groups: dict[str, list[int]] = defaultdict(list)
    repeated = [name for (name,) in rows_in(shared, Employer.search_name, names)]
    for row in rows_in(named, Employer.search_name, repeated):
        groups[row.search_name].append(row.id)
    return {
        one: [other for other in group if other != one]
        for group in groups.values()
        for one in group
    }


def _proposed_before(employer_ids: Collection[int]) -> set[Accounts]:
    pair = SameEmployerProposal
    statement = select(pair.cohe_id, pair.employer_id, pair.other_employer_id)
    return {tuple(row) for row in rows_in(statement, pair.employer_id, employer_ids)}


def _with_a_claim(employer_ids: Collection[int]) -> set[tuple[int, int]]:
    """COHEs and those of the employers of whom they have a claim."""
    statement = select(Claim.cohe_id, Claim.employer_id).distinct()
    return {tuple(row) for row in rows_in(statement, Claim.employer_id, employer_ids)}
