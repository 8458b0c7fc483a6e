"""The page of one referral that was sent to a desk, with every form that its step allows."""

from typing import Any

from flask import render_template

from ohms import clock
from ohms.blueprints.desk.forms import (
    DeskAnswerForm,
    DeskReopenForm,
    ReleaseForm,
    TakeForm,
    UseForm,
)
from ohms.blueprints.desk.room import ONE_REFERRAL, blueprint
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.queries.desk import DeskDetails, desk_details
from ohms.web.access import current_actor, requires
from ohms.web.forms import OhmsForm
from ohms.web.reading import shown


@blueprint.get(ONE_REFERRAL)
@requires(Permission.DESK_WORK, reads="read_desk_referral")
def show(referral_id: int) -> str:
    return page_of(current_actor(), referral_id)


def page_of(actor: Actor, referral_id: int, refused: OhmsForm | None = None) -> str:
    """The referral's page; NotFound where it was not sent to the actor's desk."""
    told = desk_details(actor, referral_id)
    shown(
        claim_id=told.referral.claim_id,
        cohe_id=told.referral.cohe_id,
        object_type="referral",
        object_id=referral_id,
    )
    return render_template(
        "desk/show.html",
        told=told,
        referral=told.referral,
        forms_of=_forms(told, refused),
        problems=_problems(told, refused),
        local=lambda instant: instant.astimezone(clock.PACIFIC),
    )


def _forms(told: DeskDetails, refused: OhmsForm | None) -> dict[str, Any]:
    """The refused form as it was sent, the others fresh."""
    version = told.referral.version

    def form(kind: type[Any]) -> Any:
        return refused if isinstance(refused, kind) else kind(formdata=None, version=version)

    if isinstance(refused, UseForm):
        use = refused
    else:
        use = UseForm(formdata=None, version=version)
        if told.used is not None:
            use.fill(told.used.own)
    answer = form(DeskAnswerForm)
    answer.offer(told.answers)
    return {
        "take": form(TakeForm),
        "release": form(ReleaseForm),
        "answer": answer,
        "reopen": form(DeskReopenForm),
        "use": use,
    }


def _problems(told: DeskDetails, refused: OhmsForm | None) -> list[tuple[str, str]]:
    """What is wrong, without a link where the referral's step has taken the form off the page."""
    if refused is None:
        return []
    here = {DeskReopenForm: told.may_reopen, UseForm: told.may_tell_use}
    stands = here.get(type(refused), bool(told.answers))
    return [(id_ or "" if stands else "", text) for id_, text in refused.problems]
