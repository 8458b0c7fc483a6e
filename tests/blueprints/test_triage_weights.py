"""The points of triage as settings of the COHE."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from urllib.parse import urlencode

import pytest
from sqlalchemy import select, update

from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.triage_weights import ASSUMED
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.medical import ReportOfAccident
from ohms.models.reports import Setting
from ohms.models.workers import Worker
from ohms.queries.rounds import ask
from ohms.queries.settings import triage_weights
from tests.blueprints.signing_in import as_person
from tests.forms import posting_form
from tests.house import House, add_claim, count_of, known
from tests.pages import CheckedClient
from tests.tasks import said
from tests.triage import (
    ADAY,
    listed,
)

Clock = Callable[[str], None]


@pytest.fixture(autouse=True)
def _at_noon(clock: Clock) -> None:
    clock("2026-11-24T12:00:00-08:00")


def test_the_points_are_settings_of_the_cohe(hsc: CheckedClient, house: House) -> None:
    with house.app.app_context():
        worker = house.worker["AL10002"]
        with bulk_unit("furnish", None):
            db.session.execute(
                update(Worker).where(Worker.id == worker).values(interpreter_needed=True)
            )
        for cohe, points in ((house.cohe["alder"], "70"), (house.cohe["birch"], "90")):
            house.add(
                Setting,
                name="triage.interpreter",
                cohe_id=cohe,
                value=points,
                from_on=date(2026, 11, 1),
                source="Decided by the supervisor",
                proposed_at=ADAY,
                approved_at=ADAY,
            )
    assert listed(hsc) == ["AL10002", "AL10001"]
    assert "70 An interpreter is needed: language not told." in said(hsc.get("/triage").text)


PAGE, DRAFT = "/admin/triage", "/admin/triage/draft"


@pytest.fixture
def supervisor(client: CheckedClient, house: House) -> CheckedClient:
    with house.app.app_context():
        for number in range(7):
            claim = add_claim(
                house,
                "alder",
                f"AL3000{number}",
                provider="alder.1",
                injury_on=date(2026, 8, 1),
                first_visit_on=date(2026, 8, 1),
                initiated_on=date(2026, 8, 3),
                established_on=date(2026, 8, 4),
            )
            if number:
                house.add(
                    ReportOfAccident,
                    claim_id=claim,
                    cohe_id=house.cohe["alder"],
                    signed_on=date(2026, 8, 1),
                    received_on=date(2026, 8, 3),
                    complete=False,
                )
        with bulk_unit("furnish", None):
            worker = Worker.id == house.worker["AL30000"]
            db.session.execute(update(Worker).where(worker).values(interpreter_needed=True))
    return as_person(client, "alder.supervisor")


def test_a_draft_is_simulated_on_last_quarter_and_goes_live_with_its_reason(
    supervisor: CheckedClient, house: House
) -> None:
    assert "The house’s points are in force" in supervisor.get(PAGE).text
    form = posting_form(supervisor.get(supervisor_draft()).text, DRAFT)
    page = said(supervisor.get(supervisor_draft()).text)
    assert "Interpreter needed: 5 → 90" in page
    assert "7 claims initiated in Q3 2026 waited for triage." in page
    assert "whose order" in page.lower()
    assert "AL30000" in page
    sent = form.filled_in({"reason": "More workers need one"})
    assert supervisor.post(DRAFT, data=sent).location == PAGE
    history = said(supervisor.get(PAGE).text)
    assert "Interpreter needed 5 → 90, " not in history
    assert "Report of Accident incomplete 5 → 4, Interpreter needed 5 → 90" in history
    assert "More workers need one" in history
    with house.app.app_context():
        assert count_of(Setting, Setting.name.like("triage.%")) == 11
        acts = AuditEntry.action == "set_triage_weights"
        detail = json.loads(
            known(select(AuditEntry.detail).where(acts, AuditEntry.object_type == "triage_weights"))
        )
        assert detail["changes"] == {"interpreter": [5, 90], "roa_incomplete": [5, 4]}
    assert supervisor.post(DRAFT, data=sent).status_code == 303
    with house.app.app_context():
        assert count_of(Setting, Setting.name.like("triage.%")) == 11


def supervisor_draft() -> str:
    points = {**asdict(ASSUMED), "interpreter": 90, "roa_incomplete": 4}
    return f"{DRAFT}?{urlencode(points)}"


def test_points_that_nobody_simulated_or_that_were_overtaken_do_not_go_live(
    supervisor: CheckedClient, house: House
) -> None:
    form = posting_form(supervisor.get(supervisor_draft()).text, DRAFT)
    other = {"reason": "More workers", "interpreter": "80"}
    answer = supervisor.post(DRAFT, data=form.filled_in(other))
    assert answer.status_code == 422
    assert "Simulate these points first" in answer.text
    assert 'value="More workers"' in answer.text
    back = supervisor.post(DRAFT, data=form.filled_in({"reason": "x", "from_on": "11/23/2026"}))
    assert (back.status_code, "Enter a day from today up to" in back.text) == (422, True)
    assert supervisor.post(DRAFT, data=form.filled_in({"reason": "First"})).status_code == 303
    again = form.filled_in({"reason": "Second", "idempotency_key": "another"})
    late = supervisor.post(DRAFT, data=again)
    assert (late.status_code, "Other points were set since" in late.text) == (422, True)
    wrong = supervisor.get(f"{DRAFT}?time_loss=many")
    assert wrong.status_code == 422
    assert "Enter time loss paid as a whole number from 0 to 100." in wrong.text
    with house.app.app_context():
        assert count_of(Setting, Setting.source == "First") == 11
        assert count_of(Setting, Setting.name.like("triage.%")) == 11


def test_weights_to_come_hold_from_their_day_and_in_their_cohe_alone(
    supervisor: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    form = posting_form(supervisor.get(supervisor_draft()).text, DRAFT)
    sent = form.filled_in({"reason": "From December", "from_on": "12/1/2026"})
    assert supervisor.post(DRAFT, data=sent).status_code == 303
    assert "to come" in said(supervisor.get(PAGE).text)
    with house.app.app_context():
        cohes = [house.cohe["alder"], house.cohe["birch"]]
        before = ask(triage_weights(cohes, date(2026, 11, 30)))
        after = ask(triage_weights(cohes, date(2026, 12, 1)))
    assert (before[cohes[0]], before[cohes[1]], after[cohes[1]]) == (ASSUMED, ASSUMED, ASSUMED)
    assert after[cohes[0]].interpreter == 90
    assert "From December" not in as_person(supervisor, "birch.supervisor").get(PAGE).text
    assert as_person(supervisor, "alder.hsc1").get(DRAFT).status_code == 403
