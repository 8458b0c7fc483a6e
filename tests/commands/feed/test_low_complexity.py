"""What the feed tells makes a low claim harder in the transaction that tells it."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select, update

from ohms import clock as clock_of_house
from ohms.commands.no_longer_low import TAKE_OVER
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.feed import FeedKind
from ohms.domain.values import Complexity
from ohms.extensions import db
from ohms.models.claims import Claim, Delegation
from ohms.models.tasks import Task
from ohms.queries.checks.lane import assistants_who_answer, forbidden_low
from ohms.queries.checks.summaries import next_due_differs, open_tasks_differ
from ohms.queries.guard import unscoped
from tests.commands.feed.files import TODAY, Feed
from tests.house import House, count_of, one
from tests.tasks import owner_of

NUMBER = "A123456"


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


@pytest.fixture
def low(feed: Feed) -> int:
    """The claim of the good lines, rated low, with a task of the assistant; the task's id."""
    feed.claims({"representative_name": ""})
    with feed.house.app.app_context():
        claim = one(select(Claim).where(Claim.claim_number == NUMBER))
        with bulk_unit("rate", None):
            db.session.execute(
                update(Claim).where(Claim.id == claim.id).values(complexity=Complexity.LOW)
            )
        return put_task(feed.house, claim.id)


def put_task(house: House, claim_id: int) -> int:
    return house.add(
        Task,
        claim_id=claim_id,
        cohe_id=house.cohe["alder"],
        owner_id=house.staff["alder.assistant1"],
        title="Call the clinic",
        due_by=TODAY,
        appears_on=TODAY,
        written_at=clock_of_house.now(),
    )


def complexity() -> Complexity:
    rated: Complexity = one(select(Claim.complexity).where(Claim.claim_number == NUMBER))
    return rated


@pytest.mark.parametrize(
    ("kind", "line", "because"),
    [
        (FeedKind.TIME_LOSS, {}, "time loss was paid"),
        (FeedKind.CLAIMS, {"representative_name": "Lee, attorney"}, "the worker has a"),
    ],
    ids=["time loss", "representative"],
)
def test_a_line_of_the_feed_passes_a_low_claim_to_its_coordinator(
    feed: Feed, low: int, kind: FeedKind, line: dict[str, str], because: str
) -> None:
    feed.give(kind, line, as_of=date(2026, 11, 23))
    with feed.house.app.app_context():
        staff = feed.house.staff
        assert complexity() is Complexity.STANDARD
        assert owner_of(low) == staff["alder.hsc1"]
        told = one(select(Task).where(Task.title == TAKE_OVER))
        assert told.owner_id == staff["alder.hsc1"]
        assert (told.because or "").startswith(because)
        lent = one(select(Delegation))
        assert (lent.to_staff_id, lent.to_on) == (staff["alder.assistant1"], date(2026, 11, 30))
        with unscoped("a test looks"):
            for found in (
                forbidden_low,
                assistants_who_answer,
                open_tasks_differ,
                next_due_differs,
            ):
                assert list(found(TODAY)) == []
    feed.give(kind, line, as_of=date(2026, 11, 23))
    with feed.house.app.app_context():
        assert count_of(Delegation) == count_of(Task, Task.title == TAKE_OVER) == 1


def test_a_line_that_forbids_nothing_leaves_it_low(feed: Feed, low: int) -> None:
    feed.claims({"representative_name": "", "body_part_code": "999"}, as_of=date(2026, 11, 23))
    with feed.house.app.app_context():
        assert complexity() is Complexity.LOW
        assert owner_of(low) == feed.house.staff["alder.assistant1"]
