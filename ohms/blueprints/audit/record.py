"""The record of who did and saw what: one's own acts, a COHE's, or those that concern security."""

from collections.abc import Iterator, Sequence

from flask import Response, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from ohms import clock
from ohms.blueprints.audit.room import blueprint
from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import record_reading
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.queries.audit import (
    AuditFilter,
    AuditPage,
    audit_page,
    claims_seen,
    people_in_audit,
    span,
)
from ohms.web import filters
from ohms.web.access import current_actor, requires
from ohms.web.acts import acts_meant, acts_offered, in_words, is_look
from ohms.web.csv_answers import csv_stream
from ohms.web.filter_picks import Whom, filter_pick, read_letters, refuse_letters
from ohms.web.filters import link_to, link_with, turning
from ohms.web.reading import shown

DAYS = ("from", "to")
EXPORTED = ("at", "username", "name", "action", "claim_number", "how", "result")


@blueprint.get("/admin/audit")
@requires(Permission.AUDIT_READ, reads="read_audit")
def index() -> str | Redirect:
    actor = current_actor()
    letters = read_letters(_whom(actor), DAYS)
    if letters.leads_on:
        return letters.leads_on
    asked = _asked(actor)
    page = AuditPage([], True, None) if letters.problems else audit_page(actor, asked)
    others = actor.may(Permission.AUDIT_WATCH)
    claims = sorted({line.claim_id for line in page.lines if line.claim and line.claim_id})
    shown(object_type="audit_entry", claim_ids=claims, detail={"lines": len(page.lines)})
    return render_template(
        "audit/index.html",
        asked=asked,
        typed={
            name: filters.typed_day(request.args, name, day)
            for name, day in (("from", asked.from_on), ("to", asked.to_on))
        },
        page=page,
        others=others,
        reviews=actor.may(Permission.LOOK_REVIEW),
        letters=letters,
        who=filter_pick("who", "Person", _people(actor), asked.username, "Everybody", letters),
        export_href="" if letters.problems else _export_href(actor),
        claim_href=_claim_href(actor, asked, page),
        **turning(page),
        act=_act_asked(),
        acts=acts_offered(),
        in_words=in_words,
        is_look=is_look,
        of_action=lambda action: link_with(action=action, after=None),
        local=lambda instant: instant.astimezone(clock.PACIFIC),
    )


@blueprint.get("/admin/audit.csv")
@requires(Permission.AUDIT_EXPORT, reads="export_audit")
def export() -> Response:
    """However long it is: read and sent a part at a time; its end is recorded with the claims in it."""
    actor, claims = current_actor(), set[int]()
    refuse_letters(_whom(actor), DAYS)

    def rows(asked: AuditFilter) -> Iterator[Sequence[object]]:
        for each in claims_seen(actor, asked):
            claims.add(each.claim_id)
            yield (each.at.isoformat(), *each[1:-1])

    def ended(lines: int, sha256: str, whole: bool) -> None:
        entry = Entry(
            "export_audit",
            object_type="audit_entry",
            claim_ids=tuple(sorted(claims)),
            result="done" if whole else "failed",
            detail={"lines": lines, "sha256": sha256},
        )
        record_reading(actor, entry, actor.position_for(Permission.AUDIT_EXPORT))

    name = f"claims-seen-{actor.on_day.isoformat()}.csv"
    return csv_stream(name, EXPORTED, rows(_asked(actor)), ended)


def _whom(actor: Actor) -> dict[str, Whom]:
    """By user name, which may be digits. Who can choose nobody has nobody's letters read."""
    if not actor.may(Permission.AUDIT_WATCH):
        return {}
    return {"who": Whom(lambda: _people(actor), by_number=False)}


def _people(actor: Actor) -> list[tuple[str, str]]:
    """By user name; nobody for whom one's own acts alone are."""
    return people_in_audit(actor) if actor.may(Permission.AUDIT_WATCH) else []


def _claim_href(actor: Actor, asked: AuditFilter, page: AuditPage) -> str:
    """To who looked at the one claim asked for, where it was found."""
    number = next((line.claim for line in page.lines if asked.claim_number and line.claim), "")
    if not number or not actor.may(Permission.CLAIM_LOOKS_READ):
        return ""
    return url_for("audit.claim_looks", number=number)


def _export_href(actor: Actor) -> str:
    if not actor.may(Permission.AUDIT_EXPORT):
        return ""
    return link_to("/admin/audit.csv", {**request.args.to_dict(), "after": None})


def _act_asked() -> str:
    """In words, where the address has an act's own name."""
    typed = filters.line(request.args, "action")
    return in_words(typed) if acts_meant(typed) == (typed,) else typed


def _asked(actor: Actor) -> AuditFilter:
    """The filter that the address asks for; what it does not know is no filter, nor whose acts are asked
    for by who reads their own alone."""
    args = request.args
    first, last = span(actor, filters.day(args, "from"), filters.day(args, "to"))
    return AuditFilter(
        from_on=first,
        to_on=last,
        username=filters.line(args, "who") if actor.may(Permission.AUDIT_WATCH) else "",
        actions=acts_meant(typed) if (typed := filters.line(args, "action")) else (),
        claim_number=filters.line(args, "claim", 20),
        refused=filters.yes_or_no(args, "refused") or False,
        after=args.get("after"),
    )
