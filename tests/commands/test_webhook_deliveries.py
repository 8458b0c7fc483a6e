"""What waits for webhooks: sent again, further and further apart, never by two at once, and given up."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from ohms import clock as program_clock
from ohms.commands import webhook_deliveries as deliveries
from ohms.commands import webhooks as keeping
from ohms.commands.delivering import deliver_waiting
from ohms.commands.posting import post
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.outbox import WAITS
from ohms.domain.webhooks import LOST_WHILE_PAUSED
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.webhooks import WebhookDelivery
from ohms.queries.webhooks import webhooks_known, webhooks_state
from tests.house import House, count_of, one
from tests.waiting import join_or_see_it_wait
from tests.webhooks import (
    NOON,
    SENDER,
    add_waiting,
    add_webhook_row,
    claimed,
    delivery_values,
    receiver,
)

Clock = Callable[[str], None]


@pytest.fixture(autouse=True)
def _at_noon(clock: Clock) -> None:
    clock(NOON)


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
