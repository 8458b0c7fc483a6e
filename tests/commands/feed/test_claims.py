"""Claims from the feed: taken in, changed, left as they are."""

from sqlalchemy import select

from ohms.domain.feed import FeedKind
from ohms.models.claims import AttendingProvider, Claim
from ohms.models.feed import FeedChange, FeedRun
from ohms.models.workers import ContactPoint, Employer, Worker
from tests.commands.feed.files import AS_OF, Feed, numbered
from tests.house import count_of, one


def test_a_new_claim_is_taken_in_with_worker_employer_and_contact_points(feed: Feed) -> None:
    outcome = feed.claims({"worker_last_name": "Núñez"})
    assert (outcome.state, outcome.added) == ("done", 1)
    with feed.house.app.app_context():
        claim = one(select(Claim).where(Claim.claim_number == "A123456"))
        assert claim.cohe_id == feed.house.cohe["alder"]
        assert claim.icd10 == "S33.5XXA;M54.50"
        assert claim.as_of_on == AS_OF
        worker = one(select(Worker).where(Worker.id == claim.worker_id))
        assert (worker.last_name, worker.search_name) == ("Núñez", "nunez ada")
        assert count_of(Employer) == 1  # the house's own has the same account
        points = ContactPoint.claim_id == claim.id
        assert count_of(ContactPoint, points) == 5
        history = one(select(AttendingProvider).where(AttendingProvider.claim_id == claim.id))
        assert (history.from_on, history.to_on) == (claim.initiated_on, None)


def test_applying_a_file_again_changes_nothing(feed: Feed) -> None:
    path = feed.write(FeedKind.CLAIMS, numbered(30))
    feed.give_file(FeedKind.CLAIMS, path)
    again = feed.give_file(FeedKind.CLAIMS, path)
    assert (again.added, again.updated, again.unchanged) == (0, 0, 30)
    with feed.house.app.app_context():
        assert count_of(FeedChange) == 0
        assert count_of(FeedRun) == 2
