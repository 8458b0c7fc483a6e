"""The centres, the clinics of their community, and the days a centre works or does not."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ohms.models.base import Base, Dated, Line, Name, in_order, unique


class Cohe(Base):
    """A Center of Occupational Health & Education: a sponsor's centre under contract with L&I."""

    __tablename__ = "cohe"
    __table_args__ = (unique("slug"), in_order("contract_from_on", "contract_to_on"))

    slug: Mapped[str] = mapped_column(String(40))
    name: Mapped[Name]
    sponsor: Mapped[Line]
    contract_from_on: Mapped[date | None]
    contract_to_on: Mapped[date | None]


class Clinic(Base):
    """Where providers practise."""

    __tablename__ = "clinic"
    __table_args__ = (unique("name"),)

    name: Mapped[Name]
    phone: Mapped[str | None] = mapped_column(String(40))
    fax: Mapped[str | None] = mapped_column(String(40))


class ClinicMembership(Dated, Base):
    """A clinic's dated membership of a COHE. Never two at once for the same pair (migration)."""

    __tablename__ = "clinic_membership"
    __table_args__ = (in_order("from_on", "to_on"),)

    clinic_id: Mapped[int] = mapped_column(ForeignKey("clinic.id"), index=True)
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"), index=True)


class CalendarDay(Base):
    """A COHE's own closing day (`is_open` no) or a holiday it works on (`is_open` yes)."""

    __tablename__ = "calendar_day"
    __table_args__ = (unique("cohe_id", "day"),)

    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    day: Mapped[date]
    name: Mapped[Name]
    is_open: Mapped[bool] = mapped_column(default=False)
