"""L&I's fields of a claim: which column of the feed lands where, and what a line changes of them."""

from collections.abc import Iterator
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import Row, select
from sqlalchemy.orm import aliased

from ohms.commands.feed.rows import Question
from ohms.domain.feed import ClaimLine
from ohms.domain.names import folded
from ohms.models.claims import Claim
from ohms.models.workers import Employer, Worker

# Columns of claims.csv that the claim's row keeps under the same name.
OF_THE_CLAIM = (
    "status",
    "fund",
    "injury_on",
    "first_visit_on",
    "roa_received_on",
    "established_on",
    "accident_kind",
    "body_part_code",
    "nature_code",
    "icd10",
    "claim_manager",
    "claim_manager_phone",
    "representative_name",
    "representative_phone",
    "employer_contact",
    "employer_phone",
)
# Columns of claims.csv by the column of the worker's row.
OF_THE_WORKER = {
    "worker_last_name": "last_name",
    "worker_first_name": "first_name",
    "worker_birth_date": "birth_date",
    "worker_key": "worker_key",
    "worker_language": "language",
    "interpreter_needed": "interpreter_needed",
}
# The ROA's own file fills it too: an empty cell says nothing against it.
NEVER_EMPTIED = frozenset({"roa_received_on"})

SEARCHED = 250
_kept = attrgetter(*OF_THE_CLAIM, *OF_THE_WORKER)  # in the order of `claim_values`
_worker_told = attrgetter(*OF_THE_WORKER)
_Remaining = aliased(Claim)


def known_claims() -> Question:
    """What a line is compared with; the worker's fields under the feed's names."""
    return (
        select(
            Claim.id,
            Claim.claim_number,
            Claim.cohe_id,
            Claim.worker_id,
            Claim.employer_id,
            Claim.initiating_provider_id,
            Claim.attending_provider_id,
            Claim.initiated_on,
            Claim.combined_into_id,
            _Remaining.claim_number.label("combined_into"),
            Claim.as_of_on,
            Claim.on_time_loss,
            Claim.purged_at,
            *(getattr(Claim, name) for name in OF_THE_CLAIM),
            *(getattr(Worker, column).label(name) for name, column in OF_THE_WORKER.items()),
            Employer.account_id.label("employer_account_id"),
        )
        .join(Worker, Worker.id == Claim.worker_id)
        .join(Employer, Employer.id == Claim.employer_id)
        .outerjoin(_Remaining, _Remaining.id == Claim.combined_into_id)
    )


def claim_values(said: ClaimLine) -> dict[str, Any]:
    """The claim's fields as a line has them, for its row."""
    return {
        "status": said.status,
        "fund": said.fund,
        "injury_on": said.injury_on,
        "first_visit_on": said.first_visit_on,
        "roa_received_on": said.roa_received_on,
        "established_on": said.established_on,
        "accident_kind": said.accident_kind,
        "body_part_code": said.body_part_code,
        "nature_code": said.nature_code,
        "icd10": ";".join(said.icd10) or None,
        "claim_manager": said.claim_manager,
        "claim_manager_phone": said.claim_manager_phone,
        "representative_name": said.representative_name,
        "representative_phone": said.representative_phone,
        "employer_contact": said.employer_contact,
        "employer_phone": said.employer_phone,
    }


def worker_values(said: Any) -> dict[str, Any]:
    """The worker's row, from a line or from anything with the feed's names."""
    last, first = said.worker_last_name, said.worker_first_name
    return {
        "last_name": last,
        "first_name": first,
        "search_name": folded(f"{last} {first}")[:SEARCHED],
        "birth_date": said.worker_birth_date,
        "worker_key": said.worker_key,
        "language": said.worker_language,
        "interpreter_needed": said.interpreter_needed,
    }


class Difference(NamedTuple):
    """A field of L&I's that a line changes."""

    field: str
    old: object
    new: object


def differences(known: Row[Any], said: ClaimLine, columns: frozenset[str]) -> Iterator[Difference]:
    """What the line changes of the fields in its row, by the columns that its file has."""
    told = claim_values(said)
    if _kept(known) == (*told.values(), *_worker_told(said)):
        return  # as most lines of most files
    for name in OF_THE_CLAIM:
        old, new = getattr(known, name), told[name]
        if old != new and name in columns and not (new is None and name in NEVER_EMPTIED):
            yield Difference(name, old, new)
    for name in OF_THE_WORKER:
        old, new = getattr(known, name), getattr(said, name)
        if old != new and name in columns:
            yield Difference(name, old, new)
