"""Absence, cover, and the obligations a COHE has toward its people: training and vacancies."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ohms.domain.values import AbsenceKind
from ohms.models.base import Base, Dated, Line, Versioned, choice, in_order, index, unique

SUBJECT = "subject in ('lni_processes', 'another_cohe')"


class Absence(Dated, Versioned, Base):
    """Days on which a person is away: of one position or (empty) all; whole days or minutes a day."""

    __tablename__ = "absence"
    __table_args__ = (
        in_order("from_on", "to_on"),
        CheckConstraint("to_on is not null", name="has_end"),
        CheckConstraint("minutes_a_day between 1 and 1440", name="minutes_a_day"),
        index("ix_absence_staff_id_from_on", "staff_id", "from_on"),
    )

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    position_id: Mapped[int | None] = mapped_column(ForeignKey("position.id"), index=True)
    minutes_a_day: Mapped[int | None]
    kind: Mapped[AbsenceKind] = mapped_column(choice(AbsenceKind, "kind"))
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    recorded_at: Mapped[datetime]


class Coverage(Dated, Base):
    """Who answers for a provider's claims while its coordinator is away; sight ends by itself."""

    __tablename__ = "coverage"
    __table_args__ = (
        in_order("from_on", "to_on"),
        CheckConstraint("to_on is not null", name="has_end"),
        CheckConstraint("absent_id <> covering_id", name="two_people"),
        index("ix_coverage_covering_id_from_on", "covering_id", "from_on", "to_on"),
    )

    absence_id: Mapped[int | None] = mapped_column(ForeignKey("absence.id"), index=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"), index=True)
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"), index=True)
    absent_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"), index=True)
    covering_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    declined_at: Mapped[datetime | None]


class ApprovedContent(Base):
    """Training content of a COHE, submitted for approval by its contract manager."""

    __tablename__ = "approved_content"
    __table_args__ = (CheckConstraint(SUBJECT, name="subject"),)

    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"), index=True)
    title: Mapped[Line]
    subject: Mapped[str | None] = mapped_column(String(20))
    """The one subject that it teaches; empty: both."""

    submitted_on: Mapped[date]
    approved_on: Mapped[date | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))


class Training(Versioned, Base):
    """A training a person had: basic, approved content, orientation, shadowing or conference."""

    __tablename__ = "training"
    __table_args__ = (
        CheckConstraint(
            "kind in ('basic', 'approved_content', 'lni_orientation', 'shadowing', 'hsc_conference', "
            "'accepted')",
            name="kind",
        ),
        CheckConstraint(SUBJECT, name="subject"),
        CheckConstraint("minutes between 1 and 1440", name="minutes"),
        CheckConstraint("kind <> 'shadowing' or host_id is not null", name="shadowing_has_host"),
        CheckConstraint(
            "(voided_at is null) = (voided_by_id is null)"
            " and (voided_at is null) = (void_reason is null)",
            name="voided",
        ),
        CheckConstraint(
            "host_confirmed_at is null or host_declined_at is null", name="one_word_of_host"
        ),
        index("ix_training_staff_id_done_on", "staff_id", "done_on"),
    )

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    topic: Mapped[str | None] = mapped_column(String(40))
    """Of basic training."""

    subject: Mapped[str | None] = mapped_column(String(20))
    """Of what the contract manager accepted; empty: both."""

    done_on: Mapped[date]
    minutes: Mapped[int | None]
    host_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    host_confirmed_at: Mapped[datetime | None]
    host_declined_at: Mapped[datetime | None]
    host_said: Mapped[Line | None]
    """Why the host says that it was not so."""

    approved_content_id: Mapped[int | None] = mapped_column(ForeignKey("approved_content.id"))
    evidence: Mapped[Line | None]
    voided_at: Mapped[datetime | None]
    """Entered wrongly: it stays readable and counts no longer."""

    voided_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    void_reason: Mapped[Line | None]


class OnboardingStep(Base):
    """A dated step of a new HSC's or assistant's onboarding, one row a step."""

    __tablename__ = "onboarding_step"
    __table_args__ = (
        unique("staff_id", "cohe_id", "step"),
        CheckConstraint(
            "step in ('qualification', 'provider_number_applied', 'provider_number_received', "
            "'application_sent', 'application_accepted', 'confidentiality')",
            name="step",
        ),
        CheckConstraint(
            "route in ('bachelor_3_years', 'seven_years', 'assistant_3_years')", name="route"
        ),
    )

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"), index=True)
    step: Mapped[str] = mapped_column(String(32))
    route: Mapped[str | None] = mapped_column(String(20))
    """Of the qualification: by which route it is met."""

    done_on: Mapped[date]
    evidence: Mapped[Line | None]


class Vacancy(Versioned, Base):
    """A departed HSC who leaves the COHE below its required FTE; to be filled within three months."""

    __tablename__ = "vacancy"
    __table_args__ = (
        unique("position_id"),
        in_order("opened_on", "due_by"),
        CheckConstraint("(closed_on is null) = (closed_how is null)", name="closed_how"),
        CheckConstraint("closed_how in ('replaced', 'staffed_enough')", name="closed_how_value"),
    )

    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"), index=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("position.id"))
    opened_on: Mapped[date]
    due_by: Mapped[date]
    below_already: Mapped[bool] = mapped_column(default=False)
    closed_on: Mapped[date | None]
    closed_how: Mapped[str | None] = mapped_column(String(16))
    replacement_id: Mapped[int | None] = mapped_column(ForeignKey("position.id"))
