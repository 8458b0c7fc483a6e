"""A session at its limit: shut on the server, and uncovered by the password of the same person alone."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from werkzeug.test import TestResponse

from ohms import clock
from ohms.commands.unit_of_work import housekeeping
from ohms.domain.sessions import COVERED_FOR
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.housekeeping import SignInSession
from tests.blueprints.signing_in import as_person, token
from tests.house import PASSWORD, House, count_of
from tests.pages import CheckedClient

HERE = "/account/session"
DATA = {"Accept": "application/json"}
HALF_AN_HOUR = timedelta(minutes=30, seconds=1)


@pytest.fixture
def rosa(client: CheckedClient, house: House) -> CheckedClient:
    return as_person(client, "alder.hsc1")


def age(house: House, **back: timedelta) -> None:
    """Let the one session have been begun, seen or covered so long ago."""
    with house.app.app_context(), housekeeping("age"):
        now = clock.on_the_wall()
        ages = {name: now - each for name, each in back.items()}
        db.session.execute(update(SignInSession).values(**ages))


def left(client: CheckedClient) -> dict[str, object]:
    return dict(client.get(HERE).json or {})


def post(client: CheckedClient, path: str, **said: object) -> TestResponse:
    data = {"csrf_token": left(client)["csrf_token"], **said}
    return client.post(f"{HERE}/{path}", data=data, headers=DATA)


def test_at_the_limit_it_is_shut_and_the_password_alone_opens_it_under_a_new_id(
    rosa: CheckedClient, house: House
) -> None:
    me, before = house.staff["alder.hsc1"], token(rosa)
    assert left(rosa)["person"] == me
    age(house, last_seen_at=HALF_AN_HOUR)
    assert rosa.get("/claims").status_code == 302
    assert (left(rosa)["person"], left(rosa)["covered"]) == (me, True)
    assert rosa.get("/claims").status_code == 302
    wrong = post(rosa, "uncover", person=me, password="not mine at all")
    assert (wrong.status_code, "Enter your own password" in wrong.json["problem"]) == (422, True)  # type: ignore[index]
    other = post(rosa, "uncover", person=house.staff["alder.hsc2"], password=PASSWORD)
    assert other.status_code == 409
    assert rosa.get("/claims").status_code == 302

    opened = post(rosa, "uncover", person=me, password=PASSWORD)
    assert (opened.status_code, opened.json["covered"]) == (200, False)  # type: ignore[index]
    assert rosa.get("/claims").status_code == 200
    assert token(rosa) != before
    assert post(rosa, "uncover", person=me, password=PASSWORD).status_code == 409
    with house.app.app_context():
        for action in ("cover_session", "uncover_session"):
            assert count_of(AuditEntry, AuditEntry.action == action) == 1


def test_wrong_passwords_at_the_cover_are_throttled_like_those_at_the_door(
    rosa: CheckedClient, house: House
) -> None:
    me = house.staff["alder.hsc1"]
    assert post(rosa, "cover").json == {"covered": True}
    for _wrong in range(5):
        post(rosa, "uncover", person=me, password="not mine at all")
    right = post(rosa, "uncover", person=me, password=PASSWORD)
    assert (right.status_code, "Too many wrong" in right.json["problem"]) == (422, True)  # type: ignore[index]


def test_asking_how_much_is_left_is_no_sign_of_life_and_telling_is(
    rosa: CheckedClient, house: House
) -> None:
    age(house, last_seen_at=timedelta(minutes=20))
    for _again in range(2):
        assert 590 < float(str(left(rosa)["idle"])) <= 600
    assert 1_790 < post(rosa, "here").json["idle"] <= 1_800  # type: ignore[index]
    assert 1_790 < float(str(left(rosa)["idle"])) <= 1_800


def test_twelve_hours_after_the_sign_in_it_is_covered_whoever_works_and_begins_anew(
    rosa: CheckedClient, house: House
) -> None:
    age(house, started_at=timedelta(hours=12, seconds=1))
    refused = post(rosa, "here")
    assert (refused.status_code, refused.json) == (
        401,
        {"problem": "You are signed out.", "covered": True},
    )
    opened = post(rosa, "uncover", person=house.staff["alder.hsc1"], password=PASSWORD)
    assert opened.json["absolute"] > 12 * 3600 - 60  # type: ignore[index]


def test_who_must_have_a_second_step_sets_it_up_when_the_whole_time_begins_anew(
    client: CheckedClient, house: House
) -> None:
    lead = as_person(client, "alder.supervisor")
    admin = as_person(house.app.test_client(), "admin")  # type: ignore[arg-type]
    said = {"demanded": "yes", "reason": "Our policy", "your_password": PASSWORD}
    assert admin.fill("/admin/sign-in", "/admin/sign-in", **said).status_code == 303
    assert lead.get("/claims").status_code == 200  # signed in before it was asked for
    age(house, started_at=timedelta(hours=12, seconds=1))
    assert lead.get("/claims").status_code == 302
    post(lead, "uncover", person=house.staff["alder.supervisor"], password=PASSWORD)
    assert lead.get("/claims").location == "/account/second-step"


def test_what_was_ended_or_covered_too_long_opens_by_no_password(
    rosa: CheckedClient, house: House
) -> None:
    me = house.staff["alder.hsc1"]
    post(rosa, "cover")
    age(house, covered_at=COVERED_FOR + timedelta(minutes=1))
    assert post(rosa, "uncover", person=me, password=PASSWORD).status_code == 409
    age(house, covered_at=timedelta(0))
    elsewhere = as_person(house.app.test_client(), "alder.hsc1")  # type: ignore[arg-type]
    assert elsewhere.fill("/account/sessions", "/account/sessions/end").status_code == 303
    assert left(rosa)["person"] is None
    assert post(rosa, "uncover", person=me, password=PASSWORD).status_code == 409


def test_signing_in_anew_ends_the_session_that_waited_covered(
    rosa: CheckedClient, house: House
) -> None:
    before = token(rosa)
    post(rosa, "cover")
    assert rosa.fill("/login", username="alder.hsc1", password=PASSWORD).status_code == 303
    with rosa.session_transaction() as session:
        session["_user_id"] = before
    assert left(rosa)["person"] is None
