"""Webhooks for the tests: rows of them, and a program of another house that is told."""

import json
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from hmac import new as hmac_new
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ohms import clock
from ohms.commands.webhook_deliveries import ClaimedDelivery, Sender, claim_next_delivery
from ohms.models.webhooks import Webhook, WebhookDelivery
from tests.house import MADE_AT, House

NOON = "2026-11-24T12:00:00-08:00"
SENDER = Sender(b"a secret", "https://ohms.example.org", True)


def add_webhook_row(house: House, *, cohe_id: int | None = None, **values: Any) -> int:
    """One that hears of tasks, by an address that leads nowhere."""
    return house.add(
        Webhook,
        **{
            "name": "Their program",
            "address": "https://program.example/ohms",
            "events": "task.made task.ended",
            "cohe_id": cohe_id,
            "salt": "salt",
            "salted_at": MADE_AT,
            "keep_days": 30,
            "made_by_id": house.staff["admin"],
            "made_at": MADE_AT,
            **values,
        },
    )


def delivery_values(webhook_id: int, cohe_id: int, number: int, **values: Any) -> dict[str, Any]:
    return {
        "webhook_id": webhook_id,
        "event_id": f"evt_{number}",
        "event": "task.made",
        "cohe_id": cohe_id,
        "object_path": f"/api/v1/tasks/{number}",
        "happened_at": MADE_AT,
        "waits_since_at": MADE_AT,
        **values,
    }


class Receiver(ThreadingHTTPServer):
    """A program that is told: `answers` are its codes, one after another, and the last for ever. What it
    was sent is kept in `told`: its headers and its body."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Told)
        self.answers = [204]
        self.told: list[tuple[dict[str, str], bytes]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/ohms"

    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _headers, body in self.told]


class _Told(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.told.append((headers, body))
        answers = self.server.answers
        self.send_response(answers.pop(0) if len(answers) > 1 else answers[0])
        self.send_header("Location", f"http://127.0.0.1:{self.server.server_address[1]}/elsewhere")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is said on the tests' own output."""


@contextmanager
def receiver() -> Iterator[Receiver]:
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def is_signed(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """As a receiver verifies it, written from docs/api.md and not from the product."""
    key = b64decode(secret.removeprefix("whsec_"))
    told = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    wanted = f"v1,{b64encode(hmac_new(key, told, sha256).digest()).decode()}"
    return wanted in headers["webhook-signature"].split()


def claimed() -> ClaimedDelivery:
    found = claim_next_delivery(SENDER)
    assert isinstance(found, ClaimedDelivery)
    return found


def add_waiting(house: House, number: int = 1, **values: Any) -> int:
    """One delivery that waits for a webhook of its own; the webhook's id."""
    webhook = add_webhook_row(house, **values)
    now = clock.now()
    waits = {"happened_at": now, "waits_since_at": now}
    house.add(WebhookDelivery, **delivery_values(webhook, house.cohe["alder"], number, **waits))
    return webhook
