"""The lot of a quarter's APFs: whose they are, whoever draws, and what becomes of them when a claim goes."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select, update

from ohms.commands.apf_reviews import draw_apf_sample
from ohms.commands.refusals import sentence_for
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.benchmark_rules import Standing
from ohms.domain.calendar import Quarter
from ohms.domain.errors import RuleBroken
from ohms.extensions import db
from ohms.models.apf_reviews import ApfReview
from ohms.models.claims import Claim
from ohms.models.feed import FeedRun
from ohms.queries.apf_reviews import reviewed_apfs, sample_of
from ohms.queries.guard import unscoped
from ohms.queries.quarterly_report import centre_of_report
from ohms.queries.rounds import ask
from tests.benchmark_world import AT, quarter_of_claims
from tests.house import House

THIRD = Quarter(2026, 3)


@pytest.fixture(autouse=True)
def _after_the_quarter(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def _set(claim_id: int, **values: object) -> None:
    with bulk_unit("furnish", None):
        db.session.execute(update(Claim).where(Claim.id == claim_id).values(**values))


def _claims_drawn(house: House, slug: str) -> set[int]:
    with unscoped("a test looks"):
        drawn = select(ApfReview.claim_id).where(ApfReview.cohe_id == house.cohe[slug])
        return set(db.session.execute(drawn).scalars())


def test_a_lot_holds_restricted_claims_and_nothing_that_another_cohe_drew(house: House) -> None:
    alder, birch = house.cohe["alder"], house.cohe["birch"]
    with house.app.app_context():
        supervisor, other = house.actor("alder.supervisor"), house.actor("birch.supervisor")
        with_apf = quarter_of_claims(house)[:6:2]
        hidden, going, new_to_both = with_apf
        _set(hidden, restricted=True)
        _set(new_to_both, cohe_id=birch, initiated_cohe_id=alder)
        draw_apf_sample(supervisor, "alder", THIRD)
        drawn = _claims_drawn(house, "alder")
        assert {hidden, going} < drawn
        assert new_to_both not in drawn

        _set(going, cohe_id=birch, initiated_cohe_id=alder)
        assert draw_apf_sample(other, "birch", THIRD) == 1
        assert _claims_drawn(house, "birch") == {new_to_both}

        centre = centre_of_report(supervisor, "alder", THIRD)
        stand = {
            each.claim_id: each.standing for each in ask(reviewed_apfs(supervisor, centre, THIRD))
        }
        assert (stand[hidden], stand[going]) == (Standing.OPEN, Standing.APART)
        assert [each.is_lost for each in sample_of(supervisor, centre, THIRD)].count(True) == 1


@pytest.mark.parametrize(
    "of_the_database",
    [
        "UNIQUE constraint failed: apf_review.activity_prescription_id",
        "UNIQUE constraint failed: apf_review.cohe_id, apf_review.year, apf_review.quarter,"
        " apf_review.place",
        'violates unique constraint "uq_apf_review_activity_prescription_id"',
        'violates unique constraint "uq_apf_review_cohe_id_year_quarter_place"',
    ],
)
def test_two_draws_at_once_are_told_in_words(of_the_database: str) -> None:
    assert "at the same time" in (sentence_for(of_the_database) or ("",))[0]


def test_a_lot_waits_for_the_feed_of_the_quarters_apfs(house: House) -> None:
    with house.app.app_context():
        quarter_of_claims(house)
        run = {"kind": "apf", "file_name": "apf.csv", "sha256": "0" * 64, "started_at": AT}
        house.add(FeedRun, **run, as_of_on=date(2026, 9, 29), state="done")
        house.add(FeedRun, **run, as_of_on=date(2026, 10, 2), state="failed")
        supervisor = house.actor("alder.supervisor")
        with pytest.raises(RuleBroken, match="as of Tue Sep 29, 2026"):
            draw_apf_sample(supervisor, "alder", THIRD)
        house.add(FeedRun, **run, as_of_on=date(2026, 9, 30), state="done")
        assert draw_apf_sample(supervisor, "alder", THIRD)
