"""Claims of providers who are not enrolled wait, whole, and are tried again at each import."""

from datetime import timedelta

from sqlalchemy import select

from ohms.domain.feed import FeedKind
from ohms.models.claims import Claim
from ohms.models.feed import FeedRefusal, ParkedLine
from tests.commands.feed.files import AS_OF, Feed
from tests.house import count_of, one

STRANGER = {"initiating_provider_id": "7000001"}
ENROLS = {"provider_id": "7000001", "cohe": "birch", "enrolled_from": "2026-01-01"}
LATER = AS_OF + timedelta(days=1)


def test_a_parked_claim_comes_in_when_its_provider_is_enrolled(feed: Feed) -> None:
    outcome = feed.claims(STRANGER)
    assert (outcome.added, outcome.parked, outcome.refused) == (0, 1, 0)
    with feed.house.app.app_context():
        assert count_of(Claim, Claim.claim_number == "A123456") == 0
    enrolled = feed.give(FeedKind.PROVIDERS, ENROLS)
    assert enrolled.added == 1
    assert "1 parked claim was taken in." in enrolled.notices
    with feed.house.app.app_context():
        claim = one(select(Claim).where(Claim.claim_number == "A123456"))
        assert claim.cohe_id == feed.house.cohe["birch"]
        assert (claim.feed_run_id, claim.feed_line) == (outcome.run_id, 2)
        assert one(select(ParkedLine.settled_at)) is not None


def test_a_claim_before_the_providers_first_day_stays_parked(feed: Feed) -> None:
    feed.claims(STRANGER)
    feed.give(FeedKind.PROVIDERS, {**ENROLS, "enrolled_from": "2026-10-01"})
    with feed.house.app.app_context():
        assert one(select(ParkedLine.settled_at)) is None
    feed.give(FeedKind.PROVIDERS, {**ENROLS, "enrolled_to": "2026-09-30"})
    with feed.house.app.app_context():
        assert one(select(ParkedLine.settled_at)) is not None


def test_parking_a_line_again_keeps_one_and_the_newer(feed: Feed) -> None:
    feed.claims(STRANGER)
    assert feed.claims(STRANGER).parked == 1
    assert feed.claims({**STRANGER, "status": "closed"}, as_of=LATER).parked == 1
    outcome = feed.claims(STRANGER, good_lines=True)
    assert (outcome.parked, outcome.refused) == (0, 1)
    with feed.house.app.app_context():
        parked = one(select(ParkedLine))
        assert (parked.as_of_on, parked.lni_provider_id) == (LATER, "7000001")
    feed.give(FeedKind.PROVIDERS, ENROLS, as_of=LATER)
    with feed.house.app.app_context():
        assert one(select(Claim.status).where(Claim.claim_number == "A123456")) == "closed"


def test_what_hangs_on_a_parked_claim_is_told_to_wait(feed: Feed) -> None:
    feed.claims(STRANGER)
    outcome = feed.give(FeedKind.ROA, {}, good_lines=True)
    assert outcome.refused == 1
    with feed.house.app.app_context():
        reason = one(select(FeedRefusal.reason))
    assert "waits until its initiating provider is enrolled" in reason
    assert "A123456" not in reason
