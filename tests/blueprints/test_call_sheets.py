"""The call sheet of a clinic and of an employer, as people work through it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, func, select

from ohms.domain.values import Method, Outcome, Party, TaskState
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim
from ohms.models.notes import CaseNote, Contact
from ohms.models.tasks import Task
from ohms.models.time import TimeEntry
from ohms.queries.guard import unscoped
from tests.blueprints.signing_in import as_person
from tests.forms import posting_form
from tests.house import House, count_of, one
from tests.pages import CheckedClient
from tests.statements import engines_of
from tests.tasks import csrf, put_task, said

NOON = "2026-11-24T12:00:00-08:00"
CALL = {"method": "phone", "outcome": "reached", "who": "Kim", "body": "They send it today."}


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock(NOON)


@pytest.fixture
def wanted(house: House) -> dict[str, int]:
    """What is wanted of alder's clinic, and what is not: ids of tasks by a short name."""
    with house.app.app_context():
        late = {"due_by": date(2026, 11, 20)}
        return {
            "apf": put_task(house, "AL10001", "New APF", derived_key="apf_expired:7", **late),
            "exam": put_task(house, "AL10001", "Exam", derived_key="next_exam:8"),
            "own": put_task(house, "AL10002", "Ask the CLINIC for records"),
            "roa": put_task(house, "AL10003", "Complete the report", derived_key="roa:9"),
            "waits": put_task(
                house,
                "AL10003",
                "Records",
                state="waiting",
                waiting_on="Alder Clinic",
                waiting_since_on=date(2026, 11, 20),
            ),
            "worker": put_task(house, "AL10001", "Call the worker"),
            "later": put_task(house, "AL10001", "Ask the provider", appears_on=date(2026, 11, 25)),
            "employer": put_task(house, "AL10002", "Ask the employer about light duty"),
            "foreign": put_task(house, "BI10001", "Ask the clinic for records"),
        }


def provider_page(house: House, provider: str = "alder.1") -> str:
    return f"/providers/{house.provider[provider]}"


def ticks(house_page: str) -> list[str]:
    """The ids of tasks that can be ticked, in order."""
    from tests.html_tree import read_html

    root, _ = read_html(house_page)
    boxes = [box for box in root.all("input") if box.get("name") == "ticked"]
    return [str(box.get("value")) for box in boxes]


def all_of(column: Any, *conditions: Any) -> list[Any]:
    with unscoped("a test looks"):
        rows = db.session.execute(select(column).where(*conditions).order_by(column))
        return list(rows.scalars())


def test_the_sheet_has_what_is_wanted_of_the_clinic_on_the_claims_one_sees(
    client: CheckedClient, house: House, wanted: dict[str, int]
) -> None:
    page = as_person(client, "alder.hsc1").get(provider_page(house))
    shown = ["apf", "exam", "own", "roa", "waits"]
    assert ticks(page.text) == [str(wanted[name]) for name in shown]
    assert "waiting on Alder Clinic since Nov 20" in said(page.text)
    alone = client.get(f"{provider_page(house)}?only=provider")
    assert ticks(alone.text) == [str(wanted[name]) for name in shown[:3]]
    employer = client.get(f"/employers/{house.employer['Mill']}")
    assert ticks(employer.text) == [str(wanted["employer"])]


def test_an_assistant_finds_only_what_is_wanted_on_claims_of_her_lane(
    client: CheckedClient, house: House, wanted: dict[str, int]
) -> None:
    page = as_person(client, "alder.assistant1").get(provider_page(house))
    assert ticks(page.text) == [str(wanted["own"])]


def test_a_supervisor_reads_the_sheet_and_cannot_tick_it(
    client: CheckedClient, house: House, wanted: dict[str, int]
) -> None:
    page = as_person(client, "alder.supervisor").get(provider_page(house))
    assert "Ask the CLINIC for records" in page.text
    assert ticks(page.text) == []
    answer = client.post(
        f"{provider_page(house)}/call-sheet", data={"csrf_token": csrf(client, "/about")}
    )
    assert answer.status_code == 403


def test_one_save_writes_a_note_and_a_contact_on_each_ticked_claim_and_splits_the_minutes(
    client: CheckedClient, house: House, wanted: dict[str, int]
) -> None:
    path = provider_page(house)
    form = posting_form(as_person(client, "alder.hsc1").get(path).text, "call")
    ticked = [str(wanted[name]) for name in ("apf", "exam", "own", "roa")]
    data = form.filled_in({**CALL, "minutes": "13", "ticked": ticked})
    at = data["about"].index("AL10002")
    data["about_body"] = ["", "", ""]
    data["about_body"][at] = "The records come by fax."
    with house.app.app_context():
        before = one(select(func.max(AuditEntry.id)))
    commits = _Commits(house)
    answer = client.post(form.action, data=data)
    assert answer.status_code == 303
    assert commits.stop() == 1
    again = client.post(form.action, data=data)
    assert again.status_code == 303
    with house.app.app_context():
        assert all_of(CaseNote.body) == [
            "With Kim: The records come by fax.",
            "With Kim: They send it today.",
            "With Kim: They send it today.",
        ]
        assert all_of(CaseNote.claim_id) == [house.claim[f"AL1000{n}"] for n in (1, 2, 3)]
        assert all_of(TimeEntry.minutes) == [4, 4, 5]
        ways = (Contact.party == Party.PROVIDER, Contact.method == Method.PHONE)
        assert count_of(Contact, *ways, Contact.outcome == Outcome.REACHED) == 3
        done = select(Task.evidence_note_id).where(Task.state == TaskState.DONE)
        with unscoped("a test looks"):
            evidence = set(db.session.execute(done).scalars())
        assert evidence == set(all_of(CaseNote.id))
        assert count_of(Task, Task.state == TaskState.DONE) == 4
        assert one(select(Claim.open_tasks).where(Claim.claim_number == "AL10003")) == 1
        written = all_of(AuditEntry.action, AuditEntry.id > before)
        # The second press changed nothing: its entry tells the address alone.
        assert set(written) == {"work_call_sheet", "parties.call_clinic"}
        assert written.count("parties.call_clinic") == 1


class _Commits:
    """Counts the transactions that the program commits with something written, until it is stopped."""

    def __init__(self, house: House) -> None:
        self._engines, self._found = engines_of(house.app), 0
        self._wrote = False
        for engine in self._engines:
            event.listen(engine, "before_cursor_execute", self._look)
            event.listen(engine, "commit", self._count)

    def _look(self, _c: Any, _cur: Any, statement: str, *_rest: Any) -> None:
        self._wrote = self._wrote or statement.lstrip().upper().startswith("INSERT INTO CASE_NOTE")

    def _count(self, _connection: Any) -> None:
        self._found += self._wrote
        self._wrote = False

    def stop(self) -> int:
        for engine in self._engines:
            event.remove(engine, "before_cursor_execute", self._look)
            event.remove(engine, "commit", self._count)
        return self._found


def test_what_waits_for_their_answer_stays_open_and_comes_up_by_the_day(
    client: CheckedClient, house: House, wanted: dict[str, int]
) -> None:
    as_person(client, "alder.hsc1")
    asked: dict[str, str | list[str]] = {
        **CALL,
        "then": "wait",
        "again_on": "+2b",
        "ticked": [str(wanted["own"])],
    }
    assert client.fill(provider_page(house), "call", **asked).status_code == 303
    with house.app.app_context():
        with unscoped("a test looks"):
            task = db.session.get(Task, wanted["own"])
        assert task is not None
        assert (task.state, task.waiting_on) == (TaskState.WAITING, "Alder Clinic")
        # Two business days on: Thanksgiving and the day after are none.
        assert (task.waiting_since_on, task.due_by) == (date(2026, 11, 24), date(2026, 11, 30))
        assert count_of(CaseNote) == 1


def test_who_was_not_reached_is_tried_again_by_the_day(
    client: CheckedClient, house: House, wanted: dict[str, int]
) -> None:
    as_person(client, "alder.hsc1")
    tried: dict[str, str | list[str]] = {
        **CALL,
        "outcome": "no_answer",
        "ticked": [str(wanted["own"])],
    }
    refused = client.fill(provider_page(house), "call", **tried)
    assert refused.status_code == 422
    assert "Enter by when to try again, such as +1b." in refused.text
    assert posting_form(refused.text, "call").holds["ticked"] == tried["ticked"]
    assert posting_form(refused.text, "call").holds["body"][0].strip() == CALL["body"]
    assert client.fill(provider_page(house), "call", **tried, again_on="+1b").status_code == 303
    with house.app.app_context():
        with unscoped("a test looks"):
            task = db.session.get(Task, wanted["own"])
        assert task is not None
        assert (task.state, task.due_by) == (TaskState.TO_DO, date(2026, 11, 25))
        assert all_of(CaseNote.body) == ["Asked for Kim: They send it today."]


@pytest.mark.parametrize("which", ["foreign", "employer of another page"])
def test_a_task_of_a_claim_out_of_sight_is_refused_and_nothing_is_written(
    client: CheckedClient, house: House, wanted: dict[str, int], which: str
) -> None:
    as_person(client, "alder.hsc1")
    path = provider_page(house)
    stranger = wanted["foreign"] if which == "foreign" else 999_999
    form = posting_form(client.get(path).text, "call")
    data = {**form.filled_in(CALL), "ticked": [str(wanted["apf"]), str(stranger)]}
    answer = client.post(form.action, data=data)
    assert answer.status_code == 422
    assert "Tick only tasks of this sheet." in answer.text
    with house.app.app_context():
        assert count_of(CaseNote) == count_of(TimeEntry) == 0
        assert count_of(Task, Task.state == TaskState.DONE) == 0


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "Tick what it was about."),
        ({"body": "", "who": ""}, "Enter what was said or done."),
        ({"own text": "AL10003"}, "Tick what the text on AL10003 is about, or take the text out."),
    ],
)
def test_a_save_that_would_lose_something_is_refused_beside_it(
    client: CheckedClient, house: House, wanted: dict[str, int], typed: dict[str, str], told: str
) -> None:
    as_person(client, "alder.hsc1")
    form = posting_form(client.get(provider_page(house)).text, "call")
    own = typed.pop("own text", None)
    data = form.filled_in({**CALL, **typed})
    if typed or own:
        data["ticked"] = [str(wanted["apf"])]
    if own:
        data["about_body"] = ["Of this claim" if number == own else "" for number in data["about"]]
    answer = client.post(form.action, data=data)
    assert answer.status_code == 422
    assert told in answer.text
    if own:
        assert "Of this claim" in answer.text
    with house.app.app_context():
        assert count_of(CaseNote) == 0


def test_the_log_tells_every_contact_with_the_clinic_and_none_with_others(
    client: CheckedClient, house: House, wanted: dict[str, int]
) -> None:
    as_person(client, "alder.hsc1")
    ticked = [str(wanted["apf"]), str(wanted["roa"])]
    client.fill(provider_page(house), "call", **CALL, ticked=ticked)
    sheet: dict[str, str | list[str]] = {
        **CALL,
        "body": "They offer the front desk.",
        "ticked": [str(wanted["employer"])],
    }
    assert client.fill(f"/employers/{house.employer['Mill']}", "call", **sheet).status_code == 303
    clinic = said(client.get(f"{provider_page(house)}/log").text)
    assert "1–2 of 2" in clinic
    assert "Tue, Nov 24 Reached phone, Rosa Alvarez of alder AL10003" in clinic
    assert "With Kim: They send it today." in clinic
    assert "front desk" not in clinic
    employer = said(client.get(f"/employers/{house.employer['Mill']}/log").text)
    assert "1–1 of 1" in employer
    assert "With Kim: They offer the front desk." in employer
    as_person(client, "birch.hsc1")
    assert "front desk" not in client.get(f"/employers/{house.employer['Mill']}/log").text
