"""The notes of one claim alone, filtered, and the same on paper."""

from typing import Any

from flask import request, url_for

from ohms.blueprints.claims.head import claim_page
from ohms.blueprints.claims.room import blueprint
from ohms.blueprints.claims.showing import local
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.values import StandardWork
from ohms.queries.claim_notes import (
    NoteFilter,
    NoteKind,
    authors_of_notes,
    note_page,
    notes_to_print,
)
from ohms.queries.claims import claim_shown
from ohms.queries.cursors import PER_PAGE
from ohms.web import filters
from ohms.web.access import current_actor, requires
from ohms.web.filters import link_to, link_with, turning
from ohms.web.forms import new_key
from ohms.web.reading import shown
from ohms.web.words import words


@blueprint.get("/claims/<number>/notes")
@requires(Permission.CLAIM_READ, reads="read_notes")
def notes(number: str) -> str:
    actor = current_actor()
    found = claim_shown(actor, number)
    asked = _asked()
    page = note_page(actor, found.claim.id, asked)
    shown(
        claim_id=found.claim.id,
        cohe_id=found.claim.cohe_id,
        object_type="claim",
        object_id=found.claim.id,
        detail={"notes": len(page.rows), "total": page.total},
    )
    return claim_page(
        "claims/notes.html",
        found,
        "claims.notes",
        page=page,
        local=local,
        new_key=new_key,
        print_href=link_to(url_for("claims.print_notes", number=number), _kept()),
        **turning(page),
        **_choices(actor, found.claim.id, asked),
    )


@blueprint.get("/claims/<number>/notes/print")
@requires(Permission.CLAIM_READ, reads="print_notes")
def print_notes(number: str) -> str:
    actor = current_actor()
    found = claim_shown(actor, number)
    printed = notes_to_print(actor, found.claim.id, _asked())
    shown(
        claim_id=found.claim.id,
        cohe_id=found.claim.cohe_id,
        object_type="claim",
        object_id=found.claim.id,
        detail={"notes": len(printed)},
    )
    return claim_page(
        "claims/notes_print.html",
        found,
        "claims.notes",
        printed=printed,
        local=local,
        back=link_to(url_for("claims.notes", number=number), _kept()),
    )


def _asked() -> NoteFilter:
    args = request.args
    per_page = filters.whole_number(args, "per_page")
    return NoteFilter(
        standard_work=filters.one_of(args, "standard_work", StandardWork),
        author_id=filters.whole_number(args, "author"),
        kind=filters.one_of(args, "kind", NoteKind),
        after=args.get("after"),
        per_page=per_page if per_page in PER_PAGE else PER_PAGE[0],
    )


def _kept() -> dict[str, str]:
    kept = ("standard_work", "author", "kind")
    return {name: request.args[name] for name in kept if request.args.get(name)}


def _choices(actor: Actor, claim_id: int, asked: NoteFilter) -> dict[str, Any]:
    """The drop-downs of the filter, and what was chosen as chips."""
    authors = authors_of_notes(actor, claim_id)
    names = dict(authors)
    chips = [
        (text, link_with(**{name: None}))
        for name, text in (
            ("standard_work", words(asked.standard_work)),
            ("author", names.get(asked.author_id or 0, "")),
            ("kind", words(asked.kind)),
        )
        if text
    ]
    return {
        "asked": asked,
        "authors": authors,
        "items": [(item.value, words(item)) for item in StandardWork],
        "kinds": [(kind.value, words(kind)) for kind in NoteKind],
        "chips": chips,
        "per_page": [
            (size, None if size == asked.per_page else link_with(per_page=size))
            for size in PER_PAGE
        ],
    }
