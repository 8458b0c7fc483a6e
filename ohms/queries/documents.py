"""The claim file as it is listed and read: what is withheld, what is missing, what is new to whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select

from ohms import clock
from ohms.domain.actor import Actor
from ohms.domain.claims import as_claim_number
from ohms.domain.document_content import DocumentFormat, format_of
from ohms.domain.documents import Kept, may_read_content
from ohms.domain.errors import NotFound
from ohms.domain.values import DocumentKind
from ohms.extensions import db
from ohms.models.claims import AttendingProvider, Claim
from ohms.models.documents import (
    Document,
    DocumentFlag,
    DocumentText,
    EnteredForm,
    FileReading,
)
from ohms.models.medical import ActivityPrescription, ReportOfAccident
from ohms.models.providers import Provider
from ohms.models.staff import StaffMember
from ohms.queries import note_sight
from ohms.queries.claim_list import coordinator_name
from ohms.queries.one_in_sight import only_row
from ohms.queries.rounds import Question
from ohms.queries.scope import Row, sees, visible

UPLOADED = "upload"


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A line of the claim file. Of withheld content `title` and `file_name` are None."""

    id: int
    kind: DocumentKind
    document_on: date
    received_on: date
    title: str | None
    file_name: str | None
    source: str
    size: int | None
    is_here: bool
    mental_health: bool
    is_new: bool

    @property
    def withheld(self) -> bool:
        return self.title is None


@dataclass(frozen=True, slots=True)
class ClaimFile:
    """The documents of a claim, newest receipt first; `read_before_at` is the actor's last reading
    on an earlier day."""

    documents: list[ListedDocument]
    read_before_at: datetime | None
    read_today: bool

    @property
    def listed(self) -> int:
        return len(self.documents)

    @property
    def available(self) -> int:
        return sum(each.is_here for each in self.documents)

    @property
    def new(self) -> int:
        return sum(each.is_new for each in self.documents)

    def count_of(self, kind: DocumentKind) -> int:
        return sum(each.kind is kind for each in self.documents)


def claim_file(actor: Actor, claim_id: int) -> ClaimFile:
    """Every document that L&I lists or somebody filed, with what the actor may read of each."""
    readable = note_sight.may_read_content(actor)
    rows = db.session.execute(
        visible(actor, Document)
        .outerjoin(
            FileReading,
            and_(FileReading.claim_id == Document.claim_id, FileReading.staff_id == actor.staff_id),
        )
        .where(Document.claim_id == claim_id)
        .with_only_columns(
            Document.id,
            Document.kind,
            Document.document_on,
            Document.received_on,
            case((readable, Document.title)).label("title"),
            case((readable, Document.file_name)).label("file_name"),
            Document.source,
            Document.size,
            Document.sha256,
            Document.mental_health,
            Document.listed_at,
            FileReading.read_at,
            FileReading.read_before_at,
        )
        .order_by(Document.received_on.desc(), Document.id.desc())
    ).all()
    read_before, read_today = _readings(actor, rows[0] if rows else None)
    return ClaimFile([_listed(row, read_before) for row in rows], read_before, read_today)


def _listed(row: Any, read_before: datetime | None) -> ListedDocument:
    return ListedDocument(
        id=row.id,
        kind=row.kind,
        document_on=row.document_on,
        received_on=row.received_on,
        title=row.title,
        file_name=row.file_name,
        source=row.source,
        size=row.size,
        is_here=row.sha256 is not None,
        mental_health=row.mental_health,
        is_new=read_before is not None and row.listed_at > read_before,
    )


def _readings(actor: Actor, row: Any) -> tuple[datetime | None, bool]:
    """The actor's last reading before today, and whether they read the list today already: what they
    read today is new to them all day."""
    if row is None or row.read_at is None:
        return None, False
    if clock.day_of(row.read_at) < actor.on_day:
        return row.read_at, False
    return row.read_before_at, True


@dataclass(frozen=True, slots=True)
class DocumentShown:
    """One document of a claim as its page shows it; `speak_with` where its content is withheld."""

    document: Document
    claim_number: str
    coordinator: str | None
    uploaded_by: str | None
    readable: bool

    @property
    def format(self) -> DocumentFormat | None:
        return format_of(self.document.media_type) if self.document.sha256 else None

    @property
    def title(self) -> str:
        if not self.readable:
            return f"Content withheld, speak with {self.coordinator or 'the coordinator'}"
        return self.document.title


def document_on(actor: Actor, number: str, document_id: int) -> DocumentShown:
    """The document, on the claim that the address names; NotFound for every other reason alike."""
    row = only_row(
        _one(actor, document_id)
        .join(Claim, Claim.id == Document.claim_id)
        .where(sees(actor, Claim), Claim.claim_number == as_claim_number(number))
        .outerjoin(StaffMember, StaffMember.id == Document.uploaded_by_id)
        .with_only_columns(
            Document,
            Claim.claim_number,
            StaffMember.name,
            coordinator_name(actor).label("coordinator"),
        )
    )
    document = row.Document
    readable = may_read_content(
        actor, mental_health=document.mental_health, cohe_id=document.cohe_id
    )
    return DocumentShown(document, row.claim_number, row.coordinator, row.name, readable)


def document_read(actor: Actor, number: str, document_id: int) -> DocumentShown:
    """The same for whoever wants the content: withheld content does not exist."""
    found = document_on(actor, number, document_id)
    if not found.readable:
        raise NotFound
    return found


def _one(actor: Actor, document_id: int) -> Select[Document]:
    return visible(actor, Document).where(Document.id == document_id)


def pages_read(actor: Actor, document_id: int) -> dict[int, str]:
    """The text of each page, by its number; none of withheld content."""
    rows = db.session.execute(
        visible(actor, DocumentText)
        .where(DocumentText.document_id == document_id)
        .with_only_columns(DocumentText.page, DocumentText.body)
    )
    return {row.page: row.body for row in rows}


def flags_of(actor: Actor, document_id: int) -> Question[Sequence[Any]]:
    """Who set or took off the mental-health flag, newest first: flag, reason, at, name."""
    (rows,) = yield (
        visible(actor, DocumentFlag)
        .where(DocumentFlag.document_id == document_id)
        .join(StaffMember, StaffMember.id == DocumentFlag.staff_id)
        .with_only_columns(
            DocumentFlag.flagged, DocumentFlag.reason, DocumentFlag.at, StaffMember.name
        )
        .order_by(DocumentFlag.id.desc()),
    )
    return rows


@dataclass(frozen=True, slots=True)
class Entered:
    """The fields that somebody entered from a document, as they stand now: an APF or a ROA."""

    name: str
    at: datetime
    apf: ActivityPrescription | None
    roa: ReportOfAccident | None


def entered_from(actor: Actor, document_id: int) -> Entered | None:
    """Who entered this document's fields and what they say now; None while nobody did."""
    found = db.session.execute(
        visible(actor, EnteredForm)
        .where(EnteredForm.document_id == document_id)
        .join(StaffMember, StaffMember.id == EnteredForm.entered_by_id)
        .with_only_columns(EnteredForm, StaffMember.name)
    ).one_or_none()
    if found is None:
        return None
    form = found.EnteredForm
    return Entered(
        found.name,
        form.entered_at,
        _one_of(actor, ActivityPrescription, form.activity_prescription_id),
        _one_of(actor, ReportOfAccident, form.report_of_accident_id),
    )


def _one_of(actor: Actor, model: type[Row], row_id: int | None) -> Row | None:
    if row_id is None:
        return None
    rows = visible(actor, model).where(model.id == row_id)
    found: Row | None = db.session.execute(rows).scalar_one_or_none()
    return found


def providers_of_claim(actor: Actor, claim: Claim) -> list[tuple[int, str]]:
    """Who may have signed an APF of the claim: every attending provider, and who initiated it."""
    attended = (
        visible(actor, AttendingProvider)
        .where(AttendingProvider.claim_id == claim.id)
        .with_only_columns(AttendingProvider.provider_id)
    )
    own = (claim.attending_provider_id, claim.initiating_provider_id)
    rows = db.session.execute(
        select(Provider)
        .where(or_(Provider.id.in_(own), Provider.id.in_(attended)))
        .order_by(Provider.last_name, Provider.id)
    ).scalars()
    return [(provider.id, provider.name) for provider in rows]


def kept_so_far(actor: Actor, claim_id: int) -> Kept:
    """The bytes of files that people gave: to this claim, and the actor today on all they see."""
    uploads = visible(actor, Document).where(Document.source == UPLOADED)
    total = func.sum(Document.size)
    begin = datetime.combine(actor.on_day, time(), clock.PACIFIC)
    of_claim = uploads.where(Document.claim_id == claim_id).with_only_columns(total)
    of_person = uploads.where(
        Document.uploaded_by_id == actor.staff_id, Document.listed_at >= begin
    ).with_only_columns(total)
    return Kept(
        int(db.session.execute(of_claim).scalar_one() or 0),
        int(db.session.execute(of_person).scalar_one() or 0),
    )
