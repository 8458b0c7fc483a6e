"""Webhooks: written with the act, told to whom it concerns, at least once, and nowhere inside."""

import socket
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from sqlalchemy import select

from ohms import clock as program_clock
from ohms.commands import posting, referral_steps
from ohms.commands import webhook_deliveries as deliveries
from ohms.commands import webhooks as keeping
from ohms.commands.delivering import deliver_waiting
from ohms.commands.posting import NotReached, post
from ohms.commands.tasks import finish_task, write_task
from ohms.commands.unit_of_work import command, housekeeping
from ohms.commands.webhook_events import event_of, tell_webhooks
from ohms.config import BadEnvironment, loopback_for, settings_from_environment
from ohms.domain.access import Actor, NotFound, Permission
from ohms.domain.errors import RuleBroken
from ohms.domain.outbox import WAITS
from ohms.domain.values import ReferralStep, Service
from ohms.domain.webhooks import Event, WebhookEvent
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.reports import QuarterlyReport, ReportVersion
from ohms.models.webhooks import WebhookDelivery
from ohms.queries.webhooks import webhooks_state
from tests.house import House, count_of, one
from tests.referrals import sent_referral
from tests.tasks import put_task
from tests.webhooks import add_webhook_row, delivery_values, receiver

Clock = Callable[[str], None]
NOON = "2026-11-24T12:00:00-08:00"
SENDER = deliveries.Sender(b"a secret", "https://ohms.example.org", True)
ALL_EVENTS = " ".join(WebhookEvent)


@pytest.fixture(autouse=True)
def _at_noon(clock: Clock) -> None:
    clock(NOON)


@command(Permission.TASK_WRITE)
def write_and_fail(actor: Actor, claim_id: int) -> None:
    """Write a task, and be refused after that."""
    write(actor, claim_id)
    raise RuleBroken("Not today.")


def write(actor: Actor, claim_id: int) -> int:
    return write_task(actor, claim_id, title="Call the mill", due_by=date(2026, 12, 1))


def told() -> list[tuple[Any, ...]]:
    rows = db.session.execute(
        select(
            WebhookDelivery.webhook_id,
            WebhookDelivery.event,
            WebhookDelivery.object_path,
        ).order_by(WebhookDelivery.id)
    ).all()
    db.session.rollback()
    return [tuple(row) for row in rows]


def claimed() -> deliveries.ClaimedDelivery:
    found = deliveries.claim_next_delivery(SENDER)
    assert isinstance(found, deliveries.ClaimedDelivery)
    return found


def leads_into_the_api(house: House, path: str) -> bool:
    endpoint, _values = house.app.url_map.bind("localhost").match(path, method="GET")
    return str(endpoint).startswith("api.")


def add_waiting(house: House, number: int = 1, **values: Any) -> int:
    """One delivery that waits for a webhook of its own; the webhook's id."""
    webhook = add_webhook_row(house, **values)
    now = program_clock.now()
    waits = {"happened_at": now, "waits_since_at": now}
    house.add(WebhookDelivery, **delivery_values(webhook, house.cohe["alder"], number, **waits))
    return webhook


def test_an_act_is_told_with_its_transaction_to_whom_it_concerns_and_nobody_else(
    house: House,
) -> None:
    with house.app.app_context():
        every = add_webhook_row(house, events=ALL_EVENTS)
        alder = add_webhook_row(house, cohe_id=house.cohe["alder"], events="task.ended")
        add_webhook_row(house, cohe_id=house.cohe["birch"])
        add_webhook_row(house, removed_at=program_clock.now())
        actor, claim = house.actor("alder.hsc1"), house.claim["AL10001"]
        with pytest.raises(RuleBroken):
            write_and_fail(actor, claim)
        put_task(house, "AL10001", "Put in by an import")
        assert told() == []
        task = write(actor, claim)
        finish_task(actor, task, word="Done")
        path = f"/api/v1/tasks/{task}"
        assert told() == [
            (every, "task.made", path),
            (every, "task.ended", path),
            (alder, "task.ended", path),
        ]
        ids = db.session.execute(select(WebhookDelivery.event_id)).scalars().all()
        assert len(set(ids)) == 2, "one event has one id, however many hear of it"
        referral = sent_referral(house, Service.STAY_AT_WORK)
        before = len(told())
        referral_steps.answer_referral(
            house.actor("lni.stayatwork"), referral, ReferralStep.RECEIVED
        )
        assert (every, "referral.step_taken", f"/api/v1/fhir/Task/{referral}") in told()[before:]
        assert all(leads_into_the_api(house, path) for _webhook, _event, path in told())


def test_the_same_form_sent_twice_adds_one_webhook_and_one_secret(house: House) -> None:
    with house.app.app_context():
        admin = house.actor("admin")
        asked: dict[str, Any] = {
            "cohe": None,
            "keep_days": 30,
            "on_loopback": False,
            "secret": b"a secret",
        }
        said = ("Theirs", "https://program.example/", {WebhookEvent.TASK_MADE})
        made = keeping.add_webhook(admin, *said, **asked, key="one")
        assert made is not None
        assert keeping.add_webhook(admin, *said, **asked, key="one") is None
        with pytest.raises(RuleBroken):
            keeping.add_webhook(admin, *said, **{**asked, "cohe": "maple"}, key="other")
        renewed = keeping.renew_webhook_secret(admin, made[0], b"a secret", key="two")
        assert renewed not in (None, made[1])
        assert keeping.renew_webhook_secret(admin, made[0], b"a secret", key="two") is None
        assert webhooks_state().standing == 1


def test_a_frozen_report_is_told_by_its_cohe_and_quarter(house: House) -> None:
    with house.app.app_context():
        add_webhook_row(house, events=ALL_EVENTS)
        alder = house.cohe["alder"]
        report = house.add(QuarterlyReport, cohe_id=alder, year=2026, quarter=3, state="frozen")
        row = ReportVersion(report_id=report, cohe_id=alder)
        event = event_of(row, added=True, columns=())
        assert event == Event(WebhookEvent.REPORT_FROZEN, report, alder)
        with housekeeping("furnish"):
            tell_webhooks(db.session(), [event, event])
        ((_webhook, _event, path),) = told()
        assert path == "/api/v1/reports/alder/2026Q3"
        assert leads_into_the_api(house, path)


def test_one_whose_sender_died_before_it_told_is_sent_again_under_the_same_id(
    house: House, clock: Clock
) -> None:
    with house.app.app_context(), receiver() as program:
        add_waiting(house, address=program.address)
        died = claimed()
        assert post(died.address, died.body, died.headers, on_loopback=True) == 204
        assert deliver_waiting(SENDER).sent == 0, "it is the other sender's for five minutes"
        clock("2026-11-24T12:06:00-08:00")
        assert deliver_waiting(SENDER).sent == 1
        assert deliver_waiting(SENDER).sent == 0
        first, second = program.told
        assert first[0]["webhook-id"] == second[0]["webhook-id"] == "evt_1"
        assert first[1] == second[1]
        assert count_of(AuditEntry, AuditEntry.action == "send_webhook") == 1


def test_a_late_failure_leaves_what_was_delivered_meanwhile(house: House, clock: Clock) -> None:
    with house.app.app_context():
        add_waiting(house)
        late = claimed()
        clock("2026-11-24T12:06:00-08:00")
        deliveries.note_delivered(claimed(), 204)
        assert deliveries.put_off_delivery(late, "It answered 503.", 503) is None
        row = one(select(WebhookDelivery))
        assert (row.last_status, row.last_error, row.try_at) == (204, None, None)


def test_one_whose_senders_die_each_time_is_given_up_in_the_end(house: House, clock: Clock) -> None:
    with house.app.app_context():
        add_waiting(house)
        now = program_clock.now()
        for _each in range(len(WAITS) + 1):
            claimed()
            now += timedelta(minutes=6)
            clock(now.isoformat())
        ended = deliveries.claim_next_delivery(SENDER)
        assert isinstance(ended, deliveries.GivenUpDelivery)
        assert deliveries.claim_next_delivery(SENDER) is None


def test_it_is_tried_further_apart_then_given_up_and_waits_again_at_a_press(
    house: House, clock: Clock
) -> None:
    with house.app.app_context(), receiver() as program:
        webhook = add_waiting(house, address=program.address)
        program.answers = [503]
        now = program_clock.now()
        for wait in WAITS:
            outcome = deliver_waiting(SENDER)
            assert (outcome.put_off, outcome.given_up) == (1, [])
            assert deliver_waiting(SENDER).put_off == 0
            now += wait
            clock(now.isoformat())
        (ended,) = deliver_waiting(SENDER).given_up
        assert ended.error == "It answered 503."
        assert (webhooks_state().waiting, webhooks_state().given_up) == (0, 1)
        admin = house.actor("admin")
        with pytest.raises(NotFound):
            keeping.send_webhook_again(admin, webhook, ended.id + 1)
        with pytest.raises(NotFound):
            keeping.send_webhook_again(admin, webhook + 1, ended.id)
        assert keeping.send_webhook_again(admin, webhook, ended.id) == 1
        with pytest.raises(RuleBroken):
            keeping.send_webhook_again(admin, webhook, ended.id)
        program.answers = [200]
        assert deliver_waiting(SENDER).sent == 1
        assert {headers["webhook-id"] for headers, _body in program.told} == {"evt_1"}
        assert len(program.told) == len(WAITS) + 2


def test_what_was_given_up_within_a_week_waits_again_at_one_press_and_nothing_older(
    house: House,
) -> None:
    with house.app.app_context():
        webhook, now = add_webhook_row(house), program_clock.now()
        for number, days in enumerate((1, 6, 8), 1):
            ended = {"given_up_at": now - timedelta(days=days)}
            house.add(
                WebhookDelivery, **delivery_values(webhook, house.cohe["alder"], number, **ended)
            )
        assert webhooks_state().given_up == 2
        assert keeping.send_webhook_again(house.actor("admin"), webhook) == 2
        assert webhooks_state().waiting == 2


def test_one_that_is_down_keeps_no_other_waiting_and_is_called_on_once_a_run(house: House) -> None:
    with house.app.app_context(), receiver() as down, receiver() as up:
        down.answers = [500]
        webhook = add_waiting(house, address=down.address)
        more = delivery_values(webhook, house.cohe["alder"], 2, waits_since_at=program_clock.now())
        house.add(WebhookDelivery, **more)
        add_waiting(house, address=up.address)
        outcome = deliver_waiting(SENDER)
        assert (outcome.sent, outcome.put_off) == (1, 1)
        assert (len(down.told), len(up.told)) == (1, 1)


def test_what_waited_for_days_or_for_a_removed_one_is_given_up_and_the_log_is_forgotten(
    house: House, clock: Clock
) -> None:
    with house.app.app_context():
        admin = house.actor("admin")
        paused = add_waiting(house, paused_at=program_clock.now(), keep_days=7)
        removed = add_waiting(house)
        assert deliver_waiting(replace(SENDER, on_loopback=False)).put_off == 1
        keeping.remove_webhook(admin, removed)
        with pytest.raises(NotFound):
            keeping.pause_webhook(admin, removed)
        late = delivery_values(removed, house.cohe["alder"], 9)
        house.add(WebhookDelivery, **late)  # by an act that went on meanwhile
        assert [each.error for each in deliver_waiting(SENDER).given_up] == [keeping.REMOVED]
        clock("2026-11-28T12:00:00-08:00")
        lost = deliver_waiting(SENDER).given_up
        assert [(each.error, each.chosen) for each in lost] == [(deliveries.TOO_OLD, True)]
        assert deliveries.forget_old_deliveries() == 0
        clock("2026-12-06T12:00:00-08:00")
        assert deliveries.forget_old_deliveries() == 1
        assert count_of(WebhookDelivery, WebhookDelivery.webhook_id == paused) == 0
        assert count_of(WebhookDelivery, WebhookDelivery.webhook_id == removed) == 2
        assert one(select(AuditEntry.detail).where(AuditEntry.action == "forget_deliveries"))


@pytest.mark.parametrize("place", ["10.0.0.1", "127.0.0.1", "169.254.169.254", "::1"])
def test_a_name_that_stands_for_an_address_inside_is_not_called_on(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    family = socket.AF_INET6 if ":" in place else socket.AF_INET
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 443)),
        (family, socket.SOCK_STREAM, 6, "", (place, 443)),
    ]
    called: list[object] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: found)
    monkeypatch.setattr(socket, "create_connection", lambda *args: called.append(args))
    with pytest.raises(NotReached, match="inside"):
        post("https://program.example/", b"{}", {}, on_loopback=False)
    assert called == []


def test_the_connection_goes_to_what_the_name_stood_for_when_it_was_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked, called = [], []

    def look_up(host: str, port: int, **_options: object) -> list[Any]:
        asked.append(host)
        place = "93.184.215.14" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, port))]

    def connect(address: tuple[str, int], _seconds: float) -> socket.socket:
        called.append(address)
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(NotReached, match=r"Connection refused\."):
        post("https://program.example:8443/", b"{}", {}, on_loopback=False)
    assert (asked, called) == (["program.example"], [("93.184.215.14", 8443)])


def test_plain_http_is_spoken_on_loopback_alone_and_only_where_it_was_told_so() -> None:
    with receiver() as program:
        assert post(program.address, b"{}", {}, on_loopback=True) == 204
        for address, on_loopback in ((program.address, False), ("http://program.example/", True)):
            with pytest.raises(NotReached, match="https"):
                post(address, b"{}", {}, on_loopback=on_loopback)
        tls_to_plain = program.address.replace("http:", "https:")
        with pytest.raises(NotReached):
            post(tls_to_plain, b"{}", {}, on_loopback=True)
        assert len(program.told) == 1


def test_a_live_database_lets_no_webhook_lead_to_its_own_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert not loopback_for("live", settings_from_environment())
    monkeypatch.setenv("OHMS_WEBHOOKS_ON_LOOPBACK", "yes")
    assert loopback_for("demo", settings_from_environment())
    with pytest.raises(BadEnvironment):
        loopback_for("live", settings_from_environment())


def test_however_many_addresses_a_name_stands_for_it_is_ended_in_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    past, waited = [0.0], []

    def connect(_address: tuple[str, int], seconds: float) -> socket.socket:
        waited.append(seconds)
        past[0] += 9.0
        raise TimeoutError

    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"93.184.215.{n}", 443)) for n in range(9)
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: found)
    monkeypatch.setattr(socket, "create_connection", connect)
    monkeypatch.setattr(posting, "monotonic", lambda: past[0])
    with pytest.raises(NotReached, match="in time"):
        post("https://program.example/", b"{}", {}, on_loopback=False)
    assert waited == [10.0, 10.0, 2.0]


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_one_that_is_reached_too_late_is_told_nothing(
    scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    past, (near, far) = [0.0], socket.socketpair()

    def connect(_address: tuple[str, int], _seconds: float) -> socket.socket:
        past[0] = posting.AT_MOST
        return near

    monkeypatch.setattr(socket, "create_connection", connect)
    monkeypatch.setattr(posting, "monotonic", lambda: past[0])
    with far:
        with pytest.raises(NotReached, match="in time"):
            post(f"{scheme}://127.0.0.1:9/", b"{}", {}, on_loopback=True)
        assert far.recv(1) == b"", "it was shut, and nothing was said before"


def test_an_answer_that_drips_is_ended_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    class Drips(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.wfile.write(b"HTTP/1.1 2")
            self.wfile.flush()
            self.rfile.read(1_000)  # until the other side is gone

    monkeypatch.setattr(posting, "AT_MOST", 0.1)
    with ThreadingHTTPServer(("127.0.0.1", 0), Drips) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            with pytest.raises(NotReached, match="in time"):
                post(f"http://127.0.0.1:{server.server_address[1]}/", b"{}", {}, on_loopback=True)
        finally:
            server.shutdown()
            thread.join()
