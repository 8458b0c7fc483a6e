"""What a page showed, written to the audit before the first byte is sent.

A view tells with `shown(...)` which claim or claims its answer holds; the entry itself is written
for every answered request of a view that requires a permission, and for every refusal. What was sent
and changed nothing has its entry too, but for what a script sends every few seconds. Where it was
answered with the page of a claim, that look has one: beside the refusal, or alone, for nothing was done.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask, Response, current_app, g, request

from ohms.commands.audit import Entry
from ohms.commands.refusals import DatabaseBusy
from ohms.commands.unit_of_work import has_recorded, record_readings
from ohms.domain.access import CLAIM_READERS
from ohms.domain.actor import Actor
from ohms.domain.looks import ANSWERED_FORM
from ohms.queries.api_tokens import told_today
from ohms.web.access import Access, access_of, signed_in_actor
from ohms.web.errors import page_of_busy

BUSY = 503
WITH_THEIR_PAGE = (200, 409, 422)
"""How a form is answered that stands again on its page; pages of errors show nothing of a claim."""


@dataclass(slots=True)
class Shown:
    claim_id: int | None = None
    claim_ids: tuple[int, ...] = ()
    cohe_id: int | None = None
    object_type: str | None = None
    object_id: int | None = None
    detail: dict[str, Any] | None = None
    refused: bool = False
    by_cohe: Mapping[int, Sequence[int]] | None = None
    told_at_its_end: bool = False


def shown(
    *,
    claim_id: int | None = None,
    claim_ids: Sequence[int] = (),
    cohe_id: int | None = None,
    object_type: str | None = None,
    object_id: int | None = None,
    detail: dict[str, Any] | None = None,
    refused: bool = False,
) -> None:
    """Say what this answer shows; `detail` holds counts and kinds, never claim text. `refused`: that it
    shows nothing, though its status refuses nothing."""
    g.shown = Shown(claim_id, tuple(claim_ids), cohe_id, object_type, object_id, detail, refused)


def shown_of_cohes(
    claims: Mapping[int, Sequence[int]],
    *,
    claim_ids: Sequence[int] = (),
    detail: dict[str, Any] | None = None,
) -> None:
    """Say of which COHE's claims a list of one who has no COHE is: the record of each tells its own.
    `claim_ids`: what stands beside it, as `shown` is told."""
    g.shown = Shown(claim_ids=tuple(claim_ids), by_cohe=claims, detail=detail)


def told_at_its_end() -> None:
    """The answer is sent as its rows are read: what it showed is recorded by whoever reads them."""
    g.shown = replace(g.get("shown") or Shown(), told_at_its_end=True)


def exported(content: bytes, lines: int) -> None:
    """What left with this answer, beside what it shows: how much, and its SHA-256."""
    seen: Shown = g.get("shown") or Shown()
    told = {"lines": lines, "sha256": hashlib.sha256(content).hexdigest()}
    g.shown = replace(seen, detail={**(seen.detail or {}), **told})


def record_before_answering(app: Flask) -> None:
    app.after_request(_record)


def _record(response: Response) -> Response:
    if response.status_code == BUSY:  # shows nothing, and to record it would wait as long once more
        return response
    access = access_of(request.endpoint)
    if access is None or access.permission is None:
        return response
    actor = signed_in_actor()
    if actor is None:
        return response
    try:
        entries = [*_of_the_request(actor, access, response), *_of_an_answered_form(response)]
        if entries:
            record_readings(actor, entries, actor.position_for(access.permission))
    except (
        DatabaseBusy
    ) as busy:  # what cannot be recorded is not shown; a refusal is told all the same
        return current_app.make_response(page_of_busy(busy))
    return response


def _of_the_request(actor: Actor, access: Access, response: Response) -> list[Entry]:
    refused, reads = response.status_code >= 400, request.method in {"GET", "HEAD"}
    if not (reads or refused) and (access.by_script or has_recorded() or _shows_a_claim(response)):
        return []  # the command wrote its own entries; what was only looked at is told as that
    seen: Shown = g.get("shown") or Shown(detail=None if reads else {"changed": 0})
    if seen.told_at_its_end and not refused:
        return []
    refused = refused or seen.refused
    entry = Entry(
        action=(reads and access.reads) or str(request.endpoint),
        object_type=seen.object_type,
        object_id=seen.object_id,
        claim_id=seen.claim_id,
        claim_ids=seen.claim_ids,
        cohe_id=seen.cohe_id,
        result="refused" if refused else "done",
        detail={"status": response.status_code} if response.status_code >= 400 else seen.detail,
    )
    entries = list(_of_each_cohe(entry, seen.by_cohe))
    if seen.claim_ids or not entries:
        entries.append(entry)
    if access.leaves and response.status_code < 300:
        entries += _told_to_a_program(actor, access.leaves, entries)
    return entries


def _of_an_answered_form(response: Response) -> Iterator[Entry]:
    if request.method not in {"GET", "HEAD"} and _shows_a_claim(response):
        seen: Shown = g.shown
        yield Entry(
            ANSWERED_FORM,
            seen.object_type,
            seen.object_id,
            seen.claim_id,
            cohe_id=seen.cohe_id,
            detail=seen.detail,
        )


def _shows_a_claim(response: Response) -> bool:
    """As the page does with which a form of a claim is answered, refused or asked for more rows."""
    seen: Shown = g.get("shown") or Shown()
    is_page = response.status_code in WITH_THEIR_PAGE and response.mimetype == "text/html"
    return is_page and seen.claim_id is not None and not seen.refused


def _of_each_cohe(entry: Entry, claims: Mapping[int, Sequence[int]] | None) -> Iterator[Entry]:
    for cohe_id, ids in sorted((claims or {}).items()):
        yield replace(entry, cohe_id=cohe_id, claim_ids=tuple(sorted(set(ids))))


def _told_to_a_program(actor: Actor, action: str, entries: Sequence[Entry]) -> list[Entry]:
    """Which claims a program was told of, among what left the house: once a day for each of them,
    however often it asks. What a desk reads was sent to it, and stands there as that."""
    if not actor.holds(*CLAIM_READERS):
        return []
    before, left = told_today(actor, action), []
    for each in entries:
        told = {claim for claim in (*each.claim_ids, each.claim_id) if claim}
        if fresh := sorted(told - before):
            left.append(Entry(action, claim_ids=tuple(fresh), cohe_id=each.cohe_id))
    return left
