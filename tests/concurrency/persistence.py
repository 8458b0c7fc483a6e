"""Writers who do not give up: whatever happens to the server, they send the same form again."""

import os
import threading
import time
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path

from tests.concurrency.people import PATIENCE, Person
from tests.forms import Fields, posting_form

LOST_THE_SERVER = (OSError, HTTPException)
A_MOMENT = 0.05


class Journal:
    """What the server acknowledged, on disk before anything else is asked: outside the product."""

    def __init__(self, file: Path) -> None:
        self._file, self._lock = file, threading.Lock()
        file.touch()

    def acknowledged(self, text: str) -> None:
        with self._lock, self._file.open("a") as lines:
            lines.write(f"{text}\n")
            lines.flush()
            os.fsync(lines.fileno())

    def wait_for_more(self) -> None:
        """Until another note is acknowledged: the server is at work again."""
        until, before = time.monotonic() + PATIENCE, len(self.texts())
        while len(self.texts()) == before:
            assert time.monotonic() < until, "nobody's note was acknowledged"
            time.sleep(A_MOMENT)

    def texts(self) -> list[str]:
        return self._file.read_text().splitlines()


class PersistentWriter:
    """Writes one note after another on one claim; a dropped form is sent again, as it was."""

    def __init__(
        self, person: Person, number: str, journal: Journal, is_over: Callable[[], bool]
    ) -> None:
        self._person, self._number, self._journal = person, number, journal
        self._is_over = is_over
        self.sent: list[str] = []
        self.sent_again = 0

    def write(self) -> None:
        while not self._is_over():
            text = f"{self._person.username} at {time.monotonic_ns()}"
            form = self._form(text)
            if form is None:
                return
            self.sent.append(text)
            if self._deliver(form):
                self._journal.acknowledged(text)

    def _form(self, text: str) -> Fields | None:
        action = f"/claims/{self._number}/notes"
        while not self._is_over():
            try:
                page = self._person.get(f"/claims/{self._number}")
            except LOST_THE_SERVER:
                time.sleep(A_MOMENT)
                continue
            return posting_form(page, action).filled_in({**SAID, "body": text})
        return None

    def _deliver(self, form: Fields) -> bool:
        """Whether the server said that the note is written."""
        while True:
            before = self._person.answers.get(303, 0)
            try:
                self._person.post(f"/claims/{self._number}/notes", form)
            except LOST_THE_SERVER:
                if self._is_over():
                    return False
                self.sent_again += 1
                time.sleep(A_MOMENT)
                continue
            return self._person.answers.get(303, 0) == before + 1


SAID = {
    "party": "worker",
    "method": "phone",
    "outcome": "reached",
    "standard_work": "recovery",
    "minutes": "1",
    "next_task": "Call again",
    "next_task_due": "+3b",
}
