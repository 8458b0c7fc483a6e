"""Numbers and addresses of a claim's parties as the feed tells them, beside those kept by hand."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import select

from ohms.commands.feed.batches import Batch, Planned
from ohms.commands.feed.claim_fields import Difference
from ohms.commands.feed.rows import rows_in
from ohms.domain.feed import ClaimLine
from ohms.domain.reaching import sameness
from ohms.domain.values import Party
from ohms.models.workers import ContactPoint


class Point(NamedTuple):
    """One number or address: whose, how, and the name beside it."""

    party: Party
    kind: str
    value: str
    who: str | None


# Columns that a point needs, so that an absent one does not end what another file told.
_TOLD_BY: dict[tuple[Party, str], frozenset[str]] = {
    (Party.WORKER, "phone"): frozenset({"worker_phone", "worker_phone_2"}),
    (Party.WORKER, "email"): frozenset({"worker_email"}),
    (Party.EMPLOYER, "phone"): frozenset({"employer_phone"}),
    (Party.REPRESENTATIVE, "phone"): frozenset({"representative_phone"}),
    (Party.CLAIM_MANAGER, "phone"): frozenset({"claim_manager_phone"}),
}
_FIELDS = {"phone": "worker_phone", "email": "worker_email"}


def points_of(said: ClaimLine) -> list[Point]:
    """The line's numbers and addresses, each once."""
    points = []
    if said.worker_phone:
        points.append(Point(Party.WORKER, "phone", said.worker_phone, None))
    if said.worker_phone_2 and said.worker_phone_2 != said.worker_phone:
        points.append(Point(Party.WORKER, "phone", said.worker_phone_2, None))
    if said.worker_email:
        points.append(Point(Party.WORKER, "email", said.worker_email, None))
    for party, value, who in (
        (Party.EMPLOYER, said.employer_phone, said.employer_contact),
        (Party.REPRESENTATIVE, said.representative_phone, said.representative_name),
        (Party.CLAIM_MANAGER, said.claim_manager_phone, said.claim_manager),
    ):
        if value:
            points.append(Point(party, "phone", value, who))
    return points


class KeptPoints:
    """The contact points in force of known claims: the feed's own and those kept by hand."""

    def __init__(self, claim_ids: Iterable[int]) -> None:
        self._told: dict[int, dict[Point, int]] = defaultdict(dict)
        self._by_hand: dict[int, set[tuple[Party, str, str]]] = defaultdict(set)
        statement = select(
            ContactPoint.id,
            ContactPoint.claim_id,
            ContactPoint.party,
            ContactPoint.kind,
            ContactPoint.value,
            ContactPoint.who,
            ContactPoint.source,
        ).where(ContactPoint.ended_on.is_(None))
        rows: Iterable[Any] = rows_in(statement, ContactPoint.claim_id, claim_ids)
        for row_id, claim_id, party, kind, value, who, source in rows:
            if source == "feed":
                self._told[claim_id][Point(party, kind, value, who)] = row_id
            else:
                self._by_hand[claim_id].add(_sameness(party, kind, value))

    def compare(
        self, claim_id: int, cohe_id: int, said: ClaimLine, batch: Batch, planned: Planned
    ) -> list[Difference]:
        """Bring the feed's points of a claim up to the line. What people keep by hand is neither
        changed nor doubled: a number that stands there is not added again."""
        kept = self._told.get(claim_id, {})
        wanted = points_of(said)
        if by_hand := self._by_hand.get(claim_id):
            wanted = [p for p in wanted if _sameness(p.party, p.kind, p.value) not in by_hand]
        gone = [point for point in kept if point not in wanted and _is_told(point, batch)]
        new = [point for point in wanted if point not in kept]
        for point in gone:
            planned.changes.change(ContactPoint, {"id": kept[point], "ended_on": batch.as_of})
        for point in new:
            planned.changes.add(ContactPoint, point_values(claim_id, cohe_id, point, batch))
        return _told_differences(gone, new)


def point_values(claim_id: int, cohe_id: int, point: Point, batch: Batch) -> dict[str, Any]:
    """The row of a point that the feed tells of from the as-of day on."""
    return {
        "claim_id": claim_id,
        "cohe_id": cohe_id,
        "party": point.party,
        "who": point.who,
        "kind": point.kind,
        "value": point.value,
        "do_not_call": False,
        "source": "feed",
        "noted_on": batch.as_of,
        "version": 1,
    }


def _is_told(point: Point, batch: Batch) -> bool:
    return _TOLD_BY.get((point.party, point.kind), frozenset()) <= batch.columns


def _sameness(party: Party, kind: str, value: str) -> tuple[Party, str, str]:
    """Numbers are the same when their digits are, however they are written."""
    return party, kind, sameness(kind, value)


def _told_differences(gone: list[Point], new: list[Point]) -> list[Difference]:
    """Of the worker's own; the other parties' numbers stand in the claim's row."""
    found = []
    for kind, field in _FIELDS.items():
        old = [p.value for p in gone if p.party is Party.WORKER and p.kind == kind]
        now = [p.value for p in new if p.party is Party.WORKER and p.kind == kind]
        if old or now:
            found.append(Difference(field, ";".join(old) or None, ";".join(now) or None))
    return found
