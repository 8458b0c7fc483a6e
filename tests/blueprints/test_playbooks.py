"""Playbooks: written by a supervisor version by version, started on a claim by who works on it."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from ohms.domain.values import TaskKind
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.playbooks import PlaybookVersion
from ohms.models.tasks import Task
from ohms.queries.guard import unscoped
from tests.blueprints.signing_in import as_person
from tests.forms import posting_form
from tests.house import House, count_of, one
from tests.pages import CheckedClient
from tests.tasks import said

LIST, NEW = "/admin/playbooks", "/admin/playbooks/new"
OFFER = f"{LIST}/job-offer-pending"
START = "/claims/AL10002/playbooks"


@pytest.fixture(autouse=True)
def _at_noon(client: CheckedClient, house: House, clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")
    as_person(client, "alder.supervisor")


def test_each_save_is_a_new_version_and_the_one_before_stays(
    client: CheckedClient, house: House
) -> None:
    assert "Surgery planned" in client.get(LIST).text
    assert (
        client.fill(OFFER, OFFER, title_0="Fax the job description", due_in_0="2").status_code
        == 303
    )
    assert client.fill(OFFER, OFFER, title_4="", title_3="").status_code == 303
    page = client.get(OFFER).text
    assert posting_form(page, OFFER).holds["title_0"] == ["Fax the job description"]
    assert "Ask both sides after the first week" in page, "as a version before"
    with house.app.app_context():
        assert count_of(PlaybookVersion) == 2
    other = as_person(client, "birch.supervisor").get(OFFER).text
    assert "Fax the job description" not in other


def test_a_step_that_cannot_be_is_told_beside_it_and_nothing_is_saved(
    client: CheckedClient, house: House
) -> None:
    answer = client.fill(OFFER, OFFER, due_in_1="400", title_1="Ask again and again")
    assert answer.status_code == 422
    assert "Enter due in business days as a whole number from 0 to 260." in answer.text
    assert "Ask again and again" in answer.text
    taken = client.fill(NEW, NEW, title="Surgery planned", title_0="Call")
    assert taken.status_code == 422
    assert "Choose another title: this one is taken." in taken.text
    with house.app.app_context():
        assert count_of(PlaybookVersion) == 0


def test_somebody_elses_save_in_between_is_told(client: CheckedClient, house: House) -> None:
    stale = posting_form(client.get(OFFER).text, OFFER).filled_in({"title": "Mine"})
    assert client.fill(OFFER, OFFER, title="Theirs").status_code == 303
    assert client.post(OFFER, data=stale).status_code == 409
    with house.app.app_context():
        assert count_of(PlaybookVersion) == 1


def test_a_coordinator_previews_unticks_and_writes_the_rest_in_one_save(
    client: CheckedClient, house: House
) -> None:
    client.fill(OFFER, OFFER, title="Offer pending")
    as_person(client, "alder.hsc1")
    assert "/claims/AL10002/playbooks" in client.get("/claims/AL10002").text
    page = client.get(f"{START}?playbook=job-offer-pending").text
    assert "Offer pending (version 1)" in page
    assert "Kari Olsen of alder" in page, "the assistant sees this low claim"
    form = posting_form(page, START)
    sent = {**form.filled_in({}), "steps": ["0", "1", "3"]}
    assert [client.post(form.action, data=sent).status_code for _ in range(2)] == [303, 303]
    with house.app.app_context():
        with unscoped("a test looks"):
            tasks = db.session.execute(select(Task).order_by(Task.id)).scalars().all()
        assert [task.title for task in tasks] == [
            "Send the job description to the provider",
            "Ask the provider for the answer",
            "Call worker and employer before the first day",
        ]
        first, second, _third = tasks
        assert first.owner_id == house.staff["alder.assistant1"]
        assert second.owner_id == house.staff["alder.hsc1"]
        assert (first.due_by, second.due_by) == (date(2026, 11, 25), date(2026, 12, 3))
        assert (first.origin, first.kind) == ("playbook", TaskKind.DOCUMENT)
        assert (first.playbook_key, first.playbook_number) == ("job-offer-pending", 1)
        assert one(select(Claim.open_tasks).where(Claim.claim_number == "AL10002")) == 3
    assert "because the playbook Offer pending (version 1) was started" in said(
        client.get("/tasks?owner=anyone").text
    )


def test_nothing_ticked_and_a_day_that_is_over_are_refused_with_the_preview(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    form = posting_form(client.get(f"{START}?playbook=surgery-planned").text, START)
    sent = form.filled_in({})
    none = client.post(START, data={**sent, "steps": []})
    assert none.status_code == 422
    assert "Tick the steps that shall become tasks." in said(none.text)
    assert client.post(START, data={**sent, "steps": ["9" * 5_000]}).status_code == 422
    late = client.post(START, data={**sent, "starts_on": "2026-11-23"})
    assert late.status_code == 422
    assert "Enter today or a later day." in said(late.text)
    with house.app.app_context():
        assert count_of(Task) == 0


def test_a_playbook_not_offered_is_offered_on_no_claim(client: CheckedClient, house: House) -> None:
    client.fill(OFFER, OFFER, offered="no")
    as_person(client, "alder.hsc1")
    page = client.get(f"{START}?playbook=job-offer-pending").text
    assert "Job offer pending" not in page
    assert "Transfer of care" in page


def test_a_planned_surgery_written_by_hand_shows_five_business_days_before(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    answer = client.fill(
        "/tasks/new",
        "/tasks/new",
        claim_number="AL10001",
        title="Surgery of the shoulder",
        due_by="2026-12-14",
        kind="surgery",
    )
    assert answer.status_code == 303
    with house.app.app_context():
        task = one(select(Task))
        assert (task.kind, task.appears_on) == (TaskKind.SURGERY, date(2026, 12, 7))
