"""Attending providers, their enrolment in a COHE, and who of the staff answers for them."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ohms.models.base import Base, Dated, Name, Versioned, in_order, index, unique


class Provider(Versioned, Base):
    """An attending provider under their L&I provider number."""

    __tablename__ = "provider"
    __table_args__ = (unique("lni_provider_id"), index("ix_provider_last_name", "last_name"))

    lni_provider_id: Mapped[str] = mapped_column(String(7))
    last_name: Mapped[Name]
    first_name: Mapped[Name]
    credential: Mapped[str] = mapped_column(String(16))
    npi: Mapped[str | None] = mapped_column(String(10))
    clinic_id: Mapped[int] = mapped_column(ForeignKey("clinic.id"), index=True)

    @property
    def name(self) -> str:
        return named(self.last_name, self.first_name, self.credential)


def named(last_name: str, first_name: str, credential: str) -> str:
    """How a provider is told in a line, from the columns of their row."""
    return f"{last_name}, {first_name} {credential}"


class Enrolment(Dated, Base):
    """A provider's dated membership of a COHE: one COHE per provider and day (migration)."""

    __tablename__ = "enrolment"
    __table_args__ = (
        in_order("from_on", "to_on"),
        index("ix_enrolment_cohe_id_provider_id", "cohe_id", "provider_id"),
    )

    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"), index=True)
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))


class ProviderAssignment(Dated, Base):
    """The coordinator who answers for a provider's claims; one per provider, COHE and day."""

    __tablename__ = "provider_assignment"
    __table_args__ = (
        in_order("from_on", "to_on"),
        index("ix_provider_assignment_staff_id_provider_id", "staff_id", "provider_id"),
    )

    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"), index=True)
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    departure_id: Mapped[int | None] = mapped_column(ForeignKey("departure.id"))
    """By which departure it fell to a supervisor, who is to hand it on."""


class StandingDeputy(Dated, Base):
    """Who covers a provider when its coordinator is away: printed, the contract's coverage plan."""

    __tablename__ = "standing_deputy"
    __table_args__ = (in_order("from_on", "to_on"),)

    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"), index=True)
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"), index=True)
