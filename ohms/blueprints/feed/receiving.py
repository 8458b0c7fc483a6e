"""An uploaded feed file: let in by its own limit, kept beside the database while it is imported."""

import logging
import os
import secrets
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from flask import Flask, current_app
from werkzeug.datastructures import FileStorage

from ohms.blueprints.feed.forms import UploadForm
from ohms.commands.feed import ONE_TRANSACTION, STOPPED, FeedOutcome, import_file
from ohms.commands.feed.jobs import begin_job, end_job, tell_job
from ohms.commands.refusals import Conflict, DatabaseBusy
from ohms.domain.actor import Actor
from ohms.domain.errors import RuleBroken
from ohms.domain.feed import FeedKind, FileRefused, read_feed
from ohms.models.unfinished import clear_files

LARGEST_FILE = 128 * 1024 * 1024
AT_ONCE = 1024 * 1024
LARGEST_BODY = LARGEST_FILE + AT_ONCE

log = logging.getLogger("ohms")


class Started(NamedTuple):
    """What became of an upload: imported in the request, or going on behind it."""

    outcome: FeedOutcome | None
    job_id: int | None


def receive(actor: Actor, form: UploadForm) -> Started:
    """Import the file of a valid form: at once up to 20,000 lines, else in a thread of its own. Raises
    `FileRefused` before that for one that cannot be read as its kind."""
    kind, as_of = FeedKind(form.kind.data), form.as_of_day
    path = _keep(form.file.data)
    task = _Task(actor, kind, path, form.file_name, as_of, bool(form.good_lines.data))
    if _lines(path) <= ONE_TRANSACTION + 1:
        try:
            return Started(task.run(), None)
        finally:
            path.unlink()
    try:
        with read_feed(kind, path, as_of):
            pass  # the head alone: whoever gave the file still looks
    except FileRefused:
        path.unlink()
        raise
    return Started(None, _going_on_behind(actor, task))


def _going_on_behind(actor: Actor, task: "_Task") -> int:
    """The job of an import in a thread of its own. Where none can begin, nothing of it is left."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    with ExitStack() as left:
        left.callback(task.path.unlink, missing_ok=True)
        job_id, lives = begin_job(actor, task.name, Path(current_app.instance_path))
        left.enter_context(lives)
        left.callback(end_job, job_id, None, f"{task.name}: It could not begin; give it again.")
        threading.Thread(target=task.run_behind, args=(app, job_id, lives), daemon=True).start()
        left.pop_all()
    return job_id


class _Task:
    def __init__(
        self, actor: Actor, kind: FeedKind, path: Path, name: str, as_of: object, good: bool
    ) -> None:
        self.actor, self.kind, self.path, self.name = actor, kind, path, name
        self.options = {"file_name": name, "as_of": as_of, "good_lines": good}

    def run(self, **watching: object) -> FeedOutcome:
        instance = Path(current_app.instance_path)
        return import_file(
            self.actor,
            self.kind,
            self.path,
            instance=instance,
            **self.options,  # type: ignore[arg-type]
            **watching,  # type: ignore[arg-type]
        )

    def run_behind(self, app: Flask, job_id: int, lives: ExitStack) -> None:
        """In a thread: nothing of the request is left, so it opens a context of its own."""
        with lives, app.app_context():
            outcome, message = None, "It failed; the log has the reason."
            try:
                outcome = self.run(progress=lambda step: tell_job(job_id, step))
                message = STOPPED.get(outcome.state, "The file was applied.")
            except RuleBroken as broken:
                message = broken.message
            except Conflict:
                message = "The same file is being imported by somebody else."
            except DatabaseBusy:
                message = "The database could not be written. Give the same file again to go on."
            except Exception:
                log.exception("import job %s failed", job_id)
            finally:
                self.path.unlink(missing_ok=True)
                end_job(job_id, outcome, f"{self.name}: {message}")


def _keep(given: FileStorage) -> Path:
    folder = Path(current_app.instance_path) / "incoming"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{secrets.token_hex(16)}.csv"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        given.save(stream, AT_ONCE)
    clear_files(folder.parent)
    return path


def _lines(path: Path) -> int:
    """Line ends, a cheap upper bound of the records."""
    with path.open("rb") as stream:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(AT_ONCE), b""))
