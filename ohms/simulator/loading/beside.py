"""What needs no database is done beside the import: by another process where there is much of it.

Both processes make the same claims from the same seed; that is quicker than handing them over.
"""

import os
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Protocol

from ohms.commands.memory import collection_paused
from ohms.domain.feed.lines import FeedKind
from ohms.simulator.claims import ClaimMaker
from ohms.simulator.courses import ClaimCourse
from ohms.simulator.feed_files import WRITTEN, FeedWritten, write_first_load
from ohms.simulator.loading.progress import Stage, Tell
from ohms.simulator.planned import World
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

    def first_files(self) -> FeedWritten:
        """Providers and claims."""

    def further_files(self) -> FeedWritten:
        """What hangs on claims."""

    def plan(self) -> WorkPlan:
        """The work of staff."""


@contextmanager
def beside(world: World, to_on: date, folder: Path, tell: Tell) -> Iterator[Beside]:
    """The parts of a world's first load up to a day; feed files go into `folder`."""
    expected = sum(c.claims_per_year for c in world.cohes) * (to_on - world.first_day).days / 365
    if expected < MUCH or (os.cpu_count() or 1) < 2:
        yield _InOneProcess(world, to_on, folder, tell)
        return
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        further = pool.submit(begin_beside, world, to_on, folder)
        yield _InTwoProcesses(world, to_on, folder, tell, further, pool)


class _InOneProcess:
    def __init__(self, world: World, to_on: date, folder: Path, tell: Tell) -> None:
        self._world, self._to_on, self._folder = world, to_on, folder
        tell(Stage("Making claims"))
        self._courses = known_courses(world, to_on)
        tell(Stage("Writing the feed"))

    def first_files(self) -> FeedWritten:
        return _write(self._world, self._courses, self._to_on, self._folder, FIRST)

    def further_files(self) -> FeedWritten:
        return _write(self._world, self._courses, self._to_on, self._folder, FURTHER)

    def plan(self) -> WorkPlan:
        return plan_work(self._world, self._courses, self._to_on)


class _InTwoProcesses(_InOneProcess):
    def __init__(
        self,
        world: World,
        to_on: date,
        folder: Path,
        tell: Tell,
        further: Future[FeedWritten],
        pool: ProcessPoolExecutor,
    ) -> None:
        super().__init__(world, to_on, folder, tell)
        self._further = further
        self._plan = pool.submit(plan_beside)

    def further_files(self) -> FeedWritten:
        return self._further.result()

    def plan(self) -> WorkPlan:
        with collection_paused():
            return self._plan.result()


_begun: list[tuple[World, list[ClaimCourse], date]] = []
"""What the other process keeps between its two pieces of work."""


def begin_beside(world: World, to_on: date, folder: Path) -> FeedWritten:
    """In the other process: make the claims, write what hangs on them."""
    courses = known_courses(world, to_on)
    _begun.append((world, courses, to_on))
    return _write(world, courses, to_on, folder, FURTHER)


def plan_beside() -> WorkPlan:
    """In the other process, after `begin_beside`: plan the work."""
    world, courses, to_on = _begun.pop()
    return plan_work(world, courses, to_on)


def known_courses(world: World, to_on: date) -> list[ClaimCourse]:
    """Without the claims that had left the State Fund before the database began: they never came."""
    return [
        course
        for course in ClaimMaker(world).courses(world.first_day, to_on)
        if course.left_fund_on is None or course.left_fund_on > to_on
    ]


def _write(
    world: World,
    courses: list[ClaimCourse],
    to_on: date,
    folder: Path,
    kinds: tuple[FeedKind, ...],
) -> FeedWritten:
    return write_first_load(world, courses, to_on, folder, kinds=kinds, lines_a_file=LINES_A_FILE)
