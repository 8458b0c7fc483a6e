"""An import that goes on after its page was answered: the job's row says how far it is."""

from sqlalchemy import insert, update

from ohms import clock
from ohms.commands.feed.outcome import FeedOutcome, Step
from ohms.commands.unit_of_work import housekeeping
from ohms.domain.access import Actor, Permission, check_may
from ohms.extensions import db
from ohms.models.housekeeping import Job

LONGEST = 400


def begin_job(actor: Actor, file_name: str) -> int:
    """The row of an import that is about to begin."""
    check_may(actor, Permission.FEED_IMPORT)
    with housekeeping("begin_import_job", actor):
        statement = insert(Job).values(
            kind="import",
            state="running",
            done=0,
            message=file_name[:LONGEST],
            started_by_id=actor.staff_id,
            asked_at=clock.now(),
        )
        return int(db.session.execute(statement.returning(Job.id)).scalar_one())


def tell_job(job_id: int, step: Step) -> None:
    """How far it is."""
    _change(job_id, done=step.done, total=step.total, feed_run_id=step.run_id)


def end_job(job_id: int, outcome: FeedOutcome | None, message: str) -> None:
    """How it ended; without an outcome it failed."""
    done = outcome is not None and outcome.state == "done"
    run = {"feed_run_id": outcome.run_id} if outcome else {}
    state = "done" if done else "failed"
    _change(job_id, state=state, message=message[:LONGEST], finished_at=clock.now(), **run)


def _change(job_id: int, **values: object) -> None:
    with housekeeping("tell_import_job"):
        db.session.execute(
            update(Job)
            .where(Job.id == job_id)
            .values(**values)
            .execution_options(synchronize_session=False)
        )
