"""People who sign in, and the dated positions that say what they are and for how long."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ohms.domain.values import EndedBy, Role
from ohms.models.base import Base, Dated, Name, Versioned, choice, in_order, index, unique

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class StaffMember(Versioned, Base):
    """Someone who signs in; never a worker. Rights come from positions, never from this row."""

    __tablename__ = "staff_member"
    __table_args__ = (
        unique("username"),
        CheckConstraint("density in ('compact', 'comfortable')", name="density"),
        CheckConstraint("theme in ('system', 'light', 'dark')", name="theme"),
        CheckConstraint("digest in ('off', 'daily', 'weekly')", name="digest"),
    )

    username: Mapped[str] = mapped_column(String(80))
    name: Mapped[Name]
    email: Mapped[str | None] = mapped_column(String(254))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    lni_provider_number: Mapped[str | None] = mapped_column(String(7))
    density: Mapped[str] = mapped_column(String(16), default="compact")
    theme: Mapped[str] = mapped_column(String(16), default="system")
    shortcuts: Mapped[bool] = mapped_column(default=True)
    digest: Mapped[str] = mapped_column(String(16), default="off")
    added_at: Mapped[datetime]


class Position(Dated, Versioned, Base):
    """A role held in a COHE (none for L&I and administrators), with its minutes per weekday.

    `to_on` is the last day worked. 2,400 minutes a week are one FTE.
    """

    __tablename__ = "position"
    __table_args__ = (
        in_order("from_on", "to_on"),
        CheckConstraint("ended_by is null or to_on is not null", name="ended_has_last_day"),
        CheckConstraint(
            "cohe_id is not null or role in "
            "('desk_risk_management', 'desk_stay_at_work', 'administrator')",
            name="cohe_where_needed",
        ),
        *(
            CheckConstraint(f"minutes_{day} between 0 and 1440", name=f"minutes_{day}")
            for day in WEEKDAYS
        ),
        index("ix_position_staff_id_from_on", "staff_id", "from_on"),
    )

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    role: Mapped[Role] = mapped_column(choice(Role, "role"))
    cohe_id: Mapped[int | None] = mapped_column(ForeignKey("cohe.id"), index=True)
    minutes_mon: Mapped[int] = mapped_column(default=0)
    minutes_tue: Mapped[int] = mapped_column(default=0)
    minutes_wed: Mapped[int] = mapped_column(default=0)
    minutes_thu: Mapped[int] = mapped_column(default=0)
    minutes_fri: Mapped[int] = mapped_column(default=0)
    minutes_sat: Mapped[int] = mapped_column(default=0)
    minutes_sun: Mapped[int] = mapped_column(default=0)
    ended_by: Mapped[EndedBy | None] = mapped_column(choice(EndedBy, "ended_by"))
    added_at: Mapped[datetime | None]
    """Empty for what stood before positions were kept here."""

    access_ended_at: Mapped[datetime | None]
    """From then on the position gives no right, though its last day worked may be today."""

    @property
    def weekday_minutes(self) -> tuple[int, ...]:
        """Scheduled minutes from Monday to Sunday."""
        return tuple(getattr(self, f"minutes_{day}") for day in WEEKDAYS)


class AssistantAssignment(Dated, Base):
    """The one coordinator an assistant works under at a time."""

    __tablename__ = "assistant_assignment"
    __table_args__ = (
        in_order("from_on", "to_on"),
        CheckConstraint("assistant_id <> coordinator_id", name="two_people"),
    )

    assistant_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"), index=True)
    coordinator_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"), index=True)
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    departure_id: Mapped[int | None] = mapped_column(ForeignKey("departure.id"))
    """By which departure it fell to a supervisor, who is to hand it on."""
