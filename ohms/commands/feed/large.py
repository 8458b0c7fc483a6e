"""Files of more than 20,000 lines: checked as a whole, then applied in batches of at most 5,000.

The run's row stands from the beginning and says after which line to go on: a killed import is taken
up by giving the same file again, and told as interrupted meanwhile (`jobs.py`). What is applied is what
was checked (`checked.py`). Each transaction commits its lines, its counts and its audit entry together, so
that no record is ever half applied, and lets other writers in between.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from ohms.commands.feed.batches import Batch, Line
from ohms.commands.feed.checked import Checked, Part
from ohms.commands.feed.combining import NOT_HERE, link_late
from ohms.commands.feed.lines_read import good_lines_of, notices_of, refused_of
from ohms.commands.feed.orders import Order
from ohms.commands.feed.outcome import FeedOutcome, Progress, Step
from ohms.commands.feed.pace import Pace
from ohms.commands.feed.plans import PLANS
from ohms.commands.feed.refused_lines import Refused
from ohms.commands.feed.retrying import take_in_parked, taken_in
from ohms.commands.feed.rows import Numbers
from ohms.commands.feed.runs import (
    advance,
    at_work_on,
    begin_run,
    entry_of,
    finish_run,
    forget_refusals,
    import_unit,
    keep_refusals,
    unfinished_run,
)
from ohms.commands.memory import collection_paused
from ohms.commands.refusals import again_where_it_gave_way
from ohms.domain.feed import LAYOUTS, FeedKind, FeedLine, FeedReading
from ohms.extensions import db
from ohms.models.feed import FeedRun
from ohms.models.unfinished import working_folder
from ohms.queries.guard import unscoped

BATCH = 5_000  # lines


def try_in_batches(
    order: Order,
    reading: FeedReading[Any],
    lines: Iterator[FeedLine[Any]],
    refused: Refused,
    progress: Progress,
) -> FeedOutcome:
    """A dry run: what would come of a large file."""
    checked = Checked(None)
    _check(order, reading, lines, refused, progress, None, checked)
    return FeedOutcome(
        state="tried",
        **checked.tally.counts(),
        refused=refused.lines,
        notices=tuple(checked.notices.sentences),
        refused_file=None,
    )


def import_in_batches(
    order: Order,
    reading: FeedReading[Any],
    lines: Iterator[FeedLine[Any]],
    refused: Refused,
    progress: Progress,
) -> FeedOutcome:
    """Import a large file, from its beginning or from where an earlier run of it was cut off."""
    with ExitStack() as held:
        run_id, after, folder = _open_run(order, held)
        progress(
            Step("checking", 0, None, run_id)
        )  # cut off from here on, it is known which it was
        checked = Checked(held.enter_context(TemporaryFile(dir=folder)))
        _check(order, reading, lines, refused, progress, run_id, checked)
        goes_on = not refused.lines or order.good_lines
        _record_check(order, run_id, after, checked, refused, goes_on=goes_on)
        notices = tuple(checked.notices.sentences)
        if not goes_on:
            return _outcome(run_id, notices)
        notices += _apply(order, run_id, after, checked, reading.columns, progress)
    return _outcome(run_id, notices)


def _open_run(order: Order, held: ExitStack) -> tuple[int, int, Path]:
    """The run, the line after which it goes on, and its working folder, held before anybody sees that it runs."""
    with import_unit(order) as unit:
        before = unfinished_run(order)
        if before is not None:
            run_id, after, before.finished_at = before.id, before.resumed_after_line, None
        else:
            run_id, after = Numbers().next(FeedRun), 0
            begin_run(order, run_id)
        folder = held.enter_context(working_folder(order.instance, at_work_on(run_id)))
        unit.entries.append(entry_of(order, run_id, "done", begun=True, after_line=after))
    return run_id, after, folder


def _check(
    order: Order,
    reading: FeedReading[Any],
    lines: Iterator[FeedLine[Any]],
    refused: Refused,
    progress: Progress,
    run_id: int | None,
    checked: Checked,
) -> None:
    """Read and weigh every line against the database, writing nothing to it."""
    while _weigh(order, reading, lines, refused, checked):
        progress(Step("checking", checked.lines, None, run_id))
    for sentence in notices_of(reading):
        checked.notices.add(sentence)


@collection_paused()
def _weigh(
    order: Order,
    reading: FeedReading[Any],
    lines: Iterator[FeedLine[Any]],
    refused: Refused,
    checked: Checked,
) -> bool:
    """The next batch; whether there was one."""
    chunk = list(islice(lines, BATCH))
    if not chunk:
        return False
    good = list(good_lines_of(chunk))
    numbers = Numbers(dry=True)
    batch = Batch(0, order.as_of, order.at, reading.columns, good, numbers, dry=True)
    with unscoped(order.action):
        planned = PLANS[order.kind](batch)
    db.session.rollback()
    refused.add(refused_of(chunk, good, planned.refused))
    checked.lines += len(chunk)
    checked.tally.add(planned.tally)
    checked.unlinked += planned.unlinked
    checked.keep(chunk, good, {each.line_number for each in planned.refused})
    for sentence in planned.notices.sentences:
        checked.notices.add(sentence)
    return True


def _record_check(
    order: Order, run_id: int, after: int, checked: Checked, refused: Refused, *, goes_on: bool
) -> None:
    """What was found. A run that does not go on failed where nothing of it was applied; else it is
    interrupted, and what was applied stands."""
    with import_unit(order) as unit:
        state = "running" if goes_on or after else "failed"
        counts = {"lines": checked.lines, "refused": refused.lines}
        finish_run(run_id, counts, state=state, after=after, goes_on=goes_on)
        forget_refusals(run_id)
        keep_refusals(run_id, refused.reasons)
        result = "done" if goes_on else "failed"
        unit.entries.append(entry_of(order, run_id, result, checked=True, **counts))


def _apply(
    order: Order,
    run_id: int,
    after: int,
    checked: Checked,
    columns: frozenset[str],
    progress: Progress,
) -> tuple[str, ...]:
    """All batches and the run's end; sentences about what happened beside the lines."""
    notices = []
    parked = partial(_take_in_parked, order, run_id)
    if order.kind is FeedKind.CLAIMS and (taken := again_where_it_gave_way(parked)):
        notices.append(taken_in(taken))
    done, pace = 0, Pace()
    for batch in checked.kept():
        done += batch.lines
        for part in batch.parts(after, pace):
            act = partial(_apply_part, order, run_id, after, part, columns)
            with pace.held(len(part.good)), collection_paused():  # to the end of what the part made
                again_where_it_gave_way(act)
            after = part.last
        progress(Step("applying", done, checked.lines, run_id))
    missing = again_where_it_gave_way(partial(_end, order, run_id, checked))
    return (*notices, NOT_HERE) if missing else tuple(notices)


def _end(order: Order, run_id: int, checked: Checked) -> bool:
    """The run's end; whether a claim that another was combined into is not here."""
    with import_unit(order) as unit:
        missing = link_late(checked.unlinked)
        finish_run(run_id, {}, state="done")
        unit.entries.append(entry_of(order, run_id, "done", finished=True))
    return bool(missing)


def _take_in_parked(order: Order, run_id: int) -> int:
    with import_unit(order) as unit:
        taken = take_in_parked(Numbers(), order.at)
        unit.entries.append(entry_of(order, run_id, "done", taken_in=taken))
    return taken


def _apply_part(
    order: Order,
    run_id: int,
    after: int,
    part: Part,
    columns: frozenset[str],
) -> None:
    """One transaction. A line that the check passed and that cannot be applied any more, because
    somebody changed what it stands on, is refused by itself."""
    last, line_of = part.last, LAYOUTS[order.kind].line._make
    with import_unit(order) as unit:
        good = [Line(number, line_of(said), ()) for number, said in part.good]
        planned = PLANS[order.kind](Batch(run_id, order.as_of, order.at, columns, good, Numbers()))
        planned.write()
        keep_refusals(run_id, planned.refused)
        refused = len({each.line_number for each in planned.refused})
        advance(run_id, after=after, to=last, tally=planned.tally, refused=refused)
        counts = planned.tally.counts()
        unit.entries.append(entry_of(order, run_id, "done", lines_to=last, **counts))


def _outcome(run_id: int, notices: tuple[str, ...]) -> FeedOutcome:
    with unscoped("feed run"):
        run = db.session.get_one(FeedRun, run_id, populate_existing=True)
    outcome = FeedOutcome(
        state="interrupted" if run.state == "running" else run.state,
        added=run.added,
        updated=run.updated,
        unchanged=run.unchanged,
        refused=run.refused,
        parked=run.parked,
        notices=notices,
        run_id=run_id,
    )
    db.session.rollback()
    return outcome
