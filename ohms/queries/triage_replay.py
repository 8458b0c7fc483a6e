"""The claims of a quarter as they waited for triage, for a replay with other weights.

A claim waits from the day of its initiation through that of its first decision, and on the day of each
later one; without any decision, on its first business day only, or until today where it is new still.
Facts are those known today, cut at each day.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace as changed
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, select

from ohms.clock import day_of
from ohms.domain.actor import Actor
from ohms.domain.calendar import ONE_DAY, Quarter, add_business_days, days_from, is_business_day
from ohms.domain.triage import TriageFacts, reasons
from ohms.domain.triage_replay import Waited
from ohms.domain.values import Coordination
from ohms.extensions import db
from ohms.models.claims import Claim, TriageDecision
from ohms.models.notes import Contact
from ohms.queries.claim_sight import coordinator_by_provider_of
from ohms.queries.claims_at_triage import ClaimAtTriage
from ohms.queries.rounds import ask
from ohms.queries.scope import sees, visible
from ohms.queries.triage_facts import claims_with_facts

AT_ONCE = 1_000  # values in one IN list


class _Course(NamedTuple):
    """What is asked of each claim beside its facts."""

    list_id: int | None
    decided_on: tuple[date, ...]
    contacted_on: date | None


def waited_in(actor: Actor, cohe_id: int, quarter: Quarter) -> tuple[list[Waited], dict[int, str]]:
    """Every claim of the COHE initiated in the quarter on every day on which it waited, and the
    claims' numbers by id; two statements for each thousand claims."""
    waited: list[Waited] = []
    numbers: dict[int, str] = {}
    ids = _initiated(actor, cohe_id, quarter)
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        rows, facts = ask(claims_with_facts(actor, some))
        courses = _courses(actor, some)
        for row in rows:
            numbers[row.id] = row.claim_number
            waited += _days_of(actor, row, facts[row.id], courses[row.id])
    return waited, numbers


def _initiated(actor: Actor, cohe_id: int, quarter: Quarter) -> Sequence[int]:
    statement = (
        visible(actor, Claim)
        .where(
            Claim.cohe_id == cohe_id,
            Claim.initiated_on.between(quarter.first_on, quarter.last_on),
        )
        .with_only_columns(Claim.id)
        .order_by(Claim.id)
    )
    return db.session.execute(statement).scalars().all()


def _courses(actor: Actor, ids: Sequence[int]) -> dict[int, _Course]:
    decided: dict[int, list[date]] = defaultdict(list)
    for claim_id, at in db.session.execute(
        visible(actor, TriageDecision)
        .where(TriageDecision.claim_id.in_(ids))
        .with_only_columns(TriageDecision.claim_id, TriageDecision.decided_at)
        .order_by(TriageDecision.id)
    ):
        decided[claim_id].append(day_of(at))
    return {
        row.id: _Course(row.list_id, tuple(decided[row.id]), row.contacted_on)
        for row in db.session.execute(
            visible(actor, Claim)
            .where(Claim.id.in_(ids))
            .with_only_columns(
                Claim.id,
                coordinator_by_provider_of(Claim.initiated_on).label("list_id"),
                _contacted_on(actor).label("contacted_on"),
            )
        )
    }


def _contacted_on(actor: Actor) -> Any:
    return (
        select(func.min(Contact.contact_on))
        .where(sees(actor, Contact), Contact.claim_id == Claim.id)
        .correlate(Claim)
        .scalar_subquery()
    )


def _days_of(
    actor: Actor, row: ClaimAtTriage, facts: TriageFacts, course: _Course
) -> Iterator[Waited]:
    for day in _waiting(actor, row, course):
        contacted = course.contacted_on is not None and course.contacted_on <= day
        held = reasons(changed(facts, today=day, contacted=contacted))
        signals = tuple(reason.name for reason in held)
        yield Waited(row.id, course.list_id, day, row.initiated_on, signals)


def _waiting(actor: Actor, row: ClaimAtTriage, course: _Course) -> Iterator[date]:
    first = row.initiated_on
    if not is_business_day(first):
        first = add_business_days(first, 1)
    yield from (
        day for day in days_from(first, _last(actor, row, course, first)) if is_business_day(day)
    )
    yield from sorted(set(course.decided_on[1:]) - set(course.decided_on[:1]))


def _last(actor: Actor, row: ClaimAtTriage, course: _Course, first: date) -> date:
    if course.decided_on:
        return max(first, course.decided_on[0])
    if row.coordination is Coordination.NEW:
        return max(first, actor.on_day - ONE_DAY)
    return first
