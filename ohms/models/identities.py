"""Who somebody is at the identity provider of their organisation."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ohms.models.base import Base, Housekeeping, unique


class Identity(Housekeeping, Base):
    """One person's subject at one issuer: what the provider never gives to anybody else."""

    __tablename__ = "identity"
    __table_args__ = (unique("staff_id"), unique("issuer", "subject"))

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    issuer: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(String(255))
