"""Whom one covers, today and within two weeks, and what is theirs to see to."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from ohms.domain.actor import Actor
from ohms.domain.values import Coordination
from ohms.models.coverage import Coverage
from ohms.models.providers import Provider
from ohms.models.staff import StaffMember
from ohms.models.tasks import Task
from ohms.queries.claim_filter import ClaimFilter, ListScope, claims_matching
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question
from ohms.queries.task_filter import TaskFilter, Whose, tasks_matching

COVER_AHEAD = timedelta(days=13)


@dataclass(frozen=True, slots=True)
class Cover:
    """A colleague whom one covers, and for which providers; `later`: how often more in two weeks."""

    name: str
    providers: tuple[str, ...]
    from_on: date
    to_on: date
    later: int


@dataclass(frozen=True, slots=True)
class Covering:
    """Whom one covers today and within two weeks, and what came meanwhile: new claims that nobody
    decided on, and their tasks due by today."""

    colleagues: list[Cover]
    new_claims: int = 0
    tasks_due: int = 0


def cover_today(actor: Actor) -> Question[Covering]:
    """Whom one covers today or soon; what is theirs to see to is counted by the lists that show it."""
    (rows,) = yield (_covered_soon(actor),)
    found: dict[tuple[str, date, date], list[str]] = {}
    for name, from_on, to_on, provider in rows:
        found.setdefault((name, from_on, to_on or from_on), []).append(provider)
    stretches: dict[tuple[str, tuple[str, ...]], list[tuple[date, date]]] = {}
    for (name, *days), of in found.items():
        stretches.setdefault((name, tuple(of)), []).append((days[0], days[1]))
    colleagues = [
        Cover(*whom, *spans[0], later=len(spans) - 1) for whom, spans in stretches.items()
    ]
    if not any(each.from_on <= actor.on_day for each in colleagues):
        return Covering(colleagues)
    new = claims_matching(
        actor, ClaimFilter(scope=ListScope.COVERED, coordination=Coordination.NEW)
    )
    due = tasks_matching(actor, TaskFilter(whose=Whose.COVERED)).where(Task.due_by <= actor.on_day)
    number = func.count().label("number")
    claims, tasks = yield (new.with_only_columns(number), due.with_only_columns(number))
    return Covering(colleagues, claims[0].number, tasks[0].number)


@prepared
def _covered_soon(actor: Actor) -> AnySelect:
    return (
        select(StaffMember.name, Coverage.from_on, Coverage.to_on, Provider.last_name)
        .join(StaffMember, StaffMember.id == Coverage.absent_id)
        .join(Provider, Provider.id == Coverage.provider_id)
        .where(
            Coverage.covering_id == actor.staff_id,
            Coverage.declined_at.is_(None),
            Coverage.from_on <= actor.on_day + COVER_AHEAD,
            Coverage.to_on >= actor.on_day,
        )
        .order_by(Coverage.from_on, StaffMember.name, Coverage.to_on, Provider.last_name)
    )
