"""One work status, or one barrier, of a claim on a page of its own: corrected, ended, closed."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import flash, url_for
from flask import redirect as go

from ohms.blueprints.claims.head import claim_page
from ohms.blueprints.claims.recovery import PAGE
from ohms.blueprints.claims.recovery_forms import CloseForm, EndForm, EpisodeForm, PlanForm
from ohms.blueprints.claims.room import blueprint
from ohms.commands import recovery, work_status
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import NotFound
from ohms.queries.claims import claim_by_number, claim_shown
from ohms.queries.episodes import EpisodeShown, episodes_of
from ohms.queries.recovery import BarrierShown, barriers_of
from ohms.queries.rounds import ask
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.fields import chosen_id
from ohms.web.forms import OhmsForm
from ohms.web.reading import shown

Shown = TypeVar("Shown", EpisodeShown, BarrierShown)

EPISODE = f"{PAGE}/episodes/<int(max=2147483647):episode_id>"
BARRIER = f"{PAGE}/barriers/<int(max=2147483647):barrier_id>"


@blueprint.get(EPISODE)
@requires(Permission.CLAIM_COORDINATE, reads="read_work_status")
def episode(number: str, episode_id: int) -> str:
    return _episode_page(current_actor(), number, episode_id)


@blueprint.post(EPISODE)
@requires(Permission.CLAIM_COORDINATE)
def correct_episode(number: str, episode_id: int) -> Answer:
    form = EpisodeForm()

    def correct(actor: Actor, claim_id: int) -> object:
        return work_status.correct_work_status(
            actor, claim_id, episode_id, **form.values, stood=form.stood.data
        )

    return _act(number, form, correct, "Corrected: what stood is kept.", _episode_page, episode_id)


@blueprint.post(f"{EPISODE}/end")
@requires(Permission.CLAIM_COORDINATE)
def end_episode(number: str, episode_id: int) -> Answer:
    form = EndForm()

    def end(actor: Actor, claim_id: int) -> object:
        assert form.to_on.data is not None
        return work_status.end_work_status(actor, claim_id, episode_id, to_on=form.to_on.data)

    return _act(number, form, end, "The work status has ended.", _episode_page, episode_id)


@blueprint.post(f"{EPISODE}/remove")
@requires(Permission.CLAIM_COORDINATE)
def remove_episode(number: str, episode_id: int) -> Answer:
    def remove(actor: Actor, claim_id: int) -> object:
        return work_status.remove_work_status(actor, claim_id, episode_id)

    done = "Removed: what stood is kept."
    return _act(number, OhmsForm(), remove, done, _episode_page, episode_id)


@blueprint.get(BARRIER)
@requires(Permission.CLAIM_COORDINATE, reads="read_barrier")
def barrier(number: str, barrier_id: int) -> str:
    return _barrier_page(current_actor(), number, barrier_id)


@blueprint.post(BARRIER)
@requires(Permission.CLAIM_COORDINATE)
def plan_barrier(number: str, barrier_id: int) -> Answer:
    form = PlanForm()

    def plan(actor: Actor, claim_id: int) -> object:
        filled_in_over = chosen_id(form.version.data)
        return recovery.plan_barrier(
            actor,
            claim_id,
            barrier_id,
            remark=form.remark.data or "",
            plan=form.plan.data,
            version=-1 if filled_in_over is None else filled_in_over,
        )

    return _act(number, form, plan, "The barrier is changed.", _barrier_page, barrier_id)


@blueprint.post(f"{BARRIER}/close")
@requires(Permission.CLAIM_COORDINATE)
def close_barrier(number: str, barrier_id: int) -> Answer:
    form = CloseForm()

    def close(actor: Actor, claim_id: int) -> object:
        return recovery.close_barrier(actor, claim_id, barrier_id, reason=form.reason.data)

    return _act(number, form, close, "The barrier is closed.", _barrier_page, barrier_id)


def _act(
    number: str,
    form: OhmsForm,
    act: Callable[[Actor, int], object],
    done: str,
    page: Callable[[Actor, str, int, OhmsForm], str],
    object_id: int,
) -> Answer:
    """Back to the recovery when it was done; else the object's page with what was typed."""
    actor = current_actor()
    claim_id = claim_by_number(actor, number).id
    if form.validate_on_submit() and form.carried_out(lambda: act(actor, claim_id)):
        flash(done, "good")
        return go(url_for("claims.recovery", number=number), 303)
    return page(actor, number, object_id, form), 422


def _episode_page(
    actor: Actor, number: str, episode_id: int, refused: OhmsForm | None = None
) -> str:
    found = claim_shown(actor, number)
    one = _one(ask(episodes_of(actor, found.claim.id)), episode_id)
    forms = {
        "form": _form(refused, EpisodeForm, **_as_it_stands(one)),
        "ending": _form(refused, EndForm),
    }
    return _page("claims/episode.html", found, one, forms, refused)


def _barrier_page(
    actor: Actor, number: str, barrier_id: int, refused: OhmsForm | None = None
) -> str:
    found = claim_shown(actor, number)
    one = _one(ask(barriers_of(actor, found.claim.id)), barrier_id)
    texts = {"remark": one.remark, "plan": one.plan, "version": str(one.version)}
    forms = {"form": _form(refused, PlanForm, **texts), "closing": _form(refused, CloseForm)}
    return _page("claims/barrier.html", found, one, forms, refused)


def _page(
    template: str,
    found: Any,
    one: EpisodeShown | BarrierShown,
    forms: dict[str, OhmsForm],
    refused: OhmsForm | None,
) -> str:
    claim = found.claim
    shown(claim_id=claim.id, cohe_id=claim.cohe_id, object_type="claim", object_id=claim.id)
    return claim_page(
        template,
        found,
        "claims.recovery",
        **forms,
        one=one,
        address=f"/claims/{claim.claim_number}/recovery",
        problems=refused.problems if refused else [],
    )


def _as_it_stands(one: EpisodeShown) -> dict[str, Any]:
    return {
        "status": one.status.value,
        "source": one.source,
        "from_on": one.from_on,
        "to_on": one.to_on,
        "remark": one.remark,
        "stood": one.stood,
    }


def _form(refused: OhmsForm | None, kind: type[Any], **values: Any) -> Any:
    return refused if isinstance(refused, kind) else kind(formdata=None, **values)


def _one(listed: list[Shown], id_: int) -> Shown:
    for each in listed:
        if each.id == id_:
            return each
    raise NotFound
