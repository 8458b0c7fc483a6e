"""What a feed file tells of coordinated claims writes and closes the tasks that follow from it."""

from datetime import date

from sqlalchemy import select, update

from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.feed import FeedKind
from ohms.domain.values import Coordination, TaskState
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.medical import ActivityPrescription
from ohms.models.tasks import Task
from ohms.queries.checks.following import derived_tasks_differ
from ohms.queries.guard import unscoped
from tests.commands.feed.files import A1, TODAY, Feed
from tests.house import count_of, one

FIRST = {"provider_id": A1, "exam_on": "2026-11-02", "from_on": "2026-11-02"}
SECOND = {"provider_id": A1, "exam_on": "2026-11-16", "from_on": "2026-11-16"}
ENDS = {"work_status": "off_work", "hours_per_day": "", "next_exam_on": ""}


def coordinated(feed: Feed) -> None:
    """The claim of the good lines, worked on by somebody."""
    feed.claims({})
    with feed.house.app.app_context(), bulk_unit("work", None):
        db.session.execute(
            update(Claim)
            .where(Claim.claim_number == "A123456")
            .values(coordination=Coordination.WATCHING)
        )


def test_an_apf_asks_for_the_next_and_the_next_answers_it(feed: Feed) -> None:
    coordinated(feed)
    feed.give(FeedKind.APF, {**FIRST, **ENDS, "to_on": "2026-11-15"})
    with feed.house.app.app_context():
        asked = one(select(Task).where(Task.derived_key.like("apf_expired:%")))
        assert (asked.appears_on, asked.state) == (date(2026, 11, 16), TaskState.TO_DO)
        assert asked.owner_id == feed.house.staff["alder.hsc1"]
        assert one(select(Claim.open_tasks).where(Claim.id == asked.claim_id)) == count_of(
            Task, Task.finished_at.is_(None)
        )
    feed.give(FeedKind.APF, {**SECOND, **ENDS, "to_on": "2026-12-15"})
    with feed.house.app.app_context():
        answered = one(select(Task).where(Task.id == asked.id))
        newest = select(ActivityPrescription.id).where(
            ActivityPrescription.exam_on == date(2026, 11, 16)
        )
        assert (answered.state, answered.evidence_apf_id) == (TaskState.DONE, one(newest))
        assert (answered.evidence_text, answered.finished_by_id) == ("APF of Nov 16, 2026", None)
        assert answered.version == asked.version + 1
        with unscoped("a test looks"):
            assert list(derived_tasks_differ(TODAY)) == []


def test_a_claim_that_nobody_coordinates_gets_none(feed: Feed) -> None:
    feed.claims({})
    feed.give(FeedKind.APF, {**FIRST, **ENDS, "to_on": "2026-11-15"})
    feed.give(FeedKind.ROA, {})
    with feed.house.app.app_context():
        assert count_of(Task) == 0


def test_a_file_that_says_nothing_new_changes_no_task(feed: Feed) -> None:
    coordinated(feed)
    line = {**FIRST, **ENDS, "to_on": "2026-11-15"}
    feed.give(FeedKind.APF, line)
    with feed.house.app.app_context():
        before = count_of(Task)
        versions = one(select(Task.version).where(Task.derived_key.like("apf_expired:%")))
    assert before > 0
    assert feed.give(FeedKind.APF, line).unchanged == 1
    with feed.house.app.app_context():
        assert count_of(Task) == before
        kept = select(Task.version).where(Task.derived_key.like("apf_expired:%"))
        assert one(kept) == versions
