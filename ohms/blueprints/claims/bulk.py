"""Bulk acts on claims: picked on the list or all of its filter, put on hold or closed, previewed first. Handing
over: `handing_over.py`. Their outcome and undo: `blueprints/lists/bulk.py`."""

from flask import render_template, request
from werkzeug.wrappers import Response

from ohms.blueprints.claims.listing import read_filter
from ohms.blueprints.claims.room import blueprint
from ohms.commands.bulk_claims import close_in_bulk, hold_in_bulk
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.bulk import MOST_AT_ONCE, BulkKind
from ohms.domain.claims import as_claim_number
from ohms.domain.coordination import CloseReason
from ohms.domain.errors import RuleBroken
from ohms.queries.bulk_claims import foreseen_of_claims
from ohms.queries.transferable import claim_ids_matching, claim_ids_of
from ohms.web.access import current_actor, requires
from ohms.web.bulk_preview import Preview, PreviewForm
from ohms.web.errors import Answer
from ohms.web.fields import ChoiceField
from ohms.web.reading import shown
from ohms.web.words import words

KINDS = {"hold": BulkKind.HOLD_CLAIMS, "close": BulkKind.CLOSE_CLAIMS}
OF_THE_BAR = ("claim", "all", "act")
PREVIEW = Preview("/claims", OF_THE_BAR)

REASONS = {each.value: words(each) for each in CloseReason if each is not CloseReason.OTHER}
"""The reasons that say enough for many; another is a claim's own, and is said on its page."""


class BulkForm(PreviewForm):
    close_reason = ChoiceField("Why it ends", REASONS, empty="Choose")

    @property
    def kind(self) -> BulkKind:
        return KINDS.get(str(self.act.data), BulkKind.HOLD_CLAIMS)


@blueprint.get("/claims/bulk")
@requires(Permission.CLAIM_COORDINATE, reads="preview_bulk_act_on_claims")
def preview_bulk_act() -> Response | str:
    actor = current_actor()
    ids = picked_claims(actor)
    form = BulkForm(formdata=None, act=request.args.get("act", "hold"))
    return PREVIEW.looked_at(ids, lambda: _preview(actor, form, ids))


@blueprint.post("/claims/bulk")
@requires(Permission.CLAIM_COORDINATE)
def act_in_bulk() -> Answer:
    actor, form = current_actor(), BulkForm()
    return PREVIEW.confirmed(
        form, lambda: _act(actor, form), lambda: _preview(actor, form, list(form.picked))
    )


def picked_claims(actor: Actor) -> list[int]:
    """The ticked ones, or all of the filter; at most one more than may be done at once."""
    if request.args.get("all") == "yes":
        return claim_ids_matching(actor, read_filter(actor), MOST_AT_ONCE, closed=True)
    told = map(as_claim_number, request.args.getlist("claim")[: MOST_AT_ONCE + 1])
    return claim_ids_of(actor, [number for number in told if number])


def _act(actor: Actor, form: BulkForm) -> int:
    if form.kind is BulkKind.HOLD_CLAIMS:
        return hold_in_bulk(actor, form.picked, key=form.key)
    if not form.close_reason.data:
        raise RuleBroken("Choose why it ends.", field="close_reason")
    reason = CloseReason(form.close_reason.data)
    return close_in_bulk(actor, form.picked, reason=reason, key=form.key)


def _preview(actor: Actor, form: BulkForm, ids: list[int]) -> str:
    rows = foreseen_of_claims(actor, form.kind, ids[:MOST_AT_ONCE])
    form.rows.data = ",".join(f"{row.claim.id}.{row.claim.version}" for row in rows)
    shown(claim_ids=sorted(row.claim.id for row in rows))
    closes = form.kind is BulkKind.CLOSE_CLAIMS
    return render_template(
        "claims/bulk.html",
        form=form,
        rows=rows,
        closes=closes,
        confirmed_at=PREVIEW.with_the_list("/claims/bulk"),
        what="Close claims" if closes else "Put claims on hold",
        back=PREVIEW.back,
    )
