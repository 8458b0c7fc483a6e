"""A page of a long list with the number of all its rows, by one statement and one pass.

Asked apart, the number and the page would each go through a person's whole caseload. What matches is
gathered once, ids and the sort's values alone; the page is taken from it, and so is the number, and only
then is looked up what a row prints.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Generic, TypeVar

from sqlalchemy import CTE, Select, Subquery, func, select

from ohms.domain.actor import Actor
from ohms.extensions import db
from ohms.queries.cursors import Cursor, Page, beyond, in_order, page_from
from ohms.queries.prepared import AnySelect, prepared

Listed = TypeVar("Listed")

Matching = Callable[[Actor, Any], Select[Any]]
"""The `id` and the `sort_value` of all that match a filter, in no order."""
RowsOf = Callable[[Actor, Subquery], Select[Any]]
"""What is printed of some rows, looked up for their ids alone."""


class Paging(Generic[Listed]):
    """How one list is paged. A filter has a `sort`, how many there are `per_page`, and where to go on
    `after`."""

    def __init__(self, listed: Callable[..., Listed], matching: Matching, rows_of: RowsOf) -> None:
        self._listed, self._matching, self._rows_of = listed, matching, rows_of
        self._kept = prepared(self._first)

    def page(self, actor: Actor, asked: Any, cursor: Cursor | None, *, own: bool) -> Page[Listed]:
        """`own`: with words that somebody typed; its statement is built, and not kept for others.
        Neither is that of a place in a list."""
        lasting = replace(asked, after=None)
        if own or cursor:
            found = db.session.execute(self._from(actor, lasting, cursor)).all()
        else:
            kept = self._kept(actor, lasting)
            found = db.session.execute(kept.statement, dict(kept.values)).all()
        total = found[0].total if found else self._total_beside(actor, lasting, cursor)
        rows = [(*row[:-2], row.sort_value) for row in found]
        return page_from(rows, self._listed, total=total, per_page=asked.per_page, cursor=cursor)

    def _first(self, actor: Actor, asked: Any) -> AnySelect:
        return self._from(actor, asked, None)

    def _from(self, actor: Actor, asked: Any, cursor: Cursor | None) -> AnySelect:
        matching = self._matching(actor, asked).cte("matching")
        page = taken(matching, cursor, asked.sort, asked.per_page)
        ordered = in_order(page.c.sort_value, page.c.id, asked.sort)
        rows = self._rows_of(actor, page)
        return rows.add_columns(page.c.total, page.c.sort_value).order_by(*ordered)

    def _total_beside(self, actor: Actor, asked: Any, cursor: Cursor | None) -> int:
        """Of a page that has no rows: none in all, unless it lies beyond the last."""
        if cursor is None:
            return 0
        matching = self._matching(actor, asked).subquery()
        return db.session.execute(select(func.count()).select_from(matching)).scalar_one()


def counted_apart(
    rows: Select[Any],
    matching: Select[Any],
    by: tuple[Any, Any, str],
    listed: Callable[..., Listed],
    *,
    cursor: Cursor | None,
    per_page: int,
) -> Page[Listed]:
    """A page of a list that is short for everybody: by two statements, `matching` for the number of all.
    `by`: the column and the id that it is sorted by, and which way."""
    total = db.session.execute(select(func.count()).select_from(matching.subquery())).scalar_one()
    page = beyond(rows, cursor, *by).order_by(*in_order(*by)).limit(per_page + 1)
    found = db.session.execute(page).all()
    return page_from(found, listed, total=total, per_page=per_page, cursor=cursor)


def taken(matching: CTE, cursor: Cursor | None, sort: str, per_page: int) -> Subquery:
    """The ids of a page and of one row more, each with the number of all that match."""
    value, id_ = matching.c.sort_value, matching.c.id
    total = select(func.count()).select_from(matching).scalar_subquery()
    ids = select(id_, value, total.label("total")).order_by(*in_order(value, id_, sort))
    return beyond(ids, cursor, value, id_, sort).limit(per_page + 1).subquery("page")
