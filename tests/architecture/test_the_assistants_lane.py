"""By no route an assistant becomes answerable for a claim that is not low, or widens what is lent.

Every changing route is sent its own form, filled in from the page that shows it so that nothing but a
rule refuses it, with the assistant's id wherever something is given or lent; on a claim that is not
low and lent to them with the widest scope, and, where a claim is rated, on one that nothing forbids to
be low but that nobody has rated: there only the rating is missing. The same walk by the coordinator lends: a walk that
changes nothing would prove nothing.
"""

from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.access import Permission
from ohms.domain.values import Complexity, TaskState
from ohms.extensions import db
from ohms.models.claims import Claim, Delegation
from ohms.models.coverage import Coverage
from ohms.models.providers import ProviderAssignment
from ohms.models.staff import AssistantAssignment, Position
from ohms.models.tasks import Task
from ohms.queries.checks.lane import assistants_who_answer
from ohms.queries.guard import unscoped
from ohms.queries.task_filter import in_an_open_state
from tests.architecture.both_centres import furnish_both
from tests.architecture.centre import CLAIM, MOMENT, Rows
from tests.architecture.filling import browser_of, filled_in, form_of
from tests.architecture.routes import ACTORS, CHANGING, Route, routes_of, token_of
from tests.house import House, add_claim

TODAY, LAST = date(2026, 11, 24), date(2026, 11, 27)
pytestmark = pytest.mark.every_route

ASSISTANT = "alder.assistant1"
LOW_OF_ANOTHER = "AL60001"
NOT_RATED = "AL60002"
RATING = frozenset({Permission.CLAIM_RATE, Permission.TRIAGE_DECIDE})
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
    """A row of everything on a claim that is not low, a low claim of another coordinator, and one of the
    assistant's own that is not rated and clear of facts: all lent to the assistant to work on. `again` has a task of the first that was once the assistant's."""
    with house.app.app_context():
        rows = furnish_both(house)
        hard = rows["alder"][Claim]
        with bulk_unit("rate", None):
            harder = update(Claim).where(Claim.id == hard)
            db.session.execute(harder.values(complexity=Complexity.STANDARD))
        low = add_claim(
            house, "alder", LOW_OF_ANOTHER, provider="alder.2", complexity=Complexity.LOW
        )
        clear = add_claim(house, "alder", NOT_RATED, provider="alder.1")
        lent = ((hard, "alder.hsc1"), (low, "alder.hsc2"), (clear, "alder.hsc1"))
        for claim_id, lender in lent:
            house.add(
                Delegation,
                claim_id=claim_id,
                cohe_id=house.cohe["alder"],
                from_staff_id=house.staff[lender],
                to_staff_id=house.staff[ASSISTANT],
                from_on=TODAY,
                to_on=LAST,
                scope="claim",
            )
        rows["again"] = {**rows["alder"], Task: _once_of_the_assistant(house, hard)}
    return rows


def _once_of_the_assistant(house: House, claim_id: int) -> int:
    """A task that the assistant finished while the claim was low."""
    mine = {"owner_id": house.staff[ASSISTANT], "finished_by_id": house.staff[ASSISTANT]}
    days = dict.fromkeys(("due_by", "appears_on"), TODAY)
    instants = dict.fromkeys(("written_at", "finished_at"), MOMENT)
    return house.add(
        Task,
        claim_id=claim_id,
        cohe_id=house.cohe["alder"],
        title="Call the worker",
        state=TaskState.DONE,
        **mine,
        **days,
        **instants,
    )


def wanted_by(house: House, rows: Rows) -> dict[str, str]:
    """What gives or lends something to the assistant, under the name that a form calls it by."""
    me, task = str(house.staff[ASSISTANT]), str(rows[Task])
    named = ("owner_id", "to", "to_staff_id")
    return dict.fromkeys(named, me) | {
        "complexity": "low",
        "decision": "give_to_assistant",
        "how": "assign",
        "scope": "claim",
        "goes": "open_too",
        "to_on": "12/24/2026",
        "task": task,
        "rows": task,
        "due_by": "+5b",
        "next_task": "Mine now",
        "next_task_due": "+5b",
        "next_task_owner": "",  # "Mine"
        "playbook": "new-time-loss",
        "starts_on": "today",
        "number": CLAIM["alder"],
        "claim_number": CLAIM["alder"],
        "claim": CLAIM["alder"],
    }


SIGNS_OUT = "accounts.end_sessions"  # sent last of all
COVERS = "accounts.cover"  # shuts the session too: it changes nothing else


def walk(
    house: House,
    rows: dict[str, Rows],
    username: str,
    permissions: Collection[Permission] = frozenset(Permission),
) -> set[int]:
    """Send the form of every changing route, filled in from its page; the answers that were given. A
    form that the person is shown nowhere is sent as it might be made up."""
    client = browser_of(house.app, username)
    routes = routes_of(house.app)
    pages = {route.path(each) for each in ways(rows) for route in routes if "GET" in route.methods}
    pages |= {on_the_unrated(page) for page in pages}
    answers = set()
    for route in sorted(routes, key=lambda each: each.rule.endpoint == SIGNS_OUT):
        if not CHANGING & route.methods or route.access.permission not in permissions:
            continue
        if route.rule.endpoint == COVERS:
            continue
        for path, wanted in sendings(house, rows, route):
            shown = route.is_given_to(ACTORS[username])
            form = form_of(client, pages, path, wanted) if shown else None
            sent = filled_in(form, wanted) if form else {**wanted, "csrf_token": token_of(client)}
            answers.add(client.post(path, data=sent).status_code)
    return answers


def ways(rows: dict[str, Rows]) -> Iterator[dict[str, Rows]]:
    """What stands in the addresses: the claim's own rows, then the task that was the assistant's."""
    yield rows
    yield {**rows, "alder": rows["again"]}


def sendings(
    house: House, rows: dict[str, Rows], route: Route
) -> Iterator[tuple[str, dict[str, str]]]:
    """Each address of a route with what is wanted there; a new task also on the low claim."""
    paths = dict.fromkeys(route.path(each) for each in ways(rows))
    wanted = wanted_by(house, rows["alder"])
    yield from ((path, wanted) for path in paths)
    if route.access.permission in RATING:
        yield on_the_unrated(route.path(rows)), {**wanted, "number": NOT_RATED}
    if route.rule.rule == "/tasks/new":
        yield route.path(rows), {**wanted, "claim_number": LOW_OF_ANOTHER}


def on_the_unrated(path: str) -> str:
    return path.replace(CLAIM["alder"], NOT_RATED)


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
    """How many open tasks somebody has."""
    with house.app.app_context(), unscoped("a test looks"):
        theirs = Task.owner_id == house.staff[username]
        return len(db.session.execute(select(Task.id).where(theirs, in_an_open_state())).all())


def test_an_assistant_takes_nothing_and_widens_nothing_by_any_route(house: House) -> None:
    rows = furnish(house)
    before = standing(house)
    assert {303, 403, 422} <= walk(house, rows, ASSISTANT)
    assert standing(house) == before
    assert tasks_of(house, ASSISTANT) == 0
    assert tasks_of(house, "alder.hsc1") > 3, "what the assistant writes is the coordinator's"
    with house.app.app_context(), unscoped("a test looks"):
        assert list(assistants_who_answer(TODAY)) == []


def test_the_same_walk_lends_when_the_coordinator_goes_it(house: House) -> None:
    rows = furnish(house)
    before = standing(house)
    lending = {Permission.CLAIM_DELEGATE, Permission.TASK_WRITE, Permission.TASK_REASSIGN}
    walk(house, rows, "alder.hsc1", lending)
    after = standing(house)
    assert len(after["lent"]) > len(before["lent"])
    assert tasks_of(house, ASSISTANT) == 0, "who answers, does not give it away either"
    with house.app.app_context(), unscoped("a test looks"):
        assert list(assistants_who_answer(TODAY)) == []
