"""The page of one claim."""

from typing import Any

from flask import redirect as go
from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from ohms import clock
from ohms.blueprints.claims.composer import ComposerForm, composer_for
from ohms.blueprints.claims.head import head_of
from ohms.blueprints.claims.room import blueprint
from ohms.blueprints.claims.trying import try_that_may_be_undone
from ohms.domain.access import Actor, Permission
from ohms.domain.tasks import is_open
from ohms.domain.text_templates import Purpose
from ohms.queries.claims import ClaimShown, claim_shown, number_it_combined_into
from ohms.queries.milestones import milestones_of
from ohms.queries.tasks import ListedTask, tasks_of_claim
from ohms.queries.text_templates import FilledText, filled_texts
from ohms.queries.timeline import Event, Kind, counts_by_kind, timeline_of
from ohms.queries.triage import triage_of_claim
from ohms.queries.tries import days_proposing_letter
from ohms.web import filters
from ohms.web.access import current_actor, requires
from ohms.web.filters import link_with
from ohms.web.forms import new_key
from ohms.web.reading import shown

KINDS = {
    Kind.NOTE: "Notes",
    Kind.CALL: "Calls",
    Kind.TASK: "Tasks done",
    Kind.REFERRAL: "Referrals",
    Kind.DOCUMENT: "Documents",
    Kind.STATUS: "From L&I and providers",
}


@blueprint.get("/claims/<number>")
@requires(Permission.CLAIM_READ, reads="read_claim")
def show(number: str) -> str | Response:
    actor = current_actor()
    found = claim_shown(actor, number)
    combined = number_it_combined_into(actor, found.claim)
    if combined is not None:
        return go(url_for("claims.show", number=combined), 302)
    tasks = open_tasks_of(actor, found.claim.id)
    return page_of(actor, found, tasks, composer_for(actor, tasks))


def open_tasks_of(actor: Actor, claim_id: int) -> list[ListedTask]:
    return [task for task in tasks_of_claim(actor, claim_id) if is_open(task.state)]


def note_texts(actor: Actor, found: ClaimShown) -> list[FilledText]:
    """What a note on this claim may start from."""
    return (
        filled_texts(actor, found, Purpose.NOTE)
        if actor.may_in(Permission.NOTE_WRITE, found.claim.cohe_id)
        else []
    )


def page_of(actor: Actor, found: ClaimShown, tasks: list[ListedTask], form: ComposerForm) -> str:
    """The claim's page with its composer as it stands: empty, or refused with what was typed."""
    shown(
        claim_id=found.claim.id,
        cohe_id=found.claim.cohe_id,
        object_type="claim",
        object_id=found.claim.id,
    )
    return render_template(
        "claims/show.html",
        **head_of(found, "claims.show"),
        form=form,
        tasks=tasks,
        local=local,
        new_key=new_key,
        may_write=actor.may_in(Permission.NOTE_WRITE, found.claim.cohe_id),
        logged_try=try_that_may_be_undone(),
        texts=note_texts(actor, found),
        tried_in_vain=days_proposing_letter(actor, found.claim),
        **_timeline(actor, found.claim.id),
        **_why(actor, found),
    )


def _why(actor: Actor, found: ClaimShown) -> dict[str, Any]:
    """What the panels beside the timeline say of the claim's score and its clocks."""
    return {
        "triage": triage_of_claim(actor, found.claim.claim_number),
        "may_triage": actor.may_in(Permission.TRIAGE_DECIDE, found.claim.cohe_id),
        "milestones": milestones_of(actor, found.claim),
    }


def local(instant: Any) -> Any:
    """An instant as the wall clock in Washington State showed it."""
    return instant.astimezone(clock.PACIFIC)


def _timeline(actor: Actor, claim_id: int) -> dict[str, Any]:
    wanted = filters.one_of(request.args, "show", Kind)
    events: list[Event] = timeline_of(actor, claim_id)
    counts = counts_by_kind(events)
    views = [("Everything", link_with(show=None), wanted is None, len(events))]
    views += [
        (words, link_with(show=kind.value), kind is wanted, counts[kind])
        for kind, words in KINDS.items()
        if counts[kind]
    ]
    return {
        "views": views,
        "events": [event for event in events if wanted in (None, event.kind)],
    }
