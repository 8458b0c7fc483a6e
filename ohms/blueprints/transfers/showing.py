"""Offers that wait for me, those that wait for others, and what was decided lately."""

from flask import render_template

from ohms.blueprints.transfers.forms import DeclineForm, TakeForm
from ohms.blueprints.transfers.room import blueprint
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.queries.people import coordinators_of
from ohms.queries.rounds import ask_all
from ohms.queries.transfers import (
    decided_lately,
    own_notes_of,
    own_offers,
    transfer_by_id,
    waiting_for,
)
from ohms.web.access import current_actor, requires
from ohms.web.forms import new_key
from ohms.web.reading import shown

ONE = "/transfers/<int(max=2147483647):transfer_id>"


@blueprint.get("/transfers")
@requires(Permission.CLAIM_READ, reads="list_transfers")
def index() -> str:
    actor = current_actor()
    waiting, own, decided = ask_all(waiting_for(actor), own_offers(actor), decided_lately(actor))
    shown(claim_ids=sorted({each.claim_id for each in (*waiting, *own, *decided)}))
    return render_template(
        "transfers/index.html",
        waiting=waiting,
        own=own,
        decided=decided,
        may_hand_over=actor.may(Permission.CLAIM_HAND_OVER),
    )


@blueprint.get(ONE)
@requires(Permission.CLAIM_READ, reads="read_transfer")
def show(transfer_id: int) -> str:
    return page_of(current_actor(), transfer_id, DeclineForm(formdata=None))


def page_of(
    actor: Actor, transfer_id: int, form: DeclineForm, taking: TakeForm | None = None
) -> str:
    """One offer with what the actor may do about it."""
    found = transfer_by_id(actor, transfer_id)
    taking = taking or TakeForm(formdata=None)
    people = coordinators_of(actor, [found.to_cohe_id]) if found.may_name else []
    taking.to.choices = [("", "Choose"), *((str(id_), name) for id_, name in people)]
    told = [*form.problems, *taking.problems]
    shown(
        claim_id=found.claim_id,
        cohe_id=found.cohe_id,
        object_type="claim_transfer",
        object_id=found.id,
    )
    return render_template(
        "transfers/show.html",
        offer=found,
        form=form,
        taking=taking,
        problems=[(id_ or "" if found.may_answer else "", text) for id_, text in told],
        notes=[] if found.in_sight else own_notes_of(actor, found),
        new_key=new_key,
    )
