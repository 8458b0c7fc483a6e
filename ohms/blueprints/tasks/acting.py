"""What is done with a task: one address an act. The page it came from is the page it goes back to."""

from collections.abc import Callable

from flask import flash, request, url_for
from flask import redirect as go
from werkzeug.wrappers import Response

from ohms.blueprints.tasks import undoing
from ohms.blueprints.tasks.forms import (
    ActForm,
    DueForm,
    FinishForm,
    NotNeededForm,
    OwnerForm,
    WaitForm,
)
from ohms.blueprints.tasks.room import ONE_TASK, blueprint
from ohms.blueprints.tasks.showing import page_of
from ohms.commands import tasks
from ohms.commands.reassigning import reassign_task
from ohms.commands.refusals import Conflict
from ohms.domain.access import Permission
from ohms.domain.errors import RuleBroken
from ohms.queries.task_changes import what_became_of
from ohms.web.access import current_actor, requires
from ohms.web.fields import chosen_id
from ohms.web.forms import OhmsForm, VersionedForm
from ohms.web.sign_in import own_path

Answer = Response | tuple[str, int]


@blueprint.post(f"{ONE_TASK}/start")
@requires(Permission.TASK_WRITE)
def start(task_id: int) -> Answer:
    return _act(task_id, ActForm(), lambda: tasks.start_task(current_actor(), task_id), "Started.")


@blueprint.post(f"{ONE_TASK}/wait")
@requires(Permission.TASK_WRITE)
def wait(task_id: int) -> Answer:
    form = WaitForm()

    def act() -> None:
        tasks.wait_for(
            current_actor(),
            task_id,
            waiting_on=form.waiting_on.data or "",
            waiting_since_on=form.waiting_since_on.data,
        )

    return _act(task_id, form, act, "Waiting.")


@blueprint.post(f"{ONE_TASK}/done")
@requires(Permission.TASK_WRITE)
def finish(task_id: int) -> Answer:
    form = FinishForm()

    def act() -> None:
        tasks.finish_task(
            current_actor(),
            task_id,
            evidence_note_id=chosen_id(form.evidence_note_id.data),
            word=form.word.data,
        )
        undoing.may_be_undone(task_id)

    return _act(task_id, form, act, "Done.")


@blueprint.post(f"{ONE_TASK}/not-needed")
@requires(Permission.TASK_WRITE)
def set_not_needed(task_id: int) -> Answer:
    form = NotNeededForm()

    def act() -> None:
        tasks.set_task_not_needed(current_actor(), task_id, reason=form.reason.data or "")
        undoing.may_be_undone(task_id)

    return _act(task_id, form, act, "Marked not needed.")


@blueprint.post(f"{ONE_TASK}/reopen")
@requires(Permission.TASK_WRITE)
def reopen(task_id: int) -> Answer:
    return _act(
        task_id, ActForm(), lambda: tasks.reopen_task(current_actor(), task_id), "Open again."
    )


@blueprint.post(f"{ONE_TASK}/due")
@requires(Permission.TASK_WRITE)
def move_due_day(task_id: int) -> Answer:
    form = DueForm()

    def act() -> None:
        assert form.due_by.data is not None
        tasks.move_due_day(
            current_actor(), task_id, due_by=form.due_by.data, version=form.filled_in_over
        )

    return _act(task_id, form, act, "The due day is moved.")


@blueprint.post(f"{ONE_TASK}/owner")
@requires(Permission.TASK_REASSIGN)
def reassign(task_id: int) -> Answer:
    form = OwnerForm()

    def act() -> None:
        owner_id = chosen_id(form.owner_id.data)
        if owner_id is None:
            raise RuleBroken("Choose who takes it over.", field="owner_id")
        reassign_task(current_actor(), task_id, owner_id=owner_id)

    return _act(task_id, form, act, "Passed on.")


def _act(task_id: int, form: OhmsForm, act: Callable[[], object], said: str) -> Answer:
    """Carry an act out and go back, or show the task with what was typed and what is wrong: a rule, or
    what somebody else did to it meanwhile."""
    if not form.validate():
        return page_of(current_actor(), task_id, form), 422
    try:
        act()
    except RuleBroken as broken:
        form.refuse(broken)
        return page_of(current_actor(), task_id, form), 422
    except Conflict:
        became = what_became_of(current_actor(), task_id)
        form.refuse(RuleBroken(became.told))
        if isinstance(form, VersionedForm):
            form.version.data = str(
                became.version
            )  # who sends it once more was told of what stands
        return page_of(current_actor(), task_id, form), 409
    flash(said, "good")
    return go(own_path(request.form.get("back") or url_for("tasks.show", task_id=task_id)), 303)
