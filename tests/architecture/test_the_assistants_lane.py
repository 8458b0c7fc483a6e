"""By no route an assistant becomes answerable for a claim that is not low, or widens what is lent.

Every changing route is sent everything at once that gives or lends anything, with their own id, on a
claim that is not low and lent to them with the widest scope. The same walk by the coordinator lends
and gives: a walk that changes nothing would prove nothing.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.values import Complexity
from ohms.extensions import db
from ohms.models.claims import Claim, Delegation
from ohms.models.coverage import Coverage
from ohms.models.providers import ProviderAssignment
from ohms.models.staff import AssistantAssignment, Position
from ohms.models.tasks import Task
from ohms.queries.checks.lane import assistants_who_answer
from ohms.queries.guard import unscoped
from tests.architecture.routes import CHANGING, furnish_both, routes_of, signed_in, token_of
from tests.architecture.rows import CLAIM, Rows
from tests.house import House

TODAY, LAST = date(2026, 11, 24), date(2026, 11, 27)
pytestmark = pytest.mark.every_route

ASSISTANT = "alder.assistant1"
LENT = (
    Delegation.claim_id,
    Delegation.to_staff_id,
    Delegation.scope,
    Delegation.task_id,
    Delegation.from_on,
    Delegation.to_on,
    Delegation.withdrawn_at,
)


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def furnish(house: House) -> dict[str, Rows]:
    """A row of everything on a claim that is not low, lent to the assistant to work on."""
    with house.app.app_context():
        rows = furnish_both(house)
        with bulk_unit("rate", None):
            of_alder = Claim.id == rows["alder"][Claim]
            harder = update(Claim).where(of_alder).values(complexity=Complexity.STANDARD)
            db.session.execute(harder)
        house.add(
            Delegation,
            claim_id=rows["alder"][Claim],
            cohe_id=house.cohe["alder"],
            from_staff_id=house.staff["alder.hsc1"],
            to_staff_id=house.staff[ASSISTANT],
            from_on=TODAY,
            to_on=LAST,
            scope="claim",
        )
    return rows


def greedy(house: House, rows: Rows) -> dict[str, str]:
    """What a form could say to give or lend something to the assistant, under every field's name."""
    me, task = str(house.staff[ASSISTANT]), str(rows[Task])
    named = ("owner_id", "owner", "to", "to_staff_id", "staff_id", "assigned_to_id", "covering_id")
    whose = dict.fromkeys((*named, "next_task_owner", "coordinator_id", "from_staff_id"), me)
    return whose | {
        "complexity": "low",
        "decision": "give_to_assistant",
        "scope": "claim",
        "to_on": "2026-12-24",
        "task": task,
        "task_id": task,
        "steps": "0",
        "title": "Mine now",
        "due_by": "+5b",
        "next_task": "Mine now",
        "next_task_due": "+5b",
        "standard_work": "recovery",
        "kind": "call",
        "body": "Mine now",
        "reason": "Mine now",
        "number": CLAIM["alder"],
        "claim": CLAIM["alder"],
    }


def walk(house: House, rows: dict[str, Rows], username: str) -> set[int]:
    """Send every changing route everything; the answers that were given."""
    client = signed_in(house.app, username)
    data = {**greedy(house, rows["alder"]), "csrf_token": token_of(client)}
    answers = set()
    for route in routes_of(house.app):
        if CHANGING & route.methods and not route.is_open_to_all:
            answers.add(client.post(route.path(rows), data=data).status_code)
    return answers


def standing(house: House) -> dict[str, Any]:
    """What is lent, who answers for what, and how the claim is rated."""
    with house.app.app_context(), unscoped("a test looks"):
        tables = {
            "lent": select(*LENT).order_by(Delegation.id),
            "given": select(Claim.id, Claim.assigned_to_id).order_by(Claim.id),
            "low": select(Claim.id).where(Claim.complexity == Complexity.LOW),
            "providers": select(ProviderAssignment.id, ProviderAssignment.staff_id),
            "cover": select(Coverage.id, Coverage.covering_id),
            "positions": select(Position.id, Position.staff_id, Position.role, Position.to_on),
            "lanes": select(AssistantAssignment.assistant_id, AssistantAssignment.coordinator_id),
        }
        return {
            name: [tuple(row) for row in db.session.execute(table)]
            for name, table in tables.items()
        }


def tasks_of(house: House, username: str) -> int:
    with house.app.app_context(), unscoped("a test looks"):
        of_person = select(Task.id).where(Task.owner_id == house.staff[username])
        return len(db.session.execute(of_person).all())


def test_an_assistant_takes_nothing_and_widens_nothing_by_any_route(house: House) -> None:
    rows = furnish(house)
    before = standing(house)
    assert {200, 303, 403, 422} & walk(house, rows, ASSISTANT) >= {303, 403, 422}
    assert standing(house) == before
    assert tasks_of(house, ASSISTANT) == 0
    with house.app.app_context(), unscoped("a test looks"):
        assert list(assistants_who_answer(TODAY)) == []


def test_the_same_walk_lends_when_the_coordinator_goes_it(house: House) -> None:
    rows = furnish(house)
    before = standing(house)
    walk(house, rows, "alder.hsc1")
    after = standing(house)
    assert len(after["lent"]) > len(before["lent"])
    assert tasks_of(house, "alder.hsc1") > 1
    with house.app.app_context(), unscoped("a test looks"):
        assert list(assistants_who_answer(TODAY)) == [], "who answers, does not give it away either"
