"""The referrals of one claim, and how one begins."""

from flask import flash, url_for
from flask import redirect as go

from ohms.blueprints.claims.head import claim_page
from ohms.blueprints.claims.room import blueprint
from ohms.blueprints.claims.showing import local
from ohms.commands.referrals import draft_referral
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.services import SERVICES
from ohms.domain.values import Service
from ohms.queries.claims import claim_by_number, claim_shown
from ohms.queries.referrals import referrals_of_claim
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.fields import DemandedChoice
from ohms.web.forms import OhmsForm
from ohms.web.reading import shown

PAGE = "/claims/<number>/referrals"


class StartForm(OhmsForm):
    referral = DemandedChoice("Service", Service, demand="Choose the service that it goes to.")


@blueprint.get(PAGE)
@requires(Permission.REFERRAL_READ, reads="read_referrals_of_claim")
def referrals(number: str) -> str:
    return _page(current_actor(), number, StartForm(formdata=None))


@blueprint.post(PAGE)
@requires(Permission.REFERRAL_DRAFT)
def start_referral(number: str) -> Answer:
    actor, form = current_actor(), StartForm()
    claim = claim_by_number(actor, number)
    made: list[int] = []

    def start() -> None:
        made.append(draft_referral(actor, claim.id, Service(form.referral.data), key=form.key))

    if form.validate() and form.carried_out(start):
        flash("The draft is begun. Fill in what the service needs.", "good")
        return go(url_for("referrals.show", referral_id=made[0]), 303)
    return _page(actor, number, form), 422


def _page(actor: Actor, number: str, form: StartForm) -> str:
    found = claim_shown(actor, number)
    claim = found.claim
    shown(claim_id=claim.id, cohe_id=claim.cohe_id, object_type="claim", object_id=claim.id)
    return claim_page(
        "claims/referrals.html",
        found,
        "claims.referrals",
        form=form,
        rows=referrals_of_claim(actor, claim.id),
        services=list(SERVICES.values()),
        may_draft=actor.may_in(Permission.REFERRAL_DRAFT, claim.cohe_id),
        local=local,
    )
