"""An FRQ result, a barrier plan or a closing that an assistant entered: co-signed or returned by their
coordinator, answered or withdrawn by themselves."""

from collections.abc import Callable

from flask import flash, render_template, url_for
from flask import redirect as go

from ohms.blueprints.co_signing.room import blueprint
from ohms.commands.co_signatures import answer_entry, co_sign_entry, return_entry, withdraw_entry
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.note_acts import LONGEST_QUESTION
from ohms.queries.entries_to_co_sign import address_after, entry_by_id, whole_queue
from ohms.queries.rounds import ask
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.fields import ProseField
from ohms.web.forms import OhmsForm
from ohms.web.reading import shown

ONE = "/cosign/entries/<int(max=2147483647):waiting_id>"


class QuestionForm(OhmsForm):
    question = ProseField(
        "Question", longest=LONGEST_QUESTION, demand="Enter what you want to know of its author."
    )


class AnswerForm(OhmsForm):
    answer = ProseField("Answer", longest=LONGEST_QUESTION, demand="Enter your answer.")


@blueprint.get(ONE)
@requires(Permission.CLAIM_READ, reads="read_entry_to_co_sign")
def show_entry(waiting_id: int) -> str:
    return _page(current_actor(), waiting_id)


@blueprint.post(f"{ONE}/sign")
@requires(Permission.NOTE_CO_SIGN)
def sign_entry(waiting_id: int) -> Answer:
    actor, form = current_actor(), QuestionForm(formdata=None)
    return _on(actor, waiting_id, form, "Co-signed.", lambda: co_sign_entry(actor, waiting_id))


@blueprint.post(f"{ONE}/return")
@requires(Permission.NOTE_CO_SIGN)
def return_entry_with_question(waiting_id: int) -> Answer:
    actor, form = current_actor(), QuestionForm()
    if not form.validate():
        return _page(actor, waiting_id, form), 422
    question = form.question.data or ""
    done = "Returned: its author is asked."
    return _on(actor, waiting_id, form, done, lambda: return_entry(actor, waiting_id, question))


@blueprint.post(f"{ONE}/answer")
@requires(Permission.NOTE_WRITE)
def answer(waiting_id: int) -> Answer:
    actor, form = current_actor(), AnswerForm()
    if form.validate() and form.carried_out(
        lambda: answer_entry(actor, waiting_id, form.answer.data or "")
    ):
        flash("Answered: it waits for its co-signature again.", "good")
        return go(url_for("co_signing.show_entry", waiting_id=waiting_id), 303)
    return _page(actor, waiting_id, form), 422


@blueprint.post(f"{ONE}/withdraw")
@requires(Permission.NOTE_WRITE)
def withdraw(waiting_id: int) -> Answer:
    actor, form = current_actor(), AnswerForm(formdata=None)
    if form.carried_out(lambda: withdraw_entry(actor, waiting_id)):
        flash("Withdrawn: it waits no longer.", "good")
        return go(url_for("co_signing.show_entry", waiting_id=waiting_id), 303)
    return _page(actor, waiting_id, form), 422


def _on(
    actor: Actor, waiting_id: int, form: QuestionForm, done: str, carry_out: Callable[[], object]
) -> Answer:
    """On to what waits next, or to the empty list; refused, the entry stands again."""
    following = address_after(ask(whole_queue(actor)), f"/cosign/entries/{waiting_id}")
    if not form.carried_out(carry_out):
        return _page(actor, waiting_id, form), 422
    flash(done, "good")
    return go(following or url_for("co_signing.index"), 303)


def _page(actor: Actor, waiting_id: int, form: QuestionForm | AnswerForm | None = None) -> str:
    entry = entry_by_id(actor, waiting_id)
    queue = ask(whole_queue(actor)) if actor.may(Permission.NOTE_CO_SIGN) else []
    asking = form if isinstance(form, QuestionForm) else QuestionForm(formdata=None)
    answering = form if isinstance(form, AnswerForm) else AnswerForm(formdata=None)
    shown(
        claim_id=entry.line.claim_id,
        cohe_id=entry.cohe_id,
        object_type="co_signature",
        object_id=waiting_id,
    )
    stands = {"question": "sign" in entry.open_acts, "answer": "answer" in entry.open_acts}
    told = form.problems if form else []
    return render_template(
        "co_signing/entry.html",
        entry=entry,
        asking=asking,
        answering=answering,
        problems=[(id_ if stands.get(id_ or "") else "", text) for id_, text in told],
        waiting=len(queue),
        following=address_after(queue, entry.line.address),
    )
