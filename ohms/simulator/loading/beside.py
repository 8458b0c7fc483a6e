"""What needs no database is done beside the import: by another process where there is much of it.

The import begins with the claims of the smaller COHEs, made here, while the other process makes those
of the largest. Later that one makes the smaller COHEs' again: quicker than handing them over.
"""

import os
from collections.abc import Collection, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Protocol

from ohms.domain.feed.lines import FeedKind
from ohms.simulator.claims import ClaimMaker
from ohms.simulator.courses import ClaimCourse
from ohms.simulator.feed_files import WRITTEN, FeedWritten, write_first_load
from ohms.simulator.loading.progress import Stage, Tell
from ohms.simulator.planned import PlannedCohe, World
from ohms.simulator.planned_work import WorkPlan
from ohms.simulator.worklog import plan_work

FIRST = (FeedKind.PROVIDERS, FeedKind.CLAIMS)
FURTHER = tuple(kind for kind in WRITTEN if kind not in FIRST)

LINES_A_FILE = 20_000
"""As many as the import takes in one transaction, and so reads but once."""

MUCH = 10_000
"""Claims from which on a second process is worth its start."""


class Beside(Protocol):
    """The parts of a first load that are made without the database."""

    def feed(self) -> Iterator[FeedWritten]:
        """The feed's files in the order of importing, part by part."""

    def plan(self) -> WorkPlan:
        """The work of staff, after the feed."""


@contextmanager
def beside(world: World, to_on: date, folder: Path, tell: Tell) -> Iterator[Beside]:
    """The parts of a world's first load up to a day; feed files go into `folder`."""
    expected = sum(c.claims_per_year for c in world.cohes) * (to_on - world.first_day).days / 365
    making = _Making(world, to_on, folder)
    if expected < MUCH or (os.cpu_count() or 1) < 2:
        yield _InOneProcess(making, tell)
        return
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        yield _InTwoProcesses(making, tell, pool)


class _Making:
    """Makes claims, their feed files and the work on them."""

    def __init__(self, world: World, to_on: date, folder: Path) -> None:
        self._world, self._to_on, self._folder = world, to_on, folder
        self._courses: dict[str, list[ClaimCourse]] = {}
        largest = max(world.cohes, key=lambda cohe: cohe.claims_per_year)
        self.largest = (largest,)
        self.smaller = tuple(cohe for cohe in world.cohes if cohe is not largest)

    def make(self, cohes: Collection[PlannedCohe]) -> None:
        """Claims by COHE, without those that had left the State Fund before the database began:
        they never came."""
        maker = ClaimMaker(self._world)
        for cohe in cohes:
            self._courses[cohe.slug] = [
                course
                for course in maker.courses(self._world.first_day, self._to_on, [cohe])
                if course.left_fund_on is None or course.left_fund_on > self._to_on
            ]

    def write(self, kinds: Collection[FeedKind], part: str = "") -> FeedWritten:
        """Files of all claims made so far."""
        return write_first_load(
            self._world,
            self._made(),
            self._to_on,
            self._folder,
            kinds=kinds,
            part=part,
            lines_a_file=LINES_A_FILE,
        )

    def plan(self) -> WorkPlan:
        return plan_work(self._world, self._made(), self._to_on)

    def _made(self) -> list[ClaimCourse]:
        """In the order of the world's COHEs, whichever was made first."""
        return [c for cohe in self._world.cohes for c in self._courses.get(cohe.slug, ())]


class _InOneProcess:
    def __init__(self, making: _Making, tell: Tell) -> None:
        self._making, self._tell = making, tell

    def feed(self) -> Iterator[FeedWritten]:
        self._tell(Stage("Making claims"))
        self._making.make((*self._making.smaller, *self._making.largest))
        self._tell(Stage("Writing the feed"))
        yield self._making.write(WRITTEN)

    def plan(self) -> WorkPlan:
        return self._making.plan()


class _InTwoProcesses:
    def __init__(self, making: _Making, tell: Tell, pool: ProcessPoolExecutor) -> None:
        self._making, self._tell = making, tell
        self._more_claims = pool.submit(begin_beside, making)
        self._further = pool.submit(go_on_beside)
        self._plan = pool.submit(plan_beside)

    def feed(self) -> Iterator[FeedWritten]:
        self._tell(Stage("Making claims"))
        self._making.make(self._making.smaller)
        self._tell(Stage("Writing the feed"))
        yield self._making.write(FIRST)
        yield self._more_claims.result()
        yield self._further.result()

    def plan(self) -> WorkPlan:
        return self._plan.result()


_begun: list[_Making] = []
"""What the other process keeps between its pieces of work."""


def begin_beside(making: _Making) -> FeedWritten:
    """In the other process: the claims of the largest COHE."""
    making.make(making.largest)
    _begun.append(making)
    return making.write((FeedKind.CLAIMS,), making.largest[0].slug)


def go_on_beside() -> FeedWritten:
    """In the other process, after `begin_beside`: what hangs on all claims."""
    (making,) = _begun
    making.make(making.smaller)
    return making.write(FURTHER)


def plan_beside() -> WorkPlan:
    """In the other process, after `go_on_beside`: the work."""
    return _begun.pop().plan()
