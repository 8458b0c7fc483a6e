"""Everything of one claim that left the house, newest first; from four places, each asked once."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, exists
from sqlalchemy.orm import aliased

from ohms.domain.actor import Actor
from ohms.domain.disclosures import SENT_TO, Disclosure, Leaving, instant_of, leaving_of
from ohms.domain.services import SERVICES
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim
from ohms.models.documents import Document
from ohms.models.referrals import Referral, ReferralPacket, ReferralVersion
from ohms.models.staff import StaffMember
from ohms.queries.cursors import Cursor, read_cursor
from ohms.queries.note_sight import may_read_content
from ohms.queries.scope import leavings_of_claim, sees, visible

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class DisclosurePage:
    """A page of them; `next` is the cursor after its last line."""

    lines: list[Disclosure]
    is_first: bool
    next: str | None


def disclosure_page(actor: Actor, claim: Claim, after: str | None) -> DisclosurePage:
    """One page for a claim that the actor sees: a statement for each place, however much there is."""
    cursor = read_cursor(after, str)
    until = instant_of(str(cursor.value)) if cursor else None
    found = [
        *_packets(actor, claim, until),
        *_letters(actor, claim, until),
        *_entries(actor, claim, until, lists=False),
        *_entries(actor, claim, until, lists=True),
    ]
    if cursor is not None and until is not None:
        found = [each for each in found if each.key < str(cursor.value)]
    found.sort(key=lambda each: each.key, reverse=True)
    listed = found[:PER_PAGE]
    before = cursor.position if cursor and until else 0
    more = len(found) > PER_PAGE
    end = Cursor(before + len(listed), listed[-1].key, listed[-1].id) if more else None
    return DisclosurePage(listed, until is None, str(end) if end else None)


def _newest(statement: Any, at: Any, id_: Any, until: datetime | None) -> Iterator[Any]:
    if until is not None:
        statement = statement.where(at <= until)
    # Twice a page: lines of the same instant may have stood on the page before.
    yield from db.session.execute(statement.order_by(at.desc(), id_.desc()).limit(2 * PER_PAGE))


def _packets(actor: Actor, claim: Claim, until: datetime | None) -> Iterator[Disclosure]:
    sender, writer = aliased(StaffMember), aliased(StaffMember)
    kept = exists().where(
        ReferralPacket.version_id == ReferralVersion.id, sees(actor, ReferralPacket)
    )
    statement = (
        visible(actor, ReferralVersion)
        .where(ReferralVersion.claim_id == claim.id, ReferralVersion.sent_at.is_not(None))
        .join(Referral, Referral.id == ReferralVersion.referral_id)
        .where(sees(actor, Referral))
        .join(writer, writer.id == ReferralVersion.written_by_id)
        .outerjoin(sender, sender.id == Referral.sent_by_id)
        .with_only_columns(
            ReferralVersion.id,
            ReferralVersion.sent_at,
            ReferralVersion.number,
            ReferralVersion.referral_id,
            Referral.service,
            case((ReferralVersion.number == 1, sender.name), else_=writer.name).label("by"),
            kept.correlate(ReferralVersion).label("kept"),
        )
    )
    for row in _newest(statement, ReferralVersion.sent_at, ReferralVersion.id, until):
        yield Disclosure(
            Leaving.PACKET,
            row.id,
            row.sent_at,
            row.by,
            None,
            to=SERVICES[row.service].name,
            referral_id=row.referral_id,
            number=row.number,
            is_here=row.kept,
        )


def _letters(actor: Actor, claim: Claim, until: datetime | None) -> Iterator[Disclosure]:
    statement = (
        visible(actor, Document)
        .where(Document.claim_id == claim.id, Document.source == "produced")
        .outerjoin(StaffMember, StaffMember.id == Document.uploaded_by_id)
        .with_only_columns(
            Document.id,
            Document.listed_at,
            Document.kind,
            StaffMember.name.label("by"),
            case((may_read_content(actor), Document.title)).label("title"),
            Document.sha256,
        )
    )
    for row in _newest(statement, Document.listed_at, Document.id, until):
        yield Disclosure(
            Leaving.LETTER,
            row.id,
            row.listed_at,
            row.by,
            row.title,
            to=SENT_TO.get(row.kind),
            document_id=row.id,
            is_here=row.sha256 is not None,
        )


def _entries(
    actor: Actor, claim: Claim, until: datetime | None, *, lists: bool
) -> Iterator[Disclosure]:
    statement = (
        leavings_of_claim(actor, claim.id, lists=lists)
        .outerjoin(StaffMember, StaffMember.id == AuditEntry.staff_id)
        .with_only_columns(
            AuditEntry.id,
            AuditEntry.at,
            AuditEntry.action,
            AuditEntry.object_type,
            AuditEntry.object_id,
            AuditEntry.detail,
            StaffMember.name.label("by"),
        )
    )
    for row in _newest(statement, AuditEntry.at, AuditEntry.id, until):
        told = json.loads(row.detail or "{}")
        yield Disclosure(
            leaving_of(row.action),
            row.id,
            row.at,
            row.by,
            row.action,
            referral_id=told.get("referral"),
            number=told.get("version"),
            document_id=row.object_id if row.object_type == "document" else None,
        )
