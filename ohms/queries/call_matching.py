"""Which claim a call points to: asked of the whole COHE, whoever took the call, and told to nobody
but those who see the claim."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased

from ohms.domain.calls import Told, claim_told, name_orders
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.notes import CallIntake
from ohms.models.workers import Worker
from ohms.queries.guard import unscoped

MOST_WAITING = 2_000
"""Calls without a claim that are looked at when claims arrive: the newest."""


class ToldCall(NamedTuple):
    """What a call told of its claim; `id` is 0 for one that is not kept yet."""

    id: int
    cohe_id: int
    number: str | None
    name: str | None
    birth_date: date | None


def calls_without_claim() -> list[ToldCall]:
    """The newest calls of all COHEs for which no claim is matched, proposed or refused."""
    with unscoped("claims arrive for calls that wait for them"):
        rows = db.session.execute(
            select(
                CallIntake.id,
                CallIntake.cohe_id,
                CallIntake.told_claim_number,
                CallIntake.told_name,
                CallIntake.told_birth_date,
            )
            .where(
                CallIntake.claim_id.is_(None),
                CallIntake.proposed_claim_id.is_(None),
                CallIntake.proposal_refused_at.is_(None),
            )
            .order_by(CallIntake.id.desc())
            .limit(MOST_WAITING)
        )
        return [ToldCall(*row) for row in rows]


def claims_told(calls: Collection[ToldCall]) -> dict[int, int]:
    """The claim of its own COHE that each call points to, by the call's id.

    Two statements whatever was told, so that the answer takes as long where nothing is found. A
    claim that L&I combined into another stands for that one.
    """
    numbers = _by_number({call.number or "" for call in calls})
    persons = _by_person(
        {call.cohe_id for call in calls},
        {order for call in calls for order in name_orders(call.name)},
        {call.birth_date for call in calls if call.birth_date is not None},
    )
    found = {
        call.id: claim_told(
            call.number,
            call.name,
            call.birth_date,
            by_number=numbers[call.cohe_id],
            by_person=persons[call.cohe_id],
        )
        for call in calls
    }
    return {call_id: claim_id for call_id, claim_id in found.items() if claim_id is not None}


def _by_number(numbers: Collection[str]) -> defaultdict[int, dict[str, int]]:
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    with unscoped("a call goes to whoever answers for its claim"):
        rows = db.session.execute(
            _claims_to_go_on_with(Claim.claim_number).where(Claim.claim_number.in_(sorted(numbers)))
        )
        for claim_id, cohe_id, number in rows:
            found[cohe_id][number] = claim_id
    return found


def _by_person(
    cohe_ids: Collection[int], names: Collection[str], birth_dates: Collection[date]
) -> defaultdict[int, dict[Told, set[int]]]:
    found: defaultdict[int, dict[Told, set[int]]] = defaultdict(lambda: defaultdict(set))
    with unscoped("a call goes to whoever answers for its claim"):
        rows = db.session.execute(
            _claims_to_go_on_with(Worker.search_name, Worker.birth_date)
            .join(Worker, Worker.id == Claim.worker_id)
            .where(
                Worker.cohe_id.in_(sorted(cohe_ids)),
                Worker.search_name.in_(sorted(names)),
                Worker.birth_date.in_(sorted(birth_dates)),
            )
        )
        for claim_id, cohe_id, name, birth_date in rows:
            found[cohe_id][name, birth_date].add(claim_id)
    return found


def _claims_to_go_on_with(*columns: Any) -> Select[Any]:
    """Claims with their COHE: one that L&I combined into another of the COHE stands for that one."""
    remaining = aliased(Claim)
    goes_on = and_(remaining.id == Claim.combined_into_id, remaining.cohe_id == Claim.cohe_id)
    return (
        select(func.coalesce(remaining.id, Claim.id), Claim.cohe_id, *columns)
        .select_from(Claim)
        .outerjoin(remaining, goes_on)
    )
