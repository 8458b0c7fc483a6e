"""What must be true of the data, recomputed: `ohms check`."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy.exc import DBAPIError

from ohms.extensions import db
from ohms.models.document_store import DocumentStore
from ohms.queries.checks.invariant import FileInvariant, Invariant, Severity
from ohms.queries.checks.registry import FILE_INVARIANTS, INVARIANTS
from ohms.queries.guard import unscoped


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found of one invariant; nothing, where it holds."""

    invariant: Invariant | FileInvariant
    findings: tuple[str, ...]

    @property
    def is_fault(self) -> bool:
        return bool(self.findings) and self.invariant.severity is Severity.FAULT


AT_ONCE = 2
"""The longest two read the whole file, and both leave Python to others: as many as a small machine has cores."""

OpenSession = Callable[[], AbstractContextManager[object]]


def recompute(
    today: date, store: DocumentStore | None = None, *, elsewhere: OpenSession | None = None
) -> Iterator[Checked]:
    """Every invariant as of a day, told one after another, over the whole database; with a store also
    those of its files. Two are worked out at once where `elsewhere` opens a session of its own in
    another thread."""
    asked: list[tuple[Invariant | FileInvariant, Callable[[], Iterator[str]]]] = [
        (invariant, partial(invariant.findings, today)) for invariant in INVARIANTS
    ]
    if store is not None:
        asked += [(of_files, partial(of_files.findings, store)) for of_files in FILE_INVARIANTS]
    if elsewhere is None:
        yield from (_checked(*each) for each in asked)
        return
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(partial(_checked_elsewhere, elsewhere), asked)


def _checked_elsewhere(
    elsewhere: OpenSession,
    asked: tuple[Invariant | FileInvariant, Callable[[], Iterator[str]]],
) -> Checked:
    with elsewhere():
        return _checked(*asked)


def first_fault(today: date) -> str | None:
    """The first fault of the data, or None, within a bulk unit whose transaction goes on."""
    for invariant in (each for each in INVARIANTS if each.severity is Severity.FAULT):
        # To the last: a question left in its middle would stay open on the server.
        if findings := tuple(invariant.findings(today)):
            return f"The invariant {invariant.name} does not hold ({findings[0]})."
    return None


def _checked(
    invariant: Invariant | FileInvariant, findings_of: Callable[[], Iterator[str]]
) -> Checked:
    try:
        with unscoped("ohms check"):
            findings = tuple(findings_of())
    except DBAPIError as trouble:  # a damaged file: the others may still be readable
        findings = (f"cannot be read: {' '.join(str(trouble.orig).split())}",)
    db.session.rollback()
    return Checked(invariant, findings)
