"""Templates of a COHE: edited by its supervisor version by version, used in the composer."""

from collections.abc import Callable

import pytest
from sqlalchemy import insert, select

from ohms.commands.unit_of_work import bulk_unit
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.notes import CaseNote
from ohms.models.text_templates import TextTemplateVersion
from ohms.queries.versions import AT_ONCE
from tests.blueprints.signing_in import as_person
from tests.forms import posting_form
from tests.house import House, count_of, one
from tests.pages import CheckedClient

CLAIM, ACTION = "/claims/AL10001", "/claims/AL10001/notes"
LIST, NEW = "/admin/templates", "/admin/templates/new"
CALL = f"{LIST}/worker-first-call"
SAME = (
    "cohe_id",
    "template_key",
    "purpose",
    "standard_work",
    "offered",
    "written_by_id",
    "written_at",
)


@pytest.fixture(autouse=True)
def _as_supervisor(client: CheckedClient, house: House, clock: Callable[[str], None]) -> None:
    clock("2026-11-24T10:00:00-08:00")
    as_person(client, "alder.supervisor")


def test_a_supervisor_finds_the_houses_templates_by_what_they_are_for(
    client: CheckedClient,
) -> None:
    page = client.get(LIST).text
    for text in ("First call to the worker", "Unable to contact", "Job description for review"):
        assert text in page


def test_each_save_is_a_new_version_and_the_one_before_stays(
    client: CheckedClient, house: House
) -> None:
    assert client.fill(CALL, CALL, body="First {worker}.").status_code == 303
    assert client.fill(CALL, CALL, title="The first call", body="Then {worker}.").status_code == 303
    page = client.get(CALL).text
    assert "First {worker}." in page
    assert posting_form(page, CALL).holds["body"][0].strip() == "Then {worker}."
    assert "The first call" in client.get(LIST).text
    with house.app.app_context():
        assert count_of(TextTemplateVersion) == 2
        saved = (AuditEntry.action == "save_template", AuditEntry.object_type == "text_template")
        assert count_of(AuditEntry, *saved) == 2


def test_of_many_versions_the_newest_stand_on_the_page_and_the_older_ones_behind_it(
    client: CheckedClient, house: House
) -> None:
    client.fill(CALL, CALL, title="Call 1", body="Words of 1.")
    with house.app.app_context():
        first = one(select(TextTemplateVersion))
        same = {name: getattr(first, name) for name in SAME}
        numbers = range(2, AT_ONCE + 4)
        more = [
            {**same, "number": n, "title": f"Call {n}", "body": f"Words of {n}."} for n in numbers
        ]
        with bulk_unit("test", None):
            db.session.execute(insert(TextTemplateVersion), more)
    page = client.get(CALL).text
    assert posting_form(page, CALL).holds["body"][0].strip() == f"Words of {AT_ONCE + 3}."
    assert page.count("Words of ") == AT_ONCE + 1
    assert "Words of 3." not in page
    older = client.get(f"{CALL}?before=4").text
    assert f'href="{CALL}?before=4"' in page
    assert all(f"Words of {n}." in older for n in (1, 2, 3))
    assert "Older" not in older
    assert client.get(LIST).text.count("Call 2") == 1


def test_an_unknown_field_is_told_beside_the_text_and_nothing_is_saved(
    client: CheckedClient, house: House
) -> None:
    answer = client.fill(CALL, CALL, body="Dear {wroker}, about your call.")
    assert answer.status_code == 422
    assert "There is no field {wroker}. Use {worker}, " in answer.text
    assert "Dear {wroker}, about your call." in answer.text
    with house.app.app_context():
        assert count_of(TextTemplateVersion) == 0


def test_the_second_of_two_who_edit_is_told_and_overwrites_nothing(
    client: CheckedClient, house: House
) -> None:
    stale = posting_form(client.get(CALL).text, CALL)
    client.fill(CALL, CALL, body="First.")
    assert client.post(CALL, data=stale.filled_in({"body": "Second."})).status_code == 409
    with house.app.app_context():
        assert one(select(TextTemplateVersion.body)) == "First."


def test_a_new_template_is_offered_in_the_composer_and_no_longer_once_put_away(
    client: CheckedClient,
) -> None:
    made = client.fill(NEW, NEW, title="Closing talk", body="Closing with {worker}.")
    assert made.status_code == 303
    twice = client.fill(NEW, NEW, title="closing talk", body="Again.")
    assert "Choose another title: this one is taken." in twice.text
    as_person(client, "alder.hsc1")
    assert "Closing with Jo WorkerAL10001." in client.get(CLAIM).text
    as_person(client, "birch.hsc1")
    assert "Closing talk" not in client.get("/claims/BI10001").text
    as_person(client, "alder.supervisor")
    links = client.get(LIST).text
    key = links.partition("/admin/templates/own-")[2].partition('"')[0]
    path = f"{LIST}/own-{key}"
    client.fill(path, path, offered="no")
    as_person(client, "alder.hsc1")
    assert "Closing talk" not in client.get(CLAIM).text


def test_a_template_fills_an_empty_note_and_goes_below_a_written_one(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    inserted = client.fill(
        CLAIM, ACTION, template="worker-first-call", more="template", minutes="7"
    )
    assert inserted.status_code == 200
    form = posting_form(inserted.text, ACTION)
    text = form.holds["body"][0].strip()
    assert text.startswith("Spoke with Jo WorkerAL10001 about the injury of October 30, 2026.")
    assert "{" not in text
    assert form.holds["minutes"] == ["7"]
    further = {"body": "He called.", "template": "recovery-check", "more": "template"}
    both = posting_form(client.post(ACTION, data=form.filled_in(further)).text, ACTION)
    assert both.holds["body"][0].strip().startswith("He called.")
    assert "Asked Jo WorkerAL10001 how recovery goes." in both.holds["body"][0]
    with house.app.app_context():
        assert count_of(CaseNote) == 0


def test_those_who_write_notes_do_not_write_templates(client: CheckedClient) -> None:
    for username in ("alder.hsc1", "alder.assistant1", "lni.contract", "admin"):
        as_person(client, username)
        assert client.get(NEW).status_code == 403


def test_a_new_template_that_is_sent_twice_is_added_once(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.supervisor")
    form = posting_form(client.get(NEW).text, NEW).filled_in(
        {"title": "Ask <twice>", "purpose": "note", "body": "Asked."}
    )
    answers = [client.post(NEW, data=form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert client.get(LIST).text.count("Ask &lt;twice&gt;") == 1
