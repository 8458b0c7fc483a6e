"""Staffing from a departure told before to its end; and what the person who left meets."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from ohms.commands.restricting import restrict_claim
from ohms.domain.restriction import RestrictionReason
from ohms.domain.values import Role
from ohms.models.break_glass import BrokenGlass
from ohms.models.claims import Delegation
from ohms.models.coverage import Coverage, Vacancy
from ohms.models.staff import Position
from tests.blueprints.signing_in import as_person
from tests.house import House
from tests.pages import CheckedClient
from tests.statements import counted
from tests.tasks import said


def test_a_departure_is_told_before_and_ends_the_open_session_at_the_next_request(
    app: Flask,
    client: CheckedClient,
    house: House,
    clock: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock("2026-11-24T12:00:00-08:00")
    leaver = app.test_client()
    assert isinstance(leaver, CheckedClient)
    as_person(leaver, "alder.hsc1")
    assert leaver.get("/claims").status_code == 200
    as_person(client, "alder.supervisor")
    who = f"/staffing/people/{house.staff['alder.hsc1']}"
    assert "Rosa Alvarez of alder" in said(client.get("/staffing").text)
    assert "read claims, coordinate claims" in said(client.get(who).text)
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
    monkeypatch.setattr("ohms.web.picking.FEW", 0)  # as of hundreds: their names are typed
    hand_on = f"{answer.location}/assistants"
    wrong = client.fill(answer.location, hand_on, to="Zed")
    assert (wrong.status_code, wrong.text.count("<datalist")) == (422, 1)
    assert "“Zed” is none of those" in wrong.text.partition('value="Zed"')[0]
    assert client.fill(answer.location, hand_on, to="tam").status_code == 303
    # Who comes back may leave again; what they left before is read still.
    assert "End access" not in said(client.get(who).text)
    with app.app_context():
        house.add(
            Position,
            staff_id=house.staff["alder.hsc1"],
            cohe_id=house.cohe["alder"],
            role=Role.HSC,
            from_on=date(2026, 11, 24),
        )
    again = said(client.get(who).text)
    assert "End access" in again
    assert "What they left" in again
    page = said(client.get(answer.location).text)
    assert "holds a position here again" in page
    assert "Enter minutes for them" not in page


def test_a_vacancy_opens_once_the_last_day_is_over(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    """Until then nothing is to be recorded of it."""
    with house.app.app_context():
        house.add(
            Vacancy,
            cohe_id=house.cohe["alder"],
            position_id=house.position["alder.hsc2"],
            opened_on=date(2026, 12, 19),
            due_by=date(2027, 3, 19),
            below_already=False,
        )
    as_person(client, "alder.supervisor")
    for now, stands, count in (("2026-11-24", "Opens then", "0"), ("2026-12-21", "Open", "1")):
        clock(f"{now}T12:00:00-08:00")
        page = client.get("/staffing").text
        assert f">{stands}<" in page
        assert re.search(rf">{count}<.{{0,80}}Open vacanc", page, re.S)
        assert ("/staffing/vacancies/close" in page) is (count == "1")


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
    empty = client.get(new).text
    assert empty.count('value="480"') == 5, "a full week stands there, to be changed"
    for nobody, field in (("nobody.here", "username"), ("alder.hsc1", "from_on")):
        told = client.get(f"{new}?username={nobody}&role=hsc&mon=160").text
        assert f'href="#{field}"' in told, "nobody signs in so, or holds it already"
        assert "Add the position" not in told
    asked = f"{new}?username=birch.hsc1&role=hsc&mon=160&tue=160&wed=160&thu=160&fri=160"
    assert "staffed FTE is 2.33 (7/3) instead of 2.00" in said(client.get(asked).text)
    assert client.fill(asked, new).status_code == 303
    assert "New positions that see claims" in said(client.get("/").text)


def test_a_persons_page_says_what_they_may_do_beside_their_positions_and_why(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    """Cover to all who read it; claims as a count, and by number to who may see them."""
    clock("2026-11-24T12:00:00-08:00")
    tam, week = (
        house.staff["alder.hsc2"],
        {"from_on": date(2026, 11, 23), "to_on": date(2026, 11, 27)},
    )
    who, at = f"/staffing/people/{tam}", datetime(2026, 11, 24, 19, tzinfo=UTC)
    as_person(client, "alder.supervisor")
    with counted(house.app) as nothing:
        assert "Covering" not in said(client.get(who).text)
    rosa, alder = house.staff["alder.hsc1"], house.cohe["alder"]
    with house.app.app_context():
        cover = {"provider_id": house.provider["alder.1"], "cohe_id": alder, **week}
        house.add(Coverage, absent_id=rosa, covering_id=tam, **cover)
        lent = {"cohe_id": alder, "from_staff_id": rosa, "to_staff_id": tam, **week}
        for number in ("AL10002", "AL10003"):
            house.add(Delegation, claim_id=house.claim[number], **lent)
        house.add(
            BrokenGlass,
            claim_id=house.claim["BI10001"],
            claim_number="BI10001",
            cohe_id=house.cohe["birch"],
            staff_id=tam,
            staff_cohe_id=alder,
            reason="Called from an emergency room",
            opened_at=at,
            until_at=datetime(2026, 11, 25, 3, tzinfo=UTC),
        )
        restrict_claim(
            house.actor("alder.supervisor"),
            house.claim["AL10001"],
            reason=RestrictionReason.FAMILY,
            people=[rosa, tam, house.staff["alder.supervisor"]],
        )
    with counted(house.app) as all_of_it:
        page = said(client.get(who).text)
    assert len(all_of_it) == len(nothing)
    assert (
        "Covering Rosa Alvarez of alder: answers for the claims of 1 provider: Doctor1, to Nov 27"
        in page
    )
    assert "Lent: 2 tasks and claims: the whole of AL10002, by Rosa Alvarez of alder" in page
    assert "Named on restricted claims: 1: AL10001" in page
    assert "for reading, until Nov 24, 7:00 pm: Called from an emergency room" in page
    assert f"/admin/accounts/{tam}" in client.get(who).text
    as_person(client, "alder.privacy")
    watched = client.get(who).text
    assert "Lent: 2 tasks and claims." in said(watched)
    assert "Named on restricted claims: 1. Their numbers are for those named on them." in said(
        watched
    )
    assert "AL1000" not in watched
    assert "/admin/accounts" not in watched
    as_person(client, "birch.supervisor")
    assert client.get(who).status_code == 404


def test_who_is_told_of_no_obligation_is_not_told_that_there_is_none(
    client: CheckedClient, house: House
) -> None:
    for username, told in (("alder.hsc1", True), ("alder.privacy", False)):
        page = as_person(client, username).get("/staffing").text
        assert ("Obligations" in page) is told
        assert "Positions" in page
