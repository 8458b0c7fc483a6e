"""A batch is looked at before it is made, kept as it was made, and marked sent."""

from datetime import date

from flask import Response as Download
from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ohms.blueprints.billing.forms import BatchForm, CodeForm, LookForm, month_before
from ohms.blueprints.billing.room import blueprint
from ohms.commands.billing import make_batch, mark_sent, set_billing_code
from ohms.domain.access import Permission
from ohms.domain.billing import check_days
from ohms.domain.values import Role
from ohms.queries.billing import unbilled
from ohms.queries.billing_batches import (
    LISTED,
    batch_content,
    batch_lines,
    batch_shown,
    batches,
    claims_of_batch,
)
from ohms.queries.workload import Centre, centre_named, centres
from ohms.web import filters
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.reading import exported, shown

ONE = "/billing/batches/<int(max=2147483647):batch_id>"
PREVIEWED = 20


@blueprint.get("/billing")
@requires(Permission.TIME_BILL, reads="read_unbilled_time")
def index() -> Answer | str:
    actor = current_actor()
    usual = month_before(actor.on_day)
    look = LookForm.of(*usual, request.args)
    if look.validate() and look.carried_out(lambda: check_days(*look.days, actor.on_day)):
        return _page(_asked(), *look.days, look=look)
    return _page(_asked(), *usual, look=look), 422


@blueprint.post("/billing/batches")
@requires(Permission.TIME_BILL)
def make() -> Answer:
    form, made = BatchForm(), []
    days = {"from_on": form.from_on.data, "through_on": form.through_on.data}
    if form.validate() and form.carried_out(
        lambda: made.append(make_batch(current_actor(), form.cohe_id, **days, key=form.key))
    ):
        flash("Made: take the file, and mark the batch sent once it is.", "good")
        return redirect(url_for("billing.batch", batch_id=made[0]), 303)
    return _page(_asked(), *month_before(current_actor().on_day), form=form), 422


@blueprint.post("/billing/code")
@requires(Permission.TIME_BILL)
def set_code() -> Answer:
    form = CodeForm()
    if form.validate() and form.carried_out(
        lambda: set_billing_code(current_actor(), form.cohe_id, form.code.data, form.reason.data)
    ):
        flash("Set: it stands on the lines of the next batch.", "good")
        return redirect(url_for("billing.index", cohe=_asked().slug), 303)
    return _page(_asked(), *month_before(current_actor().on_day), code_form=form), 422


@blueprint.get(ONE)
@requires(Permission.TIME_BILL, reads="read_billing_batch")
def batch(batch_id: int) -> str:
    actor = current_actor()
    found = batch_shown(actor, batch_id)
    page = filters.whole_number(request.args, "page") or 0
    lines = batch_lines(actor, batch_id, min(page, found.lines))
    claims = sorted({line.claim_id for line in lines if line.claim_number and line.claim_id})
    shown(cohe_id=found.cohe_id, claim_ids=claims, object_type="billing_batch", object_id=batch_id)
    return render_template(
        "billing/batch.html",
        batch=found,
        cohe=next(each.slug for each in _supervised() if each.id == found.cohe_id),
        lines=lines[:LISTED],
        page=page,
        per_page=LISTED,
    )


@blueprint.get(f"{ONE}.csv")
@requires(Permission.TIME_BILL, reads="export_billing_batch")
def batch_csv(batch_id: int) -> Response:
    actor = current_actor()
    found, content = batch_shown(actor, batch_id), batch_content(actor, batch_id)
    shown(cohe_id=found.cohe_id, claim_ids=claims_of_batch(actor, batch_id))
    exported(content, content.count(b"\n") - 1)
    name = f"billing-{found.cohe_id}-{found.number}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Download(content, mimetype="text/csv", headers=headers)


@blueprint.post(f"{ONE}/sent")
@requires(Permission.TIME_BILL)
def sent(batch_id: int) -> Response:
    found = mark_sent(current_actor(), batch_id)
    flash(f"Batch {found.number} is marked sent.", "good")
    return redirect(url_for("billing.batch", batch_id=batch_id), 303)


def _supervised() -> list[Centre]:
    mine = current_actor().cohes_as(Role.SUPERVISOR)
    return [centre for centre in centres(current_actor()) if centre.id in mine]


def _asked() -> Centre:
    """The COHE of the address; the forms of the page send it along."""
    return centre_named(_supervised(), request.args.get("cohe"))


def _page(
    centre: Centre,
    from_on: date,
    through_on: date,
    *,
    look: LookForm | None = None,
    form: BatchForm | None = None,
    code_form: CodeForm | None = None,
) -> str:
    actor = current_actor()
    found = unbilled(actor, centre.id, from_on, through_on)
    lines = found.lines[:PREVIEWED]
    shown(
        cohe_id=centre.id,
        claim_ids=sorted({each.claim_id for each in lines if each.claim_number and each.claim_id}),
        detail={"from": str(from_on), "through": str(through_on)},
    )
    return render_template(
        "billing/index.html",
        centre=centre,
        centres=_supervised(),
        found=found,
        lines=lines,
        batches=batches(actor, centre.id),
        from_on=from_on,
        through_on=through_on,
        look=look or LookForm.of(from_on, through_on),
        form=form or BatchForm.of(from_on, through_on),
        code_form=code_form or CodeForm(formdata=None),
    )
