"""A column that has one of a few values, the same each time the SELECT is sent."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, false, literal


def is_one_of(column: Any, values: Iterable[Any]) -> ColumnElement[bool]:
    """Each value has a place of its own. `in_` makes one place for the list, to be written out within the
    whole SQL each time it is sent: of a statement of 11,000 characters a tenth of a millisecond."""
    places = [literal(value, column.type) for value in values]
    is_in: ColumnElement[bool] = column.in_(places) if places else false()
    return is_in
