"""An import that goes on after its page was answered: the job's row says how far it is. A job, and a run of
a large file, whose program is gone is told as interrupted by who looks next, or at night.

PostgreSQL may have several servers, each with an instance folder of its own: there only the folder in which
it was at work tells at once that it is gone, and everybody after a day."""

from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, update

from ohms import clock
from ohms.commands.audit import Entry
from ohms.commands.feed.outcome import FeedOutcome, Step
from ohms.commands.feed.runs import at_work_on, take_turn
from ohms.commands.refusals import done_again
from ohms.commands.unit_of_work import bulk_unit, housekeeping
from ohms.domain.access import Permission
from ohms.domain.actor import Actor, check_may
from ohms.extensions import db
from ohms.models.feed import FeedRun
from ohms.models.housekeeping import Job
from ohms.models.unfinished import (
    FORGOTTEN_AFTER,
    IMPORT_JOB,
    clear_folders,
    is_at_work,
    working_folder,
)

LONGEST, LONGEST_NAME = 400, 200
NONE_LASTS = timedelta(seconds=FORGOTTEN_AFTER)
INTERRUPTED = (
    "the program that imported it ended before it did. What was applied stands: give the same file again,"
    " as of the same day, and it goes on."
)


def begin_job(actor: Actor, file_name: str, instance: Path) -> tuple[int, ExitStack]:
    """The row of an import that is about to begin, and what says that it lives: closed when it has ended."""
    check_may(actor, Permission.FEED_IMPORT)
    with ExitStack() as lives:
        job_id = _begun(actor, file_name, instance, lives)
        return job_id, lives.pop_all()


def _begun(actor: Actor, file_name: str, instance: Path, lives: ExitStack) -> int:
    with housekeeping("begin_import_job", actor):
        statement = insert(Job).values(
            kind="import",
            state="running",
            done=0,
            message=file_name[:LONGEST],
            started_by_id=actor.staff_id,
            asked_at=clock.now(),
        )
        job_id = int(db.session.execute(statement.returning(Job.id)).scalar_one())
        lives.enter_context(working_folder(instance, _at_work_on(job_id)))
    return job_id


def tell_job(job_id: int, step: Step) -> None:
    """How far it is."""
    _change(job_id, done=step.done, total=step.total, feed_run_id=step.run_id)


def end_job(job_id: int, outcome: FeedOutcome | None, message: str) -> None:
    """How it ended; without an outcome it failed."""
    done = outcome is not None and outcome.state == "done"
    run = {"feed_run_id": outcome.run_id} if outcome else {}
    state = "done" if done else "failed"
    _change(job_id, state=state, message=message[:LONGEST], finished_at=clock.now(), **run)


@done_again
def end_interrupted(instance: Path, *, waits: bool = True) -> int:
    """Tell of jobs and runs whose program is gone that they were interrupted; how many. What they applied
    stands, and a run goes on where the same file is given again. Who does not wait tells nothing while
    somebody imports."""
    if not any(_broken_off(instance)):
        return 0
    with bulk_unit("end_interrupted_import", None) as unit:
        if not take_turn(waits=waits):
            return 0
        runs, jobs = _broken_off(instance)  # somebody may have taken one up since
        for run in runs:
            run.finished_at = clock.now()
            unit.entries.append(Entry("end_interrupted_import", "feed_run", run.id))
        told = [at_work_on(run.id) for run in runs]
        told += [_at_work_on(job.id) for job in jobs if _is_told(job)]
    for each in told:
        clear_folders(instance, f"{each}-")
    return len(told)


def _is_told(job: Job) -> bool:
    """Tell that a job was interrupted; not where it came to its end since it was read."""
    message = f"{(job.message or '')[:LONGEST_NAME]}: {INTERRUPTED}"
    told: Any = db.session.execute(
        update(Job)
        .where(Job.id == job.id, Job.state == "running")
        .values(state="failed", message=message, finished_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    return bool(told.rowcount)


def _broken_off(instance: Path) -> tuple[list[FeedRun], list[Job]]:
    """Runs and jobs at which no program is at work any more."""
    runs = select(FeedRun).where(FeedRun.state == "running", FeedRun.finished_at.is_(None))
    jobs = select(Job).where(Job.kind == "import", Job.state == "running")
    return (
        [
            run
            for run in db.session.scalars(runs)
            if _is_gone(instance, at_work_on(run.id), run.started_at)
        ],
        [
            job
            for job in db.session.scalars(jobs)
            if _is_gone(instance, _at_work_on(job.id), job.asked_at)
        ],
    )


def _is_gone(instance: Path, made: str, begun_at: datetime) -> bool:
    at_work = is_at_work(instance, made)
    if at_work is None and db.session.get_bind().dialect.name == "postgresql":
        return begun_at < clock.now() - NONE_LASTS
    return not at_work


def _at_work_on(job_id: int) -> str:
    return f"{IMPORT_JOB}{job_id}"


def _change(job_id: int, **values: object) -> None:
    with housekeeping("tell_import_job"):
        db.session.execute(
            update(Job)
            .where(Job.id == job_id)
            .values(**values)
            .execution_options(synchronize_session=False)
        )
