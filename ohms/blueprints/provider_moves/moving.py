"""The providers of a COHE with their coordinators; one of them moved, its consequence told before."""

from collections.abc import Iterable
from typing import Any

from flask import flash, render_template, request, url_for
from flask import redirect as go
from wtforms import BooleanField, HiddenField

from ohms.blueprints.provider_moves.room import blueprint
from ohms.commands.provider_moves import give_providers, move_provider
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.provider_moves import Goes, told_of_given
from ohms.queries.people import coordinators_of
from ohms.queries.provider_moves import (
    MovingProvider,
    moving_provider,
    open_load,
    providers_of_cohe,
    without_anybody,
)
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.fields import ChoiceField, DayField, LineField, chosen_id
from ohms.web.forms import OhmsForm
from ohms.web.picking import PickField
from ohms.web.reading import shown
from ohms.web.supervised import centre_frame, supervised_centre

PAGE = "/staffing/providers"
GOES = {Goes.NEW_ONLY.value: "New claims only", Goes.OPEN_TOO.value: "The open ones too"}


class MoveForm(OhmsForm):
    to = PickField("To")
    goes = ChoiceField("Which claims", GOES, demand="Choose which claims go along.")
    from_on = DayField("From")
    reason = LineField("Why", demand="Enter why, in a few words: it stays with the claims.")

    @property
    def to_staff_id(self) -> int | None:
        return chosen_id(self.to.data)


class GiveForm(OhmsForm):
    to = PickField("Coordinator")
    everyone = BooleanField("All of them, as shown below")
    shown = HiddenField()
    """Who had nobody on the page."""

    @property
    def picked(self) -> set[int]:
        """What was ticked; all who had nobody on the page where that was asked for."""
        said = str(self.shown.data or "").split()
        ticked = said if self.everyone.data else request.form.getlist("provider")
        return {id_ for each in ticked if (id_ := chosen_id(each))}

    def show(self, without: Iterable[int]) -> None:
        self.shown.data = " ".join(map(str, without))


@blueprint.get(PAGE)
@requires(Permission.STAFFING_MANAGE, reads="list_providers_of_coordinators")
def index() -> str:
    return _list(current_actor(), GiveForm(formdata=None))


@blueprint.post(PAGE)
@requires(Permission.STAFFING_MANAGE)
def give() -> Answer:
    actor, form, given = current_actor(), GiveForm(), []
    cohe_id = supervised_centre(actor)
    form.to.offer(coordinators_of(actor, [cohe_id]))

    def act() -> None:
        to, as_shown = chosen_id(form.to.data), bool(form.everyone.data)
        given.append(
            give_providers(
                actor, cohe_id, form.picked, to_staff_id=to, as_shown=as_shown, key=form.key
            )
        )

    if not (form.validate() and form.carried_out(act)):
        return _list(actor, form), 422
    come = set(without_anybody(actor, cohe_id)) - form.picked
    as_shown = len(form.picked) if form.everyone.data else None
    flash(told_of_given(given[0], form.to.shown, as_shown, len(come)), "good")
    return go(url_for("provider_moves.index", cohe=cohe_id), 303)


def _list(actor: Actor, form: GiveForm) -> str:
    cohe_id = supervised_centre(actor)
    shown(cohe_id=cohe_id)
    providers = sorted(providers_of_cohe(actor, cohe_id), key=lambda each: not each.has_nobody)
    form.to.offer(coordinators_of(actor, [cohe_id]))
    form.show(each.id for each in providers if each.has_nobody)
    return render_template(
        "provider_moves/index.html",
        form=form,
        providers=providers,
        without=sum(each.has_nobody for each in providers),
        after_departures=any(each.has_nobody and each.coordinator for each in providers),
        ticked=request.form.getlist("provider"),
        **centre_frame(actor, cohe_id),
    )


@blueprint.get(f"{PAGE}/<int(max=2147483647):moving_id>")
@requires(Permission.STAFFING_MANAGE, reads="preview_move_of_provider")
def show(moving_id: int) -> str:
    asked = {name: request.args.get(name, "") for name in ("to", "goes")}
    asked["goes"] = asked["goes"] if asked["goes"] in GOES else Goes.OPEN_TOO.value
    return _page(current_actor(), moving_id, MoveForm(formdata=None, **asked))


@blueprint.post(f"{PAGE}/<int(max=2147483647):moving_id>")
@requires(Permission.STAFFING_MANAGE)
def move(moving_id: int) -> Answer:
    actor, form = current_actor(), MoveForm()
    cohe_id = supervised_centre(actor)
    provider = moving_provider(actor, cohe_id, moving_id).name
    form.to.offer(coordinators_of(actor, [cohe_id]))
    if form.validate() and form.carried_out(
        lambda: move_provider(
            actor,
            cohe_id,
            moving_id,
            to_staff_id=form.to_staff_id,
            from_on=form.from_on.data,
            goes=Goes(form.goes.data),
            reason=form.reason.data,
            key=form.key,
        )
    ):
        flash(f"{provider} moves to {form.to.shown}, as it was told here.", "good")
        return go(url_for("provider_moves.index", cohe=cohe_id), 303)
    return _page(actor, moving_id, form), 422


def _page(actor: Actor, moving_id: int, form: MoveForm) -> str:
    cohe_id = supervised_centre(actor)
    provider = moving_provider(actor, cohe_id, moving_id)
    shown(cohe_id=cohe_id, claim_ids=[claim.id for claim in provider.claims])
    people = dict(coordinators_of(actor, [cohe_id]))
    form.to.offer(each for each in people.items() if each[0] != provider.coordinator_id)
    to = form.to_staff_id if form.to.data in dict(form.to.offered) else None
    return render_template(
        "provider_moves/show.html",
        provider=provider,
        form=form,
        to=to,
        taker=people.get(to or 0, ""),
        problems=[(id_ or "" if to or id_ == "to" else "", text) for id_, text in form.problems],
        loads=_loads(actor, cohe_id, provider, to, people, form.goes.data),
        goes_words=GOES,
        **centre_frame(actor, cohe_id),
    )


def _loads(
    actor: Actor,
    cohe_id: int,
    provider: MovingProvider,
    to: int | None,
    people: dict[int, str],
    goes: str,
) -> list[dict[str, Any]]:
    """Open claims of who gives and who takes, before and after."""
    if to is None:
        return []
    going = len(provider.claims) if goes == Goes.OPEN_TOO or not provider.coordinator_id else 0
    found = []
    if provider.coordinator_id is not None:
        before = open_load(actor, cohe_id, provider.coordinator_id)
        name = provider.coordinator or ""
        found.append({"name": name, "before": before, "after": before - going})
    before = open_load(actor, cohe_id, to)
    found.append({"name": people[to], "before": before, "after": before + going})
    return found
