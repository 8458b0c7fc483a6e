"""Accounts of one name are proposed as one employer, in the COHE that has claims of both."""

from ohms.models.workers import Employer, SameEmployerProposal
from tests.commands.feed.files import B1, Feed, numbered
from tests.house import count_of

A = {"claim_number": "A123456", "employer_account_id": "500,001-00", "employer_name": "Elm Glass"}
B = {"claim_number": "B123456", "employer_account_id": "500,002-00", "employer_name": "ELM  Glass"}


def test_two_accounts_of_one_name_are_proposed_once_and_nothing_is_merged(feed: Feed) -> None:
    feed.claims(A)
    with feed.house.app.app_context():
        assert count_of(SameEmployerProposal) == 0
    feed.claims(B)
    feed.claims(A, B, {**A, "claim_number": "C123456"})
    with feed.house.app.app_context():
        assert count_of(SameEmployerProposal) == 1
        assert count_of(SameEmployerProposal, SameEmployerProposal.decision.is_not(None)) == 0
        assert count_of(Employer, Employer.merged_into_id.is_not(None)) == 0


def test_a_cohe_that_has_claims_of_one_account_alone_is_proposed_nothing_until_it_has(
    feed: Feed,
) -> None:
    other = {**B, "initiating_provider_id": B1}
    feed.claims(A, other)
    with feed.house.app.app_context():
        assert count_of(SameEmployerProposal) == 0
    feed.claims({**B, "claim_number": "C123456"})
    alder = SameEmployerProposal.cohe_id == feed.house.cohe["alder"]
    with feed.house.app.app_context():
        assert count_of(SameEmployerProposal, alder) == count_of(SameEmployerProposal) == 1


def test_an_account_that_gets_another_name_is_looked_at_again(feed: Feed) -> None:
    feed.claims(A, {**B, "employer_name": "Elm Works"})
    with feed.house.app.app_context():
        assert count_of(SameEmployerProposal) == 0
    feed.claims(B)
    with feed.house.app.app_context():
        assert count_of(SameEmployerProposal) == 1


def test_every_cohe_with_a_claim_of_an_account_that_gets_another_name_looks_at_it_again(
    feed: Feed,
) -> None:
    old = {**B, "employer_name": "Elm Works"}
    there = {"initiating_provider_id": B1}
    feed.claims(
        A,
        old,
        {**A, **there, "claim_number": "C123456"},
        {**old, **there, "claim_number": "D123456"},
    )
    feed.claims(B)
    birch = SameEmployerProposal.cohe_id == feed.house.cohe["birch"]
    with feed.house.app.app_context():
        assert count_of(SameEmployerProposal) == 2
        assert count_of(SameEmployerProposal, birch) == 1


def test_a_chain_of_shops_under_one_name_is_no_one_employer(feed: Feed) -> None:
    shops = (
        {**line, "employer_account_id": f"500,1{number:02d}-00", "employer_name": "Elm Grocery"}
        for number, line in enumerate(numbered(7))
    )
    feed.claims(*shops)
    with feed.house.app.app_context():
        assert count_of(SameEmployerProposal) == 0
