"""A supervisor restricts a claim to named people, and for others no page knows it any more."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from ohms.commands.restricting import restrict_claim
from ohms.domain.restriction import RestrictionReason
from ohms.models.coverage import Absence
from ohms.models.tasks import Task
from tests.api import program_of
from tests.architecture.statement_limits import MOST
from tests.blueprints.signing_in import as_person
from tests.covering import put_cover
from tests.forms import posting_form
from tests.house import House, count_of
from tests.pages import CheckedClient
from tests.statements import counted
from tests.tasks import put_task, row_links, said

NUMBER = "AL10001"
PAGE = f"/claims/{NUMBER}/restriction"


def preview(client: CheckedClient, page: str, *people: str | int) -> str:
    """What restricting it to these would do."""
    told = client.fill(page, f"{page}#foreseen", people=[str(each) for each in people])
    assert told.status_code == 200
    return told.text


def test_from_restricting_over_naming_somebody_to_lifting_it(
    client: CheckedClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {who: str(house.staff[f"alder.{who}"]) for who in ("hsc1", "hsc2", "supervisor")}
    as_person(client, "alder.hsc1")
    assert client.get(PAGE).status_code == 403
    as_person(client, "alder.supervisor")
    assert "Restrict it" in said(client.get(f"/claims/{NUMBER}/coordination").text)
    with house.app.app_context():
        put_task(house, NUMBER, "Call the clinic", owner_id=house.staff["alder.hsc2"])
    assert "?" not in posting_form(client.get(PAGE).text, f"{PAGE}#foreseen").action, "no address"
    assert "would not see it" in said(preview(client, PAGE)), "nobody is ticked"
    refused = preview(client, PAGE, names["supervisor"])
    assert "Rosa Alvarez of alder answers for this claim and would not see it." in said(refused)
    assert f'action="{PAGE}" method="post"' not in refused, "nothing to confirm"
    told = preview(client, PAGE, names["supervisor"], names["hsc1"])
    foreseen = said(told)
    kept, lost = foreseen.split("What would happen")[1].split("Sees it no more")
    assert "Rosa Alvarez of alder, its coordinator" in kept
    assert "Tam Nguyen of alder, 1 open task" in lost
    assert "Mika Ito" not in lost.split("Restrict it")[0]
    assert client.get("/tasks?owner=anyone").text.count(NUMBER) > 0, "nothing is changed yet"
    assert "restrict claim" not in said(client.get("/admin/audit").text), "nor told as done"
    assert not re.search('name="reason"', told.split("What would happen")[0]), "asked once it shows"
    bare = client.press(told, PAGE, people="", reason="")
    assert (bare.status_code, "Choose why." in bare.text) == (422, False), "it is not asked yet"
    untold = client.press(told, PAGE)
    assert (untold.status_code, "Choose why." in untold.text) == (422, True), "as it stands"
    untold = client.press(told, PAGE, reason="hearsay")
    assert untold.status_code == 422
    assert "Choose why." in said(untold.text).split("What would happen")[1]
    assert client.press(untold.text, PAGE, reason="family_of_staff").status_code == 303
    with house.app.app_context():
        assert count_of(Task, Task.owner_id == house.staff["alder.hsc1"]) == 1
    page = said(client.get(PAGE).text)
    assert "Family of staff: restricted by Mika Ito of alder" in page

    as_person(client, "alder.hsc2")
    assert client.get(f"/claims/{NUMBER}").status_code == 404
    for path in ("/claims?scope=cohe", f"/search?q={NUMBER}", "/claims.csv", "/tasks?owner=anyone"):
        answer = client.get(path).text
        assert "AL10003" in answer or path not in ("/claims?scope=cohe", "/claims.csv")
        assert f"/claims/{NUMBER}" not in answer
    as_person(client, "birch.hsc1")
    opening = {"claim_number": NUMBER, "reason": "Called from an emergency room.", "password": "x"}
    assert client.fill("/break-glass", "/break-glass", **opening).status_code == 422

    as_person(client, "alder.supervisor")
    monkeypatch.setattr("ohms.web.picking.FEW", 0)  # as of hundreds: their names are typed
    wrong = client.fill(PAGE, f"{PAGE}/people", person="Zed")
    assert (wrong.status_code, "“Zed” is none of those" in wrong.text) == (422, True)
    assert client.fill(PAGE, f"{PAGE}/people", person="tam").status_code == 303
    assert "Tam Nguyen of alder sees it from now on." in said(client.get(PAGE).text)
    as_person(client, "alder.hsc2")
    assert "Restricted to named people" in said(client.get(f"/claims/{NUMBER}").text)
    as_person(client, "alder.supervisor")
    remove = f"{PAGE}/remove"
    assert client.fill(PAGE, remove, person=names["supervisor"]).status_code == 422
    assert client.fill(PAGE, remove).status_code == 303  # the one who need not stay
    history = said(client.get(f"/claims/{NUMBER}/history").text)
    assert "Restrict claim" in history
    assert client.fill(PAGE, f"{PAGE}/lift").status_code == 303
    as_person(client, "alder.hsc2")
    assert client.get(f"/claims/{NUMBER}").status_code == 200


def test_an_assistant_is_told_of_by_what_they_see(client: CheckedClient, house: House) -> None:
    """AL10001 is not in Kari's lane, AL10002 is: named or not, both pages say what she then finds."""
    kari = house.staff["alder.assistant1"]
    lead, rosa = house.staff["alder.supervisor"], house.staff["alder.hsc1"]
    named = (lead, rosa)

    def foreseen(number: str, *people: int) -> list[str]:
        """Who sees it as now, who no more, and who does not see it today."""
        as_person(client, "alder.supervisor")
        page = f"/claims/{number}/restriction"
        asked = client.get(page).text
        with counted(house.app) as statements:
            answer = client.press(asked, f"{page}#foreseen", people=[str(each) for each in people])
        assert len(statements) <= MOST + 1, str(statements)  # sight is asked before a form is read
        told = said(answer.text).split("What would happen")[1].split("Restrict it")[0]
        return re.split("Sees it no more|Does not see it today", told)

    def finds(number: str) -> int:
        return as_person(client, "alder.assistant1").get(f"/claims/{number}").status_code

    assert (finds(NUMBER), finds("AL10002")) == (404, 200)
    for people, adds in ((named, ""), ((*named, kari), ", named: it must be lent")):
        keep, lose, unseeing = foreseen(NUMBER, *people)
        assert "Kari Olsen" not in keep + lose
        assert f"Kari Olsen of alder{adds}" in unseeing
    keep, lose = foreseen("AL10002", *named)
    assert ("Kari Olsen" in keep, "Kari Olsen" in lose) == (False, True)
    keep, lose = foreseen("AL10002", *named, kari)
    assert ("Kari Olsen" in keep, "Kari Olsen" in lose) == (True, False)

    as_person(client, "alder.supervisor")
    assert "Kari Olsen of alder, does not see it today" in said(client.get(PAGE).text)
    assert (
        client.press(preview(client, PAGE, *named), PAGE, reason="another_reason").status_code
        == 303
    )
    assert client.fill(PAGE, f"{PAGE}/people", person=str(kari)).status_code == 303
    page = said(client.get(PAGE).text)
    assert "Kari Olsen of alder is named. It is not in their lane" in page
    assert "Kari Olsen of alder, does not see it today since" in page
    assert finds(NUMBER) == 404


def test_neither_the_api_nor_a_call_sheet_nor_a_handover_pack_knows_it_for_others(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    """Tam covers Rosa's provider, and is not named: AL10002 of the same provider is the control."""
    clock("2026-11-24T12:00:00-08:00")
    with house.app.app_context():
        away = house.staff["alder.hsc1"]
        days = {"from_on": date(2026, 11, 23), "to_on": date(2026, 11, 27)}
        told = {"recorded_by_id": away, "recorded_at": datetime(2026, 11, 20, 18, tzinfo=UTC)}
        absence = house.add(Absence, staff_id=away, kind="vacation", **told, **days)
        put_cover(house, "alder.hsc1", **days, absence_id=absence)
        for number in (NUMBER, "AL10002"):
            put_task(house, number, "New APF", derived_key=f"apf_expired:{number}")
        restrict_claim(
            house.actor("alder.supervisor"),
            house.claim[NUMBER],
            reason=RestrictionReason.FAMILY,
            people=[away, house.staff["alder.supervisor"]],
        )
    program = program_of(house, "alder.hsc2")
    asked = {n: program.call("GET", f"/api/v1/claims/{n}").status_code for n in (NUMBER, "AL10002")}
    assert asked == {NUMBER: 404, "AL10002": 200}
    as_person(client, "alder.hsc2")
    sheet = client.get(f"/providers/{house.provider['alder.1']}").text
    assert NUMBER not in sheet
    assert "AL10002" in sheet
    pack = client.get(f"/handover/absences/{absence}").text
    assert NUMBER not in pack
    assert "/claims/AL10002" in row_links(pack)
