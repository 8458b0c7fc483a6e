"""Staffing from a departure told before to its end; and what the person who left meets."""

from collections.abc import Callable

from flask import Flask

from tests.blueprints.signing_in import as_person
from tests.house import House
from tests.pages import CheckedClient
from tests.tasks import said


def test_a_departure_is_told_before_and_ends_the_open_session_at_the_next_request(
    app: Flask, client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    clock("2026-11-24T12:00:00-08:00")
    leaver = app.test_client()
    assert isinstance(leaver, CheckedClient)
    as_person(leaver, "alder.hsc1")
    assert leaver.get("/claims").status_code == 200
    as_person(client, "alder.supervisor")
    who = f"/staffing/people/{house.staff['alder.hsc1']}"
    assert "Rosa Alvarez of alder" in said(client.get("/staffing").text)
    assert "claim: read" in said(client.get(who).text)
    told = said(client.get(f"{who}/departure").text)
    assert "1 provider with their open claims: Doctor1" in told
    refused = client.fill(f"{who}/departure", f"{who}/departure", reason="")
    assert refused.status_code == 422
    assert leaver.get("/claims").status_code == 200
    answer = client.fill(f"{who}/departure", f"{who}/departure", reason="Moves away")
    assert answer.status_code == 303
    assert leaver.get("/claims").status_code in (302, 303)
    page = said(client.get(answer.location).text)
    assert "Mika Ito of alder holds what is listed here" in page
    assert "Move Doctor1" in page


def test_a_positions_end_tells_its_consequence_first(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    clock("2026-11-24T12:00:00-08:00")
    as_person(client, "alder.supervisor")
    page = f"/staffing/positions/{house.position['alder.hsc2']}"
    asked = f"{page}?step=end&last_on=2026-12-31&ended_by=role_change"
    assert "staffed FTE is 1.00 instead of 2.00" in said(client.get(asked).text)
    assert client.fill(asked, f"{page}/end").status_code == 303
    assert "Dec 31" in said(client.get("/staffing").text)
    new = "/staffing/positions/new"
    asked = f"{new}?username=birch.hsc1&role=hsc&mon=160&tue=160&wed=160&thu=160&fri=160"
    assert "staffed FTE is 2.33 (7/3) instead of 2.00" in said(client.get(asked).text)
    assert client.fill(asked, new).status_code == 303
    assert "New positions that see claims" in said(client.get("/").text)
