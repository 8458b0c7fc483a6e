"""Where a webhook may lead, what it tells, and how a receiver knows who told it."""

import json
from base64 import b64decode
from datetime import UTC, datetime

import pytest

from ohms.domain.errors import RuleBroken
from ohms.domain.webhook_addresses import LONGEST, checked_address, is_outside
from ohms.domain.webhooks import (
    MOST_AT_ONCE,
    WebhookEvent,
    checked_webhook,
    event_body,
    is_taken,
    key_of,
    read_events,
    secret_text,
    signed_headers,
    written_events,
)

NOW = datetime(2026, 11, 24, 20, 5, tzinfo=UTC)
OUTSIDE = "https://desk.example.org/ohms?of=lni"


@pytest.mark.parametrize(
    "address",
    [
        OUTSIDE,
        "https://desk.example.org",
        "https://desk.example.org:8443/a",
        "https://93.184.215.14/hook",
        "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/hook",
    ],
)
def test_an_https_address_that_leads_outside_is_taken_as_it_is(address: str) -> None:
    assert checked_address(f" {address} ", on_loopback=False) == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "desk.example.org",
        "http://desk.example.org",
        "ftp://desk.example.org",
        "javascript:alert(1)",
        "https://",
        "https://desk.example.org:0/",
        "https://desk.example.org:99999/",
        "https://desk.example.org:x/",
        "https://[desk/",
        "https://me:secret@desk.example.org/",
        "https://@desk.example.org/",
        "https://desk.example.org/#here",
        "https://desk.example.org/a b",
        "https://desk.example.org\\@10.0.0.1/",
        "https://désk.example.org/",
        "https://desk.example.org/\r\nHost: 10.0.0.1",
        f"https://desk.example.org/{'a' * LONGEST}",
        "https://localhost/",
        "https://db.localhost/",
        "https://intranet/",
        "https://2130706433/",
        "https://127.0.0.1/",
        "https://10.1.2.3/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[fe80::1%25eth0]/",
        "http://127.0.0.1:8000/",
    ],
)
def test_what_is_no_https_address_or_leads_inside_is_refused(address: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        checked_address(address, on_loopback=False)
    assert refused.value.field == "address"


def test_a_demonstration_that_was_told_so_may_lead_to_its_own_machine_and_no_further_inside() -> (
    None
):
    assert checked_address("http://127.0.0.1:9000/a", on_loopback=True)
    for inside in ("http://10.0.0.1/", "http://desk.example.org/", "https://192.168.0.1/"):
        with pytest.raises(RuleBroken):
            checked_address(inside, on_loopback=True)


@pytest.mark.parametrize(
    ("address", "outside"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("::ffff:93.184.215.14", True),
        ("0.0.0.0", False),
        ("10.0.0.1", False),
        ("100.64.0.1", False),
        ("127.0.0.1", False),
        ("169.254.169.254", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("198.18.0.1", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("::ffff:169.254.169.254", False),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False),
        ("2001:0:a00:1::", False),
        ("fc00::1", False),
        ("fe80::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
    ],
)
def test_outside_is_only_what_anybody_on_the_internet_has(address: str, outside: bool) -> None:
    assert is_outside(address) is outside


def test_the_signature_is_the_one_that_standard_webhooks_publishes() -> None:
    said = b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    at = datetime.fromtimestamp(1614265330, UTC)
    told = signed_headers(said, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, b'{"test": 2432232314}')
    assert told["webhook-timestamp"] == "1614265330"
    assert told["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert secret_text(said) == "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_another_secret_webhook_or_salt_makes_another_key() -> None:
    keys = {
        key_of(secret, webhook, salt)
        for secret in (b"one", b"two")
        for webhook in (1, 2)
        for salt in ("a", "b")
    }
    assert len(keys) == 8
    assert {len(key) for key in keys} == {32}


def test_an_event_tells_what_happened_when_and_where_to_ask_and_nothing_else() -> None:
    body = event_body("evt_1", WebhookEvent.TASK_MADE, NOW, "https://h/api/v1/tasks/7")
    assert json.loads(body) == {
        "id": "evt_1",
        "type": "task.made",
        "timestamp": "2026-11-24T20:05:00Z",
        "data": {"url": "https://h/api/v1/tasks/7"},
    }


def test_events_are_kept_in_one_line_and_an_unknown_one_is_heard_of_no_more() -> None:
    for event in WebhookEvent:
        assert read_events(written_events([event])) == {event}
    assert read_events("task.made claim.merged") == {WebhookEvent.TASK_MADE}
    assert len(written_events(list(WebhookEvent))) <= 200


@pytest.mark.parametrize(
    ("name", "events", "days", "standing", "field"),
    [
        (" ", {WebhookEvent.TASK_MADE}, 30, 0, "name"),
        ("x" * 81, {WebhookEvent.TASK_MADE}, 30, 0, "name"),
        ("Ours", set[WebhookEvent](), 30, 0, "events"),
        ("Ours", {WebhookEvent.TASK_MADE}, 6, 0, "keep_days"),
        ("Ours", {WebhookEvent.TASK_MADE}, 366, 0, "keep_days"),
        ("Ours", {WebhookEvent.TASK_MADE}, None, 0, "keep_days"),
        ("Ours", {WebhookEvent.TASK_MADE}, 30, MOST_AT_ONCE, None),
    ],
)
def test_a_webhook_has_a_name_events_and_a_log_within_bounds(
    name: str, events: set[WebhookEvent], days: int | None, standing: int, field: str | None
) -> None:
    with pytest.raises(RuleBroken) as refused:
        checked_webhook(name, events, days, standing=standing)
    assert refused.value.field == field
    assert checked_webhook(" Our  desk", {WebhookEvent.TASK_MADE}, 7, standing=0) == "Our desk"


def test_only_an_answer_that_says_so_took_it() -> None:
    assert [
        status for status in (200, 204, 299, 199, 301, 302, 308, 400, 410, 500) if is_taken(status)
    ] == [200, 204, 299]
