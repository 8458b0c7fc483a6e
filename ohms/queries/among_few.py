"""`column IN (SELECT ...)` of which there are few: a person's providers, whom somebody covers.

PostgreSQL cannot enter an index by an IN that stands in an OR: it would go through all claims of the
COHE and ask of each. It can by an array that is gathered first. SQLite does so by itself.
"""

from typing import Any

from sqlalchemy import BinaryExpression, ColumnElement, Select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import Grouping


class _AmongFew(Grouping[bool]):
    """The IN in brackets. Its SELECT takes nothing from those around it."""

    inherit_cache = True
    element: BinaryExpression[bool]


def among_few(column: Any, few: Select[Any]) -> ColumnElement[bool]:
    return _AmongFew(column.in_(few.correlate(None)))


@compiles(_AmongFew, "postgresql")
def _gathered_first(element: _AmongFew, compiler: SQLCompiler, **kw: Any) -> str:
    column = compiler.process(element.element.left, **kw)
    few = compiler.process(element.element.right, **kw)
    return f"({column} = ANY (ARRAY{few}))"
