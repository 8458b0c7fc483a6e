"""The claim file: what L&I lists, what is here, what is new; and giving a document to it."""

from typing import Any

from flask import flash, request, url_for
from flask import redirect as go
from werkzeug.wrappers import Response

from ohms.blueprints.claims.file_form import DocumentForm
from ohms.blueprints.claims.head import claim_page
from ohms.blueprints.claims.room import blueprint
from ohms.blueprints.claims.showing import local
from ohms.commands import documents
from ohms.commands.document_pages import BeingMade, CannotBeShown
from ohms.commands.document_reading import read_and_keep
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.document_content import LARGEST_DOCUMENT, MEGABYTE
from ohms.domain.errors import RuleBroken
from ohms.domain.values import DocumentKind
from ohms.queries.claims import ClaimShown, claim_by_number, claim_shown
from ohms.queries.documents import ClaimFile, ListedDocument, claim_file
from ohms.queries.settings import document_limits
from ohms.web import filters
from ohms.web.access import current_actor, requires
from ohms.web.csv_answers import csv_answer
from ohms.web.document_files import document_pages, stored_for
from ohms.web.errors import Answer
from ohms.web.filters import link_with
from ohms.web.large_bodies import leave_the_token_to, let_in
from ohms.web.reading import shown
from ohms.web.words import words

# Twice what is taken: what is a little too large is still answered beside its field, as typed.
LARGEST_BODY = 2 * LARGEST_DOCUMENT + MEGABYTE
SOURCES = {"feed": "L&I", "upload": "Given here", "produced": "Written here"}
CSV_HEADING = ("kind", "document_on", "received_on", "title", "source", "size", "available", "new")


@blueprint.get("/claims/<number>/file")
@requires(Permission.CLAIM_READ, reads="list_documents")
def file(number: str) -> str:
    actor = current_actor()
    found = claim_shown(actor, number)
    listed = claim_file(actor, found.claim.id)
    page = _page(actor, found, listed, DocumentForm())
    if not listed.read_today:
        documents.mark_file_read(actor, found.claim.id)
    return page


@blueprint.post("/claims/<number>/file")
@requires(Permission.DOCUMENT_FILE)
def give(number: str) -> Answer:
    let_in(LARGEST_BODY)
    actor = current_actor()
    form = DocumentForm()
    if form.validate_on_submit() and (document_id := _given(actor, number, form)):
        flash("Filed with the claim.", "good")
        return go(url_for("claims.document", number=number, document_id=document_id), 303)
    found = claim_shown(actor, number)
    return _page(actor, found, claim_file(actor, found.claim.id), form), 422


@blueprint.get("/claims/<number>/file.csv")
@requires(Permission.CLAIM_EXPORT, reads="export_documents")
def file_csv(number: str) -> Response:
    actor = current_actor()
    claim = claim_by_number(actor, number)
    rows = _asked_for(claim_file(actor, claim.id).documents)
    _say_shown(claim, rows)
    return csv_answer(f"{claim.claim_number}-file.csv", CSV_HEADING, map(_as_cells, rows))


leave_the_token_to(give, blueprint)


def _given(actor: Actor, number: str, form: DocumentForm) -> int | None:
    """The id of the document; None where the form says why there is none."""
    try:
        given = form.checked()
        with stored_for(given.content) as sha256:
            document_id = documents.file_document(
                actor, number, form.filed(given, sha256), key=form.key
            )
    except RuleBroken as broken:
        form.refuse(broken)
        return None
    try:
        read_and_keep(document_pages(in_any_case=True), document_id, sha256, given.format)
    except BeingMade:
        flash("Its pages are being made: look at it in a minute.", "good")
    except CannotBeShown:
        flash("It cannot be shown here: whoever wants to read it downloads it.", "warn")
    return document_id


def _page(actor: Actor, found: ClaimShown, file: ClaimFile, form: DocumentForm) -> str:
    rows = _asked_for(file.documents)
    _say_shown(found.claim, rows)
    return claim_page(
        "claims/file.html",
        found,
        "claims.file",
        form=form,
        file=file,
        rows=rows,
        views=_views(file),
        sources=SOURCES,
        sized=sized,
        limits=document_limits(found.claim.cohe_id, actor.on_day),
        local=local,
        may_file=actor.may_in(Permission.DOCUMENT_FILE, found.claim.cohe_id),
        csv_href=_csv_href(actor, found.claim.claim_number),
    )


def _csv_href(actor: Actor, number: str) -> str | None:
    if not actor.may(Permission.CLAIM_EXPORT):
        return None
    return filters.link_to(url_for("claims.file_csv", number=number), request.args.to_dict())


def _asked_for(rows: list[ListedDocument]) -> list[ListedDocument]:
    """The lines that the address asks for: of a kind, those not here, or those new to the person."""
    kind = filters.one_of(request.args, "kind", DocumentKind)
    only = request.args.get("only")
    return [
        row
        for row in rows
        if kind in (None, row.kind)
        and not (only == "missing" and row.is_here)
        and not (only == "new" and not row.is_new)
    ]


def _views(file: ClaimFile) -> list[tuple[str, str, bool, int]]:
    kind, only = filters.one_of(request.args, "kind", DocumentKind), request.args.get("only")
    views = [("Everything", link_with(kind=None, only=None), not (kind or only), file.listed)]
    for name, text, count in (
        ("new", "New to me", file.new),
        ("missing", "Not here", file.listed - file.available),
    ):
        if count or only == name:
            views.append((text, link_with(kind=None, only=name), only == name, count))
    for each in DocumentKind:
        if count := file.count_of(each):
            views.append((words(each), link_with(kind=each.value, only=None), each is kind, count))
    return views


def _say_shown(claim: Any, rows: list[ListedDocument]) -> None:
    shown(
        claim_id=claim.id,
        cohe_id=claim.cohe_id,
        object_type="claim",
        object_id=claim.id,
        detail={"documents": len(rows)},
    )


def _as_cells(row: ListedDocument) -> tuple[Any, ...]:
    title = "content withheld" if row.withheld else row.title
    return (
        row.kind.value,
        row.document_on,
        row.received_on,
        title,
        row.source,
        row.size,
        row.is_here,
        row.is_new,
    )


def sized(size: int | None) -> str:
    """A size in words: 840 bytes, 12 KB, 3.4 MB."""
    if size is None:
        return ""
    if size < 1_000:
        return f"{size} bytes"
    if size < MEGABYTE:
        return f"{-(-size // 1024):,} KB"
    return f"{size / MEGABYTE:.1f} MB".replace(".0 ", " ")
