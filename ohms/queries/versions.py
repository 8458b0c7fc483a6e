"""What a COHE writes in versions (playbooks, text templates, resources): which stands, which were before."""

from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import InstrumentedAttribute, aliased

from ohms.extensions import db
from ohms.queries.prepared import AnySelect

T = TypeVar("T")

AT_ONCE = 20
"""So many versions stand on a page; older ones on the pages after it."""


class Versions(NamedTuple, Generic[T]):
    """Some versions of one thing, newest first, and the number before which older ones stand."""

    shown: list[T]
    further: int | None
    is_first: bool


def stands(model: Any, key: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Of each key of a COHE the version that no newer one followed."""
    newer = aliased(model)
    return ~exists().where(
        newer.cohe_id == model.cohe_id,
        getattr(newer, key.key) == key,
        newer.number > model.number,
    )


def some_versions(
    written: AnySelect, model: Any, before: int | None, read: Callable[..., T]
) -> Versions[T]:
    """The newest versions, or the newest of those before a number."""
    asked = written if before is None else written.where(model.number < before)
    rows = db.session.execute(asked.order_by(model.number.desc()).limit(AT_ONCE + 1)).all()
    further = rows[AT_ONCE - 1].number if len(rows) > AT_ONCE else None
    return Versions([read(*row) for row in rows[:AT_ONCE]], further, before is None)
