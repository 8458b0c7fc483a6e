"""The record of a discussion with L&I about a quarter above the limit: written by either side, confirmed
by L&I's."""

from flask import flash, render_template, request, url_for
from flask import redirect as go

from ohms.blueprints.workload.figures import figures_of
from ohms.blueprints.workload.forms import ConfirmForm, DiscussionForm
from ohms.blueprints.workload.ledger import Looked, look, read_centre
from ohms.blueprints.workload.room import LEDGER, blueprint
from ohms.blueprints.workload.supposing import kept_in_words
from ohms.commands.discussions import confirm_discussion, record_discussion
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.values import Role
from ohms.queries.ledger import ObligationShown, obligation_shown
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.reading import shown

ONE = f"{LEDGER}/discussions/<int(max=2147483647):obligation_id>"


@blueprint.get(ONE)
@requires(Permission.DISCUSSION_WRITE, reads="read_discussion")
def discussion(obligation_id: int) -> str:
    actor = current_actor()
    duty = obligation_shown(actor, obligation_id)
    form = DiscussionForm(formdata=None, obj=duty)
    looked = _ahead(actor, duty)
    if looked and request.args and not duty.what_if:
        form.what_if.data = kept_in_words(looked.found, looked.supposed)
    return _page(actor, duty, form, looked)


@blueprint.post(ONE)
@requires(Permission.DISCUSSION_WRITE)
def write_discussion(obligation_id: int) -> Answer:
    actor, form = current_actor(), DiscussionForm()
    duty = obligation_shown(actor, obligation_id)

    def write() -> None:
        record_discussion(
            actor,
            obligation_id,
            form.said,
            what_if=form.what_if.data or None,
            version=form.filled_in_over,
        )

    if form.validate() and form.carried_out(write):
        flash("Written. The contract manager's confirmation closes the obligation.", "good")
        return go(url_for("workload.discussion", obligation_id=obligation_id), 303)
    return _page(actor, duty, form, _ahead(actor, duty)), 422


@blueprint.post(f"{ONE}/confirm")
@requires(Permission.DISCUSSION_CONFIRM)
def confirm(obligation_id: int) -> Answer:
    actor, form = current_actor(), ConfirmForm()
    duty = obligation_shown(actor, obligation_id)
    if form.validate() and form.carried_out(
        lambda: confirm_discussion(actor, obligation_id, version=form.filled_in_over)
    ):
        flash("Confirmed: the obligation is closed.", "good")
        return go(url_for("workload.discussion", obligation_id=obligation_id), 303)
    return _page(actor, duty, form, _ahead(actor, duty)), 422


def _ahead(actor: Actor, duty: ObligationShown) -> Looked | None:
    """The quarters ahead of its COHE, which are to be talked about; none once it is closed."""
    return None if duty.confirmed_at else look(actor, read_centre(actor, duty.cohe_slug))


def _page(
    actor: Actor,
    duty: ObligationShown,
    form: DiscussionForm | ConfirmForm,
    looked: Looked | None,
) -> str:
    shown(cohe_id=duty.cohe_id, object_type="obligation", object_id=duty.id)
    writing = form if isinstance(form, DiscussionForm) else DiscussionForm(formdata=None, obj=duty)
    confirming = form if isinstance(form, ConfirmForm) else ConfirmForm(formdata=None)
    return render_template(
        "workload/discussion.html",
        duty=duty,
        form=writing,
        confirming=confirming,
        confirms=duty.cohe_id in actor.cohes_as(Role.CONTRACT_MANAGER),
        quarter=figures_of(looked.running, actor.on_day) if looked else None,
        words=looked.words if looked else None,
    )
