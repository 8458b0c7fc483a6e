"""Retention: the supervisor asks, the privacy officer decides and holds, and others do not come in."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, text

from ohms.commands.unit_of_work import bulk_unit
from ohms.extensions import db
from ohms.models.retention import LegalHold, Purge
from tests.blueprints.signing_in import as_person
from tests.forms import posting_form
from tests.house import House, count_of, one
from tests.pages import CheckedClient
from tests.tasks import said

PAGE = "/admin/retention"
OLD = "coordination = 'closed', status = 'closed' where claim_number in ('AL10001', 'AL10002')"


@pytest.fixture(autouse=True)
def _ten_years_later(clock: Callable[[str], None]) -> None:
    clock("2036-11-24T12:00:00-08:00")


def test_a_purge_is_asked_for_approved_and_stopped_by_a_hold(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context(), bulk_unit("furnish", None):
        db.session.execute(text(f"update claim set {OLD}"))
    page = said(as_person(client, "alder.supervisor").get(PAGE).text)
    assert "minutes7 yearsNov 24, 20292" in page
    nothing = client.fill(PAGE, f"{PAGE}/purges", record_class="file", reason="Old")
    assert (nothing.status_code, "old enough for this" in nothing.text) == (422, True)
    asked = client.fill(PAGE, f"{PAGE}/purges", record_class="claim", reason="Seven years")
    address = str(asked.location)
    assert "AL10001" in client.get(address).text
    assert f"{address}/approve" not in client.get(address).text

    as_person(client, "alder.privacy")
    assert "Seven years" in client.get(PAGE).text
    wrong = client.fill(PAGE, f"{PAGE}/holds", claim_number="BI10001", reason="Subpoena")
    assert "no claim of this number" in wrong.text
    held = client.fill(PAGE, f"{PAGE}/holds", claim_number="al 10001", reason="Subpoena")
    assert held.status_code == 303
    with house.app.app_context():
        hold = f"{PAGE}/holds/{one(select(LegalHold.id))}"
    standing = said(client.get(hold).text)
    assert "Subpoena" in standing
    assert "names this claim: lifted, it is deleted with it" in standing
    assert client.get("/admin/audit/claims/AL10001").status_code == 200, "where the page leads"
    assert client.fill(address, f"{address}/approve").status_code == 303
    token = posting_form(client.get(address).text, "/logout").holds
    again = client.post(f"{address}/refuse", data=token)
    assert (again.status_code, "decided already" in again.text) == (422, True)
    assert client.fill(hold, f"{hold}/lift", reason="Over").status_code == 303
    assert "This hold stops no purge any more" in said(client.get(hold).text)
    assert "Approved, for the next night" in client.get(PAGE).text
    with house.app.app_context():
        assert count_of(Purge, Purge.approved_at.is_not(None)) == 1
    for stranger, status in (("birch.privacy", 404), ("alder.hsc1", 404), ("admin", 404)):
        assert as_person(client, stranger).get(address).status_code == status, stranger
    assert as_person(client, "alder.hsc1").get(PAGE).status_code == 403
