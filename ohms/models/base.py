"""What every table shares: names of constraints, types, and the two marks the guards read."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    Enum,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored and returned in UTC on both engines (SQLite forgets the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant is stored with its time zone only.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Name = Annotated[str, mapped_column(String(120))]
Line = Annotated[str, mapped_column(String(200))]
Prose = Annotated[str, mapped_column(Text)]


class Base(DeclarativeBase):
    """All tables. `type_annotation_map` maps instants; everything else is SQLAlchemy's default."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar = {datetime: UtcDateTime()}

    id: Mapped[int] = mapped_column(Integer, primary_key=True, sort_order=-1)


class Scoped:
    """A table whose rows not everyone may see: read through `visible(actor, Model)` only."""


class Housekeeping:
    """A table that may change outside `@command`: sessions, throttle, drafts, audit of reads."""


def choice(values: type[StrEnum], name: str) -> Enum:
    """A column of one of `values`, kept as its value and checked by the database under `name`."""
    return Enum(
        values,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


def in_order(first: str, second: str, name: str = "range_in_order") -> CheckConstraint:
    """`first` is not after `second`; either may be empty."""
    return CheckConstraint(f"{second} >= {first}", name=name)


def unique(*columns: str) -> UniqueConstraint:
    return UniqueConstraint(*columns)


def index(name: str, *columns: Any, **options: Any) -> Index:
    return Index(name, *columns, **options)


def index_of_told(name: str, *columns: str) -> Index:
    """An index of the rows where its last column is told. Only questions about that column take it
    up: others must not be led along its first one by a planner without figures."""
    there = text(f"{columns[-1]} is not null")
    return Index(name, *columns, sqlite_where=there, postgresql_where=there)


class Dated:
    """A fact that holds from a day to a day, both included; an empty end is open."""

    from_on: Mapped[date]
    to_on: Mapped[date | None]

    def holds_on(self, day: date) -> bool:
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


class Versioned:
    """Two people may edit this at once: the second save is told, never lost silently."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}
