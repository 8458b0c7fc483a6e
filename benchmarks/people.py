"""Somebody at work in front of the served product: signs in, reads pages, writes a note now and then.

They share the processors with the server: so they keep their connection and read of a page what they
need for the next one, as a browser in front of a screen would elsewhere.
"""

import http.client
import random
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.served import Browser, hidden_of

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

    port: int
    username: str
    pause: float
    writes: float
    chance: random.Random
    answers: list[Answered] = field(default_factory=list)
    claims: Sequence[str] = ()

    def sign_in(self) -> None:
        self._browser = Browser(self.port).sign_in(self.username)
        self.claims = sorted(set(CLAIM.findall(self._browser.get("/claims"))))
        if not self.claims:
            raise RuntimeError(f"{self.username} sees no claim: was the demonstration filled?")

    def work_until(self, end: float) -> None:
        time.sleep(self.chance.uniform(0, self.pause))
        while time.monotonic() < end:
            self._act()
            time.sleep(self.chance.expovariate(1 / self.pause))

    def _act(self) -> None:
        claim = f"/claims/{self.chance.choice(self.claims)}"
        if self.chance.random() < self.writes:
            page = self._ask("GET", claim, "read")
            form = f"{claim}/notes"
            if f'action="{form}"' in page:
                self._ask("POST", form, "write", {**hidden_of(page, form), **SAID})
        elif self.chance.random() < 0.5:
            self._ask("GET", f"{claim}{self.chance.choice(CLAIM_PAGES)}", "read")
        else:
            self._ask("GET", self.chance.choice(READ), "read")

    def _ask(
        self, method: str, path: str, kind: str, fields: Mapping[str, str] | None = None
    ) -> str:
        began = time.monotonic()
        try:
            status, text = self._browser.ask(method, path, fields)
        except (OSError, http.client.HTTPException):
            status, text = 0, ""
        self.answers.append(Answered(kind, path, status, time.monotonic() - began))
        return text
