"""One-time links by which people set their password."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ohms.models.base import Base, Housekeeping, unique


class AccountLink(Housekeeping, Base):
    """A link given to one person: used once, until an instant. Only the SHA-256 of its 256 random
    bits is stored; `ended_at` is when it was used, or another took its place."""

    __tablename__ = "account_link"
    __table_args__ = (unique("token_hash"),)

    token_hash: Mapped[str] = mapped_column(String(64))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"), index=True)
    made_at: Mapped[datetime]
    until_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
