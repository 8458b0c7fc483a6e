"""One file of the L&I feed, from its first byte to what people see. Rules: the interface's "Import".

The whole file is read and checked before anything of it is applied. Without leave for good lines any
refused line applies nothing. Up to 20,000 lines stand or fall in one transaction; `large.py` has the
rest. Applying a file again changes nothing.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Any

from ohms import clock
from ohms.commands.feed.batches import Batch, Planned
from ohms.commands.feed.combining import NOT_HERE
from ohms.commands.feed.files import FeedFiles, bring_files
from ohms.commands.feed.large import import_in_batches, try_in_batches
from ohms.commands.feed.lines_read import good_lines_of, notices_of, refused_of
from ohms.commands.feed.orders import Order, sha256_of
from ohms.commands.feed.outcome import STOPPED, FeedOutcome, Progress, Step, tell_nobody
from ohms.commands.feed.plans import PLANS
from ohms.commands.feed.refused_lines import Refused
from ohms.commands.feed.retrying import take_in_parked, taken_in
from ohms.commands.feed.rows import Numbers
from ohms.commands.feed.runs import (
    begin_run,
    entry_of,
    finish_run,
    import_unit,
    keep_refusals,
)
from ohms.commands.memory import collection_paused
from ohms.commands.refusals import again_where_it_gave_way
from ohms.domain.access import Permission
from ohms.domain.actor import Actor, check_may
from ohms.domain.feed import FeedKind, FeedLine, FeedReading, read_feed
from ohms.models.feed import FeedRun

ONE_TRANSACTION = 20_000  # lines


class _Withdrawn(Exception):
    """Nothing of the file is applied; what was written in the transaction is taken back."""


def import_file(
    actor: Actor,
    kind: FeedKind,
    source: Path,
    *,
    file_name: str,
    as_of: date,
    instance: Path,
    good_lines: bool = False,
    dry_run: bool = False,
    refused_to: Path | None = None,
    files: FeedFiles | None = None,
    progress: Progress = tell_nobody,
) -> FeedOutcome:
    """Import one feed file as of a day; `file_name` is what people call it.

    Raises `FileRefused` where the file as a whole cannot be read, `NotAllowed` for others than
    administrators, `Conflict` when the same file is being imported elsewhere. `refused_to` gets the
    refused lines; `files` says where the files of a list of documents are, and where they are kept:
    without it the list alone is read. `progress` is told between transactions, never inside one.
    """
    check_may(actor, Permission.FEED_IMPORT)
    order = Order(
        actor,
        kind,
        source,
        file_name,
        sha256_of(source),
        as_of,
        good_lines,
        clock.now(),
        instance,
    )
    with read_feed(kind, source, as_of) as reading:
        refused = Refused(refused_to, reading.header)
        try:
            outcome = _import(order, reading, refused, dry_run, progress)
            if files is not None and kind is FeedKind.DOCUMENTS and outcome.state not in STOPPED:
                outcome = _with_files(order, files, refused, outcome, progress)
            return replace(outcome, refused_file=refused.close())
        finally:
            refused.discard()


def _import(
    order: Order, reading: FeedReading[Any], refused: Refused, dry_run: bool, progress: Progress
) -> FeedOutcome:
    lines = iter(reading)
    with collection_paused():
        head = list(islice(lines, ONE_TRANSACTION + 1))
    if len(head) > ONE_TRANSACTION and order.kind is not FeedKind.PROVIDERS:
        way = try_in_batches if dry_run else import_in_batches
        return way(order, reading, chain(head, lines), refused, progress)
    return _Whole(order, reading, [*head, *lines], refused, dry_run).run(progress)


def _with_files(
    order: Order, files: FeedFiles, refused: Refused, outcome: FeedOutcome, progress: Progress
) -> FeedOutcome:
    passed_over = frozenset(each.line_number for each in refused.reasons)
    brought = bring_files(order, files, passed_over, outcome.run_id, progress)
    refused.add(brought.refused)
    return replace(outcome, files=brought.kept, refused=outcome.refused + len(brought.refused))


class _Whole:
    """A file in one transaction: all of it, or, when it is withdrawn, none of it."""

    def __init__(
        self,
        order: Order,
        reading: FeedReading[Any],
        lines: Sequence[FeedLine[Any]],
        refused: Refused,
        dry_run: bool,
    ) -> None:
        self.order, self.reading, self.refused, self.dry_run = order, reading, refused, dry_run
        self.read = lines
        self.good = list(good_lines_of(lines))
        self.planned = Planned()
        self.notices = notices_of(reading)

    def run(self, progress: Progress) -> FeedOutcome:
        progress(Step("applying", 0, len(self.read), None))
        try:
            run_id = again_where_it_gave_way(self._apply)
        except _Withdrawn:
            run_id = None
        if run_id is None and not self.dry_run:
            return self._failed()
        progress(Step("applying", len(self.read), len(self.read), run_id))
        return FeedOutcome(
            state="tried" if self.dry_run else "done",
            **self.planned.tally.counts(),
            refused=self.refused.lines,
            notices=tuple(self.notices),
            refused_file=None,  # it is closed when the files were looked at too
            run_id=run_id,
        )

    def _apply(self) -> int:
        order = self.order
        self.refused.begin_anew()
        self.notices = notices_of(self.reading)
        with import_unit(order) as unit:
            numbers = Numbers()
            run_id = numbers.next(FeedRun)
            begin_run(order, run_id)
            taken = take_in_parked(numbers, order.at) if order.kind is FeedKind.CLAIMS else 0
            batch = Batch(run_id, order.as_of, order.at, self.reading.columns, self.good, numbers)
            self.planned = PLANS[order.kind](batch)
            self.refused.add(refused_of(self.read, self.good, self.planned.refused))
            if self.dry_run or (self.refused.lines and not order.good_lines):
                raise _Withdrawn
            self.planned.write()
            if order.kind is FeedKind.PROVIDERS:
                taken = take_in_parked(numbers, order.at)
            self._tell(taken)
            keep_refusals(run_id, self.refused.reasons)
            counts = {**self.planned.tally.counts(), "refused": self.refused.lines}
            finish_run(run_id, {"lines": len(self.read), **counts}, state="done")
            detail = {"lines": len(self.read), "taken_in": taken, **counts}
            unit.entries.append(entry_of(order, run_id, "done", **detail))
        return run_id

    def _tell(self, taken: int) -> None:
        self.notices += self.planned.notices.sentences
        if taken:
            self.notices.append(taken_in(taken))
        if self.planned.unlinked:
            self.notices.append(NOT_HERE)

    def _failed(self) -> FeedOutcome:
        """Record that the file was refused, and why."""
        with import_unit(self.order) as unit:
            run_id = Numbers().next(FeedRun)
            begin_run(self.order, run_id)
            keep_refusals(run_id, self.refused.reasons)
            counts = {"lines": len(self.read), "refused": self.refused.lines}
            finish_run(run_id, counts, state="failed")
            unit.entries.append(entry_of(self.order, run_id, "failed", **counts))
        return FeedOutcome(
            state="failed",
            refused=self.refused.lines,
            notices=tuple(self.notices),
            run_id=run_id,
        )
