"""Tokens by which other programs act for a person."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ohms.models.base import Base, Housekeeping, Line, Name, unique


class ApiToken(Housekeeping, Base):
    """A bearer token, made by its person. Only the SHA-256 of its 256 random bits is stored; what it
    may do is kept as its scopes with a space between. `expires_on` is its last day."""

    __tablename__ = "api_token"
    __table_args__ = (unique("token_hash"),)

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"), index=True)
    name: Mapped[Name]
    token_hash: Mapped[str] = mapped_column(String(64))
    scopes: Mapped[Line]
    made_at: Mapped[datetime]
    expires_on: Mapped[date]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
