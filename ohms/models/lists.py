"""Views of lists that people keep, and how each likes a list to look."""

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from ohms.domain.lists import Density, ListName
from ohms.models.base import Base, Name, Scoped, Versioned, choice, index, unique

OWN, SHARED = text("cohe_id is null"), text("cohe_id is not null")


class SavedView(Scoped, Versioned, Base):
    """A list's state under a name. With a COHE it is shared with that COHE's people, else its owner's
    alone. `state` is the address's query, `columns` names with commas between, empty for the usual."""

    __tablename__ = "saved_view"
    __table_args__ = (
        CheckConstraint("length(name) between 1 and 60", name="name"),
        CheckConstraint("length(state) <= 1000", name="state"),
        index(
            "ix_saved_view_own",
            "owner_id",
            "list_name",
            "name",
            unique=True,
            sqlite_where=OWN,
            postgresql_where=OWN,
        ),
        index(
            "ix_saved_view_shared",
            "cohe_id",
            "list_name",
            "name",
            unique=True,
            sqlite_where=SHARED,
            postgresql_where=SHARED,
        ),
    )

    owner_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    cohe_id: Mapped[int | None] = mapped_column(ForeignKey("cohe.id"))
    list_name: Mapped[ListName] = mapped_column(choice(ListName, "list_name"))
    name: Mapped[Name]
    state: Mapped[str] = mapped_column(Text)
    columns: Mapped[str | None] = mapped_column(String(200))
    density: Mapped[Density | None] = mapped_column(choice(Density, "density"))


class ListSetting(Base):
    """How one person likes a list: its columns and density where no view says them, and the view with
    which it opens. Read by its own person alone."""

    __tablename__ = "list_setting"
    __table_args__ = (unique("staff_id", "list_name"),)

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    list_name: Mapped[ListName] = mapped_column(choice(ListName, "list_name"))
    columns: Mapped[str | None] = mapped_column(String(200))
    density: Mapped[Density | None] = mapped_column(choice(Density, "density"))
    view_id: Mapped[int | None] = mapped_column(
        ForeignKey("saved_view.id", ondelete="SET NULL"), index=True
    )
