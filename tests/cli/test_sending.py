"""`ohms send` with a real mail server: each message once, as text and HTML, and told when not."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import select, update

from ohms import clock as program_clock
from ohms.commands.account_care import take_up_account
from ohms.commands.sign_in import sign_in
from ohms.commands.unit_of_work import bulk_unit, housekeeping
from ohms.config import BadEnvironment
from ohms.domain.outbox import TOKEN_GOES_HERE
from ohms.extensions import db
from ohms.models.account_links import AccountLink
from ohms.models.housekeeping import OutboxMessage
from ohms.models.staff import StaffMember
from ohms.models.webhooks import WebhookDelivery
from tests.blueprints.signing_in import as_person
from tests.house import PASSWORD, House, count_of, one
from tests.pages import CheckedClient
from tests.smtp import HANGS_UP, SmtpServer, mail_server
from tests.webhooks import add_webhook_row, delivery_values

Run = Callable[..., Result]
NOON = "2026-11-24T12:00:00-08:00"
TIME = {"OHMS_CLOCK": NOON}


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock(NOON)


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with mail_server() as running:
        yield running


def write(house: House, *recipients: str) -> list[int]:
    with house.app.app_context(), housekeeping("furnish"):
        messages = [
            OutboxMessage(
                kind="test",
                recipient=recipient,
                subject="Für alle",
                body=f"Said to {recipient}: https://h/\n\n.\n.dots",
                written_at=program_clock.now(),
            )
            for recipient in recipients
        ]
        db.session.add_all(messages)
    return [message.id for message in messages]


def told(result: Result) -> Mapping[str, Any]:
    return dict(json.loads(result.stdout))


def test_each_message_goes_out_once_and_what_became_of_it_is_told(
    house: House, run: Run, server: SmtpServer
) -> None:
    server.answers = {
        "later@h.org": "451 try later",
        "never@h.org": "550 nobody here",
        "lost@h.org": HANGS_UP,
    }
    ids = write(house, "one@h.org", "later@h.org", "never@h.org", "lost@h.org", "two@h.org", "no")
    first = run("send", "--json", **server.settings, **TIME)
    assert (first.exit_code, "3 messages were given up" in first.stderr) == (1, True)
    assert (told(first)["sent"], told(first)["put_off"], told(first)["waiting"]) == (2, 1, 1)
    errors = {each["id"]: each["error"] for each in told(first)["given_up"]}
    assert errors[ids[2]] == "550 nobody here"
    assert "may have arrived" in errors[ids[3]]
    assert [to for to, _message in server.messages] == ["one@h.org", "two@h.org"]
    message = server.messages[0][1]
    assert (message["Subject"], message["From"]) == ("Für alle", "ohms@example.org")
    text, page = (part.get_content() for part in message.iter_parts())
    assert text.replace("\r\n", "\n") == "Said to one@h.org: https://h/\n\n.\n.dots\n"
    assert '<a href="https://h/">Said to one@h.org</a>' in page

    again = run("send", **server.settings, **TIME)
    assert (again.exit_code, again.stdout) == (0, "Sent: 0. Put off: 0. Still waiting: 1.\n")
    server.answers = {}
    later = (program_clock.now() + timedelta(minutes=2)).isoformat()
    assert "Sent: 1." in run("send", **server.settings, OHMS_CLOCK=later).stdout
    assert "Sent: 1." in run("send", "--again", str(ids[3]), **server.settings, **TIME).stdout
    assert len(server.messages) == 4


def test_where_no_mail_can_be_sent_nothing_is_touched(house: House, run: Run) -> None:
    write(house, "one@h.org")
    nothing = run("send")
    assert (nothing.exit_code, "No mail is set up" in nothing.stderr) == (1, True)
    assert "Messages that wait: 1" in nothing.stderr
    with mail_server("127.0.0.2") as in_the_clear:  # as far as OHMS knows another machine
        plain = run("send", **in_the_clear.settings)
        assert (plain.exit_code, "STARTTLS" in plain.stderr) == (1, True)
        settings = in_the_clear.settings
    assert "cannot be used" in run("send", **settings).stderr
    for wrong in ({"OHMS_MAIL_FROM": ""}, {"OHMS_MAIL_URL": "smtp:host"}, {"OHMS_ADDRESS": "h"}):
        assert run("send", **{**settings, **wrong}).stderr.startswith("Error: Set OHMS_")
    with house.app.app_context():
        assert count_of(OutboxMessage, OutboxMessage.claimed_at.is_(None)) == 1


def give_email(house: House, *usernames: str) -> None:
    with house.app.app_context(), bulk_unit("furnish", None):
        for username in usernames:
            db.session.execute(
                update(StaffMember)
                .where(StaffMember.username == username)
                .values(email=f"{username}@example.org")
            )


def test_a_digest_is_chosen_written_once_and_says_counts_and_links_alone(
    client: CheckedClient, house: House, run: Run, server: SmtpServer
) -> None:
    give_email(house, "alder.hsc1", "alder.supervisor")
    page = as_person(client, "alder.hsc1").get("/settings").text
    assert "No mail is set up here yet" in page
    assert client.fill("/settings", digest="daily").status_code == 303
    today = client.get("/").text
    assert "No mail is set up" in run("nightly", **TIME).stdout
    for written in (1, 0):
        assert f"Digests written: {written}." in run("nightly", **server.settings, **TIME).stdout
    assert run("send", **server.settings, **TIME).exit_code == 0
    ((to, message),) = server.messages
    assert to == "alder.hsc1@example.org"
    text = str(message.get_body(("plain",)).get_content())  # type: ignore[union-attr]
    assert "- 2 new claims: https://ohms.example.org/triage?waiting=new" in text
    assert re.search(r'href="/triage\?waiting=new"[^>]*>2<', today), "the figure of one's own page"
    for hidden in ("AL1000", "Worker", "Mill"):
        assert hidden not in message.as_string()


def test_a_mailed_link_is_made_as_it_is_sent_and_lies_nowhere_before(
    client: CheckedClient,
    house: House,
    run: Run,
    server: SmtpServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(house.app.config, "MAILED_ADDRESS", "https://ohms.example.org")
    as_person(client, "admin")
    for username in ("alder.hsc1", "alder.hsc2"):
        page = f"/admin/accounts/{house.staff[username]}"
        asked = {"act": "email", "your_password": PASSWORD}
        assert "such as rosa@example.org" in client.fill(page, page, **asked, email="no").text
        address = f"{username}@example.org"
        assert client.fill(page, page, **asked, email=address).status_code == 303
        assert client.fill(page, page, act="mail_link", your_password=PASSWORD).status_code == 303
    assert client.fill(page, page, act="close", your_password=PASSWORD).status_code == 303
    with house.app.app_context():
        assert count_of(AccountLink) == 0
        body = one(select(OutboxMessage.body).where(OutboxMessage.given_up_at.is_(None)))
        assert f"https://ohms.example.org/welcome?token={TOKEN_GOES_HERE}" in body
    assert "Sent: 1." in run("send", **server.settings, **TIME).stdout
    text = str(server.messages[0][1].get_body(("plain",)).get_content())  # type: ignore[union-attr]
    token = text.partition("token=")[2].split()[0]
    with house.app.app_context():
        assert token not in one(
            select(OutboxMessage.body).where(OutboxMessage.sent_at.is_not(None))
        )
        take_up_account(token, "seven green herons at dawn", "seven green herons at dawn")
        assert isinstance(sign_in("alder.hsc1", "seven green herons at dawn", None), str)


@pytest.mark.parametrize("command", ["send", "nightly"])
def test_what_a_paused_webhook_lost_is_no_fault_and_asks_for_no_secret(
    run: Run, house: House, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    def refuse(*_asked: object) -> str:
        raise BadEnvironment("Set OHMS_SECRET_KEY.")

    monkeypatch.setattr("ohms.cli.sending.secret_for", refuse)
    long_ago = datetime.fromisoformat("2026-11-20T12:00:00-08:00")
    with house.app.app_context():
        paused = add_webhook_row(house, paused_at=long_ago)
        waits = {"happened_at": long_ago, "waits_since_at": long_ago}
        house.add(WebhookDelivery, **delivery_values(paused, house.cohe["alder"], 1, **waits))
    done = run(command, **TIME)
    assert done.exit_code == 0, done.output
    with house.app.app_context():
        assert count_of(WebhookDelivery, WebhookDelivery.given_up_at.is_not(None)) == 1
