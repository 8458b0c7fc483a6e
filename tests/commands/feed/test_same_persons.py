"""The same person on two claims is proposed, never merged, and never across COHEs."""

from sqlalchemy import func, select

from ohms.models.feed import FeedRun
from ohms.models.workers import SamePersonProposal, Worker
from tests.commands.feed.files import B1, Feed, numbered
from tests.house import count_of, one

A = {"claim_number": "A123456"}
B = {"claim_number": "B123456"}


def test_one_key_or_one_name_and_birth_date_is_proposed_once_and_nobody_is_merged(
    feed: Feed,
) -> None:
    feed.claims(
        {**A, "worker_key": "W-7", "worker_last_name": "Okafor"},
        {**B, "worker_key": "W-7", "worker_last_name": "Lind"},
        {"claim_number": "C123456", "worker_key": "", "worker_last_name": "LIND"},
    )
    with feed.house.app.app_context():
        by_key = SamePersonProposal.reason == "worker_key"
        assert count_of(SamePersonProposal, by_key) == 1
        assert count_of(SamePersonProposal, ~by_key) == 1
        assert count_of(Worker, Worker.merged_into_id.is_not(None)) == 0
        assert count_of(SamePersonProposal, SamePersonProposal.decision.is_not(None)) == 0


def test_a_later_file_finds_the_earlier_claim_and_proposes_no_pair_twice(feed: Feed) -> None:
    feed.claims(A)
    feed.claims(B)
    feed.claims({**B, "worker_first_name": "Adah"})
    feed.claims(B)
    with feed.house.app.app_context():
        assert count_of(SamePersonProposal) == 1


def test_nobody_is_proposed_across_cohes_or_against_lnis_own_keys(feed: Feed) -> None:
    feed.claims(
        A,
        {**B, "initiating_provider_id": B1},
        {"claim_number": "C123456", "worker_key": "W-2"},
    )
    with feed.house.app.app_context():
        assert count_of(SamePersonProposal) == 0


def test_a_key_that_stands_for_nobody_proposes_nobody(feed: Feed) -> None:
    feed.claims(*({**line, "worker_key": "0"} for line in numbered(13)))
    with feed.house.app.app_context():
        assert count_of(SamePersonProposal) == 0
        assert one(select(func.count()).select_from(FeedRun)) == 1
