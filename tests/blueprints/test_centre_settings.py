"""What a COHE sets for its casework: set by its supervisor with a reason, read by who works there."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select

from ohms.models.audit import AuditEntry
from ohms.models.reports import Setting
from tests.blueprints import giving_files
from tests.blueprints.signing_in import as_person
from tests.forms import posting_form
from tests.house import House, count_of, known
from tests.pages import CheckedClient
from tests.tasks import said

PAGE = "/admin/casework"
READ = (PAGE, "/admin/templates", "/admin/playbooks", "/admin/triage")


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def test_a_change_holds_with_its_reason_and_history_and_is_set_once(
    client: CheckedClient, house: House
) -> None:
    supervisor = as_person(client, "alder.supervisor")
    form = posting_form(supervisor.get(PAGE).text, PAGE)
    shown = said(supervisor.get(PAGE).text)
    assert shown.count("Yes, they wait") == 3, "what an assistant enters, and nothing of billing"
    sent = form.filled_in({"documents_claim": "1", "cosign_frq": "0", "reason": "Disk is small"})
    assert supervisor.post(PAGE, data=sent).status_code == 303
    assert supervisor.post(PAGE, data=sent).status_code == 303
    page = said(supervisor.get(PAGE).text)
    assert "FRQ results: yes → no, All files of a claim: 500 MB → 1 MB" in page
    assert "Disk is small" in page
    late = form.filled_in({"documents_claim": "2", "reason": "Late", "idempotency_key": "other"})
    answer = supervisor.post(PAGE, data=late)
    assert (answer.status_code, "changed these settings meanwhile" in answer.text) == (422, True)
    with house.app.app_context():
        assert count_of(Setting) == 2
        acts = AuditEntry.action == "set_centre_settings", AuditEntry.object_type == "setting"
        detail = json.loads(
            known(select(AuditEntry.detail).where(*acts, AuditEntry.detail.like('%"changes"%')))
        )
        assert detail["changes"] == {"cosign.frq": [1, 0], "documents.claim": [500, 1]}
    large = giving_files.give(as_person(client, "alder.hsc1"), b"a" * 1_100_000, "notes.txt")
    assert (large.status_code, "holds 1 MB of files that people give" in large.text) == (422, True)
    as_person(client, "alder.supervisor")
    wrong = client.fill(PAGE, PAGE, documents_file="26", reason="More")
    assert "Enter one file as a whole number from 1 to 25." in wrong.text
    nothing = client.fill(PAGE, PAGE, reason="Nothing")
    assert "All of this is in force on that day already." in nothing.text


@pytest.mark.parametrize("who", ["hsc1", "assistant1"])
def test_who_works_in_the_cohe_reads_what_was_set_and_changes_nothing(
    client: CheckedClient, house: House, who: str
) -> None:
    as_person(client, f"alder.{who}")
    for page in (*READ, "/admin/templates/worker-first-call", "/admin/playbooks/new-time-loss"):
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert f'action="{page}' not in answer.text, page
        assert 'href="/admin/casework"' in answer.text
        token = posting_form(answer.text, "/logout").holds
        assert client.post(page, data=token).status_code in (403, 405), page
    for page in ("/admin/templates/new", "/admin/playbooks/new", "/admin/triage/draft"):
        assert client.get(page).status_code == 403, page
    assert "All files of a claim" in client.get(PAGE).text
    as_person(client, "alder.privacy")
    assert [client.get(page).status_code for page in READ] == [403] * len(READ)
