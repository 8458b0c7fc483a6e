"""Injured workers and employers, how to reach them, and proposals that two are the same."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Computed, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ohms.domain.values import Party
from ohms.models.base import (
    Base,
    Line,
    Name,
    Scoped,
    Versioned,
    choice,
    index,
    index_of_told,
    unique,
)


class Worker(Scoped, Versioned, Base):
    """The injured worker as one COHE knows them; never shared between COHEs, never merged silently.

    `search_name` is the folded "last first" that prefix searches and sorting use on both engines.
    """

    __tablename__ = "worker"
    __table_args__ = (
        index("ix_worker_cohe_id_search_name", "cohe_id", "search_name"),
        index("ix_worker_cohe_id_worker_key", "cohe_id", "worker_key"),
    )

    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    last_name: Mapped[Name]
    first_name: Mapped[Name]
    search_name: Mapped[str] = mapped_column(String(250))
    birth_date: Mapped[date | None]
    worker_key: Mapped[str | None] = mapped_column(String(40))
    language: Mapped[str | None] = mapped_column(String(40))
    interpreter_needed: Mapped[bool | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("worker.id"))

    @property
    def name(self) -> str:
        return f"{self.last_name}, {self.first_name}"


class SamePersonProposal(Scoped, Base):
    """Two workers of one COHE who look like one person: a coordinator decides, and may undo it. Nobody
    decided where L&I's own key says that they are the same, and their name or birth date agrees."""

    __tablename__ = "same_person_proposal"
    __table_args__ = (
        unique("worker_id", "other_worker_id"),
        CheckConstraint("worker_id < other_worker_id", name="ordered_pair"),
        CheckConstraint("reason in ('worker_key', 'name_and_birth_date')", name="reason"),
        CheckConstraint("decision in ('same', 'different')", name="decision"),
        index("ix_same_person_proposal_cohe_id_decision", "cohe_id", "decision"),
    )

    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    worker_id: Mapped[int] = mapped_column(ForeignKey("worker.id"))
    other_worker_id: Mapped[int] = mapped_column(ForeignKey("worker.id"), index=True)
    reason: Mapped[str] = mapped_column(String(32))
    proposed_at: Mapped[datetime]
    decision: Mapped[str | None] = mapped_column(String(16))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    decided_at: Mapped[datetime | None]


class Employer(Versioned, Base):
    """The employer of injury under its L&I account number, written `123,456-78`."""

    __tablename__ = "employer"
    __table_args__ = (
        unique("account_id"),
        index("ix_employer_search_name", "search_name"),
        index_of_told("ix_employer_merged_into_id", "merged_into_id"),
    )

    account_id: Mapped[str] = mapped_column(String(10))
    name: Mapped[Name]
    search_name: Mapped[Name]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("employer.id"))


def _bare(column: str) -> str:
    """A number without the signs between its digits, as SQL."""
    for sign in "- ()./+":
        column = f"replace({column}, '{sign}', '')"
    return column


BARE_NUMBER = _bare("value")
# The usual way of writing stands first: it is told without looking for signs.
LAST_SEVEN = (
    "case when kind not in ('phone', 'fax') then null"
    " when value like '___-___-____' then substr(value, 5, 3) || substr(value, 9, 4)"
    f" when length({BARE_NUMBER}) >= 7 then substr({BARE_NUMBER}, length({BARE_NUMBER}) - 6, 7) end"
)


class SameEmployerProposal(Scoped, Base):
    """Two accounts of which one COHE has claims and that look like one employer: people decide, and may undo
    it. Of the COHE alone: another one has its own, and no claim changes its account."""

    __tablename__ = "same_employer_proposal"
    __table_args__ = (
        unique("cohe_id", "employer_id", "other_employer_id"),
        CheckConstraint("employer_id < other_employer_id", name="ordered_pair"),
        CheckConstraint("decision = 'same' or decision = 'different'", name="decision"),
        CheckConstraint(
            "(decision is null) = (decided_by_id is null)"
            " and (decision is null) = (decided_at is null)",
            name="decided_by_somebody",
        ),
        index("ix_same_employer_proposal_cohe_id_decision", "cohe_id", "decision"),
        index("ix_same_employer_proposal_employer_id", "employer_id"),
    )

    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    employer_id: Mapped[int] = mapped_column(ForeignKey("employer.id"))
    other_employer_id: Mapped[int] = mapped_column(ForeignKey("employer.id"), index=True)
    proposed_at: Mapped[datetime]
    decision: Mapped[str | None] = mapped_column(String(16))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    decided_at: Mapped[datetime | None]


class ContactPoint(Scoped, Versioned, Base):
    """One number or address of one party of a claim, with where it came from and when.

    What people keep by hand stays: the feed never overwrites it (`source` `by_hand`).
    """

    __tablename__ = "contact_point"
    __table_args__ = (
        CheckConstraint("kind in ('phone', 'email', 'fax')", name="kind"),
        CheckConstraint("source in ('feed', 'by_hand')", name="source"),
        index("ix_contact_point_claim_id_party", "claim_id", "party"),
        index_of_told("ix_contact_point_last_seven", "cohe_id", "last_seven"),
    )

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    party: Mapped[Party] = mapped_column(choice(Party, "party"))
    who: Mapped[Line | None]
    kind: Mapped[str] = mapped_column(String(8))
    value: Mapped[str] = mapped_column(String(254))
    best_time: Mapped[Line | None]
    language: Mapped[str | None] = mapped_column(String(40))
    do_not_call: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(String(8))
    noted_on: Mapped[date]
    ended_on: Mapped[date | None]
    last_seven: Mapped[str | None] = mapped_column(String(7), Computed(LAST_SEVEN), deferred=True)
    """The last seven signs of a phone or fax number, kept by the database: callers leave out the rest."""
