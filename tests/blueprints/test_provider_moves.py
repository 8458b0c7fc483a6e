"""The page on which a provider goes to another coordinator, its consequence told before."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select

from ohms.models.providers import Enrolment, Provider, ProviderAssignment
from ohms.models.tasks import Task
from tests.blueprints.signing_in import as_person
from tests.forms import posting_form
from tests.house import House, one
from tests.pages import CheckedClient
from tests.tasks import put_task, said


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


def _nobodys(house: House, number: int) -> str:
    """A provider of alder's who came with the feed and has no coordinator yet."""
    with house.app.app_context():
        clinic = one(select(Provider.clinic_id).where(Provider.id == house.provider["alder.1"]))
        named = {"first_name": "Ann", "last_name": f"New{number}", "credential": "MD"}
        id_ = house.add(Provider, lni_provider_id=f"90000{number}", clinic_id=clinic, **named)
        house.add(Enrolment, provider_id=id_, cohe_id=house.cohe["alder"], from_on=date(2020, 1, 1))
    return str(id_)


def test_providers_who_have_nobody_are_given_at_once(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    clock("2026-11-24T12:00:00-08:00")
    page, to = "/staffing/providers", str(house.staff["alder.hsc2"])
    as_person(client, "alder.supervisor")
    assert 'id="give"' not in client.get(page).text
    added = [_nobodys(house, number) for number in range(3)]
    planned = _nobodys(house, 7)
    with house.app.app_context():
        of_alder = {"provider_id": int(planned), "cohe_id": house.cohe["alder"]}
        house.add(ProviderAssignment, **of_alder, staff_id=int(to), from_on=date(2026, 12, 7))
    birch = str(house.provider["birch.1"])
    assert "3 have nobody." in said(client.get(page).text)
    assert "Pick the providers" in client.fill(page, page, to=to).text
    assert "Choose the coordinator" in client.fill(page, page, provider=added[:2]).text
    assert client.fill(page, page, to=to, provider=[added[0], birch]).status_code == 404
    assert client.fill(page, page, to=to, provider=added[:2]).status_code == 303
    taken = client.fill(page, page, to=to, provider=added[:1])
    assert (taken.status_code, "has a coordinator by now" in taken.text) == (422, True)
    refused = said(client.fill(page, page, to=to, provider=[added[2], planned]).text)
    assert "New7, Ann MD has a coordinator planned from Mon Dec 7, 2026" in refused
    _everybody_shown(client, house, page, to)
    listed = said(client.get(page).text)
    assert "New7, Ann Alder Clinic Nobody before Dec 7, 2026 0" in listed
    assert listed.count("Tam Nguyen of alder") == 1 + 5
    assert "have nobody" not in listed


def _everybody_shown(client: CheckedClient, house: House, page: str, to: str) -> None:
    """All who have nobody are those that the page showed, whatever came and went since."""

    def shown() -> dict[str, Any]:
        form = posting_form(client.get(page).text, page)
        return dict(form.filled_in({"to": to, "everyone": "y"}))

    one_alone = shown()
    _nobodys(house, 3)
    assert client.post(page, data=one_alone).status_code == 303
    told = said(client.get(page).text)
    assert "1 provider has Tam Nguyen of alder as coordinator now. 1 more has nobody since" in told
    only_come = shown()
    _nobodys(house, 4)
    both = shown()
    assert client.post(page, data=only_come).status_code == 303
    assert client.post(page, data=both).status_code == 303
    told = said(client.get(page).text)
    assert "1 of those shown had found one meanwhile, and keeps it." in told
    again = client.post(page, data={**both, "idempotency_key": "another"})
    assert (again.status_code, "Each of those shown has found" in again.text) == (422, True)


def test_providers_whom_a_departure_left_are_given_at_once_with_their_tasks(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    """Doctor1 is Rosa Alvarez's, who leaves: the supervisor holds them, and coordinates nothing."""
    clock("2026-11-24T12:00:00-08:00")
    with house.app.app_context():
        put_task(house, "AL10001", "Call the clinic")
    as_person(client, "alder.supervisor")
    page, leaves = "/staffing/providers", f"/staffing/people/{house.staff['alder.hsc1']}/departure"
    assert 'id="give"' not in client.get(page).text
    departure = client.fill(leaves, leaves, reason="Moves away").location
    assert f'href="{page}?cohe={house.cohe["alder"]}"' in client.get(departure).text
    told = said(client.get(page).text)
    assert "1 has nobody, or only who took them over when somebody left." in told
    assert "Doctor1, Alder Alder Clinic Mika Ito of alder 2" in told
    to = house.staff["alder.hsc2"]
    assert client.fill(page, page, to=str(to), everyone="y").status_code == 303
    listed = said(client.get(page).text)
    assert "Doctor1, Alder Alder Clinic Tam Nguyen of alder 2" in listed
    assert "nobody" not in listed
    with house.app.app_context():
        assert one(select(Task.owner_id).where(Task.title == "Call the clinic")) == to
