"""All webhooks, and one more."""

from flask import current_app, flash, render_template

from ohms import clock
from ohms.blueprints.webhooks.forms import AddForm
from ohms.blueprints.webhooks.room import blueprint
from ohms.commands.own_password import check_own_password
from ohms.commands.webhooks import add_webhook
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.webhooks import SAYS, USUAL_DAYS
from ohms.queries.webhooks import webhooks_known
from ohms.web import sign_in as door
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.reading import shown

HERE = "/admin/webhooks"
TOLD_BEFORE = "It was added already, and a secret is shown once. Give it a new one on its own page."


@blueprint.get(HERE)
@requires(Permission.WEBHOOK_MANAGE, reads="list_webhooks")
def index() -> str:
    return _page(current_actor(), AddForm(formdata=None, keep_days=USUAL_DAYS))


@blueprint.post(HERE)
@requires(Permission.WEBHOOK_MANAGE)
def add() -> Answer:
    actor, form = current_actor(), AddForm()
    form.offer()
    made: list[tuple[int, str] | None] = []

    def act() -> None:
        check_own_password(actor, form.your_password.data or "", field="your_password")
        made.append(
            add_webhook(
                actor,
                form.name.data or "",
                form.address.data or "",
                form.chosen,
                cohe=form.cohe.data or None,
                keep_days=form.keep_days.data,
                on_loopback=current_app.config["WEBHOOKS_ON_LOOPBACK"],
                secret=door.seed_secret(),
                key=form.key,
            )
        )

    if not (form.validate() and form.carried_out(act)):
        return _page(actor, form), 422
    if made[0] is None:
        flash(TOLD_BEFORE, "warn")
        return _page(actor, AddForm(formdata=None, keep_days=USUAL_DAYS)), 200
    return _page(actor, AddForm(formdata=None, keep_days=USUAL_DAYS), made[0]), 201


def _page(actor: Actor, form: AddForm, made: tuple[int, str] | None = None) -> str:
    """The secret of what was `made` is shown on this one page and nowhere again."""
    form.offer()
    webhooks = webhooks_known(actor)
    shown(object_type="webhook", detail={"webhooks": len(webhooks)})
    return render_template(
        "webhooks/index.html",
        form=form,
        webhooks=webhooks,
        made=made,
        offered=[(event.value, said) for event, said in SAYS.items()],
        says=SAYS,
        local=lambda instant: instant.astimezone(clock.PACIFIC),
    )
