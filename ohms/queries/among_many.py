"""`column IN (a list)` of thousands, sent as one value.

SQLAlchemy writes a list out anew for each execution, a name for each value in it: at thousands that takes
longer than their rows do. SQLite reads one JSON text, PostgreSQL one array.
"""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, any_, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute


def among_many(
    column: InstrumentedAttribute[Any], values: Sequence[int] | Sequence[str], engine: str
) -> ColumnElement[bool]:
    """The column has one of the values, which are numbers or texts; `engine` is the dialect's name."""
    if engine == "postgresql":
        return column == any_(literal(values, ARRAY(column.type)))
    listed = func.json_each(literal(json.dumps(values))).table_valued("value")
    return column.in_(select(listed.c.value))
