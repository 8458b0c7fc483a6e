"""Webhooks: written with the act, told to whom it concerns, at least once."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from ohms import clock as program_clock
from ohms.commands import referral_steps
from ohms.commands import webhook_deliveries as deliveries
from ohms.commands import webhooks as keeping
from ohms.commands.delivering import deliver_waiting
from ohms.commands.posting import post
from ohms.commands.tasks import finish_task, write_task
from ohms.commands.unit_of_work import command, housekeeping
from ohms.commands.webhook_events import event_of, tell_webhooks
from ohms.domain.access import Actor, NotFound, Permission
from ohms.domain.errors import RuleBroken
from ohms.domain.outbox import WAITS
from ohms.domain.values import ReferralStep, Service
from ohms.domain.webhooks import LOST_WHILE_PAUSED, Event, WebhookEvent
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.reports import QuarterlyReport, ReportVersion
from ohms.models.webhooks import WebhookDelivery
from ohms.queries.webhooks import webhooks_known, webhooks_state
from tests.house import House, count_of, one
from tests.referrals import sent_referral
from tests.tasks import put_task
from tests.waiting import join_or_see_it_wait
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


def test_a_late_failure_leaves_the_claim_of_the_sender_that_came_after(
    house: House, clock: Clock
) -> None:
    """Its delivery would be claimed by a third one while the second is sending it."""
    with house.app.app_context():
        add_waiting(house)
        late = claimed()
        clock("2026-11-24T12:06:00-08:00")
        second = claimed()
        assert deliveries.put_off_delivery(late, "It answered 503.", 503) is None
        clock("2026-11-24T12:10:30-08:00")
        assert deliveries.claim_next_delivery(SENDER) is None
        assert deliveries.put_off_delivery(second, "It answered 500.", 500) is None
        assert one(select(WebhookDelivery)).last_status == 500


def test_what_another_sender_tells_at_this_very_moment_is_not_given_up(
    house: House, clock: Clock
) -> None:
    """On PostgreSQL, where two write at once: found as waiting, and delivered before it is ended."""
    with house.app.app_context():
        if db.engine.dialect.name != "postgresql":
            pytest.skip("SQLite has one writer at a time")
        add_waiting(house, paused_at=program_clock.now())
        clock("2026-11-28T12:00:00-08:00")
        db.session.rollback()
        ended: list[Any] = []

        def give_up() -> None:
            with house.app.app_context():
                ended.append(deliveries.give_up_what_waited_too_long())

        with db.engine.connect() as theirs:
            theirs.execute(text("update webhook_delivery set delivered_at = now()"))
            thread = threading.Thread(target=give_up)
            thread.start()
            join_or_see_it_wait(thread)
            theirs.commit()
            thread.join(10)
        assert ended == [[]]
        assert one(select(WebhookDelivery.given_up_at)) is None


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
        assert [(each.error, each.chosen) for each in lost] == [(LOST_WHILE_PAUSED, True)]
        assert webhooks_state().given_up == 0, "a fault of nobody"
        assert {each.given_up for each in webhooks_known(admin)} == {1, 2}, "to be sent again"
        assert deliveries.forget_old_deliveries() == 0
        clock("2026-12-06T12:00:00-08:00")
        assert deliveries.forget_old_deliveries() == 1
        assert count_of(WebhookDelivery, WebhookDelivery.webhook_id == paused) == 0
        assert count_of(WebhookDelivery, WebhookDelivery.webhook_id == removed) == 2
        assert one(select(AuditEntry.detail).where(AuditEntry.action == "forget_deliveries"))
