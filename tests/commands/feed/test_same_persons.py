"""The same person on two claims is proposed, never merged, and never across COHEs."""

from importlib import import_module

from sqlalchemy import func, select, text

from ohms.commands.pairs import decide_same_person, undo_same_person
from ohms.commands.unit_of_work import bulk_unit
from ohms.extensions import db
from ohms.models.feed import FeedRun
from ohms.models.workers import SamePersonProposal, Worker
from tests.commands.feed.files import B1, Feed, numbered
from tests.house import count_of, known, one

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
        assert count_of(SamePersonProposal, SamePersonProposal.decision.is_not(None)) == 1
        assert count_of(SamePersonProposal, by_key, SamePersonProposal.decision == "same") == 1


def test_lnis_key_alone_says_nothing_where_neither_name_nor_birth_date_agrees(feed: Feed) -> None:
    other = {"worker_last_name": "Lind", "worker_birth_date": "1970-02-03"}
    feed.claims({**A, "worker_key": "7"}, {**B, "worker_key": "7", **other})
    waiting = SamePersonProposal.decision.is_(None)
    with feed.house.app.app_context():
        assert count_of(SamePersonProposal, waiting) == 1


def test_what_lnis_key_says_no_more_waits_for_people_and_what_they_said_stays(feed: Feed) -> None:
    feed.claims({**A, "worker_key": "W-7"}, {**B, "worker_key": "W-7"})
    said = SamePersonProposal.decision == "same"
    with feed.house.app.app_context():
        assert count_of(SamePersonProposal, said, SamePersonProposal.decided_by_id.is_(None)) == 1
    feed.claims({**B, "worker_key": "W-8"})
    with feed.house.app.app_context():
        assert count_of(SamePersonProposal, SamePersonProposal.decision.is_(None)) == 1
        pair = one(select(SamePersonProposal.id))
        decide_same_person(feed.house.actor("alder.supervisor"), pair, "same")
    feed.claims({**B, "worker_key": "W-9"})
    with feed.house.app.app_context():
        assert count_of(SamePersonProposal, said) == 1


def test_an_upgrade_lets_the_key_decide_what_nobody_took_back(feed: Feed) -> None:
    feed.claims(*({**line, "worker_key": "W-7"} for line in (A, B, {"claim_number": "C123456"})))
    upgrade = import_module("ohms.migrations.versions.0065_same_employers")
    house, said = feed.house, SamePersonProposal.decision == "same"
    with house.app.app_context():
        pair = one(select(func.min(SamePersonProposal.id)))
        since = known(select(SamePersonProposal.decided_at).where(SamePersonProposal.id == pair))
        undo_same_person(house.actor("alder.supervisor"), pair, "same", since=since.isoformat())
        for statement in (upgrade.ASKED_AGAIN, upgrade.SAID_BY_KEY):
            with bulk_unit("furnish", None):
                db.session.execute(text(statement))
        assert count_of(SamePersonProposal, said) == 2
        assert count_of(SamePersonProposal, said, SamePersonProposal.id == pair) == 0


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
