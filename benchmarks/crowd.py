"""Eight people who save notes at once, alone and beside eight who read: rates, the worst save, losses.

They save as the coordinators of a COHE in turn, spread over many days. A save that is refused ends the run.
"""

import random
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from benchmarks.operations import SAVED, a_day
from benchmarks.people import SAID
from benchmarks.raw import Raw
from benchmarks.served import Browser, Served, hidden_of

EACH = 8
READER = "c1.hsc1"


@dataclass
class Crowd:
    """What so many people got done in some seconds. `lost`: saves that were answered and are not there."""

    seconds: float
    saves: list[float] = field(default_factory=list)
    reads: list[float] = field(default_factory=list)
    lost: int = 0
    trouble: list[Exception] = field(default_factory=list)

    @property
    def saves_a_second(self) -> float:
        return len(self.saves) / self.seconds

    @property
    def reads_a_second(self) -> float:
        return len(self.reads) / self.seconds

    @property
    def worst_save(self) -> float:
        return max(self.saves, default=0.0)


def at_once(server: Served, raw: Raw, folder: Path, seconds: float, *, readers: bool) -> Crowd:
    """Each on a connection and in a session of their own; whoever reads goes from claim to claim."""
    crowd, before = Crowd(seconds), _notes(folder)
    claims = raw.some_claims(EACH)
    people = cycle(raw.coordinators())
    acts = [_saving(server, number, next(people), crowd) for number in claims]
    if readers:
        acts += [_reading(server, claims, start, crowd) for start in range(EACH)]
    begin = threading.Barrier(len(acts))
    threads = [threading.Thread(target=_until, args=(act, begin, seconds, crowd)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if crowd.trouble:
        raise RuntimeError(f"{len(crowd.trouble)} stopped before the end") from crowd.trouble[0]
    crowd.lost = len(crowd.saves) - (_notes(folder) - before)
    return crowd


def _until(act: Callable[[], None], begin: threading.Barrier, seconds: float, crowd: Crowd) -> None:
    begin.wait()
    end = time.monotonic() + seconds
    try:
        while time.monotonic() < end:
            act()
    except (RuntimeError, OSError) as trouble:  # told by whoever waits for all of them
        crowd.trouble.append(trouble)


def _saving(server: Served, number: str, who: str, crowd: Crowd) -> Callable[[], None]:
    browser, chance = Browser(server.port).sign_in(who), random.Random(number)
    page = f"/claims/{number}"
    hidden = hidden_of(browser.get(page), f"{page}/notes")

    def save() -> None:
        own = {"idempotency_key": secrets.token_urlsafe(24), "performed_on": a_day(chance)}
        began = time.perf_counter()
        status = browser.post(f"{page}/notes", {**hidden, **SAID, **own})
        if status != SAVED:
            raise RuntimeError(f"A note of {who} was answered by {status}.")
        crowd.saves.append(time.perf_counter() - began)

    return save


def _reading(server: Served, claims: list[str], start: int, crowd: Crowd) -> Callable[[], None]:
    browser = Browser(server.port).sign_in(READER)
    turn = iter(range(start, 1_000_000))

    def read() -> None:
        began = time.perf_counter()
        browser.get(f"/claims/{claims[next(turn) % len(claims)]}/notes")
        crowd.reads.append(time.perf_counter() - began)

    return read


def _notes(folder: Path) -> int:
    connection = sqlite3.connect(f"file:{folder / 'ohms.sqlite'}?mode=ro", uri=True)
    try:
        return int(connection.execute("select count(*) from case_note").fetchone()[0])
    finally:
        connection.close()
