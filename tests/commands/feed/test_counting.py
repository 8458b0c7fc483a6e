"""Vector 16 of the contract's arithmetic, as a story through the feed: which claims count where."""

from datetime import date

from sqlalchemy import select

from ohms.domain.claims import ClaimFact, EnrolmentFact, claims_initiated
from ohms.domain.feed import FeedKind
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.providers import Enrolment
from ohms.queries.guard import unscoped
from ohms.queries.staffing import initiated
from tests.commands.feed.files import A1, B1, Feed

MOVED = "7000001"
JULY, SEPTEMBER = date(2026, 7, 1), date(2026, 9, 30)


def on(day: str, **changes: str) -> dict[str, str]:
    """A claim initiated on a day, injured and first seen that day."""
    days = {"injury_on": day, "first_visit_on": day, "initiated_on": day, "roa_received_on": day}
    return {**days, "established_on": day, **changes}


STORY = (
    on("2026-07-10", status="rejected"),
    on("2026-08-03", status="closed"),
    on("2026-09-30", established_on="2026-10-05"),
    on("2026-06-30", established_on="2026-07-01"),
    on("2026-08-04", fund="self_insured"),
    on("2024-05-02", status="reopened"),
    on("2026-08-05", claim_number="C000001", combined_into="C000002"),
    on("2026-08-05", claim_number="C000002"),
    on("2026-08-15", initiating_provider_id=MOVED),
    on("2026-08-16", initiating_provider_id=MOVED),
    on("2026-08-20", initiating_provider_id="7999999", attending_provider_id=A1),
)


def test_vector_16_a_counts_five_and_b_counts_one(feed: Feed) -> None:
    feed.give(
        FeedKind.PROVIDERS,
        {"provider_id": MOVED, "enrolled_from": "2024-01-01", "enrolled_to": "2026-08-15"},
        {"provider_id": MOVED, "enrolled_from": "2026-08-16", "cohe": "birch"},
    )
    lines = [{"claim_number": f"V{place:06}", **line} for place, line in enumerate(STORY)]
    outcome = feed.claims(*lines, good_lines=True)
    assert (outcome.added, outcome.refused, outcome.parked) == (9, 1, 1)
    assert B1 != A1
    assert counted_by_rule(feed) == {"alder": 5, "birch": 1}
    assert counted_by_query(feed) == {"alder": 5, "birch": 1}


def counted_by_rule(feed: Feed) -> dict[str, int]:
    with feed.house.app.app_context(), unscoped("a test looks"):
        claims = [
            ClaimFact(*row)
            for row in db.session.execute(
                select(
                    Claim.id,
                    Claim.fund,
                    Claim.initiated_on,
                    Claim.initiating_provider_id,
                    Claim.combined_into_id,
                )
            )
        ]
        enrolments = [
            EnrolmentFact(*row)
            for row in db.session.execute(
                select(Enrolment.provider_id, Enrolment.cohe_id, Enrolment.from_on, Enrolment.to_on)
            )
        ]
    return {
        slug: len(claims_initiated(cohe, JULY, SEPTEMBER, claims=claims, enrolments=enrolments))
        for slug, cohe in feed.house.cohe.items()
    }


def counted_by_query(feed: Feed) -> dict[str, int]:
    within = Claim.initiated_on.between(JULY, SEPTEMBER)
    counts = {}
    with feed.house.app.app_context():
        for slug, cohe in feed.house.cohe.items():
            actor = feed.house.actor(f"{slug}.supervisor")
            statement = initiated(actor, cohe).where(within).with_only_columns(Claim.id)
            counts[slug] = len(db.session.execute(statement).all())
    return counts
