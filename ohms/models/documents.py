"""The claim file: what L&I lists, what is at hand, and its text for searching."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ohms.domain.values import DocumentKind
from ohms.models.base import Base, Line, Prose, Scoped, choice, index, unique


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
