"""Rounds: what several questions need from the database, asked by one statement.

A question is a generator. It yields the SELECTs that it needs, is sent their rows, may yield more,
and returns its answer. `ask` answers one; `ask_all` answers several side by side: what they yield at
the same time travels as one statement, every SELECT in it as an array of its own, so that a page asks
as often as its longest question and not as often as it has panels.

Every SELECT begins at the reading door as anywhere else; the guard reads it inside the round. Rows of
a model come as they stand, to be read and not to be changed.
"""

import json
from collections import namedtuple
from collections.abc import Callable, Generator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any, TypeVar, overload

from sqlalchemy import (
    Boolean,
    Date,
    DateTime,
    Enum,
    Integer,
    Label,
    Numeric,
    String,
    func,
    inspect,
    select,
)
from sqlalchemy.types import TypeEngine

from ohms.extensions import db, send
from ohms.models.base import UtcDateTime
from ohms.queries.prepared import AnySelect, Prepared

Rows = Sequence[Any]
Asked = tuple[AnySelect | Prepared, ...]

Answer = TypeVar("Answer")
First = TypeVar("First")
Second = TypeVar("Second")
Third = TypeVar("Third")
Fourth = TypeVar("Fourth")
Fifth = TypeVar("Fifth")
Sixth = TypeVar("Sixth")

Question = Generator[Asked, list[Rows], Answer]


class CannotTravel(Exception):
    """A column whose type a round does not carry."""


def ask(question: Question[Answer]) -> Answer:
    """The answer to one question."""
    answer: Answer = _answers([question])[0]
    return answer


@overload
def ask_all(one: Question[First], two: Question[Second], /) -> tuple[First, Second]: ...
@overload
def ask_all(
    one: Question[First], two: Question[Second], three: Question[Third], /
) -> tuple[First, Second, Third]: ...
@overload
def ask_all(
    one: Question[First],
    two: Question[Second],
    three: Question[Third],
    four: Question[Fourth],
    /,
) -> tuple[First, Second, Third, Fourth]: ...
@overload
def ask_all(
    one: Question[First],
    two: Question[Second],
    three: Question[Third],
    four: Question[Fourth],
    five: Question[Fifth],
    /,
) -> tuple[First, Second, Third, Fourth, Fifth]: ...
@overload
def ask_all(
    one: Question[First],
    two: Question[Second],
    three: Question[Third],
    four: Question[Fourth],
    five: Question[Fifth],
    six: Question[Sixth],
    /,
) -> tuple[First, Second, Third, Fourth, Fifth, Sixth]: ...
def ask_all(*questions: Question[Any]) -> tuple[Any, ...]:
    """The answers to several questions, in as many statements as the longest of them needs."""
    return tuple(_answers(questions))


def asked(*statements: AnySelect | Prepared) -> Question[list[Rows]]:
    """The rows of some SELECTs, as a question."""
    rows = yield statements
    return rows


def settled(answer: Answer) -> Question[Answer]:
    """What needs no asking: for who has no business with it."""
    yield ()
    return answer


def side_by_side(*questions: Question[Any]) -> Question[list[Any]]:
    """Several questions as one: part of a question that has many."""
    answers: list[Any] = [None] * len(questions)
    sent: list[list[Rows] | None] = [None] * len(questions)
    running = dict(enumerate(questions))
    while running:
        wanted: dict[int, Asked] = {}
        for place, question in list(running.items()):
            try:
                rows = sent[place]
                wanted[place] = next(question) if rows is None else question.send(rows)
            except StopIteration as answered:
                answers[place] = answered.value
                del running[place]
        if not running:
            break
        got = iter((yield tuple(each for some in wanted.values() for each in some)))
        for place, some in wanted.items():
            sent[place] = [next(got) for _ in some]
    return answers


def _answers(questions: Sequence[Question[Any]]) -> list[Any]:
    together = side_by_side(*questions)
    try:
        wanted = next(together)
        while True:
            wanted = together.send(_rows_of(wanted))
    except StopIteration as answered:
        answers: list[Any] = answered.value
        return answers


def _rows_of(wanted: Asked) -> list[Rows]:
    """The rows of every SELECT: of one alone as ever, of several out of one statement."""
    if not wanted:
        return []
    if len(wanted) == 1:
        return [_alone(wanted[0])]
    values: dict[str, Any] = {}
    wanted = tuple(_beside(values, each) for each in wanted)
    statements = tuple(e.statement if isinstance(e, Prepared) else e for e in wanted)
    on_sqlite = db.session.get_bind().dialect.name == "sqlite"
    # What is prepared is the same object each time, and so is what is made of it.
    is_shared = all(isinstance(each, Prepared) and each.is_shared for each in wanted)
    make = _kept_round if is_shared else _round
    statement, plans = make(statements, on_sqlite)
    found = send(statement, values).one()
    return [plan.read(value) for plan, value in zip(plans, found, strict=True)]


def _beside(values: dict[str, Any], each: AnySelect | Prepared) -> AnySelect | Prepared:
    """The SELECT, its values among those of the round, in which a name stands for one value. What would
    send another by some name, as for a second COHE, is taken under names of its own."""
    if not isinstance(each, Prepared):
        return each
    named, number = each, 0
    while any(values.get(name, value) != value for name, value in named.values.items()):
        number += 1
        named = each.beside(number)
    values.update(named.values)
    return named


def _alone(wanted: AnySelect | Prepared) -> Rows:
    if isinstance(wanted, Prepared):
        return db.session.execute(wanted.statement, dict(wanted.values)).all()
    return db.session.execute(wanted).all()


def _round(
    statements: tuple[AnySelect, ...], on_sqlite: bool
) -> tuple[AnySelect, tuple["_Plan", ...]]:
    plans = tuple(_Plan(each, on_sqlite) for each in statements)
    return select(*[plan.column for plan in plans]), plans


_kept_round = lru_cache(maxsize=512)(_round)


class _Plan:
    """How one SELECT travels: as an array of arrays, and back into rows of its names."""

    def __init__(self, statement: AnySelect, on_sqlite: bool) -> None:
        names: list[str] = []
        self._widths: list[tuple[int, Any]] = []
        columns: list[Any] = []
        for told in statement.column_descriptions:
            names.append(told["name"])
            if told.get("entity") is not None and told["expr"] is told["entity"]:
                of_model = inspect(told["entity"]).mapper.columns
                self._widths.append((len(of_model), _row_class(tuple(of_model.keys()))))
                columns += [getattr(told["entity"], each.key) for each in of_model]
            else:
                self._widths.append((0, None))
                columns.append(told["expr"])
        self._row = _row_class(tuple(names))
        self._has_models = any(width for width, _class in self._widths)
        tellers = [(place, _teller(each.type)) for place, each in enumerate(columns)]
        self._tellers = [(place, teller) for place, teller in tellers if teller is not None]
        flat = statement.with_only_columns(
            *(_named(each, f"c{place}") for place, each in enumerate(columns))
        ).subquery()
        self.column = _array_of_arrays(flat, on_sqlite)

    def read(self, value: Any) -> Rows:
        if value is None:
            return []
        lists = json.loads(value) if isinstance(value, str) else value
        for place, teller in self._tellers:
            for each in lists:
                if each[place] is not None:
                    each[place] = teller(each[place])
        if self._has_models:
            return [self._row._make(self._nested(each)) for each in lists]
        return [self._row._make(each) for each in lists]

    def _nested(self, values: list[Any]) -> list[Any]:
        nested, place = [], 0
        for width, row in self._widths:
            if width:
                nested.append(row._make(values[place : place + width]))
                place += width
            else:
                nested.append(values[place])
                place += 1
        return nested


def _named(column: Any, name: str) -> Any:
    """What has a name of its own keeps it: the SELECT may group by it."""
    return column if isinstance(column, Label) else column.label(name)


def _array_of_arrays(flat: Any, on_sqlite: bool) -> Any:
    one = func.json_array(*flat.c) if on_sqlite else func.json_build_array(*flat.c)
    all_ = func.json_group_array(one) if on_sqlite else func.json_agg(one)
    return select(all_).select_from(flat).scalar_subquery()


@lru_cache(maxsize=1024)
def _row_class(names: tuple[str, ...]) -> Any:
    return namedtuple("Row", names, rename=True)


def _teller(kind: TypeEngine[Any]) -> Callable[[Any], Any] | None:
    """What makes a value of this type out of what JSON holds; None where it is one."""
    if isinstance(kind, UtcDateTime | DateTime):
        return _instant
    if isinstance(kind, Enum):
        return kind.enum_class
    if isinstance(kind, Date):
        return date.fromisoformat
    if isinstance(kind, Boolean):
        return bool
    if isinstance(kind, Numeric) and kind.scale is not None:
        return partial(_decimal, kind.scale)
    if isinstance(kind, String | Integer):
        return None
    raise CannotTravel(repr(kind))


def _decimal(scale: int, told: float) -> Decimal:
    return Decimal(f"{told:.{scale}f}")


def _instant(told: str) -> datetime:
    instant = datetime.fromisoformat(told)
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
