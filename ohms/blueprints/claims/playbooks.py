"""A playbook started on a claim: chosen, previewed with its days and owners, its ticked steps written."""

from datetime import date
from typing import Any

from flask import flash, request, url_for
from flask import redirect as go
from wtforms import HiddenField, SelectMultipleField

from ohms.blueprints.claims.head import claim_page
from ohms.blueprints.claims.room import blueprint
from ohms.commands.playbooks import start_playbook
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import RuleBroken
from ohms.domain.playbooks import Playbook
from ohms.queries.claims import ClaimShown, claim_shown
from ohms.queries.playbooks import planned_steps, playbooks_of
from ohms.web import filters
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.fields import DayField, chosen_id
from ohms.web.forms import OhmsForm
from ohms.web.reading import shown


class StartForm(OhmsForm):
    playbook = HiddenField()
    version = HiddenField()
    starts_on = DayField("Starts", demand="Enter the day on which it starts.")
    steps = SelectMultipleField("Steps", validate_choice=False)

    @property
    def ticked(self) -> list[int]:
        """The places of the ticked steps; what is no place is one that no playbook has."""
        places = map(chosen_id, self.steps.data or [])
        return [-1 if place is None else place for place in places]

    @property
    def shown_version(self) -> int:
        version = chosen_id(self.version.data)
        return -1 if version is None else version


@blueprint.get("/claims/<number>/playbooks")
@requires(Permission.TASK_WRITE, reads="preview_playbook")
def choose_playbook(number: str) -> str:
    actor = current_actor()
    found = claim_shown(actor, number)
    starts_on = filters.day(request.args, "starts_on") or actor.on_day
    playbook = _offered(found, request.args.get("playbook", ""))
    form = StartForm(formdata=None, data=_start_of(playbook, starts_on))
    return _page(actor, found, form, playbook, starts_on)


@blueprint.post("/claims/<number>/playbooks")
@requires(Permission.TASK_WRITE)
def start(number: str) -> Answer:
    actor, form = current_actor(), StartForm()
    found = claim_shown(actor, number)
    playbook = _offered(found, form.playbook.data or "")
    if form.validate() and playbook is not None:
        try:
            _start(actor, found, playbook, form)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            flash("The playbook is started: its tasks are written.", "good")
            return go(url_for("claims.show", number=found.claim.claim_number), 303)
    starts_on = form.starts_on.data or actor.on_day
    return _page(actor, found, form, playbook, starts_on), 422


def _start(actor: Actor, found: ClaimShown, playbook: Playbook, form: StartForm) -> None:
    start_playbook(
        actor,
        found.claim.claim_number,
        playbook.key,
        version=form.shown_version,
        starts_on=form.starts_on.data,
        steps=form.ticked,
        key=form.key,
    )


def _offered(found: ClaimShown, key: str) -> Playbook | None:
    offered = playbooks_of(found.claim.cohe_id)
    return next((each for each in offered if each.offered and each.key == key), None)


def _start_of(playbook: Playbook | None, starts_on: date) -> dict[str, Any]:
    if playbook is None:
        return {"starts_on": starts_on}
    return {
        "playbook": playbook.key,
        "version": str(playbook.number),
        "starts_on": starts_on,
        "steps": [str(place) for place in range(len(playbook.steps))],
    }


def _page(
    actor: Actor, found: ClaimShown, form: StartForm, playbook: Playbook | None, starts_on: date
) -> str:
    shown(claim_id=found.claim.id)
    planned = planned_steps(actor, found.claim, playbook, starts_on) if playbook else []
    offered = [each for each in playbooks_of(found.claim.cohe_id) if each.offered]
    return claim_page(
        "claims/playbook.html",
        found,
        "claims.choose_playbook",
        form=form,
        playbook=playbook,
        planned=planned,
        offered=[(each.key, each.title) for each in offered],
        starts_on=starts_on,
    )
