"""Claims that triage put away: what was not seen then stands in somebody's triage again.

Worked out from every put-away claim and its facts, without the short cut by which the page of triage
looks for those that might come back.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select

from ohms.domain.actor import Actor, HeldPosition
from ohms.domain.triage import NOT_NEEDED, PUT_AWAY
from ohms.domain.values import Coordination, Role
from ohms.extensions import db
from ohms.models.claims import Claim, ClaimAdmission, TriageDecision
from ohms.models.cohes import Cohe
from ohms.models.staff import StaffMember
from ohms.queries.actors import actor_of
from ohms.queries.answering import claims_seen_by
from ohms.queries.checks.belonging import has_coordinator
from ohms.queries.claim_sight import coordinator_by_provider_of
from ohms.queries.rounds import ask
from ohms.queries.triage import TriageLine, at_triage, triage_lines

AT_ONCE = 1_000  # values in one IN list


def kept_away(today: date) -> Iterator[str]:
    """Claims with an unseen reason that the triage of their own coordinator does not show."""
    for staff_id, lines in _by_coordinator(today).items():
        if staff_id is None:
            continue
        shown = {line.claim.id for line in at_triage(_person(staff_id, today))}
        for line in lines:
            if line.claim.id not in shown:
                yield f"claim {line.claim.claim_number}: put away, and not shown: {_told(line)}"


def awaited_by_nobody(today: date) -> Iterator[str]:
    """Claims with an unseen reason for which nobody answers today who sees them."""
    without = or_(~has_coordinator(today), Claim.restricted.is_(True))
    for line in _by_coordinator(today, without).get(None, ()):
        yield f"claim {line.claim.claim_number}: put away, in nobody's triage: {_told(line)}"


def _told(line: TriageLine) -> str:
    return f"{', '.join(sorted(line.fresh))} unseen"


def _by_coordinator(
    today: date, *of_claims: ColumnElement[bool]
) -> Mapping[int | None, list[TriageLine]]:
    """The put-away claims with an unseen reason, by the coordinator who answers for them today and
    sees them; None: there is no such."""
    coordinators = _put_away(today, *of_claims)
    found: dict[int | None, list[TriageLine]] = defaultdict(list)
    for line in _with_unseen_reason(list(coordinators), today):
        found[coordinators[line.claim.id]].append(line)
    judged: dict[int | None, list[TriageLine]] = {None: found.pop(None, [])}
    for staff_id, lines in found.items():
        seen = _seen_by(staff_id, [line.claim.id for line in lines], today)
        judged[staff_id] = [line for line in lines if line.claim.id in seen]
        judged[None] += [line for line in lines if line.claim.id not in seen]
    return judged


def _put_away(today: date, *of_claims: ColumnElement[bool]) -> Mapping[int, int | None]:
    """Who answers for each claim whose last decision put it away and that still is."""
    latest = select(func.max(TriageDecision.id)).group_by(TriageDecision.claim_id)
    no_action = and_(Claim.coordination == Coordination.CLOSED, Claim.close_reason == NOT_NEEDED)
    statement = (
        select(Claim.id, coordinator_by_provider_of(today).label("coordinator"))
        .join(TriageDecision, TriageDecision.claim_id == Claim.id)
        .where(
            TriageDecision.id.in_(latest),
            TriageDecision.decision.in_([choice.value for choice in PUT_AWAY]),
            or_(Claim.coordination == Coordination.WATCHING, no_action),
            func.coalesce(Claim.combined_into_id, 0) == 0,  # as no index would have it
            *of_claims,
        )
        .order_by(Claim.id)
    )
    return {row.id: row.coordinator for row in db.session.execute(statement)}


def _with_unseen_reason(ids: list[int], today: date) -> Iterator[TriageLine]:
    """As a coordinator of every COHE sees them; a restricted claim as the first one admitted does."""
    admitted = select(ClaimAdmission.claim_id, func.min(ClaimAdmission.staff_id)).group_by(
        ClaimAdmission.claim_id
    )
    person = {row[0]: row[1] for row in db.session.execute(admitted)}
    alike: dict[int | None, list[int]] = defaultdict(list)
    for claim_id in ids:
        alike[person.get(claim_id)].append(claim_id)
    for staff_id, some in alike.items():
        for start in range(0, len(some), AT_ONCE):
            asked = triage_lines(_everywhere(staff_id, today), some[start : start + AT_ONCE])
            yield from (line for line in ask(asked) if line.fresh)


def _seen_by(staff_id: int | None, ids: list[int], today: date) -> set[int]:
    """Those of the claims that the person sees as a coordinator today."""
    if staff_id is None or not _person(staff_id, today).holds(Role.HSC):
        return set()
    return claims_seen_by(staff_id, ids, today)


def _person(staff_id: int, today: date) -> Actor:
    name = select(StaffMember.username).where(StaffMember.id == staff_id)
    found = actor_of(db.session.execute(name).scalar_one(), today)
    assert found is not None
    return found


def _everywhere(staff_id: int | None, today: date) -> Actor:
    cohes = db.session.execute(select(Cohe.id).order_by(Cohe.id)).scalars()
    held = tuple(HeldPosition(None, Role.HSC, cohe_id) for cohe_id in cohes)
    return Actor(staff_id, "check", "Check", held, today)
