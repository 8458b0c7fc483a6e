"""The claim file: what L&I lists, what is at hand, and its text for searching."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ohms.domain.values import DocumentKind
from ohms.models.base import Base, Housekeeping, Line, Prose, Scoped, choice, index, unique


class Document(Scoped, Base):
    """A document of the claim file. Listed without `sha256`: L&I has it, its file is not here."""

    __tablename__ = "document"
    __table_args__ = (
        CheckConstraint("source in ('feed', 'upload', 'produced')", name="source"),
        CheckConstraint("size is null or size >= 0", name="size"),
        index("ix_document_claim_id_received_on", "claim_id", "received_on"),
        index("ix_document_sha256", "sha256"),
    )

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    kind: Mapped[DocumentKind] = mapped_column(choice(DocumentKind, "kind"))
    document_on: Mapped[date]
    received_on: Mapped[date]
    title: Mapped[Line]
    file_name: Mapped[Line | None]
    sha256: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int | None]
    media_type: Mapped[str | None] = mapped_column(String(80))
    source: Mapped[str] = mapped_column(String(16))
    mental_health: Mapped[bool] = mapped_column(default=False)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    listed_at: Mapped[datetime]
    feed_run_id: Mapped[int | None] = mapped_column(ForeignKey("feed_run.id"))
    feed_line: Mapped[int | None]


class DocumentText(Scoped, Base):
    """The text read from a document, for search and quoting."""

    __tablename__ = "document_text"
    __table_args__ = (unique("document_id", "page"),)

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    page: Mapped[int]
    body: Mapped[Prose]


class DocumentFlag(Scoped, Base):
    """The mental-health flag of a document set or taken off by a person, and why."""

    __tablename__ = "document_flag"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    flagged: Mapped[bool]
    reason: Mapped[Line]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    at: Mapped[datetime]


class EnteredForm(Scoped, Base):
    """What a person entered from a document, or corrected last: the APF or the ROA that its fields became."""

    __tablename__ = "entered_form"
    __table_args__ = (
        unique("document_id"),
        CheckConstraint(
            "(activity_prescription_id is null) <> (report_of_accident_id is null)", name="one_form"
        ),
    )

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    activity_prescription_id: Mapped[int | None] = mapped_column(
        ForeignKey("activity_prescription.id"), index=True
    )
    report_of_accident_id: Mapped[int | None] = mapped_column(
        ForeignKey("report_of_accident.id"), index=True
    )
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    entered_at: Mapped[datetime]


class FileReading(Housekeeping, Base):
    """When a person last read the list of a claim's file, and when on an earlier day before that:
    what was listed since then is new to them, all through the day on which they read."""

    __tablename__ = "file_reading"
    __table_args__ = (unique("staff_id", "claim_id"),)

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    read_at: Mapped[datetime]
    read_before_at: Mapped[datetime | None]
