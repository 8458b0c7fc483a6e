"""The page of one claim."""

from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import Any

from flask import redirect as go
from flask import request, url_for
from werkzeug.wrappers import Response

from ohms import clock
from ohms.blueprints.claims.composer import ComposerForm, composer_for
from ohms.blueprints.claims.head import claim_page
from ohms.blueprints.claims.room import blueprint
from ohms.blueprints.claims.trying import try_that_may_be_undone
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.text_templates import Purpose
from ohms.queries.claims import ClaimShown, claim_shown_with, number_it_combined_into
from ohms.queries.composing import Panel, panel_of
from ohms.queries.milestones import milestones_of
from ohms.queries.rounds import Question, ask_all
from ohms.queries.text_templates import FilledText, filled_texts
from ohms.queries.timeline import Timeline, counts_by_kind, timeline_of
from ohms.queries.timeline_events import Event, Kind
from ohms.queries.triage import triage_of_claim
from ohms.queries.tries import days_proposing_letter
from ohms.web import filters
from ohms.web.access import current_actor, requires
from ohms.web.filters import link_with
from ohms.web.form_tabs import IN_ADDRESS
from ohms.web.forms import new_key
from ohms.web.reading import shown

WITH_ACTS = 20
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
    found, panel = claim_shown_with(actor, number, panel_of)
    combined = number_it_combined_into(actor, found.claim)
    if combined is not None:
        return go(url_for("claims.show", number=combined), 302)
    return page_of(actor, found, panel, composer_for(actor, panel))


def note_texts(actor: Actor, found: ClaimShown) -> Question[list[FilledText]]:
    """What a note on this claim may start from."""
    if not actor.may_in(Permission.NOTE_WRITE, found.claim.cohe_id):
        return []
    texts = yield from filled_texts(actor, found, Purpose.NOTE)
    return texts


def page_of(actor: Actor, found: ClaimShown, panel: Panel, form: ComposerForm) -> str:
    """The claim's page with its composer as it stands: empty, or refused with what was typed."""
    texts, tried, happened, triage, milestones = ask_all(
        note_texts(actor, found),
        days_proposing_letter(actor, found.claim),
        timeline_of(actor, found.claim.id),
        triage_of_claim(actor, found.claim.id, found.claim.cohe_id),
        milestones_of(actor, found.claim),
    )
    shown(
        claim_id=found.claim.id,
        cohe_id=found.claim.cohe_id,
        object_type="claim",
        object_id=found.claim.id,
    )
    return claim_page(
        "claims/show.html",
        found,
        "claims.show",
        form=form,
        tasks=panel.tasks,
        local=local,
        new_key=new_key,
        may_write=actor.may_in(Permission.NOTE_WRITE, found.claim.cohe_id),
        logged_try=try_that_may_be_undone(),
        texts=texts,
        tried_in_vain=tried,
        triage=triage,
        may_triage=actor.may_in(Permission.TRIAGE_DECIDE, found.claim.cohe_id),
        milestones=milestones,
        **_timeline(happened),
    )


def local(instant: Any) -> Any:
    """An instant as the wall clock in Washington State showed it."""
    return instant.astimezone(clock.PACIFIC)


def _timeline(happened: Timeline) -> dict[str, Any]:
    wanted, events = filters.one_of(request.args, "show", Kind), happened.events
    counts = counts_by_kind(events)
    views = [("Everything", link_with(show=None), wanted is None, len(events))]
    views += [
        (words, link_with(show=kind.value), kind is wanted, counts[kind])
        for kind, words in KINDS.items()
        if counts[kind]
    ]
    listed = [event for event in events if wanted in (None, event.kind)]
    return {
        "views": views,
        "events": listed,
        "here_until": happened.here_until,
        "new": sum(event.is_new for event in listed),
        "last_new": _last_new(listed),
        "acts_elsewhere": _acts_elsewhere(listed),
    }


def _last_new(listed: Sequence[Event]) -> Event | None:
    """The line of what is new stands beneath it: the last of those at the top that all came since, the
    person's own among them. What is told to have happened before they were here says further down itself
    that it is new."""
    top = [event for event in takewhile(lambda event: event.is_since, listed) if event.is_new]
    return top[-1] if top else None


def _acts_elsewhere(events: Sequence[Event]) -> Callable[[Event], str]:
    """Beside the newest notes stands what may be done with them; the older ones lead to this page with
    that of all: their folded forms were most of a long claim's page. A draft may stand in any of them."""
    if request.args.get("acts") == "all" or IN_ADDRESS in request.args:
        return lambda _event: ""
    href = link_with(acts="all")
    newest = [event.subject.id for event in events if event.kind is Kind.NOTE][:WITH_ACTS]
    return lambda event: "" if event.subject.id in newest else href
