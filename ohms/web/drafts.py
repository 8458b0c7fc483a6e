"""Drafts in front of the forms: what is typed is kept under its tab, and stands there again.

A form opts in by one line of its template, `forms.drafts('note')`. Its page with `?draft=` of the
tab shows it with what was typed; saving it for good ends the draft in the same transaction
(`commands/form_loads.py`).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import cast
from urllib.parse import urlencode

from flask import Flask, current_app, flash, g, jsonify, make_response, redirect, request
from flask import Response as Page
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from ohms import clock
from ohms.commands.drafts import TypedForm, save_draft
from ohms.commands.form_loads import is_used_up, saving
from ohms.domain.actor import Actor
from ohms.domain.drafts import Fields
from ohms.domain.errors import NotFound, RuleBroken
from ohms.queries.drafts import NamedClaim, OwnDraft, claim_named_by, own_draft
from ohms.web.access import current_actor, signed_in_actor
from ohms.web.carrying import (
    CARRIED,
    carried_fields,
    carry_to_sign_in,
    wants_data,
)
from ohms.web.form_tabs import (
    IN_ADDRESS,
    PAGE,
    SHAPE,
    TAB,
    UNTOUCHED,
    is_issued_to,
    kind_of,
    new_tab,
    page_with,
    refused_at,
    sent_page,
    sent_tab,
    shortened,
)
from ohms.web.refilling import refilled
from ohms.web.sent import sent_fields, typed_fields
from ohms.web.sign_in import own_path

SENT_ANEW = (
    "You signed in again after this form was opened, so it was not sent. "
    "What you typed stands below: look it over and send it."
)


@dataclass(frozen=True, slots=True)
class FormInTab:
    """What the macro puts into a form: its token, its page, and when its draft was saved.

    Refused: what was typed and sent stands in it again, and is not kept yet as it stands.
    """

    tab: str
    page: str
    saved: str
    refused: bool = False


def set_up_drafts(app: Flask) -> None:
    app.before_request(_name_the_form_load)
    app.after_request(_fill_in)
    app.teardown_request(lambda _error: saving(None))
    app.jinja_env.globals["form_in_tab"] = form_in_tab


@dataclass(frozen=True, slots=True)
class _Standing:
    """What all forms of the page at hand stand on, of which there may be dozens: looked up once."""

    actor: Actor
    staff_id: int
    draft: OwnDraft | None
    sent: str
    page: str


def form_in_tab(kind: str) -> FormInTab | None:
    """The form of this kind on the page at hand; None where nobody is signed in."""
    standing = _standing()
    if standing is None:
        return None
    draft, tab, page = standing.draft, standing.sent, standing.page
    if draft is not None and kind_of(draft.tab) == kind:
        return FormInTab(draft.tab, draft.path, f"Saved {_told(draft.saved_at)}")
    was_sent = kind_of(tab) == kind and _is_own(standing.actor, tab, page)
    if not was_sent or is_used_up(tab):
        tab = new_tab(standing.staff_id, kind, page)
    return FormInTab(tab, page, "", refused=was_sent and UNTOUCHED not in request.form)


def _standing() -> _Standing | None:
    if "forms_stand_on" not in g:
        actor = signed_in_actor()
        g.forms_stand_on = None
        if actor is not None and actor.staff_id is not None:
            g.forms_stand_on = _Standing(
                actor, actor.staff_id, _draft_asked_for(), sent_tab(), _page()
            )
    return cast("_Standing | None", g.forms_stand_on)


def typed_here() -> Fields:
    """What the page's form is filled with beyond its fields' own: the draft's pairs, if one is."""
    draft = _draft_asked_for()
    return draft.fields if draft else []


def keep_sent() -> Response:
    """Keep the form that was sent to the address of drafts, and say so the way it was asked."""
    actor = current_actor()
    if TAB not in request.form:
        return _go("/drafts")
    try:
        _keep(actor, sent_tab(), sent_page(), sent_fields())
    except RuleBroken as broken:
        if wants_data():
            return make_response(jsonify(problem=broken.message), 409)
        flash(broken.message, "warn")
        return _go(sent_page())
    if wants_data():
        return jsonify(saved=_told(clock.now()), csrf_token=generate_csrf())
    flash("Draft saved: only you see it.", "info")
    return _go(page_with(sent_page(), sent_tab()))


def keep_carried(wanted: str) -> str:
    """After a sign-in: what the sign-in page carried becomes a draft of the person it was issued
    to; the page to go to. Another person's text is dropped, and so is the way to it."""
    carried = dict(carried_fields())
    tab = carried.get(CARRIED + TAB, "")
    if not carried:
        return wanted
    page = shortened(own_path(carried.get(CARRIED + PAGE)))
    pairs = ((name.removeprefix(CARRIED), value) for name, value in carried_fields())
    try:
        _keep(current_actor(), tab, page, typed_fields(pairs))
    except NotFound:
        return "/"
    except RuleBroken as broken:
        flash(broken.message, "warn")
        return page
    flash("You were signed out meanwhile. What you typed stands here: send it again.", "info")
    return page_with(page, tab)


def rescued() -> Response | None:
    """The answer to a form whose own token is stale; None when it keeps no draft.

    Its tab's token says from whom it is, and of which page: signed out, it is carried over the
    sign-in; signed in again as the same person, it becomes a draft of that page and stands there to
    be sent. Nothing else is ever done by that token.
    """
    tab, actor = sent_tab(), signed_in_actor()
    if not tab:
        return None
    if actor is None:
        return carry_to_sign_in()
    if actor.staff_id is None or not is_issued_to(actor.staff_id, tab, sent_page()):
        return None
    if wants_data():
        return keep_sent()
    try:
        _keep(actor, tab, sent_page(), sent_fields())
        flash(SENT_ANEW, "warn")
    except RuleBroken as broken:
        flash(broken.message, "warn")
    return _go(page_with(sent_page(), tab))


def _keep(actor: Actor, tab: str, page: str, fields: Fields) -> None:
    if not _is_own(actor, tab, page):
        raise NotFound
    save_draft(actor, TypedForm(tab, kind_of(tab), page, fields, _claim_of(actor, page)))


def _is_own(actor: Actor, tab: str, page: str) -> bool:
    """Issued to the actor for this page; or kept for them there already, should the secret have
    changed since."""
    if actor.staff_id is None or not SHAPE.fullmatch(tab):
        return False
    if is_issued_to(actor.staff_id, tab, page):
        return True
    draft = own_draft(actor, tab)
    return draft is not None and draft.path == page


def _claim_of(actor: Actor, page: str) -> NamedClaim | None:
    """The claim that a page is about; NotFound for what is no page of the product."""
    try:
        _endpoint, arguments = current_app.url_map.bind("").match(page.partition("?")[0])
    except (HTTPException, RequestRedirect):
        raise NotFound from None
    return claim_named_by(actor, arguments)


def _draft_asked_for() -> OwnDraft | None:
    """One's own draft that the address names, on the very page on which it was begun."""
    if "draft_asked_for" not in g:
        g.draft_asked_for = _look_up()
    return cast("OwnDraft | None", g.draft_asked_for)


def _look_up() -> OwnDraft | None:
    tab, actor = request.args.get(IN_ADDRESS, ""), signed_in_actor()
    if actor is None or request.method != "GET" or not SHAPE.fullmatch(tab):
        return None
    draft = own_draft(actor, tab)
    return draft if draft and draft.path.partition("?")[0] == request.path else None


def _page() -> str:
    """Where the form stands: this page without its draft; after a refusal where it stood before."""
    if request.method == "POST":
        return sent_page() if PAGE in request.form else refused_at()
    state = [(k, v) for k, v in request.args.items(multi=True) if k != IN_ADDRESS]
    return shortened(f"{request.path}?{urlencode(state)}" if state else request.path)


def _told(instant: datetime) -> str:
    """The wall clock in Washington State: "10:42 am"; with its day when that is not today."""
    local = instant.astimezone(clock.PACIFIC)
    time = f"{local:%I:%M %p}".lstrip("0").lower()
    return time if local.date() == clock.today() else f"{local:%b} {local.day}, {time}"


def _go(path: str) -> Response:
    return redirect(path, 303)


def _name_the_form_load() -> None:
    tab, actor = sent_tab(), None
    if tab:
        actor = signed_in_actor()
    saving(tab if actor is not None and _is_own(actor, tab, sent_page()) else None)


def _fill_in(response: Page) -> Page:
    is_page = response.status_code == 200 and response.mimetype == "text/html"
    if request.args.get(IN_ADDRESS) and is_page and not response.direct_passthrough:
        draft = _draft_asked_for()
        if draft is not None:
            html = response.get_data(as_text=True)
            response.set_data(refilled(html, draft.tab, draft.fields))
    return response
