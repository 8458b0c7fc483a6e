"""The pages that a COHE keeps at hand, in versions that never change."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ohms.models.base import Base, Line, unique


class ResourceVersion(Base):
    """One version of a page of a COHE's list. Never changes (trigger): the highest number stands."""

    __tablename__ = "resource"
    __table_args__ = (
        unique("cohe_id", "resource_key", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("place between 1 and 999", name="place"),
        CheckConstraint("address like 'https://%'", name="address_secure"),
    )

    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    resource_key: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    title: Mapped[Line]
    address: Mapped[str] = mapped_column(String(500))
    note: Mapped[str] = mapped_column(String(500))
    place: Mapped[int]
    listed: Mapped[bool] = mapped_column(default=True)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    written_at: Mapped[datetime]
