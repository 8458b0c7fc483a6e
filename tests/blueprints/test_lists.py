"""Views of lists: kept, opened, shared with a COHE, changed and deleted; columns that exports follow."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.lists import ListSetting, SavedView
from ohms.queries.guard import unscoped
from tests.blueprints.signing_in import as_person
from tests.forms import posting_form
from tests.house import House, count_of, one
from tests.pages import CheckedClient
from tests.tasks import csrf, row_links, said

FORM = {"list": "claims", "state": "scope=mine&coordination=watching&sort=-injury_on"}


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def keep(client: CheckedClient, **more: str):  # type: ignore[no-untyped-def]
    token = csrf(client, "/claims?scope=cohe")
    return client.post("/lists/views", data={"csrf_token": token, **FORM, **more})


def test_a_view_is_kept_opened_changed_opens_the_list_and_is_deleted(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    page = client.get("/claims?coordination=watching&sort=-injury_on&columns=worker,due").text
    kept = client.press(page, "/lists/views", name="  Watched,  newest ")
    assert kept.status_code == 303
    opened = client.get(kept.location)
    assert opened.location.startswith("/claims?coordination=watching&sort=-injury_on&view=")
    page = client.get(opened.location).text
    assert "Watched, newest" in said(page)
    assert _heading(client, opened.location) == "claim_number,last_name,first_name,next_due_by"

    again = keep(client, name="watched, NEWEST")
    assert again.status_code == 422
    assert "Choose another name: there is a view of this name." in said(again.text)
    told = "It keeps: My list; Coordination: watching; sorted by Injury, latest first."
    assert told in said(again.text), "in the words of the list's own filters"
    assert keep(client, name=" ").status_code == 422

    client.press(page, "/lists/opens-with")
    first = client.get("/claims")
    assert (first.status_code, first.location) == (303, kept.location)
    assert client.get("/claims?scope=mine").status_code == 200

    stale = posting_form(page, kept.location).filled_in({"name": "Watched"})
    assert client.post(kept.location, data=stale).status_code == 303
    assert client.post(kept.location, data=stale).status_code == 409, "kept over another version"
    stale = posting_form(page, f"{kept.location}/delete").filled_in({})
    assert client.post(f"{kept.location}/delete", data=stale).status_code == 409, "changed since"
    page = client.get(client.get(kept.location).location).text
    gone = client.press(page, f"{kept.location}/delete")
    assert "coordination=watching" in gone.location
    assert client.get(kept.location).status_code == 404
    assert client.get("/claims").status_code == 200, "the list opens as ever"


def _heading(client: CheckedClient, address: str) -> str:
    lines = client.get(address.replace("/claims", "/claims.csv")).text.splitlines()
    return lines[0].lstrip("\ufeff")


def test_a_view_is_shared_by_the_supervisor_with_the_people_of_the_cohe_and_nobody_else(
    client: CheckedClient, house: House
) -> None:
    alder, birch = str(house.cohe["alder"]), str(house.cohe["birch"])
    assert keep(as_person(client, "alder.hsc1"), name="Mine", share=alder).status_code == 403
    as_person(client, "alder.supervisor")
    assert keep(client, name="All", share=birch).status_code == 403
    shared = keep(client, name="All", share=alder).location
    opened = client.get(shared).location
    assert "scope" not in opened, "who answers for no claims has no list of their own"
    assert "asks for something that is not there any more (Whose claims)" in said(
        client.get(opened).text
    )
    for username, status in (("alder.hsc1", 303), ("alder.assistant1", 303), ("birch.hsc1", 404)):
        as_person(client, username)
        assert client.get(shared).status_code == status, username
    as_person(client, "alder.hsc1")
    page = client.get(client.get(shared).location).text
    assert f'action="{shared}"' not in page
    data = {
        "csrf_token": csrf(client, "/claims?scope=mine"),
        **FORM,
        "name": "Mine",
        "version": "1",
    }
    assert "its supervisor changes it" in said(client.post(shared, data=data).text)
    assert client.post(f"{shared}/delete", data=data).location == shared
    with house.app.app_context():
        assert count_of(SavedView) == 1


def test_no_view_keeps_what_was_typed_and_no_state_is_too_much(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    token = csrf(client, "/claims?scope=cohe")
    typed = keep(client, name="Typed", state="scope=cohe&q=Doe+Jane").location
    tasks = keep(client, name="Of one", list="tasks", state="claim=AL10001&due=today").location
    assert client.get(typed).location.startswith("/claims?scope=cohe&view=")
    assert client.get(tasks).location.startswith("/tasks?due=today&view=")
    assert "no typed words and no claim number" in said(client.get("/claims?scope=cohe").text)
    with house.app.app_context(), unscoped("a test looks"):
        kept = db.session.execute(select(SavedView.state).order_by(SavedView.id)).scalars().all()
    assert kept == ["scope=cohe", "due=today"]
    letters = (
        "scope=cohe&provider=Worker+Jones&assignee=Jones&employer=Jones&last_contact_before=Jones"
    )
    assert client.get(keep(client, name="Letters", state=letters).location).location.startswith(
        "/claims?scope=cohe&view="
    )
    told = keep(client, name="Of whom", list="tasks", state="owner=anyone").location
    assert client.get(told).location.startswith("/tasks?owner=anyone&view=")
    escaped = keep(client, name="Escaped", state=f"status={'é' * 400}")
    assert escaped.status_code == 422, "longer than a view keeps, once its signs are escaped"
    for state in ("a=1&" * 41, f"q={'x' * 9_000}"):
        for path in ("/lists/views", "/lists/columns", "/lists/opens-with"):
            form = {"csrf_token": token, "list": "claims", "state": state, "name": f"{len(state)}"}
            answer = client.post(path, data={**form, "how": "show", "view": "y" * 9_000})
            assert answer.status_code in (303, 422), path
            assert len(answer.headers.get("Location", "")) < 1_500, path


def test_what_a_view_asks_for_and_is_not_there_any_more_is_told_and_left_out(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    state = f"provider=99999&assignee=nobody&status=lost&employer={house.employer['Mill']}&odd=1"
    view = keep(client, name="Old", state=state).location
    opened = client.get(view).location
    assert opened.startswith(f"/claims?employer={house.employer['Mill']}&assignee=nobody&view=")
    page = client.get(opened).text
    assert "not there any more (L&I status, Provider)" in said(page)
    gone = client.press(page, f"{view}/delete").location
    assert gone == f"/claims?employer={house.employer['Mill']}&assignee=nobody", "what it showed"


def test_columns_and_rows_are_chosen_once_or_kept_for_oneself(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    page = client.get("/claims?scope=mine").text
    form = posting_form(page, "/lists/columns").filled_in({})
    form.update(columns=["status", "worker"], density=["comfortable"], how=["show"])
    once = client.post("/lists/columns", data=form).location
    assert once == "/claims?scope=mine&columns=worker%2Cstatus&density=comfortable"
    assert 'data-density="comfortable"' in client.get(once).text
    with house.app.app_context():
        assert count_of(ListSetting) == 0
    client.post("/lists/columns", data={**form, "how": "keep"})
    assert _heading(client, "/claims?scope=mine") == "claim_number,last_name,first_name,status"
    as_shown = "claim_number,coordinator,next_task,next_due_by"
    assert _heading(client, "/claims?columns=due,next,coordinator") == as_shown
    assert len(row_links(client.get("/claims").text)) == 2
    client.post("/lists/columns", data={**form, "how": "usual"})
    with house.app.app_context():
        assert one(select(ListSetting.columns)) is None


def test_a_workbook_says_what_it_is_of_and_holds_no_formula(
    client: CheckedClient, house: House
) -> None:
    from tests.tasks import put_task

    with house.app.app_context():
        put_task(house, "AL10001", '=HYPERLINK("http://x")')
    as_person(client, "alder.hsc1")
    answer = client.get("/tasks.xlsx?due=today")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        parts = {name: book.read(name).decode() for name in book.namelist()}
    assert "<f>" not in parts["xl/worksheets/sheet1.xml"]
    words = parts["xl/worksheets/sheet1.xml"] + parts["xl/worksheets/sheet2.xml"]
    assert "&apos;=HYPERLINK" in words or "'=HYPERLINK" in words
    for told in ("Due today", "Rosa Alvarez of alder", "2026-11-24 12:00 Pacific time"):
        assert told in words


def test_a_workbook_of_too_many_rows_is_refused_and_sends_to_the_csv(
    client: CheckedClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_person(client, "alder.hsc1")
    assert client.get("/claims.xlsx?scope=mine").status_code == 200
    assert list(Path(house.app.instance_path).glob("workbook-*")) == [], "nothing stays on the disk"
    monkeypatch.setattr("ohms.web.lists.MOST_ROWS", 1)
    answer = client.get("/claims.xlsx?scope=mine")
    assert answer.status_code == 422
    assert "at most 1 rows" in said(answer.text)
    assert "take its CSV" in said(answer.text)
    with house.app.app_context():
        refused = AuditEntry.action == "export_claims", AuditEntry.result == "refused"
        assert one(select(AuditEntry.claim_id).where(*refused)) is None, "no claim left with it"


@pytest.mark.parametrize(
    ("who", "path", "name"),
    [
        ("alder.hsc1", "/claims", "last_contact_before"),
        ("alder.privacy", "/admin/audit", "from"),
        ("alder.privacy", "/admin/audit", "to"),
    ],
)
def test_a_day_that_cannot_be_read_is_kept_as_typed_with_what_to_enter(
    client: CheckedClient, house: House, who: str, path: str, name: str
) -> None:
    wrong = as_person(client, who).get(f"{path}?{name}=31/12").text
    assert f'id="{name}-error"' in wrong
    assert f'name="{name}" value="31/12"' in wrong.replace(f'id="{name}" ', "")
    assert '<details class="filters" open>' in wrong
    assert row_links(wrong) == [], (
        "as of letters that mean nobody, no row of another list stands there"
    )
    right = client.get(f"{path}?{name}=11/20").text
    assert f'id="{name}-error"' not in right
    assert "2026-11-20" in right


def test_no_list_is_taken_out_whose_day_cannot_be_read(client: CheckedClient, house: House) -> None:
    as_person(client, "alder.hsc1")
    assert client.get("/claims.csv?last_contact_before=31/12").status_code == 422
    assert client.get("/claims.csv?last_contact_before=11/20").status_code == 200
