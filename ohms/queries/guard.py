"""The lock of the reading door: no statement reaches the database with a scoped table left open.

`ScopeCriterion` is a WHERE condition that knows which table it scopes; only `queries/scope.py` makes
one. For every SELECT the guard demands that each scoped table in its FROM has such a condition among
its own WHERE conditions. A table that an enclosing SELECT scoped, and to which the inner one merely
correlates, is not asked twice. The guard raises; it never filters silently. It hangs on the engine,
so a connection taken from the session is no way round, and it remembers its verdict with the
compiled statement, which SQLAlchemy keeps under the statement's cache key.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Engine, FromClause, event
from sqlalchemy.engine.default import StrCompileDialect
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import StrSQLCompiler
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.elements import ColumnClause, Grouping, TextClause
from sqlalchemy.sql.selectable import (
    Alias,
    FromGrouping,
    Join,
    Select,
    SelectBase,
    TableClause,
    TableSample,
)
from sqlalchemy.sql.visitors import InternalTraversal, iterate

from ohms.models import SCOPED_TABLES
from ohms.models.full_text import FULL_TEXT_TABLES

GUARDED_TABLES = SCOPED_TABLES | FULL_TEXT_TABLES


class UnscopedQuery(Exception):
    """A statement reads a scoped table without the condition that `visible()` puts on it."""


class ScopeCriterion(Grouping[bool]):
    """A condition in brackets that scopes the named table in the SELECT whose WHERE holds it."""

    __visit_name__ = "grouping"
    _traverse_internals = [  # noqa: RUF012 - SQLAlchemy reads this name from the class
        *Grouping._traverse_internals,
        ("scoped_table", InternalTraversal.dp_string),
    ]

    def __init__(self, condition: ColumnElement[bool], table: str) -> None:
        super().__init__(condition)
        self.scoped_table = table


_exempt: ContextVar[str | None] = ContextVar("exempt_from_scope", default=None)
_text_refused: ContextVar[bool] = ContextVar("text_refused", default=False)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the guard found in a statement: why it is refused, and whether it can be read at all."""

    fault: str | None
    holds_text: bool


_verdicts: WeakKeyDictionary[Any, Verdict] = WeakKeyDictionary()

TRANSACTION_WORDS = frozenset({"BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"})


@contextmanager
def unscoped(reason: str) -> Iterator[None]:
    """Read without an actor's scope, for the named units of the house only.

    An architecture test holds the list of them: loading the actor, bulk loading, housekeeping,
    `ohms check`, the audit chain.
    """
    token = _exempt.set(reason)
    try:
        yield
    finally:
        _exempt.reset(token)


@contextmanager
def serving() -> Iterator[None]:
    """While a request is served raw text is refused: what the guard cannot read it cannot pass."""
    token = _text_refused.set(True)
    try:
        yield
    finally:
        _text_refused.reset(token)


def hang_guard(engine: Engine, session: Any) -> None:
    """Guard an engine, and tell it which loads are mere refreshes of rows already seen."""
    event.listen(engine, "before_cursor_execute", _refuse_unscoped)
    if not event.contains(session, "do_orm_execute", _pass_refreshes):
        event.listen(session, "do_orm_execute", _pass_refreshes)


def _pass_refreshes(state: Any) -> None:
    if state.is_column_load:
        state.update_execution_options(row_seen_before=True)


def _refuse_unscoped(
    _connection: Any, _cursor: Any, statement: str, _parameters: Any, context: Any, _many: bool
) -> None:
    if _exempt.get() is not None:
        return
    compiled = getattr(context, "compiled", None)
    if compiled is None or isinstance(compiled.statement, TextClause):
        _refuse_text(statement)
        return
    if context.execution_options.get("row_seen_before"):
        return
    verdict = _verdicts.get(compiled)
    if verdict is None:
        found = Verdict(fault_of(compiled.statement), holds_text(compiled.statement))
        verdict = _verdicts[compiled] = found
    if verdict.fault is not None:
        raise UnscopedQuery(verdict.fault)
    if verdict.holds_text:
        _refuse_text(statement)


def _refuse_text(statement: str) -> None:
    word = statement.split(None, 1)[0].upper() if statement.strip() else ""
    if _text_refused.get() and word not in TRANSACTION_WORDS:
        raise UnscopedQuery("Raw SQL text is refused while a request is served.")


def holds_text(statement: Any) -> bool:
    """Whether a part of the statement is raw SQL, in which a table could hide."""
    return any(
        isinstance(part, TextClause)
        or (isinstance(part, ColumnClause) and part.is_literal and "select" in part.name.lower())
        for part in iterate(statement)
    )


def fault_of(statement: Any) -> str | None:
    """Why the guard refuses a statement, or None where every scoped table in it is scoped."""
    if isinstance(statement, UpdateBase):
        return next(_faults_of_change(statement), None)
    return next(_faults(statement, NOTHING), None)


@dataclass(frozen=True, slots=True)
class _Enclosing:
    """The scoped tables that the SELECTs around one read: the nearest, and all of them."""

    nearest: frozenset[str] = frozenset()
    all: frozenset[str] = frozenset()


NOTHING = _Enclosing()


def _faults(element: Any, enclosing: _Enclosing) -> Iterator[str]:
    if isinstance(element, ScopeCriterion):
        return
    if isinstance(element, UpdateBase):
        yield "A change hides in a query."
    elif isinstance(element, Select):
        yield from _faults_of_select(element, enclosing)
    else:
        for child in element.get_children():
            yield from _faults(child, NOTHING if _is_source(child) else enclosing)


def _faults_of_select(select: Select[Any], enclosing: _Enclosing) -> Iterator[str]:
    froms = final_froms(select)
    sources = [name for source in froms for name in _scoped_in(source)]
    scoped = {c.scoped_table for c in select._where_criteria if isinstance(c, ScopeCriterion)}
    own = frozenset(sources) - _correlates_to(select, len(froms), enclosing)
    for name in sorted(own - scoped):
        yield f"{name} is read without visible(actor, ...)"
    inside = _Enclosing(own, enclosing.all | own)
    for child in select.get_children():
        yield from _faults(child, NOTHING if _is_source(child) else inside)


def final_froms(select: Select[Any]) -> Sequence[FromClause]:
    """`select.getfinal_froms()`, which writes the SQL out first and throws it away: a SELECT within
    others once for each around it, in all half of what the first page after a start took."""
    writes_nothing = StrSQLCompiler(_ANY_ENGINE, None)
    froms: Sequence[FromClause] = select._compile_state_factory(
        select, writes_nothing
    )._get_display_froms()
    return froms


_ANY_ENGINE = StrCompileDialect()


def _faults_of_change(change: UpdateBase) -> Iterator[str]:
    """An UPDATE or DELETE takes every table that its conditions name into its own FROM."""
    changed = getattr(change.table, "name", "")
    for element in change.get_children():
        yield from _faults(element, NOTHING)
        for column in _columns_outside_selects(element):
            name = getattr(column.table, "name", "")
            if name in GUARDED_TABLES and name != changed:
                yield f"{name} is read without visible(actor, ...)"


def _columns_outside_selects(element: Any) -> Iterator[ColumnClause[Any]]:
    if isinstance(element, ColumnClause):
        yield element
    elif not isinstance(element, FromClause | SelectBase):
        for child in element.get_children():
            yield from _columns_outside_selects(child)


def _is_source(element: Any) -> bool:
    """Something that stands in FROM, where nothing correlates (a function is a column as well)."""
    return isinstance(element, FromClause) and not isinstance(element, ColumnElement)


def _correlates_to(select: Select[Any], froms: int, enclosing: _Enclosing) -> frozenset[str]:
    """The tables of the enclosing SELECTs that this one takes from them rather than reads itself.

    SQLAlchemy correlates by itself only to the nearest, and only where another FROM remains: `froms`
    counts them.
    """
    if select._auto_correlate:
        return enclosing.nearest if froms > 1 else frozenset()
    named = {name for table in select._correlate for name in _scoped_in(table)}
    return enclosing.all & named


def _scoped_in(source: FromClause) -> Iterator[str]:
    """The scoped tables a FROM element reads itself; an alias is a table of its own name."""
    if isinstance(source, Join):
        yield from _scoped_in(source.left)
        yield from _scoped_in(source.right)
    elif isinstance(source, FromGrouping):
        yield from _scoped_in(source.element)
    elif isinstance(source, Alias | TableSample):
        for name in _scoped_in(source.element):
            yield f"{name} as {source.name}"
    elif isinstance(source, TableClause) and source.name in GUARDED_TABLES:
        yield source.name


def is_guarded(session: Session) -> bool:
    """Whether statements of this session pass the guard (asked by the architecture tests)."""
    return event.contains(session.get_bind(), "before_cursor_execute", _refuse_unscoped)
