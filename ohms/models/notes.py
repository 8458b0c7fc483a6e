"""Case notes with their events, contacts, and calls of people whose claim is not known yet."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from ohms.domain.values import Method, NoteEventKind, Outcome, Party, StandardWork
from ohms.models.base import Base, Line, Name, Prose, Scoped, Versioned, choice, index

UNSIGNED = "signed_at is null"
CO_SIGNED, CO_SIGNED_SQLITE = "co_signature_needed is true", "co_signature_needed is 1"


def _index_of_waiting(name: str, column: str, *, sqlite: str, other: str | None = None) -> Index:
    return index(name, column, sqlite_where=text(sqlite), postgresql_where=text(other or sqlite))


class CaseNote(Scoped, Versioned, Base):
    """A case note. Once `signed_at` is set the row never changes (trigger): what follows is an event.

    Without `signed_at` it is a draft that only its author sees.
    """

    __tablename__ = "case_note"
    __table_args__ = (
        CheckConstraint("length(body) between 1 and 20000", name="body_length"),
        index("ix_case_note_claim_id_performed_on", "claim_id", "performed_on", "id"),
        index("ix_case_note_author_id_performed_on", "author_id", "performed_on"),
        # What waits is few among all there ever was: Today asks for it every morning.
        _index_of_waiting("ix_case_note_unsigned", "author_id", sqlite=UNSIGNED),
        _index_of_waiting(
            "ix_case_note_co_signed_author", "author_id", sqlite=CO_SIGNED_SQLITE, other=CO_SIGNED
        ),
        _index_of_waiting(
            "ix_case_note_co_signed_cohe", "cohe_id", sqlite=CO_SIGNED_SQLITE, other=CO_SIGNED
        ),
    )

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    position_id: Mapped[int] = mapped_column(ForeignKey("position.id"))
    standard_work: Mapped[StandardWork] = mapped_column(choice(StandardWork, "standard_work"))
    body: Mapped[Prose]
    performed_on: Mapped[date]
    written_at: Mapped[datetime]
    signed_at: Mapped[datetime | None]
    co_signature_needed: Mapped[bool] = mapped_column(default=False)
    mental_health: Mapped[bool] = mapped_column(default=False)
    moved_from_id: Mapped[int | None] = mapped_column(ForeignKey("case_note.id"), index=True)


class NoteEvent(Scoped, Base):
    """What happened to a note: signature, co-signature, return, take-back, addendum, void.

    Never changes. A void that `belongs_elsewhere` is that of a note moved to its right claim.
    """

    __tablename__ = "note_event"
    __table_args__ = (
        CheckConstraint("kind <> 'addendum' or body is not null", name="addendum_has_text"),
        CheckConstraint("kind <> 'voided' or reason is not null", name="void_has_reason"),
        CheckConstraint("kind <> 'returned' or body is not null", name="return_has_question"),
        CheckConstraint(
            "not belongs_elsewhere or kind = 'voided'", name="belongs_elsewhere_is_void"
        ),
        index("ix_note_event_note_id_kind", "note_id", "kind"),
    )

    note_id: Mapped[int] = mapped_column(ForeignKey("case_note.id"))
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    kind: Mapped[NoteEventKind] = mapped_column(choice(NoteEventKind, "kind"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    position_id: Mapped[int] = mapped_column(ForeignKey("position.id"))
    at: Mapped[datetime]
    body: Mapped[Prose | None]
    reason: Mapped[Line | None]
    belongs_elsewhere: Mapped[bool] = mapped_column(default=False, server_default=false())


class Contact(Scoped, Base):
    """Someone of the claim was reached, or tried."""

    __tablename__ = "contact"
    __table_args__ = (
        index("ix_contact_claim_id_contact_on", "claim_id", "contact_on"),
        index("ix_contact_note_id", "note_id"),
    )

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    note_id: Mapped[int | None] = mapped_column(ForeignKey("case_note.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"), index=True)
    party: Mapped[Party] = mapped_column(choice(Party, "party"))
    method: Mapped[Method] = mapped_column(choice(Method, "method"))
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome, "outcome"))
    interpreter: Mapped[bool] = mapped_column(default=False)
    contact_on: Mapped[date]

    @property
    def reached(self) -> bool:
        return self.outcome is Outcome.REACHED


class Mention(Scoped, Base):
    """Somebody was named in a note, or in the addendum of `event_id`.

    Whether it is read is computed: they opened the claim since.
    """

    __tablename__ = "mention"
    __table_args__ = (
        CheckConstraint("staff_id <> by_id", name="of_somebody_else"),
        index("ix_mention_staff_id_at", "staff_id", "at"),
    )

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    note_id: Mapped[int] = mapped_column(ForeignKey("case_note.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("note_event.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    at: Mapped[datetime]


class CallIntake(Scoped, Versioned, Base):
    """A call whose claim is not known, not yet here or not in one's sight, as the caller told it.

    `proposed_claim_id`: the one claim of the COHE that what was told points to, until somebody who
    sees it confirms (`claim_id`) or says that it is another (`proposal_refused_at`; then it is
    proposed no more). `time_entry_id`: the minutes as they became claim-specific by the match.
    """

    __tablename__ = "call_intake"
    __table_args__ = (
        CheckConstraint("minutes between 1 and 1440", name="minutes"),
        CheckConstraint("(claim_id is null) = (matched_at is null)", name="matched_with_claim"),
        CheckConstraint(
            "claim_id is null or proposed_claim_id is null", name="matched_or_proposed"
        ),
        index("ix_call_intake_cohe_id_claim_id", "cohe_id", "claim_id"),
        index("ix_call_intake_taken_by_id", "taken_by_id", "performed_on"),
        index("ix_call_intake_done_at", "done_at"),
    )

    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id"), index=True)
    taken_by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    position_id: Mapped[int] = mapped_column(ForeignKey("position.id"))
    caller: Mapped[Name]
    call_back: Mapped[str | None] = mapped_column(String(40))
    told_claim_number: Mapped[str | None] = mapped_column(String(16))
    told_name: Mapped[Name | None]
    told_birth_date: Mapped[date | None]
    message: Mapped[Prose]
    promise: Mapped[Line | None]
    minutes: Mapped[int | None]
    performed_on: Mapped[date]
    taken_at: Mapped[datetime]
    matched_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    matched_at: Mapped[datetime | None]
    proposed_claim_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id"), index=True)
    proposal_refused_at: Mapped[datetime | None]
    time_entry_id: Mapped[int | None] = mapped_column(ForeignKey("time_entry.id"))
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
