"""Vector 23 through the database: the days of a claim around Thanksgiving."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import select

from ohms.domain.values import Milestone
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.queries.claim_filter import ListScope
from ohms.queries.guard import unscoped
from ohms.queries.milestones import milestones_of
from ohms.queries.rounds import ask
from ohms.queries.today import first_contacts
from tests.house import House, add_claim


def test_vector_23_first_contact_and_roa_pass_over_both_holidays(
    house: House, clock: Callable[[str], None]
) -> None:
    clock("2026-11-25T12:00:00-08:00")
    with house.app.app_context():
        claim_id = add_claim(
            house,
            "alder",
            "AL23000",
            provider="alder.1",
            established_on=date(2026, 11, 20),
            first_visit_on=date(2026, 11, 25),
        )
        actor = house.actor("alder.hsc1", date(2026, 11, 25))
        with unscoped("a test looks"):
            claim = db.session.execute(select(Claim).where(Claim.id == claim_id)).scalar_one()
        due = {each.milestone: each.due.day for each in ask(milestones_of(actor, claim))}
        assert due[Milestone.FIRST_CONTACT] == date(2026, 12, 8)
        assert due[Milestone.ROA_2_DAYS] == date(2026, 12, 1)
        listed = {
            each.claim_number: each.day for each in ask(first_contacts(actor, ListScope.MINE)).lines
        }
        assert listed["AL23000"] == date(2026, 12, 8)
