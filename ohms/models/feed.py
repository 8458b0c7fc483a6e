"""What the L&I feed brought: runs, refused and parked lines, changes, and what waits for a decision."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ohms.models.base import Base, Line, Name, Prose, Scoped, index, unique


class FeedRun(Base):
    """One file read once: what it was, how far it came, how many lines did what."""

    __tablename__ = "feed_run"
    __table_args__ = (
        CheckConstraint(
            "kind in ('claims', 'roa', 'apf', 'time_loss', 'documents', 'providers')", name="kind"
        ),
        CheckConstraint("state in ('running', 'done', 'failed')", name="state"),
        index("ix_feed_run_kind_as_of_on", "kind", "as_of_on"),
    )

    kind: Mapped[str] = mapped_column(String(16))
    file_name: Mapped[Line]
    sha256: Mapped[str] = mapped_column(String(64))
    as_of_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(8))
    good_lines_only: Mapped[bool] = mapped_column(default=False)
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    lines: Mapped[int] = mapped_column(default=0)
    resumed_after_line: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    parked: Mapped[int] = mapped_column(default=0)


class FeedRefusal(Base):
    """A refused line as administrators may see it: its number, the field and the reason."""

    __tablename__ = "feed_refusal"
    __table_args__ = (index("ix_feed_refusal_run_id_line_number", "run_id", "line_number"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("feed_run.id"))
    line_number: Mapped[int]
    field: Mapped[Name]
    reason: Mapped[str] = mapped_column(String(400))


class ParkedLine(Scoped, Base):
    """A claim of a provider who is not enrolled (yet): kept whole, tried again at each import."""

    __tablename__ = "parked_line"
    __table_args__ = (
        index(
            "ix_parked_line_claim_number",
            "claim_number",
            unique=True,
            sqlite_where=text("settled_at is null"),
            postgresql_where=text("settled_at is null"),
        ),
    )

    run_id: Mapped[int] = mapped_column(ForeignKey("feed_run.id"), index=True)
    line_number: Mapped[int]
    claim_number: Mapped[str] = mapped_column(String(7))
    lni_provider_id: Mapped[str] = mapped_column(String(7))
    as_of_on: Mapped[date]
    content: Mapped[Prose]
    parked_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class FeedChange(Scoped, Base):
    """A field of L&I's that a run changed on a known claim: old and new."""

    __tablename__ = "feed_change"
    __table_args__ = (index("ix_feed_change_claim_id_run_id", "claim_id", "run_id"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("feed_run.id"), index=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    field: Mapped[Name]
    old: Mapped[Prose | None]
    new: Mapped[Prose | None]


class RehomingProposal(Scoped, Base):
    """L&I changed a claim's initiating provider or day: it moves only when supervisors confirm.

    `given_by` is the supervisor who lets a claim go to another COHE, whose own supervisor then decides.
    """

    __tablename__ = "rehoming_proposal"
    __table_args__ = (
        unique("claim_id", "run_id"),
        CheckConstraint("decision in ('confirmed', 'refused')", name="decision"),
        CheckConstraint("(given_at is null) = (given_by_id is null)", name="given_by"),
        CheckConstraint("decision <> 'refused' or reason is not null", name="refused_why"),
    )

    run_id: Mapped[int] = mapped_column(ForeignKey("feed_run.id"), index=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"), index=True)
    initiating_provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    initiated_on: Mapped[date]
    proposed_at: Mapped[datetime]
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    given_at: Mapped[datetime | None]
    reason: Mapped[Line | None]
    decision: Mapped[str | None] = mapped_column(String(16), index=True)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    decided_at: Mapped[datetime | None]
