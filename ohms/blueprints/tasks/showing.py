"""The page of one task, with every act that its state allows."""

from dataclasses import dataclass
from typing import Any

from flask import render_template, url_for

from ohms.blueprints.tasks import undoing
from ohms.blueprints.tasks.forms import DueForm, FinishForm, NotNeededForm, OwnerForm, WaitForm
from ohms.blueprints.tasks.room import ONE_TASK, blueprint
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.queries.people import colleagues
from ohms.queries.rounds import ask
from ohms.queries.task_details import (
    READING,
    EvidenceNote,
    TaskDetails,
    acts_on,
    evidence_notes,
    task_details,
)
from ohms.web.access import current_actor, requires
from ohms.web.fields import LineField
from ohms.web.forms import OhmsForm
from ohms.web.reading import shown
from ohms.web.words import words


@dataclass(frozen=True, slots=True)
class TaskForms:
    """The forms of the page: the refused one as it was sent, the others fresh."""

    finish: FinishForm
    wait: WaitForm
    not_needed: NotNeededForm
    due: DueForm
    owner: OwnerForm
    problems: list[tuple[str, str]]
    """What the summary on top says: (id of a field of the page or nothing, the sentence)."""
    typed: list[tuple[str, str]]
    """What was typed in a form that the task's state has taken off the page, by the fields' labels."""


@blueprint.get(ONE_TASK)
@requires(Permission.TASK_READ, reads=READING)
def show(task_id: int) -> str:
    return page_of(current_actor(), task_id)


def page_of(actor: Actor, task_id: int, refused: OhmsForm | None = None) -> str:
    """The task's page; NotFound where the actor does not see it."""
    task = task_details(actor, task_id)
    shown(claim_id=task.listed.claim_id, object_type="task", object_id=task_id)
    return render_template(
        "tasks/show.html",
        task=task,
        row=task.listed,
        acts=acts_on(actor, task_id),
        forms_of=_forms(actor, task, refused),
        may_write=actor.may(Permission.TASK_WRITE),
        back=url_for("tasks.show", task_id=task_id),
        undo=undoing.what_may_be_undone(),
    )


def _forms(actor: Actor, task: TaskDetails, refused: OhmsForm | None) -> TaskForms:
    def form(kind: type[Any], **values: Any) -> Any:
        return refused if isinstance(refused, kind) else kind(formdata=None, **values)

    listed = task.listed
    made = TaskForms(
        finish=form(FinishForm),
        wait=form(WaitForm),
        not_needed=form(NotNeededForm),
        due=form(DueForm, due_by=listed.due_by, version=task.version),
        owner=form(OwnerForm),
        problems=_problems(task, refused),
        typed=[] if refused is None or _is_on_page(task, refused) else _typed(refused),
    )
    notes = evidence_notes(actor, listed.claim_id)
    made.finish.evidence_note_id.choices = [("", "No note"), *map(_note_choice, notes)]
    made.owner.owner_id.choices = [("", "Choose somebody")] + [
        (str(id_), name) for id_, name in ask(colleagues(actor)) if id_ != listed.owner_id
    ]
    return made


def _problems(task: TaskDetails, refused: OhmsForm | None) -> list[tuple[str, str]]:
    """What is wrong, without a link where the task's state has taken the form off the page."""
    if refused is None:
        return []
    on_page = _is_on_page(task, refused)
    return [(id_ or "" if on_page else "", text) for id_, text in refused.problems]


def _is_on_page(task: TaskDetails, form: OhmsForm) -> bool:
    return task.listed.is_open and (task.may_be_passed_on or not isinstance(form, OwnerForm))


def _typed(form: OhmsForm) -> list[tuple[str, str]]:
    lines = (each for each in form if isinstance(each, LineField) and each.data)
    return [(each.label.text, str(each.data)) for each in lines]


def _note_choice(note: EvidenceNote) -> tuple[str, str]:
    day = f"{note.performed_on:%b} {note.performed_on.day}"
    return str(note.id), f"Note of {day}, {words(note.standard_work).lower()}"
