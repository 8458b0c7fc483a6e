"""Getting started: a COHE's claims are its own, whatever the others have."""

from sqlalchemy import update

from ohms.commands.unit_of_work import bulk_unit
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.queries.first_run import first_steps
from tests.house import House


def test_a_cohe_without_a_claim_waits_for_them_whatever_feeds_came(house: House) -> None:
    with house.app.app_context():
        with bulk_unit("furnish", None):
            moved = update(Claim).where(Claim.cohe_id == house.cohe["birch"])
            db.session.execute(moved.values(cohe_id=house.cohe["alder"]))
        found = {
            start.centre.name: step.is_done
            for start in first_steps(house.actor("admin"))
            for step in start.steps
            if step.title == "Claims"
        }
    assert found == {"Alder COHE": True, "Birch COHE": False}
