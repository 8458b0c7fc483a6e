"""People at work over HTTP, each with a browser of their own, as fast as the server answers."""

import http.cookiejar
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field

from tests.forms import posting_form
from tests.house import PASSWORD

PATIENCE = 30


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        return None


@dataclass
class Person:
    """Somebody signed in; keeps count of what the server answered, and how long the worst took."""

    url: str
    username: str
    password: str = PASSWORD
    answers: dict[int, int] = field(default_factory=dict)
    worst: float = 0.0

    def __post_init__(self) -> None:
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(jar, NoRedirect())
        form = posting_form(self.get("/login"))
        self.post("/login", form.filled_in({"username": self.username, "password": self.password}))

    def get(self, path: str) -> str:
        return self._send(urllib.request.Request(self.url + path))

    def post(self, path: str, fields: dict[str, list[str]]) -> str:
        body = urllib.parse.urlencode(fields, doseq=True).encode()
        return self._send(urllib.request.Request(self.url + path, data=body))

    def write_note(self, number: str, minutes: int) -> bool:
        """Write a note of so many minutes; whether the server acknowledged it."""
        said = {
            "party": "worker",
            "method": "phone",
            "outcome": "reached",
            "standard_work": "recovery",
            "body": f"{self.username} at {time.monotonic_ns()}",
            "minutes": str(minutes),
            "next_task": "Call again",
            "next_task_due": "+3b",
        }
        return self.write(number, said)

    def write(self, number: str, said: dict[str, str]) -> bool:
        """Send the composer of a claim with what is said; whether the server acknowledged it."""
        action = f"/claims/{number}/notes"
        form = posting_form(self.get(f"/claims/{number}"), action)
        before = self.answers.get(303, 0)
        self.post(action, form.filled_in(said))
        return self.answers.get(303, 0) == before + 1

    def _send(self, request: urllib.request.Request) -> str:
        began = time.monotonic()
        text: str
        try:
            with self._opener.open(request, timeout=PATIENCE) as answer:
                status, text = answer.status, answer.read().decode()
        except urllib.error.HTTPError as told:
            status, text = told.code, told.read().decode()
        self.worst = max(self.worst, time.monotonic() - began)
        self.answers[status] = self.answers.get(status, 0) + 1
        return text
