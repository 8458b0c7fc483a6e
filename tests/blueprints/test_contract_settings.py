"""The numbers of a COHE's contract: proposed by its supervisor, decided by L&I, read by both sides."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from ohms.commands.contract_settings import approve_contract_setting, refuse_contract_setting
from ohms.domain.errors import NotAllowed, RuleBroken
from ohms.models.audit import AuditEntry
from ohms.models.reports import Setting
from ohms.queries.settings import settings_history
from tests.blueprints.signing_in import as_person
from tests.contract_settings import add_proposal
from tests.forms import posting_form
from tests.house import House, count_of, known, one
from tests.pages import CheckedClient
from tests.tasks import said

PAGE = "/admin/contract"
NEXT = date(2027, 1, 1)


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def in_force(house: House, day: date) -> tuple[int, int]:
    found = settings_history(house.cohe["alder"]).on(day)
    return int(found.claims_per_fte_limit), found.report_due_days


def test_a_contract_setting_is_proposed_and_holds_only_from_its_quarter_once_approved(
    client: CheckedClient, house: House
) -> None:
    supervisor = as_person(client, "alder.supervisor")
    form = posting_form(supervisor.get(PAGE).text, PAGE)
    why = "Talked over with L&I"
    sent = form.filled_in({"claims_per_fte_limit": "600", "report_due_days": "45", "reason": why})
    assert supervisor.post(PAGE, data=sent).status_code == 303
    assert supervisor.post(PAGE, data=sent).status_code == 303
    late = form.filled_in({"shadowing_minutes": "300", "reason": "x", "idempotency_key": "other"})
    answer = supervisor.post(PAGE, data=late)
    assert (answer.status_code, "proposed or set something meanwhile" in answer.text) == (422, True)
    twice = client.fill(PAGE, PAGE, claims_per_fte_limit="610", reason=why)
    assert "waits for the contract manager already" in twice.text
    with house.app.app_context():
        assert count_of(Setting) == 2
        limit, due = (
            one(select(Setting.id).where(Setting.name == name))
            for name in ("claims_per_fte_limit", "report_due_days")
        )
        assert in_force(house, NEXT) == (588, 30)
    one_page = f"{PAGE}/proposals/{limit}"
    assert "600 a quarter" in said(supervisor.get(one_page).text)
    assert f'action="{one_page}/approve"' not in supervisor.get(one_page).text
    token = posting_form(supervisor.get(PAGE).text, "/logout").holds
    assert supervisor.post(f"{one_page}/approve", data=token).status_code == 403
    assert "Claims per FTE above which is discussed: 600 a quarter" in said(client.get("/").text)

    as_person(client, "lni.contract")
    assert f'href="{one_page}"' in client.get("/").text
    assert client.fill(one_page, f"{one_page}/approve").status_code == 303
    refusal = f"{PAGE}/proposals/{due}"
    assert client.fill(refusal, f"{refusal}/refuse", reason=" ").status_code == 422
    assert client.fill(refusal, f"{refusal}/refuse", reason="30 is agreed").status_code == 303
    token = posting_form(client.get(refusal).text, "/logout").holds
    again = client.post(f"{refusal}/refuse", data=token | {"reason": "x"})
    assert (again.status_code, "decided already" in again.text) == (422, True)
    again = client.post(f"{refusal}/refuse", data=token | {"reason": ""})
    assert (again.status_code, "Enter why it is refused" in again.text) == (422, True)
    with house.app.app_context():
        assert in_force(house, date(2026, 12, 31)) == (588, 30)
        assert in_force(house, NEXT) == (600, 30)
        acts = (
            AuditEntry.action == "approve_contract_setting",
            AuditEntry.detail.like('%"value"%'),
        )
        detail = json.loads(known(select(AuditEntry.detail).where(*acts)))
        assert detail == {"name": "claims_per_fte_limit", "value": "600", "from_on": "2027-01-01"}

    as_person(client, "alder.supervisor")
    assert "30 is agreed" in said(client.get("/").text)
    history = said(client.get(PAGE).text)
    assert "Jan 1, 2027 to come Claims per FTE above which is discussed 600 a quarter" in history
    assert "30 is agreed" in history
    as_person(client, "alder.hsc1")
    assert "30 is agreed" in client.get(PAGE).text
    assert f'action="{PAGE}' not in client.get(PAGE).text
    as_person(client, "birch.supervisor")
    assert client.get(one_page).status_code == 404


def test_nothing_is_approved_backwards_nor_by_who_proposed_it(house: House) -> None:
    with house.app.app_context():
        proposal = add_proposal(house, "alder")
        supervisor, manager = house.actor("alder.supervisor"), house.actor("lni.contract")
        with pytest.raises(NotAllowed):
            approve_contract_setting(supervisor, proposal)
        with pytest.raises(RuleBroken, match="begun"):
            approve_contract_setting(house.actor("lni.contract", NEXT), proposal)
        refuse_contract_setting(manager, proposal, "Too late")
        with pytest.raises(RuleBroken, match="decided already"):
            approve_contract_setting(manager, proposal)
        own = add_proposal(house, "alder", by="lni.contract")
        with pytest.raises(RuleBroken, match="yourself"):
            approve_contract_setting(manager, own)
