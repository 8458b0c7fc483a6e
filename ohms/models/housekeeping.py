"""What the house needs to run and nobody's work: sessions, throttle, drafts, keys, outbox, jobs."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ohms.models.base import Base, Housekeeping, Line, Prose, index, unique


class Installation(Base):
    """Said once, at creation: whether this database is a demonstration or live."""

    __tablename__ = "installation"
    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        CheckConstraint("kind in ('demo', 'live')", name="kind"),
    )

    kind: Mapped[str] = mapped_column(String(8))
    made_at: Mapped[datetime]


class SignInSession(Housekeeping, Base):
    """A signed-in browser. Only the SHA-256 of its 256 random bits is stored. From `covered_at` it is
    shut, until its person gives the password again; while it `waits_for` something it lets nobody
    further (domain/sessions.WaitsFor). Its instants are those of the wall's clock."""

    __tablename__ = "sign_in_session"
    __table_args__ = (unique("token_hash"),)

    token_hash: Mapped[str] = mapped_column(String(64))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"), index=True)
    started_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    password_at: Mapped[datetime | None]
    """When the password was given last; None for who came by an identity provider and never gave it."""
    covered_at: Mapped[datetime | None]
    waits_for: Mapped[str | None] = mapped_column(String(16))
    ended_at: Mapped[datetime | None]
    address: Mapped[str | None] = mapped_column(String(64))


class SignInAttempt(Housekeeping, Base):
    """A try to sign in, for the throttle; the name is kept as a hash only."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        index("ix_sign_in_attempt_username_hash_at", "username_hash", "at"),
        index("ix_sign_in_attempt_address_at", "address", "at"),
    )

    username_hash: Mapped[str] = mapped_column(String(64))
    address: Mapped[str | None] = mapped_column(String(64))
    at: Mapped[datetime]
    succeeded: Mapped[bool]


class Draft(Housekeeping, Base):
    """Text being typed, kept on the server; one per person, form and tab.

    `in_sight_at` is when its claim was last known to be in its author's sight, at a save or a sign-in:
    from then the days to finish it are counted.
    """

    __tablename__ = "draft"
    __table_args__ = (
        unique("staff_id", "tab"),
        index("ix_draft_claim_id", "claim_id"),
    )

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    tab: Mapped[str] = mapped_column(String(64))
    form: Mapped[str] = mapped_column(String(80))
    path: Mapped[Line]
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id"))
    content: Mapped[Prose]
    begun_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    in_sight_at: Mapped[datetime | None]


class IdempotencyKey(Housekeeping, Base):
    """A form load that was already carried out, and what it made: a double click makes one."""

    __tablename__ = "idempotency_key"
    __table_args__ = (unique("key"),)

    key: Mapped[str] = mapped_column(String(64))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"), index=True)
    action: Mapped[str] = mapped_column(String(80))
    object_id: Mapped[int | None]
    used_at: Mapped[datetime]
    sent_hash: Mapped[str | None] = mapped_column(String(64))
    """Of what was sent under the key, by SHA-256; none of keys used by the house itself."""


class OutboxMessage(Housekeeping, Base):
    """A message to be sent by `ohms send`; it carries no health information.

    It waits until it is claimed, and is then sent, put off until `try_at`, or given up. One that was
    claimed and nothing else may have gone out: it is never sent again by itself.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        index("ix_outbox_message_sent_at", "sent_at"),
        unique("key"),
        CheckConstraint("sent_at is null or given_up_at is null", name="one_end"),
    )

    kind: Mapped[str] = mapped_column(String(40))
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[Line]
    body: Mapped[Prose]
    written_at: Mapped[datetime]
    key: Mapped[str | None] = mapped_column(String(80))
    """Of what is written once however often it is asked for: a digest of one person and day."""
    link_for_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), index=True)
    """Whose one-time link it brings: made as it is sent, so that it lies nowhere before."""
    claimed_at: Mapped[datetime | None]
    try_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[Line | None]


class Job(Housekeeping, Base):
    """Long work with its progress: an import or export started from a page."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("state in ('waiting', 'running', 'done', 'failed')", name="state"),
        index("ix_job_state", "state"),
    )

    kind: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    message: Mapped[str | None] = mapped_column(String(400))
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), index=True)
    feed_run_id: Mapped[int | None] = mapped_column(ForeignKey("feed_run.id"))
    asked_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
