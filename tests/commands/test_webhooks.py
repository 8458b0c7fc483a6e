"""Webhooks: written with the act, told to whom it concerns, at least once."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from ohms import clock as program_clock
from ohms.commands import referral_steps
from ohms.commands import webhooks as keeping
from ohms.commands.tasks import finish_task, write_task
from ohms.commands.unit_of_work import command, housekeeping
from ohms.commands.webhook_events import event_of, tell_webhooks
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import RuleBroken
from ohms.domain.values import ReferralStep, Service
from ohms.domain.webhooks import Event, WebhookEvent
from ohms.extensions import db
from ohms.models.reports import QuarterlyReport, ReportVersion
from ohms.models.webhooks import WebhookDelivery
from ohms.queries.webhooks import webhooks_state
from tests.house import House
from tests.referrals import sent_referral
from tests.tasks import put_task
from tests.webhooks import (
    NOON,
    add_webhook_row,
)

Clock = Callable[[str], None]
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


def leads_into_the_api(house: House, path: str) -> bool:
    endpoint, _values = house.app.url_map.bind("localhost").match(path, method="GET")
    return str(endpoint).startswith("api.")


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
