"""The second step of signing in, as far as it is kept: salts and hashes, nothing that computes a code."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ohms.models.base import Base, Housekeeping, unique


class SecondFactor(Housekeeping, Base):
    """A person's app. `salt` is that in use, `pending_salt` one that was begun at `pending_at` and
    waits for its first code; `last_step` the step whose code was taken last: none is taken twice."""

    __tablename__ = "second_factor"
    __table_args__ = (
        unique("staff_id"),
        CheckConstraint("(salt is null) = (confirmed_at is null)", name="confirmed_salt"),
    )

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    salt: Mapped[str | None] = mapped_column(String(64))
    pending_salt: Mapped[str | None] = mapped_column(String(64))
    pending_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(default=0)


class RecoveryCode(Housekeeping, Base):
    """A code for who has lost the app: shown once, its hash kept, taken once."""

    __tablename__ = "recovery_code"
    __table_args__ = (unique("staff_id", "code_hash"),)

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    code_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
