"""One webhook: its log, and what may be done with it."""

from collections.abc import Callable

from flask import flash, render_template, request, url_for
from flask import redirect as go

from ohms import clock
from ohms.blueprints.webhooks.forms import (
    AGAIN,
    PAUSE,
    REMOVE,
    RESUME,
    SECRET,
    ActForm,
    AgainForm,
)
from ohms.blueprints.webhooks.room import blueprint
from ohms.commands import webhooks as commands
from ohms.commands.own_password import check_own_password
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.webhooks import SAYS
from ohms.queries.webhooks import ListedWebhook, webhook_known, webhook_log
from ohms.web import filters
from ohms.web import sign_in as door
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.reading import shown

ONE = "/admin/webhooks/<int(max=2147483647):webhook_id>"
SAID = {
    PAUSE: "Paused: what happens from now on waits.",
    RESUME: "It goes on: what waits goes out with the next messages.",
    AGAIN: "What was given up waits again.",
    REMOVE: "Removed: it is told nothing more.",
}
TOLD_BEFORE = "It has a new secret already, which was shown once. Give it another one."


@blueprint.get(ONE)
@requires(Permission.WEBHOOK_MANAGE, reads="read_webhook")
def show(webhook_id: int) -> str:
    actor = current_actor()
    return _page(webhook_known(actor, webhook_id), ActForm(formdata=None))


@blueprint.post(ONE)
@requires(Permission.WEBHOOK_MANAGE)
def act_on(webhook_id: int) -> Answer:
    actor, form = current_actor(), ActForm()
    found = webhook_known(actor, webhook_id)
    form.offer(found)
    made: list[str | None] = []

    def act() -> None:
        check_own_password(actor, form.your_password.data or "", field="your_password")
        made.append(_carry_out(actor, webhook_id, form))

    if not (form.validate() and form.carried_out(act)):
        return _page(found, form), 422
    if form.act.data == SECRET and made[0] is not None:
        found = webhook_known(actor, webhook_id)
        return _page(found, ActForm(formdata=None), secret=made[0]), 201
    told = SAID.get(form.act.data)
    flash(told or TOLD_BEFORE, "good" if told else "warn")
    return go(url_for("webhooks.show", webhook_id=webhook_id), 303)


@blueprint.post(f"{ONE}/deliveries/<int(max=2147483647):delivery_id>/again")
@requires(Permission.WEBHOOK_MANAGE)
def send_again(webhook_id: int, delivery_id: int) -> Answer:
    actor, form = current_actor(), AgainForm()
    found = webhook_known(actor, webhook_id)
    if form.validate() and form.carried_out(
        lambda: commands.send_webhook_again(actor, webhook_id, delivery_id)
    ):
        flash("It waits again, under the same id: it goes out with the next messages.", "good")
        return go(url_for("webhooks.show", webhook_id=webhook_id), 303)
    return _page(found, ActForm(formdata=None), again=form), 422


def _carry_out(actor: Actor, webhook_id: int, form: ActForm) -> str | None:
    if form.act.data == SECRET:
        return commands.renew_webhook_secret(actor, webhook_id, door.seed_secret(), key=form.key)
    acts: dict[str, Callable[[Actor, int], object]] = {
        PAUSE: commands.pause_webhook,
        RESUME: commands.resume_webhook,
        AGAIN: commands.send_webhook_again,
        REMOVE: commands.remove_webhook,
    }
    acts[form.act.data](actor, webhook_id)
    return None


def _page(
    webhook: ListedWebhook,
    form: ActForm,
    *,
    secret: str | None = None,
    again: AgainForm | None = None,
) -> str:
    """`secret` is shown on this one page and nowhere again."""
    form.offer(webhook)
    before = filters.whole_number(request.args, "before")
    log = webhook_log(webhook.id, before)
    shown(object_type="webhook", object_id=webhook.id, detail={"deliveries": len(log.lines)})
    return render_template(
        "webhooks/show.html",
        webhook=webhook,
        form=form,
        again=again or AgainForm(formdata=None),
        secret=secret,
        log=log,
        is_first=before is None,
        says=SAYS,
        local=lambda instant: instant.astimezone(clock.PACIFIC),
    )
