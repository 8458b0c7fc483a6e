"""Looking at one document beside the note that is written about it, and saving its file."""

import logging
from dataclasses import dataclass
from typing import Any

from flask import Response, flash, request, url_for
from flask import redirect as go
from werkzeug.wrappers import Response as AnyResponse

from ohms.blueprints.claims.composer import composer_for
from ohms.blueprints.claims.file import SOURCES, sized
from ohms.blueprints.claims.head import claim_page
from ohms.blueprints.claims.job_step_form import JobStepForm
from ohms.blueprints.claims.room import blueprint
from ohms.blueprints.claims.showing import local, note_texts
from ohms.commands import documents
from ohms.commands.document_pages import BeingMade, CannotBeShown
from ohms.commands.document_reading import read_and_keep
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.document_content import SHOWN_AS_PAGES
from ohms.domain.documents import quoted
from ohms.domain.values import DocumentKind
from ohms.extensions import end_reading
from ohms.models.document_store import DocumentDamaged, DocumentMissing
from ohms.queries.claims import ClaimShown, claim_shown
from ohms.queries.composing import panel_of
from ohms.queries.documents import (
    DocumentShown,
    document_on,
    document_read,
    entered_from,
    flags_of,
    pages_read,
)
from ohms.queries.job_descriptions import steps_noted
from ohms.queries.rounds import ask_all
from ohms.web import filters
from ohms.web.access import current_actor, requires
from ohms.web.document_files import attached, document_pages, document_store
from ohms.web.errors import Answer
from ohms.web.fields import LineField
from ohms.web.forms import OhmsForm, new_key
from ohms.web.reading import shown

ADDRESS = "/claims/<number>/file/<int(max=2147483647):document_id>"
HAS_FIELDS = frozenset({DocumentKind.APF, DocumentKind.ROA})
ZOOMS = {"fit": "Fit", "100": "100 %", "150": "150 %"}
IN_ITS_PLACE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="620" height="120"><text x="24" y="64"'
    ' font-family="sans-serif" font-size="18" fill="#737373">This page is being made. Load it again in a'
    " minute.</text></svg>"
)
"""Where the image of a page would stand that is not made yet."""

log = logging.getLogger("ohms")


class FlagForm(OhmsForm):
    reason = LineField("Why?", longest=200, demand="Enter why: it stays with the document.")


@dataclass(frozen=True, slots=True)
class Page:
    """The page of a document that is looked at: `count` is 0 where nothing can be shown, or not yet."""

    number: int
    count: int
    text: str
    is_image: bool
    is_late: bool = False


@blueprint.get(ADDRESS)
@requires(Permission.CLAIM_READ, reads="read_document")
def document(number: str, document_id: int) -> str:
    actor = current_actor()
    return document_page(actor, document_on(actor, number, document_id), FlagForm())


@blueprint.get(f"{ADDRESS}/image")
@requires(Permission.CLAIM_READ, reads="read_document_page")
def document_image(number: str, document_id: int) -> AnyResponse:
    found = document_read(current_actor(), number, document_id)
    page = asked_page()
    say_shown(found, page=page)
    sha256, format_ = found.document.sha256 or "", found.format
    end_reading()  # no transaction waits with whoever waits for a page
    try:
        drawn = document_pages().image(sha256, format_, page)
    except BeingMade:
        return Response(IN_ITS_PLACE, mimetype="image/svg+xml")
    except CannotBeShown:
        return _back(found)
    return Response(drawn, mimetype="image/png")


@blueprint.get(f"{ADDRESS}/download")
@requires(Permission.CLAIM_READ, reads="download_document")
def document_download(number: str, document_id: int) -> AnyResponse:
    found = document_read(current_actor(), number, document_id)
    say_shown(found)
    if found.format is None:
        flash("Its file is not here: L&I has it.", "warn")
        return _back(found)
    try:
        content = document_store().read_by(found.document.sha256 or "")
    except (DocumentMissing, DocumentDamaged) as trouble:
        log.error("document %s: its file is %s", document_id, type(trouble).__name__)
        flash("Its file is damaged or gone. Tell your administrator; nothing was given out.", "bad")
        return _back(found)
    return attached(content, found.format, found.document.file_name or found.document.title)


@blueprint.post(f"{ADDRESS}/flag")
@requires(Permission.DOCUMENT_FLAG)
def flag_document(number: str, document_id: int) -> Answer:
    actor, form = current_actor(), FlagForm()
    found = document_on(actor, number, document_id)
    flagged = request.form.get("flagged") == "yes"
    if form.validate_on_submit() and form.carried_out(
        lambda: documents.flag_document(
            actor, found.document.id, flagged=flagged, reason=form.reason.data or ""
        )
    ):
        flash("Flagged as mental health." if flagged else "The flag is taken off.", "good")
        return go(url_for("claims.document", number=number, document_id=document_id), 303)
    return document_page(actor, found, form), 422


def document_page(
    actor: Actor, found: DocumentShown, flagging: FlagForm, noting: JobStepForm | None = None
) -> str:
    say_shown(found, page=asked_page())
    page = page_of_document(actor, found)
    claim = claim_shown(actor, found.claim_number)
    panel, texts, flags = ask_all(
        panel_of(actor, claim.claim.id),
        note_texts(actor, claim),
        flags_of(actor, found.document.id),
    )
    form = composer_for(actor, panel)
    if request.args.get("quote") and page.text:
        kept = found.document
        form.body.data = quoted(page.text, kept.title, kept.document_on, page.number)
    return claim_page(
        "claims/document.html",
        claim,
        "claims.file",
        **about(found, page),
        form=form,
        tasks=panel.tasks,
        texts=texts,
        may_write=actor.may_in(Permission.NOTE_WRITE, claim.claim.cohe_id),
        may_quote=actor.may_in(Permission.NOTE_WRITE, claim.claim.cohe_id),
        may_flag=actor.may_in(Permission.DOCUMENT_FLAG, claim.claim.cohe_id) and found.readable,
        may_enter=may_enter(actor, found),
        flagging=flagging,
        flags=flags,
        entered=entered_from(actor, found.document.id),
        **_of_a_job(actor, found, claim, noting),
    )


def _of_a_job(
    actor: Actor, found: DocumentShown, claim: ClaimShown, noting: JobStepForm | None
) -> dict[str, Any]:
    """What became of a job description; nothing for any other document."""
    is_job = found.document.kind is DocumentKind.JOB_DESCRIPTION and found.readable
    form = noting or JobStepForm(formdata=None, by_whom=claim.attending.name)
    return {
        "noting": form,
        "is_job": is_job,
        "may_note": is_job and actor.may(Permission.DOCUMENT_FILE),
        "steps": steps_noted(actor, found.document.id) if is_job else [],
        "new_key": new_key,
    }


def about(found: DocumentShown, page: Page) -> dict[str, Any]:
    """What the pane with the document wants, beside whatever stands next to it."""
    asked = request.args.get("zoom", "")
    zoom = asked if asked in ZOOMS else "fit"
    return {
        "shown": found,
        "document": found.document,
        "page": page,
        "sources": SOURCES,
        "sized": sized,
        "local": local,
        "zoom": zoom,
        "zooms": [
            (text, filters.link_with(zoom=value), value == zoom) for value, text in ZOOMS.items()
        ],
        "page_href": lambda number: filters.link_with(page=number, quote=None),
        "quote_href": filters.link_with(page=page.number, quote="yes"),
    }


def may_enter(actor: Actor, found: DocumentShown) -> bool:
    """Whether the fields of this document can be entered: of an APF or a ROA, by casework."""
    is_form = found.document.kind in HAS_FIELDS
    return is_form and found.readable and actor.may(Permission.DOCUMENT_FILE)


def page_of_document(actor: Actor, found: DocumentShown) -> Page:
    """The page asked for; what was read from the file is kept the first time anybody looks. It ends what
    was read so far, so that no transaction waits for a page: ask it before the rest."""
    number, format_ = asked_page(), found.format
    if not found.readable or format_ is None:
        return Page(1, 0, "", False)
    document_id, sha256 = found.document.id, found.document.sha256 or ""
    text, made = pages_read(actor, document_id), document_pages()
    end_reading()
    try:
        pages = (
            made.read(sha256, format_)
            if text
            else read_and_keep(made, document_id, sha256, format_)
        )
    except BeingMade:
        return Page(number, 0, "", False, is_late=True)
    except CannotBeShown:
        return Page(1, 0, "", False)
    number = min(number, pages.count)
    is_image = format_ in SHOWN_AS_PAGES
    is_late = is_image and made.is_late(sha256, number)
    told = (
        text if text and is_image else pages.text
    )  # of a letter what was written, not what was drawn
    return Page(number, pages.count, told.get(number, ""), is_image, is_late)


def asked_page() -> int:
    return max(filters.whole_number(request.args, "page") or 1, 1)


def say_shown(found: DocumentShown, page: int | None = None) -> None:
    kept = found.document
    shown(
        claim_id=kept.claim_id,
        cohe_id=kept.cohe_id,
        object_type="document",
        object_id=kept.id,
        detail={"withheld": True} if not found.readable else {"page": page} if page else None,
    )


def _back(found: DocumentShown) -> AnyResponse:
    return go(
        url_for("claims.document", number=found.claim_number, document_id=found.document.id), 302
    )
