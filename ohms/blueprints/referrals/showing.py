"""The page of one referral, with every form that its step and the actor's position allow."""

from typing import Any

from flask import render_template

from ohms import clock
from ohms.blueprints.referrals.forms import (
    AnswerForm,
    AskForm,
    ContentForm,
    GiveForm,
    ReopenForm,
    SendForm,
    WithdrawForm,
    content_form,
)
from ohms.blueprints.referrals.room import ONE_REFERRAL, blueprint
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.calendar import add_business_days
from ohms.domain.referrals import ASK_AGAIN_AFTER
from ohms.domain.values import ReferralStep
from ohms.queries.referral_details import ReferralDetails, referral_details
from ohms.web.access import current_actor, requires
from ohms.web.forms import OhmsForm
from ohms.web.reading import shown


@blueprint.get(ONE_REFERRAL)
@requires(Permission.REFERRAL_READ, reads="read_referral")
def show(referral_id: int) -> str:
    return page_of(current_actor(), referral_id)


def page_of(actor: Actor, referral_id: int, refused: OhmsForm | None = None) -> str:
    """The referral's page; NotFound where the actor does not see it."""
    told = referral_details(actor, referral_id)
    shown(
        claim_id=told.claim.id,
        cohe_id=told.referral.cohe_id,
        object_type="referral",
        object_id=referral_id,
    )
    return render_template(
        "referrals/show.html",
        told=told,
        referral=told.referral,
        claim=told.claim,
        forms_of=_forms(actor, told, refused),
        problems=_problems(told, refused),
        may_draft=actor.may(Permission.REFERRAL_DRAFT),
        may_send=actor.may(Permission.REFERRAL_SEND),
        local=lambda instant: instant.astimezone(clock.PACIFIC),
    )


def _forms(actor: Actor, told: ReferralDetails, refused: OhmsForm | None) -> dict[str, Any]:
    """The refused form as it was sent, the others fresh."""
    version = told.referral.version

    def form(kind: type[Any], **values: Any) -> Any:
        if isinstance(refused, kind):
            return refused
        return kind(formdata=None, version=version, **values)

    content = (
        refused
        if isinstance(refused, ContentForm)
        else content_form(told.referral.service, told.fields, version=version)
    )
    answer = form(AnswerForm)
    answer.offer(told.answers)
    again_by = add_business_days(actor.on_day, ASK_AGAIN_AFTER)
    return {
        "content": content,
        "send": form(SendForm),
        "answer": answer,
        "ask": form(AskForm, expected_by=again_by),
        "give": form(GiveForm),
        "withdraw": form(WithdrawForm),
        "reopen": form(ReopenForm),
    }


def _problems(told: ReferralDetails, refused: OhmsForm | None) -> list[tuple[str, str]]:
    """What is wrong, without a link where the referral's step has taken the form off the page."""
    if refused is None:
        return []
    stands = {
        AnswerForm: bool(told.answers),
        AskForm: told.awaited,
        GiveForm: told.referral.step is ReferralStep.NEEDS_INFORMATION,
        WithdrawForm: told.may_withdraw,
        ReopenForm: told.may_reopen,
    }
    here = stands.get(type(refused), told.is_draft or told.may_update)
    return [(id_ or "" if here else "", text) for id_, text in refused.problems]
