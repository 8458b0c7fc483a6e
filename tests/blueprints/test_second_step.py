"""The second step of signing in, from the first code to the day on which the phone is lost."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from ohms import clock
from ohms.commands import second_factors as commands
from ohms.commands.refusals import DatabaseBusy
from ohms.commands.second_factors import pass_second_step
from ohms.commands.sign_in import Refused, hash_token, sign_in
from ohms.commands.unit_of_work import housekeeping
from ohms.domain.second_factor import code_at, hash_of_recovery, seed_of, step_of
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.housekeeping import SignInSession
from ohms.models.second_factors import RecoveryCode, SecondFactor
from ohms.queries.actors import signed_in_by
from tests.blueprints.signing_in import as_person
from tests.forms import posting_form
from tests.house import PASSWORD, House, count_of
from tests.pages import CheckedClient

HERE, RULES = "/account/second-step", "/admin/sign-in"
CODE = re.compile(r"<code class=\"token\">([a-z2-9]{4}(?:-[a-z2-9]{4}){3})</code>")


def code_of(house: House, username: str, off: int = 0) -> str:
    """What the person's app shows now, or so many codes later; that which was begun last."""
    with house.app.app_context():
        salts = select(SecondFactor.pending_salt, SecondFactor.salt)
        mine = salts.where(SecondFactor.staff_id == house.staff[username])
        pending, salt = db.session.execute(mine).one()
    secret = str(house.app.secret_key).encode()
    begun_last = pending or salt
    assert begun_last is not None
    seed = seed_of(secret, house.staff[username], begun_last)
    return code_at(seed, step_of(clock.on_the_wall()) + off)


def forget_the_last_code(house: House) -> None:
    """Half a minute later: the next code stands."""
    with house.app.app_context(), housekeeping("age"):
        db.session.execute(update(SecondFactor).values(last_step=0))


def begun_earlier(house: House, minutes: int) -> None:
    """Whatever waits for a code was begun so many minutes ago."""
    then = clock.on_the_wall() - timedelta(minutes=minutes)
    with house.app.app_context(), housekeeping("age"):
        db.session.execute(
            update(SecondFactor).where(SecondFactor.pending_at.is_not(None)).values(pending_at=then)
        )
        waits = update(SignInSession).where(SignInSession.waits_for.is_not(None))
        db.session.execute(waits.values(started_at=then))


def set_up(client: CheckedClient, house: House, username: str) -> list[str]:
    """A second step of somebody signed in; their recovery codes."""
    assert client.fill(HERE, HERE, your_password=PASSWORD).status_code == 303
    page = client.fill(HERE, f"{HERE}/confirm", code=code_of(house, username))
    assert page.status_code == 201
    forget_the_last_code(house)
    return CODE.findall(page.text)


def test_it_is_set_up_with_a_picture_and_its_first_code_and_then_asked_for(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    other = as_person(house.app.test_client(), "alder.hsc1")  # type: ignore[arg-type]
    assert "Enter your own password" in client.fill(HERE, HERE, your_password="not mine").text
    assert client.fill(HERE, HERE, your_password=PASSWORD).status_code == 303
    page = client.get(HERE)
    assert 'src="data:image/svg+xml' in page.text
    assert client.fill(HERE, f"{HERE}/confirm", code="000000").status_code == 422
    with client.session_transaction() as session:
        before = session["_user_id"]
    codes = CODE.findall(
        client.fill(HERE, f"{HERE}/confirm", code=code_of(house, "alder.hsc1")).text
    )
    assert len(set(codes)) == 10
    assert codes[0] not in client.get(HERE).text
    assert other.get(HERE).status_code == 302
    with client.session_transaction() as session:
        assert session["_user_id"] != before
    with house.app.app_context():
        kept = select(RecoveryCode.code_hash).where(RecoveryCode.code_hash == codes[0])
        assert db.session.execute(kept).one_or_none() is None

    client.fill("/", form="/logout")
    wrong = client.fill("/login", username="alder.hsc1", password=PASSWORD)
    assert (wrong.status_code, "Second step" in wrong.text) == (200, True)
    assert client.get("/claims").status_code == 302  # the password alone opens nothing


def test_no_code_is_given_back_where_the_database_is_busy(
    client: CheckedClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_given: object) -> None:
        raise DatabaseBusy

    as_person(client, "alder.hsc1")
    assert client.fill(HERE, HERE, your_password=PASSWORD).status_code == 303
    monkeypatch.setattr(commands, "confirm_second_factor", busy)
    answer = client.fill(HERE, f"{HERE}/confirm", code="123456")
    assert (answer.status_code, "123456" in answer.text) == (503, False)


def test_what_was_begun_waits_ten_minutes_for_its_code(client: CheckedClient, house: House) -> None:
    """The new app for its first one, with its picture and key gone; the password for the app's."""
    as_person(client, "alder.hsc1")
    for minutes, status in ((11, 422), (9, 201)):
        assert client.fill(HERE, HERE, your_password=PASSWORD).status_code == 303
        form = posting_form(client.get(HERE).text, f"{HERE}/confirm")
        begun_earlier(house, minutes)
        assert ("QR code of the key" in client.get(HERE).text) is (status == 201)
        said = form.filled_in({"code": code_of(house, "alder.hsc1")})
        assert client.post(f"{HERE}/confirm", data=said).status_code == status
    forget_the_last_code(house)
    client.fill("/", form="/logout")

    for minutes, opens in ((11, False), (9, True)):
        page = client.fill("/login", username="alder.hsc1", password=PASSWORD).text
        begun_earlier(house, minutes)
        said = posting_form(page).filled_in({"code": code_of(house, "alder.hsc1")})
        answer = client.post("/login/code", data=said)
        assert answer.location == ("/" if opens else "/login?next=/"), minutes
        assert ("within 10 minutes" in client.get("/login").text) is not opens
        assert (client.get("/claims").status_code == 200) is opens


def test_a_code_opens_once_and_so_does_a_recovery_code(client: CheckedClient, house: House) -> None:
    codes = set_up(as_person(client, "alder.hsc1"), house, "alder.hsc1")
    app_code = code_of(house, "alder.hsc1")
    for code, opens in ((app_code, True), (app_code, False), (codes[0], True), (codes[0], False)):
        assert enter(house, code) is opens, code
    with house.app.app_context():
        assert count_of(RecoveryCode, RecoveryCode.used_at.is_(None)) == 9
        refused = AuditEntry.result == "refused"
        assert count_of(AuditEntry, AuditEntry.action == "check_own_code", refused) == 2


def test_wrong_codes_are_throttled_though_the_password_was_right_each_time(
    client: CheckedClient, house: House
) -> None:
    set_up(as_person(client, "alder.hsc1"), house, "alder.hsc1")
    for _wrong in range(5):
        assert not enter(house, "123 456 789")
    with house.app.app_context():
        refused = sign_in("alder.hsc1", PASSWORD, None)
    assert isinstance(refused, Refused)
    assert refused.wait_seconds


def test_through_the_page_a_code_leads_to_where_one_wanted(
    client: CheckedClient, house: House
) -> None:
    set_up(as_person(client, "alder.hsc1"), house, "alder.hsc1")
    client.fill("/", form="/logout")
    page = client.fill("/login?next=/tasks", username="alder.hsc1", password=PASSWORD).text
    form = posting_form(page)
    wrong = client.post(form.action, data=form.filled_in({"code": "000 000"}))
    assert (wrong.status_code, "recovery code that was not used" in wrong.text) == (422, True)
    right = form.filled_in({"code": code_of(house, "alder.hsc1")})
    assert client.post(form.action, data=right).location == "/tasks"
    assert client.get("/tasks").status_code == 200


def test_where_it_is_asked_for_nothing_opens_before_it_is_set_up(
    client: CheckedClient, house: House
) -> None:
    admin = as_person(house.app.test_client(), "admin")  # type: ignore[arg-type]
    said = {"demanded": "yes", "reason": "Our policy", "your_password": PASSWORD}
    assert admin.fill(RULES, RULES, **{**said, "your_password": "not mine"}).status_code == 422
    assert admin.fill(RULES, RULES, **said).status_code == 303
    assert "Our policy" in admin.get(RULES).text

    as_person(client, "alder.supervisor")
    assert client.get("/").location == HERE
    assert client.get("/claims").location == HERE
    assert client.fill(HERE, HERE).status_code == 303
    confirmed = client.fill(HERE, f"{HERE}/confirm", code=code_of(house, "alder.supervisor"))
    assert confirmed.status_code == 201
    assert client.get("/claims").status_code == 200
    assert client.get(HERE).text.count("Sign in by the password alone") == 0
    as_person(client, "alder.hsc1")
    assert client.get("/").status_code == 200


def test_changing_it_asks_for_password_and_code_and_the_administrator_takes_it_away(
    client: CheckedClient, house: House
) -> None:
    codes = set_up(as_person(client, "alder.hsc1"), house, "alder.hsc1")
    refused = client.fill(HERE, HERE, act="drop", your_password=PASSWORD, your_code="000000")
    assert refused.status_code == 422
    renewed = client.fill(HERE, HERE, act="codes", your_password=PASSWORD, your_code=codes[0])
    assert (renewed.status_code, len(CODE.findall(renewed.text))) == (201, 10)
    with house.app.app_context():
        old = RecoveryCode.code_hash == hash_of_recovery(codes[1])
        assert count_of(RecoveryCode, old) == 0

    admin = as_person(house.app.test_client(), "admin")  # type: ignore[arg-type]
    account = f"/admin/accounts/{house.staff['alder.hsc1']}"
    done = admin.fill(account, account, act="second_step", your_password=PASSWORD)
    assert done.status_code == 303
    assert client.get("/").status_code == 302
    as_person(client, "alder.hsc1")
    assert client.get("/").status_code == 200
    with house.app.app_context():
        assert count_of(AuditEntry, AuditEntry.action == "reset_second_factor") == 1
        assert count_of(RecoveryCode) == count_of(SecondFactor) == 0


def enter(house: House, code: str) -> bool:
    """Whether password and code together open a session."""
    with house.app.app_context():
        token = sign_in("alder.hsc1", PASSWORD, None)
        assert isinstance(token, str)
        waits = signed_in_by(hash_token(token), clock.today(), address=None, request_id=None)
        assert waits is not None
        assert waits.waits_for == "code"
        passed = pass_second_step(waits.actor, code, str(house.app.secret_key).encode())
        return isinstance(passed, str)
