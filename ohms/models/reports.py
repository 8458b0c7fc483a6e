"""The Quarterly Status Report as it was frozen, the duty that follows, and settings with history."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ohms.domain.report_texts import ReportPart
from ohms.models.base import Base, Line, Name, Prose, Versioned, choice, index, unique


class QuarterlyReport(Versioned, Base):
    """The Quarterly Status Report of one COHE and quarter."""

    __tablename__ = "quarterly_report"
    __table_args__ = (
        unique("cohe_id", "year", "quarter"),
        CheckConstraint("quarter between 1 and 4", name="quarter"),
        CheckConstraint("state in ('draft', 'attested', 'frozen')", name="state"),
        CheckConstraint("state <> 'attested' or attested is not null", name="attested_what"),
    )

    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    year: Mapped[int]
    quarter: Mapped[int]
    state: Mapped[str] = mapped_column(String(16), default="draft")
    attested: Mapped[Prose | None]
    """The canonical data that the supervisor stood by last."""


class ReportText(Versioned, Base):
    """What the supervisor wrote under a part of a report; empty: taken out again."""

    __tablename__ = "report_text"
    __table_args__ = (unique("report_id", "part"),)

    report_id: Mapped[int] = mapped_column(ForeignKey("quarterly_report.id"))
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"), index=True)
    part: Mapped[ReportPart] = mapped_column(choice(ReportPart, "part"))
    body: Mapped[Prose]
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    written_at: Mapped[datetime]


class ReportVersion(Base):
    """A frozen report: canonical data, its hash, the produced files. Never changed (trigger)."""

    __tablename__ = "report_version"
    __table_args__ = (unique("report_id", "number"),)

    report_id: Mapped[int] = mapped_column(ForeignKey("quarterly_report.id"))
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"), index=True)
    number: Mapped[int]
    canonical: Mapped[Prose]
    data_hash: Mapped[str] = mapped_column(String(64))
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary)
    xlsx: Mapped[bytes | None] = mapped_column(LargeBinary)
    csv: Mapped[bytes | None] = mapped_column(LargeBinary)
    frozen_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    frozen_at: Mapped[datetime]
    reason: Mapped[Line | None]


class Obligation(Versioned, Base):
    """A frozen report above the line: forecast volumes and staffing are to be discussed with L&I."""

    __tablename__ = "obligation"
    __table_args__ = (
        unique("report_version_id"),
        CheckConstraint(
            "(confirmed_at is null) = (confirmed_by_id is null)", name="confirmed_by_whom"
        ),
    )

    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"), index=True)
    report_version_id: Mapped[int] = mapped_column(ForeignKey("report_version.id"))
    opened_on: Mapped[date]
    discussed_on: Mapped[date | None]
    people: Mapped[Line | None]
    forecast_volumes: Mapped[Prose | None]
    staffing_strategies: Mapped[Prose | None]
    agreed: Mapped[Prose | None]
    what_if: Mapped[Prose | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    confirmed_at: Mapped[datetime | None]


class Setting(Base):
    """A value in force from a day, with its source; the newest approved row of a name counts.

    An empty COHE means: for all of them. Rows are added; what is proposed is decided once, and one
    proposal of a name waits at a time.
    """

    __tablename__ = "setting"
    __table_args__ = (
        CheckConstraint(
            "(refused_at is null) = (refused_by_id is null)"
            " and (refused_at is null) = (refused_why is null)",
            name="refused_by_whom_and_why",
        ),
        CheckConstraint("approved_at is null or refused_at is null", name="decided_once"),
        index("ix_setting_name_cohe_id_from_on", "name", "cohe_id", "from_on"),
        index(
            "ix_setting_waiting",
            "name",
            "cohe_id",
            unique=True,
            sqlite_where=text("approved_at is null and refused_at is null"),
            postgresql_where=text("approved_at is null and refused_at is null"),
        ),
    )

    name: Mapped[Name]
    cohe_id: Mapped[int | None] = mapped_column(ForeignKey("cohe.id"), index=True)
    value: Mapped[Line]
    from_on: Mapped[date]
    source: Mapped[Line]
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    proposed_at: Mapped[datetime]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    approved_at: Mapped[datetime | None]
    refused_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    refused_at: Mapped[datetime | None]
    refused_why: Mapped[Line | None]
