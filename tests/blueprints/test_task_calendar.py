"""One's tasks in a calendar: the address is shown once, tells days and numbers alone, and ends."""

import re
from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

import pytest
from sqlalchemy import select, update

from ohms.commands.api_tokens import make_token
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.api_tokens import TokenScope
from ohms.domain.errors import RuleBroken
from ohms.extensions import db
from ohms.models.api_tokens import ApiToken
from ohms.models.audit import AuditEntry
from ohms.models.staff import Position, StaffMember
from ohms.queries.guard import unscoped
from ohms.web.calendar_door import MOST_WITHIN
from ohms.web.request_log import path_for_the_log
from tests.api import Program, add_token
from tests.architecture.centre import MOMENT
from tests.blueprints.signing_in import as_person
from tests.canaries import add_marked_claims, canaries_in, number_of
from tests.house import PASSWORD, House, count_of, one
from tests.pages import CheckedClient
from tests.tasks import put_task
from tests.tasks import said as said_plainly

HERE = "/account/tokens"
ADDRESS = re.compile(r"http://localhost(/calendar/ohms_[\w-]{43}\.ics)")


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def test_an_address_is_shown_once_tells_days_and_numbers_and_is_revoked(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        claims = add_marked_claims(house, 3, Random(3))
        put_task(house, "AL10001", "Not due for her", owner_id=house.staff["alder.hsc2"])
        put_task(house, "BI10001", "Another centre's")
    as_person(client, "alder.hsc1")
    wrong = client.fill(
        HERE, f"{HERE}/calendar", calendar_name="Outlook", calendar_password="not mine at all"
    )
    assert (wrong.status_code, "Enter your own password" in wrong.text) == (422, True)
    said = {"calendar_name": "Outlook", "calendar_password": PASSWORD}
    made = client.fill(HERE, f"{HERE}/calendar", **said)
    found = ADDRESS.search(made.text)
    assert made.status_code == 201
    assert found is not None
    assert found[1] not in client.get(HERE).text
    assert ">never<" in client.get(HERE).text
    stranger = house.app.test_client()
    answer = stranger.get(found[1])
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    text = answer.text.replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == len(claims)
    assert canaries_in(text) == {number_of(place) for place in range(3)}
    assert f"SUMMARY:OHMS: {number_of(0)}\\, task due\r\n" in text
    assert "URL:http://localhost/tasks/" in text
    assert ">never<" not in client.get(HERE).text
    assert stranger.get(found[1]).status_code == 200
    left = said_plainly(client.get(f"/claims/{number_of(0)}/disclosures").text)
    assert left.count("Number and days told to a calendar") == 1, "once a day"
    with house.app.app_context(), unscoped("a test looks"):
        assert count_of(AuditEntry, AuditEntry.action == "read_calendar") == 2
        entry: Any = one(select(AuditEntry).where(AuditEntry.action == "export_calendar"))
        assert entry.staff_id == house.staff["alder.hsc1"]
        assert sorted(map(int, entry.claim_ids.split(","))) == sorted(claims)
        token_id = one(select(ApiToken.id))
    assert client.fill(HERE, f"{HERE}/{token_id}/revoke").status_code == 303
    gone, unknown = stranger.get(found[1]), stranger.get(f"/calendar/ohms_{'x' * 43}.ics")
    assert gone.status_code == unknown.status_code == 404
    assert "VCALENDAR" not in gone.text
    assert as_person(client, "alder.hsc1").get(found[1]).status_code == 404, "no cookie is read"


def test_an_address_ends_with_the_account_the_position_and_its_day(
    house: House, clock: Callable[[str], None]
) -> None:
    with house.app.app_context():
        token = add_token(house, "alder.hsc1", TokenScope.TASKS_CALENDAR)
        other = add_token(house, "alder.hsc1", TokenScope.TASKS_READ, name="A program")
    person, stranger = house.staff["alder.hsc1"], house.app.test_client()

    def change(model: Any, *where: Any, **values: Any) -> None:
        with house.app.app_context(), bulk_unit("test", None):
            db.session.execute(update(model).where(*where).values(**values))

    def answers(of: str = token) -> int:
        return stranger.get(f"/calendar/{of}.ics").status_code

    assert (answers(), answers(other), answers("x"), answers("ohms_")) == (200, 404, 404, 404)
    change(Position, Position.staff_id == person, to_on=date(2026, 11, 23))
    assert answers() == 404
    change(Position, Position.staff_id == person, to_on=None)
    change(StaffMember, StaffMember.id == person, active=False)
    assert answers() == 404
    change(StaffMember, StaffMember.id == person, active=True)
    change(ApiToken, ApiToken.staff_id == person, expires_on=date(2026, 11, 23))
    assert answers() == 404
    change(ApiToken, ApiToken.staff_id == person, expires_on=date(2026, 11, 24), revoked_at=None)
    assert answers() == 200
    change(ApiToken, ApiToken.staff_id == person, revoked_at=MOMENT)
    assert answers() == 404
    with house.app.app_context():
        assert count_of(AuditEntry, AuditEntry.action == "use_token") == 2, "one for each token"
    clock("2026-11-24T12:11:00-08:00")
    assert (answers(), answers()) == (404, 404)
    with house.app.app_context():
        assert count_of(AuditEntry, AuditEntry.action == "use_token") == 3
    for path in ("/api/v1/tasks", "/api/v1/claims"):
        assert Program(house.app, token).call("GET", path).status_code == 401


def test_an_address_is_asked_so_often_and_stands_in_no_log(house: House) -> None:
    with house.app.app_context():
        token = add_token(house, "alder.hsc1", TokenScope.TASKS_CALENDAR)
    path, stranger = f"/calendar/{token}.ics", house.app.test_client()
    answers = [stranger.get(path) for _ in range(MOST_WITHIN + 2)]
    assert [each.status_code for each in answers] == [200] * MOST_WITHIN + [429] * 2
    with house.app.app_context():
        assert count_of(AuditEntry, AuditEntry.result == "refused") == 1
    assert answers[-1].headers["Retry-After"] == "600"
    assert path_for_the_log(path) == "/calendar/-"
    assert Program(house.app, token).call("GET", "/api/v1/tasks").status_code == 403


def test_what_stands_in_an_address_opens_nothing_else(house: House) -> None:
    with house.app.app_context():
        hsc, admin = house.actor("alder.hsc1"), house.actor("admin")
        for actor, scopes in (
            (hsc, {TokenScope.TASKS_CALENDAR, TokenScope.NOTES_READ}),
            (admin, {TokenScope.TASKS_CALENDAR}),
        ):
            with pytest.raises(RuleBroken):
                make_token(actor, "Ours", scopes, date(2027, 1, 1), key="a key")
