"""What a row elsewhere is called in an export, by the key that points at it."""

from typing import Any

from sqlalchemy import Label, Select, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from ohms.models.base import Base
from ohms.models.claims import Claim
from ohms.models.cohes import Cohe
from ohms.models.providers import Provider
from ohms.models.staff import StaffMember


def limited_to(
    cohe_id: int | None, column: Any, statement: Select[*tuple[Any, ...]]
) -> Select[*tuple[Any, ...]]:
    """The statement for one COHE, or as it is for all of them."""
    return statement if cohe_id is None else statement.where(column == cohe_id)


def _told(model: type[Base], name: str, key: InstrumentedAttribute[Any]) -> Label[Any]:
    """What a row elsewhere is called, by the key that points at it."""
    other: Any = aliased(model)
    return select(getattr(other, name)).where(other.id == key).scalar_subquery().label(name)


def username(key: InstrumentedAttribute[Any]) -> Label[Any]:
    return _told(StaffMember, "username", key)


def slug(key: InstrumentedAttribute[Any]) -> Label[Any]:
    return _told(Cohe, "slug", key)


def claim_number(key: InstrumentedAttribute[Any]) -> Label[Any]:
    return _told(Claim, "claim_number", key)


def provider_id(key: InstrumentedAttribute[Any]) -> Label[Any]:
    return _told(Provider, "lni_provider_id", key)
