"""Providers, their clinics, and the one COHE that each is enrolled in on a day."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from ohms.domain.feed import FeedKind, FileRefused
from ohms.models.cohes import Clinic, ClinicMembership
from ohms.models.feed import FeedRefusal
from ohms.models.providers import Enrolment, Provider
from tests.commands.feed.files import A1, AS_OF, Feed
from tests.house import count_of, one

NEW = {"provider_id": "7000001"}
IN_ALDER = {**NEW, "enrolled_from": "2026-01-01", "enrolled_to": "2026-08-15"}
IN_BIRCH = {**NEW, "cohe": "birch", "enrolled_from": "2026-08-16"}


def test_a_provider_comes_with_clinic_membership_and_enrolment(feed: Feed) -> None:
    assert feed.give(FeedKind.PROVIDERS, IN_ALDER, IN_BIRCH).added == 2
    with feed.house.app.app_context():
        provider = one(select(Provider).where(Provider.lni_provider_id == "7000001"))
        assert provider.name == "Moss, Lea PA-C"
        clinic = one(select(Clinic).where(Clinic.id == provider.clinic_id))
        assert (clinic.name, clinic.fax) == ("Harbor Occupational Clinic", "360-555-0128")
        assert count_of(Enrolment, Enrolment.provider_id == provider.id) == 2
        birch = ClinicMembership.cohe_id == feed.house.cohe["birch"]
        assert one(select(ClinicMembership.from_on).where(birch)) == date(2026, 8, 16)


def test_a_providers_file_given_again_changes_nothing(feed: Feed) -> None:
    feed.give(FeedKind.PROVIDERS, IN_BIRCH, IN_ALDER)
    again = feed.give(FeedKind.PROVIDERS, IN_BIRCH, IN_ALDER)
    assert (again.added, again.updated, again.unchanged) == (0, 0, 2)


def test_a_move_is_taken_in_whatever_the_order_of_its_lines(feed: Feed) -> None:
    feed.give(FeedKind.PROVIDERS, {**IN_ALDER, "enrolled_to": ""})
    outcome = feed.give(FeedKind.PROVIDERS, IN_BIRCH, IN_ALDER)
    assert (outcome.added, outcome.updated, outcome.refused) == (1, 1, 0)
    with feed.house.app.app_context():
        left = select(Enrolment.to_on).where(Enrolment.from_on == date(2026, 1, 1))
        assert one(left) == date(2026, 8, 15)


def test_an_enrolment_that_shares_a_day_with_another_is_refused(feed: Feed) -> None:
    feed.give(FeedKind.PROVIDERS, {**IN_ALDER, "enrolled_to": ""})
    outcome = feed.give(FeedKind.PROVIDERS, IN_BIRCH, {"provider_id": A1}, good_lines=True)
    assert (outcome.refused, outcome.updated) == (1, 1)
    with feed.house.app.app_context():
        refusal = one(select(FeedRefusal))
        assert (refusal.line_number, refusal.field) == (2, "enrolled_from")
        assert "it holds from 2026-01-01 on" in refusal.reason


def test_two_lines_of_one_file_that_overlap_cost_the_later_enrolment(feed: Feed) -> None:
    early = {**IN_ALDER, "enrolled_to": "2026-08-16"}
    outcome = feed.give(FeedKind.PROVIDERS, IN_BIRCH, early, good_lines=True)
    assert (outcome.added, outcome.refused) == (1, 1)
    with feed.house.app.app_context():
        assert one(select(FeedRefusal.line_number)) == 2


def test_the_same_first_day_in_another_cohe_is_refused(feed: Feed) -> None:
    feed.give(FeedKind.PROVIDERS, IN_ALDER)
    assert feed.give(FeedKind.PROVIDERS, {**IN_ALDER, "cohe": "birch"}).refused == 1


def test_a_cohe_that_is_not_here_is_refused_with_those_that_are(feed: Feed) -> None:
    assert feed.give(FeedKind.PROVIDERS, {"cohe": "nowhere"}).refused == 1
    with feed.house.app.app_context():
        assert one(select(FeedRefusal.reason)).endswith("that is here: alder, birch.")


def test_a_credential_longer_than_its_column_is_refused(feed: Feed) -> None:
    assert feed.give(FeedKind.PROVIDERS, {"credential": "M" * 17}).refused == 1


def test_an_older_file_of_providers_is_refused_as_a_whole(feed: Feed) -> None:
    feed.give(FeedKind.PROVIDERS, IN_ALDER)
    with pytest.raises(FileRefused, match="newer file"):
        feed.give(FeedKind.PROVIDERS, IN_ALDER, as_of=AS_OF - timedelta(days=1))


def test_a_provider_known_by_number_only_gets_its_name_when_it_is_enrolled(feed: Feed) -> None:
    feed.claims({"attending_provider_id": "7000001"})
    feed.give(FeedKind.PROVIDERS, IN_ALDER)
    with feed.house.app.app_context():
        assert (
            one(select(Provider.last_name).where(Provider.lni_provider_id == "7000001")) == "Moss"
        )
