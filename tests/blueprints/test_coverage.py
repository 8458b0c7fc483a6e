"""From the plan to a person's leave, the gap that it leaves, and the cover that closes it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, update

from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import bulk_unit
from ohms.extensions import db
from ohms.models.providers import ProviderAssignment, StandingDeputy
from ohms.models.staff import Position
from ohms.web import picking
from tests.blueprints.signing_in import as_person
from tests.forms import posting_form
from tests.house import House, count_of
from tests.pages import CheckedClient
from tests.tasks import said


def test_leave_is_recorded_of_those_who_work_there(client: CheckedClient, house: House) -> None:
    """Whose access ended does not, though their last day of work is still to come."""
    as_person(client, "alder.supervisor")
    offered = "Tam Nguyen of alder</option>"
    assert offered in client.get("/staffing/absences").text
    with house.app.app_context(), bulk_unit("furnish", None) as unit:
        unit.entries.append(Entry("furnish"))
        gone = update(Position).where(Position.id == house.position["alder.hsc2"])
        db.session.execute(gone.values(access_ended_at=datetime(2026, 11, 24, 18, tzinfo=UTC)))
    assert offered not in client.get("/staffing/absences").text


def test_from_the_plan_over_leave_and_a_gap_to_cover(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    clock("2026-11-24T12:00:00-08:00")
    provider, hsc1, hsc2 = (
        house.provider["alder.1"],
        house.staff["alder.hsc1"],
        house.staff["alder.hsc2"],
    )
    as_person(client, "alder.hsc1")
    away = {"kind": "sick", "from_on": "2026-11-24", "to_on": "2026-11-25"}
    assert client.fill("/absences", "/absences", **{**away, "from_on": ""}).status_code == 422
    assert client.fill("/absences", "/absences", **away).status_code == 303
    assert "Whole days" in said(client.get("/absences").text)
    assert client.get("/staffing/coverage").status_code == 403

    as_person(client, "alder.supervisor")
    assert "Cover for Rosa Alvarez of alder" in said(client.get("/").text)
    calendar = said(client.get("/staffing/absences").text)
    assert "Gaps: 2 provider-days without anybody" in calendar
    shown = client.get("/staffing/coverage").text
    assert 'href="/staffing" aria-current="page">Staffing' in shown, "the bar says where one is"
    plan = said(shown)
    assert "2 without a deputy: Doctor1, Alder; Doctor2, Alder." in plan
    asked = (
        f"?absent={hsc1}&covering={hsc2}&from_on=2026-11-24&to_on=2026-11-24&providers={provider}"
    )
    arrange = "/staffing/coverage/arrange"
    told = said(client.get(arrange + asked).text)
    assert "Tam Nguyen of alder covers 1 provider-day from" in told
    assert client.fill(arrange + asked, arrange).status_code == 303
    assert "Gaps: 1 provider-day without anybody" in said(client.get("/staffing/absences").text)

    coordination = "/claims/AL10001/coordination"
    assert "Rosa Alvarez of alder, by its provider; away, covered by Tam Nguyen of alder." in said(
        client.get(coordination).text
    )
    assert "On Nov 23, 2026: Rosa Alvarez of alder, by its provider." in said(
        client.get(f"{coordination}?day=2026-11-23").text
    )
    as_person(client, "alder.hsc2")
    assert "Rosa Alvarez of alder: Doctor1" in said(client.get("/").text)
    declined = client.fill("/absences", "/absences/decline")
    assert declined.status_code == 303
    assert "You cover nobody" in said(client.get("/absences").text)

    as_person(client, "alder.hsc1")
    assert client.fill("/absences", "/absences/cancel").status_code == 303
    assert "No absence is recorded" in said(client.get("/absences").text)


def test_where_many_may_be_chosen_some_letters_of_a_name_choose(
    client: CheckedClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picking, "FEW", 1)
    as_person(client, "alder.supervisor")
    plan, providers = "/staffing/coverage", "/staffing/providers"
    page = client.get(plan).text
    assert "<option>Tam Nguyen of alder</option>" in page
    assert "<select" not in page
    assert 'value="Doctor1, Alder"' not in page, "a browser would offer that one name alone"
    refused = client.fill(plan, plan, provider_id="alder", deputy="Zed")
    assert refused.status_code == 422
    assert "“Zed” is none of those to choose from." in refused.text
    assert "“alder” may be Doctor1, Alder; Doctor2, Alder" in refused.text
    assert client.fill(plan, plan, provider_id="doctor1", deputy="nguyen").status_code == 303
    told = said(client.get(plan).text)
    assert "Tam Nguyen of alder covers Doctor1, Alder from today on" in told
    assert "Doctor1, Alder Rosa Alvarez of alder Tam Nguyen of alder" in told
    moving = f"{providers}/{house.provider['alder.1']}"
    told = said(client.get(f"{moving}?to=nguyen").text)
    assert "Move to Tam Nguyen of alder" in told
    away = {"whose": "rosa", "kind": "sick", "from_on": "+1"}
    assert client.fill("/staffing/absences", "/staffing/absences", **away).status_code == 303
    assert "Recorded for Rosa Alvarez of alder." in said(client.get("/staffing/absences").text)
    assert client.get("/claims/hand-over?claim=AL10001&to=nguyen").text.count("Goes, with") == 1


def test_a_new_cohes_deputies_are_named_in_one_press(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    """Doctor1 is Rosa Alvarez's, Doctor2 Tam Nguyen's: nobody becomes the deputy of their own."""
    clock("2026-11-24T12:00:00-08:00")
    plan, rosa, tam = (
        "/staffing/coverage",
        house.staff["alder.hsc1"],
        house.staff["alder.hsc2"],
    )
    as_person(client, "alder.supervisor")
    everyone = {"everyone": "y", "provider_id": ""}
    refused = client.fill(plan, plan, **everyone, deputy="")
    assert (refused.status_code, "Choose a coordinator" in refused.text) == (422, True)
    foreign = client.fill(plan, plan, **everyone, deputy=str(house.staff["birch.hsc1"]))
    assert (foreign.status_code, "Choose a coordinator" in foreign.text) == (422, True)
    first = {**posting_form(client.get(plan).text, plan).holds, **everyone, "deputy": tam}
    assert client.post(plan, data=first).status_code == 303
    told = said(client.get(plan).text)
    assert "Tam Nguyen of alder is the deputy of 1 provider from today on. 1 has none" in told
    assert "Doctor1, Alder Rosa Alvarez of alder Tam Nguyen of alder" in told
    assert "1 without a deputy: Doctor2, Alder." in told
    assert client.post(plan, data=first).status_code == 303, "pressed twice"
    assert "All others who were shown without a deputy have one already. 1 has none" in said(
        client.get(plan).text
    )
    held = posting_form(client.get(plan).text, plan).holds
    own = client.post(plan, data={**held, **everyone, "deputy": tam})
    assert (own.status_code, "They coordinate all of those themselves" in own.text) == (422, True)
    again = {**held, **everyone, "deputy": rosa}
    one = {**held, "provider_id": house.provider["alder.1"]}
    assert client.post(plan, data={**one, "deputy": ""}).status_code == 303
    assert client.post(plan, data=again).status_code == 303, "for who stood on the page alone"
    told = said(client.get(plan).text)
    assert "deputy of 1 provider from today on. 1 more has none since the page was shown." in told
    assert "1 without a deputy: Doctor1, Alder." in told
    assert client.post(plan, data={**one, "deputy": tam}).status_code == 303
    assert "Every provider has a coordinator and a standing deputy." in said(client.get(plan).text)
    assert client.post(plan, data=again).status_code == 303, "pressed twice it does nothing more"
    assert "Everyone who was shown without a deputy has one already." in said(client.get(plan).text)
    with house.app.app_context():
        assert count_of(StandingDeputy) == 2


def test_providers_whom_nobody_coordinates_are_told_beside_the_gaps(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    clock("2026-11-24T12:00:00-08:00")
    as_person(client, "alder.supervisor")
    assert "no coordinator today" not in said(client.get("/staffing/absences").text)
    with house.app.app_context(), bulk_unit("furnish", None) as unit:
        unit.entries.append(Entry("furnish"))
        db.session.execute(delete(ProviderAssignment))
    page = said(client.get("/staffing/absences").text)
    assert "2 providers have no coordinator today, and no day of theirs stands here." in page
