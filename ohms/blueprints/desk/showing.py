"""The queue of a desk, and the page of one referral that was sent to it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask import render_template, request

from ohms import clock
from ohms.blueprints.desk.forms import DeskAnswerForm, DeskReopenForm, ReleaseForm, TakeForm
from ohms.blueprints.desk.room import ONE_REFERRAL, blueprint
from ohms.domain.access import Actor, Permission
from ohms.domain.referrals import LEAVES_THE_DESK_AFTER
from ohms.queries.desk import MOST, DeskDetails, Queue, counts, desk_details, queue
from ohms.web import filters
from ohms.web.access import current_actor, requires
from ohms.web.filters import link_with
from ohms.web.forms import OhmsForm
from ohms.web.reading import shown

QUEUES: Mapping[Queue, str] = MappingProxyType(
    {
        Queue.NEW: "Nobody has it",
        Queue.MINE: "Mine",
        Queue.WAITING: "Asked back",
        Queue.OPEN: "All open",
        Queue.OVER: "Over",
    }
)


@blueprint.get("/desk")
@requires(Permission.DESK_WORK, reads="list_desk")
def index() -> str:
    actor = current_actor()
    which = filters.one_of(request.args, "queue", Queue) or Queue.NEW
    rows, how_many = queue(actor, which), counts(actor)
    shown(claim_ids=sorted({row.claim_id for row in rows}), detail={"total": how_many[which]})
    return render_template(
        "desk/index.html",
        rows=rows,
        which=which,
        total=how_many[which],
        most=MOST,
        queues=[
            (text, link_with(queue=each.value), each is which, how_many[each])
            for each, text in QUEUES.items()
        ],
        keeps=LEAVES_THE_DESK_AFTER,
        local=lambda instant: instant.astimezone(clock.PACIFIC),
    )


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

    answer = form(DeskAnswerForm)
    answer.offer(told.answers)
    return {
        "take": form(TakeForm),
        "release": form(ReleaseForm),
        "answer": answer,
        "reopen": form(DeskReopenForm),
    }


def _problems(told: DeskDetails, refused: OhmsForm | None) -> list[tuple[str, str]]:
    """What is wrong, without a link where the referral's step has taken the form off the page."""
    if refused is None:
        return []
    stands = told.may_reopen if isinstance(refused, DeskReopenForm) else bool(told.answers)
    return [(id_ or "" if stands else "", text) for id_, text in refused.problems]
