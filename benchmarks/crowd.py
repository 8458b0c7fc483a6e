"""Eight people who save notes at once, alone and beside eight who read: rates, the worst save, losses.

They save as the coordinators of a COHE in turn, spread over many days and claims. A save that is refused
ends the run.
"""

import random
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from benchmarks.operations import SAVED, WRITTEN_ON, a_day
from benchmarks.people import SAID
from benchmarks.raw import Raw
from benchmarks.served import Browser, Served, hidden_of

EACH = 8
READER = "c1.hsc1"
Act = Callable[[], object]


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


class House(Protocol):
    """Where the people are at work: what the one of this number does again and again."""

    def saving(self, number: int) -> Act: ...
    def reading(self, number: int) -> Act: ...
    def notes(self) -> int: ...


def at_once(house: House, seconds: float, *, readers: bool) -> Crowd:
    """Each on a connection and in a session of their own; all of them go from claim to claim."""
    crowd, before = Crowd(seconds), house.notes()
    acts = [(house.saving(number), crowd.saves) for number in range(EACH)]
    if readers:
        acts += [(house.reading(number), crowd.reads) for number in range(EACH)]
    begin = threading.Barrier(len(acts))
    threads = [
        threading.Thread(target=_until, args=(act, taken, begin, crowd)) for act, taken in acts
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if crowd.trouble:
        first = crowd.trouble[0]
        told = f"{len(crowd.trouble)} stopped before the end, the first by {first!r}"
        raise RuntimeError(told) from first
    crowd.lost = len(crowd.saves) - (house.notes() - before)
    return crowd


def _until(act: Act, taken: list[float], begin: threading.Barrier, crowd: Crowd) -> None:
    begin.wait()
    end = time.monotonic() + crowd.seconds
    try:
        while time.monotonic() < end:
            began = time.perf_counter()
            act()
            taken.append(time.perf_counter() - began)
    except (RuntimeError, OSError) as trouble:  # told by whoever waits for all of them
        crowd.trouble.append(trouble)


class Ohms:
    """The coordinators of a COHE in the served product."""

    def __init__(self, server: Served, raw: Raw) -> None:
        self._port, self._raw = server.port, raw
        self._claims, self._people = raw.some_claims(WRITTEN_ON), raw.coordinators()
        self.notes = raw.notes

    def saving(self, number: int) -> Act:
        who = self._people[number % len(self._people)]
        browser, chance = Browser(self._port).sign_in(who), random.Random(number)
        forms = [self._form(browser, claim) for claim in self._claims[number::EACH]]

        def save() -> None:
            address, hidden = chance.choice(forms)
            own = {"idempotency_key": secrets.token_urlsafe(24), "performed_on": a_day(chance)}
            status = browser.post(address, {**hidden, **SAID, **own})
            if status != SAVED:
                raise RuntimeError(f"A note of {who} was answered by {status}.")

        return save

    def _form(self, browser: Browser, claim: str) -> tuple[str, dict[str, str]]:
        address = f"/claims/{claim}/notes"
        return address, hidden_of(browser.get(f"/claims/{claim}"), address)

    def reading(self, number: int) -> Act:
        browser = Browser(self._port).sign_in(READER)
        return going_round(browser, [f"/claims/{claim}/notes" for claim in self._claims], number)


def going_round(browser: Browser, paths: Sequence[str], start: int) -> Act:
    """Reads one path after the other, for ever."""
    turn = iter(range(start, 1_000_000))
    return lambda: browser.get(paths[next(turn) % len(paths)])
