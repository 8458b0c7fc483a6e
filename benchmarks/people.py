"""Somebody at work in front of the served product: signs in, reads pages, writes a note now and then."""

import http.cookiejar
import random
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

PATIENCE = 30.0
CLAIM = re.compile(r'href="/claims/([A-Z]{1,2}\d{5,6})"')
READ = ("/", "/claims", "/claims?coordination=active&sort=-last_contact", "/tasks", "/referrals")
CLAIM_PAGES = ("", "/notes", "/file", "/time")
SAID = {
    "party": "worker",
    "method": "phone",
    "outcome": "reached",
    "standard_work": "return_to_work",
    "body": "Spoke about light duty; the offer is expected this week.",
    "minutes": "1",  # a day has 1,440, and those who are played save many a note
    "next_task": "Ask for the offer",
    "next_task_due": "+3b",
}


class _FormReader(HTMLParser):
    """The hidden fields of the form with one action."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self._action, self._inside = action, False
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form":
            self._inside = (found.get("action") or self._action) == self._action
        elif tag == "input" and self._inside and found.get("type") == "hidden":
            self.fields[found.get("name") or ""] = found.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "form"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        return None


@dataclass
class Answered:
    """One request: what it was, its status, and the seconds from sending to the last byte."""

    kind: str
    path: str
    status: int
    seconds: float


@dataclass
class Person:
    """Asks once every `pause` seconds on average; `writes` of the requests are notes."""

    url: str
    username: str
    password: str
    pause: float
    writes: float
    chance: random.Random
    answers: list[Answered] = field(default_factory=list)
    claims: Sequence[str] = ()

    def __post_init__(self) -> None:
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(jar, _NoRedirect())

    def sign_in(self) -> None:
        form = _FormReader("/login")
        form.feed(self._get("/login", "sign-in"))
        said = {**form.fields, "username": self.username, "password": self.password}
        self._post("/login", said, "sign-in")
        self.claims = sorted(set(CLAIM.findall(self._get("/claims", "sign-in"))))
        if not self.claims:
            raise RuntimeError(f"{self.username} sees no claim: was the demonstration filled?")
        self.answers.clear()

    def work_until(self, end: float) -> None:
        time.sleep(self.chance.uniform(0, self.pause))
        while time.monotonic() < end:
            self._act()
            time.sleep(self.chance.expovariate(1 / self.pause))

    def _act(self) -> None:
        number = self.chance.choice(self.claims)
        if self.chance.random() < self.writes:
            form = _FormReader(f"/claims/{number}/notes")
            form.feed(self._get(f"/claims/{number}", "read"))
            self._post(f"/claims/{number}/notes", {**form.fields, **SAID}, "write")
        elif self.chance.random() < 0.5:
            self._get(f"/claims/{number}{self.chance.choice(CLAIM_PAGES)}", "read")
        else:
            self._get(self.chance.choice(READ), "read")

    def _get(self, path: str, kind: str) -> str:
        return self._send(urllib.request.Request(self.url + path), kind)

    def _post(self, path: str, fields: dict[str, str], kind: str) -> str:
        body = urllib.parse.urlencode(fields).encode()
        return self._send(urllib.request.Request(self.url + path, data=body), kind)

    def _send(self, request: urllib.request.Request, kind: str) -> str:
        content: bytes
        began = time.monotonic()
        try:
            with self._opener.open(request, timeout=PATIENCE) as answer:
                status, content = answer.status, answer.read()
        except urllib.error.HTTPError as told:
            with told:
                status, content = told.code, told.read()
        except OSError:
            status, content = 0, b""
        self.answers.append(Answered(kind, request.selector, status, time.monotonic() - began))
        return content.decode()
