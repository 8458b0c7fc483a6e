"""The page on which a provider goes to another coordinator, its consequence told before."""

from collections.abc import Callable

from tests.blueprints.signing_in import as_person
from tests.house import House
from tests.pages import CheckedClient
from tests.tasks import said


def test_the_consequence_stands_there_before_and_the_move_after(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    clock("2026-11-24T12:00:00-08:00")
    as_person(client, "alder.supervisor")
    listed = said(client.get("/staffing/providers").text)
    assert "Doctor1, Alder Alder Clinic Rosa Alvarez of alder 2" in listed
    to, page = house.staff["alder.hsc2"], f"/staffing/providers/{house.provider['alder.1']}"
    told = said(client.get(f"{page}?to={to}&goes=open_too").text)
    assert "2 open claims go along" in told
    assert "Rosa Alvarez of alder: 2 open claims now, 0 after." in told
    assert "Tam Nguyen of alder: 1 open claims now, 3 after." in told
    new_only = said(client.get(f"{page}?to={to}&goes=new_only").text)
    assert "2 open claims, listed below, stay with Rosa Alvarez of alder, by name" in new_only
    assert "AL10001" in new_only
    asked = f"{page}?to={to}&goes=open_too"
    refused = client.fill(asked, page, reason="", from_on="")
    assert refused.status_code == 422
    assert "Enter why" in refused.text
    assert client.fill(asked, page, reason="Smaller list").status_code == 303
    assert "Doctor1, Alder Alder Clinic Tam Nguyen of alder 2" in said(
        client.get("/staffing/providers").text
    )
    as_person(client, "alder.hsc1")
    assert client.get("/staffing/providers").status_code == 403
