"""A column that has one of some values: which way to say it, told by what one has.

| what one has | take |
|---|---|
| what somebody asked for, other values each time, a handful | the column's own `in_` |
| the product's own list, the same each time | `among_fixed` |
| the COHEs in which somebody holds a role, often none, inside an OR of a page's kept statement | `among_cohes` |
| the product's own list, of a column in which most rows have the same one: steps, states | `among_uneven` |
| thousands of values, known only now: lines of a file | `among_thousands` |
| a SELECT that gives few rows: a person's providers, whom somebody covers | `among_few_rows` |
| several SELECTs, each of which finds its rows by an index of its own | `among_united` |

A statement is written once and kept, and PostgreSQL plans it once for any values (`models/engine.py`): what
is sent beside it decides nothing, what stands in it does.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    BinaryExpression,
    BindParameter,
    ColumnElement,
    Select,
    any_,
    bindparam,
    false,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import Grouping


def among_fixed(column: Any, values: Iterable[Any]) -> ColumnElement[bool]:
    """Each value has a place of its own. `in_` makes one place for the list, to be written out within the
    whole SQL each time it is sent: of a statement of 11,000 characters a tenth of a millisecond."""
    places = [literal(value, column.type) for value in values]
    told: ColumnElement[bool] = column.in_(places) if places else false()
    return told


def among_cohes(column: Any, cohes: Iterable[Any]) -> ColumnElement[bool]:
    """The COHEs in which somebody holds a role, each with a place of its own; where there are none, number
    0, which no COHE has. `in_` of nothing is written out like that of a list, and `false()` lets an OR
    around it fall together: another index is entered then.

    Of a row without a COHE it says NULL, as `in_` of some does and of none does not: not to be turned
    round by NOT."""
    places = [each if isinstance(each, BindParameter) else literal(each) for each in cohes]
    told: ColumnElement[bool] = column.in_(places or [literal(0)])
    return told


def among_uneven(column: Any, values: Iterable[Any]) -> ColumnElement[bool]:
    """The values stand in the statement, so they are the product's own, never what somebody sent.

    A plan for any values knows nothing of those that are sent. Written out, the few rows that are open are
    found by their index, and a partial index that is made for them is seen to fit."""
    told: ColumnElement[bool] = column.in_(_written(values))
    return told


def not_among_uneven(column: Any, values: Iterable[Any]) -> ColumnElement[bool]:
    told: ColumnElement[bool] = column.not_in(_written(values))
    return told


def _written(values: Iterable[Any]) -> Any:
    return bindparam("written", list(values), expanding=True, literal_execute=True, unique=True)


def among_thousands(
    column: InstrumentedAttribute[Any], values: Sequence[int] | Sequence[str], engine: str
) -> ColumnElement[bool]:
    """The values, numbers or texts, are sent as one: a name for each of thousands takes longer to write than
    their rows do to find. SQLite reads one JSON text, PostgreSQL one array; `engine` is the dialect's name."""
    if engine == "postgresql":
        return column == any_(literal(values, ARRAY(column.type)))
    listed = func.json_each(literal(json.dumps(values))).table_valued("value")
    return column.in_(select(listed.c.value))


def among_few_rows(column: Any, few: Select[Any]) -> ColumnElement[bool]:
    """`column IN (SELECT ...)`, by which an index is entered even where it stands in an OR.

    SQLite does so by itself. PostgreSQL would go through all claims of the COHE and ask of each; it enters
    the index by an array that is gathered first."""
    return _FewRows(column.in_(few.correlate(None)))


def among_united(column: Any, *some: Select[Any]) -> ColumnElement[bool]:
    """The ids of all these SELECTs are found first, each by its index. As conditions on the enclosing SELECT,
    with OR between them, they would be tried on every row that it comes by."""
    told: ColumnElement[bool] = column.in_(union_all(*(each.correlate(None) for each in some)))
    return told


class _FewRows(Grouping[bool]):
    """The IN in brackets. Its SELECT takes nothing from those around it."""

    inherit_cache = True
    element: BinaryExpression[bool]


@compiles(_FewRows, "postgresql")
def _gathered_first(element: _FewRows, compiler: SQLCompiler, **kw: Any) -> str:
    column = compiler.process(element.element.left, **kw)
    few = compiler.process(element.element.right, **kw)
    return f"({column} = ANY (ARRAY{few}))"
