"""`column IN (...)` with its few values written out in the statement and not sent beside it.

A plan that is kept for any values knows nothing of those that are sent. Of steps and states most rows have
one and few the others: written out, the few are found by their index, and a partial index that is made for
them is seen to fit.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, bindparam


def among(column: Any, values: Iterable[Any]) -> ColumnElement[bool]:
    """The values are the product's own, never what somebody sent."""
    told: ColumnElement[bool] = column.in_(_written(values))
    return told


def not_among(column: Any, values: Iterable[Any]) -> ColumnElement[bool]:
    told: ColumnElement[bool] = column.not_in(_written(values))
    return told


def _written(values: Iterable[Any]) -> Any:
    return bindparam("written", list(values), expanding=True, literal_execute=True, unique=True)
