"""A webhook from its form to its receiver: added, told, tried again, sent again, paused, removed."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from ohms import clock as program_clock
from ohms.commands.tasks import write_task
from ohms.models.audit import AuditEntry
from ohms.models.webhooks import Webhook, WebhookDelivery
from tests.api import program_of
from tests.blueprints.signing_in import as_person
from tests.cli.conftest import instance as instance
from tests.cli.conftest import run as run
from tests.cli.conftest import run_on as run_on
from tests.house import PASSWORD, House, count_of, one
from tests.pages import CheckedClient
from tests.tasks import said
from tests.webhooks import is_signed, receiver

HERE = "/admin/webhooks"
NOON = "2026-11-24T12:00:00-08:00"
TITLE = "Ask WorkerAL10001 about the knee"


def secret_in(html: str) -> str:
    found = re.search(r"whsec_[\w+/]+=*", html)
    assert found, html
    return found[0]


def test_a_webhook_is_told_signed_tried_again_and_looked_after(
    client: CheckedClient,
    house: House,
    run: Callable[..., object],
    clock: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock(NOON)
    monkeypatch.setitem(house.app.config, "WEBHOOKS_ON_LOOPBACK", True)
    environment = {
        "OHMS_SECRET_KEY": str(house.app.secret_key),
        "OHMS_WEBHOOKS_ON_LOOPBACK": "yes",
        "OHMS_ADDRESS": "https://ohms.example.org",
    }

    def send(minutes: int = 0) -> str:
        at = (program_clock.now() + timedelta(minutes=minutes)).isoformat()
        clock(at)
        return run("send", **environment, OHMS_CLOCK=at).output  # type: ignore[attr-defined,no-any-return]

    def write() -> int:
        with house.app.app_context():
            actor, claim = house.actor("alder.hsc1"), house.claim["AL10001"]
            return write_task(actor, claim, title=TITLE, due_by=date(2026, 12, 1))

    with receiver() as program:
        as_person(client, "admin")
        entered: dict[str, str | list[str]] = {
            "name": "Their program",
            "address": program.address,
            "events": ["task.made", "task.ended"],
            "cohe": "alder",
            "your_password": PASSWORD,
        }
        wrong = client.fill(HERE, HERE, **{**entered, "address": "https://10.0.0.1/"})
        assert (wrong.status_code, "network of this machine" in wrong.text) == (422, True)
        made = client.fill(HERE, HERE, **entered)
        secret = secret_in(made.text)
        assert made.status_code == 201
        assert "whsec_" not in client.get(HERE).text
        with house.app.app_context():
            webhook = one(select(Webhook.id))
            assert secret not in str(one(select(Webhook.salt)))
            assert count_of(AuditEntry, AuditEntry.action == "add_webhook") == 1
        page = f"{HERE}/{webhook}"
        task = write()
        assert "Waits" in said(client.get(page).text)

        program.answers = [500, 302, 204]
        assert "Told webhooks: 0. Put off: 1. Still waiting: 1." in send()
        assert "Told webhooks: 0. Put off: 0. Still waiting: 1." in send()
        assert "Put off: 1." in send(2)
        assert "Told webhooks: 1. Put off: 0. Still waiting: 0." in send(6)
        assert len({headers["webhook-id"] for headers, _body in program.told}) == 1
        assert len({headers["webhook-timestamp"] for headers, _body in program.told}) == 3
        assert [is_signed(secret, *each) for each in program.told] == [True] * 3
        headers, body = program.told[-1]
        assert not is_signed(secret, headers, body + b" ")
        assert not is_signed(secret, {**headers, "webhook-timestamp": "1"}, body)
        told = program.bodies()[-1]
        assert told == {
            "id": headers["webhook-id"],
            "type": "task.made",
            "timestamp": "2026-11-24T20:00:00Z",
            "data": {"url": f"https://ohms.example.org/api/v1/tasks/{task}"},
        }
        read = program_of(house, "alder.hsc1").call("GET", f"/api/v1/tasks/{task}")
        assert (read.status_code, TITLE in read.text) == (200, True)

        html = client.get(page).text
        assert "Delivered" in said(html)
        for hidden in ("AL10001", "knee", "whsec_"):
            assert hidden not in html
        with house.app.app_context():
            delivery = one(select(WebhookDelivery.id))
        assert client.fill(page, f"{page}/deliveries/{delivery}/again").status_code == 303
        assert "Told webhooks: 1." in send()
        assert program.bodies()[-1] == told

        def act(name: str, password: str = PASSWORD) -> object:
            return client.fill(page, page, act=name, your_password=password)

        assert act("pause", "not mine at all").status_code == 422  # type: ignore[attr-defined]
        renewed = secret_in(act("secret").text)  # type: ignore[attr-defined]
        assert act("pause").status_code == 303  # type: ignore[attr-defined]
        write()
        assert "Told webhooks: 0. Put off: 0. Still waiting: 0." in send()
        assert "Paused" in said(client.get(page).text)
        assert act("resume").status_code == 303  # type: ignore[attr-defined]
        assert "Told webhooks: 1." in send()
        assert is_signed(renewed, *program.told[-1])
        assert not is_signed(secret, *program.told[-1])
        write()
        assert act("remove").status_code == 303  # type: ignore[attr-defined]
        assert "Look after it" not in client.get(page).text
        assert "No mail is set up" in send()
        assert len(program.told) == 5
        assert "None stands." in said(client.get("/admin/self-check").text)
    assert as_person(client, "alder.supervisor").get(HERE).status_code == 403
