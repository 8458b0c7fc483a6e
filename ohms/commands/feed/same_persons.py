"""Workers of one COHE who look like one person: told where L&I's own key says so and the name or the birth
date agrees, else proposed to a coordinator; never merged here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import combinations
from typing import Any, NamedTuple

from sqlalchemy import Row, func, select
from sqlalchemy.orm import InstrumentedAttribute

from ohms.commands.feed.rows import Changes, Question, rows_in
from ohms.domain.pairs import SAME
from ohms.models.workers import SamePersonProposal, Worker

MOST_ALIKE = 12
"""More workers than this under one key are no person: the key is a stand-in such as 0 or unknown."""

Pair = tuple[int, int]


class Person(NamedTuple):
    """What tells a worker from others."""

    id: int
    cohe_id: int
    worker_key: str | None
    search_name: str
    birth_date: date | None


def propose_same_persons(new: Sequence[Person], changed: Iterable[int], at: datetime) -> None:
    """Propose pairs with new or changed workers: the same `worker_key`, else the same names and birth
    date where not both have a key. A pair once proposed, whatever was decided, is left alone; only what
    L&I's key alone said waits for people when it no longer says so. Of new workers no pair stands yet."""
    others = [Person._make(row) for row in rows_in(_workers(), Worker.id, changed)]
    _ask_again({each.id for each in others})
    touched = [*new, *others]
    found: dict[Pair, tuple[str, int, bool]] = {}
    for cohe_id in {row.cohe_id for row in touched}:
        here = [row for row in touched if row.cohe_id == cohe_id]
        for pair, reason, is_said in _pairs(cohe_id, here):
            found.setdefault(pair, (reason, cohe_id, is_said))
    known = _proposed_before({worker_id for pair in found for worker_id in pair})
    changes = Changes()
    for (one, other), (reason, cohe_id, is_said) in sorted(found.items()):
        if (one, other) not in known:
            changes.add(
                SamePersonProposal,
                {
                    "cohe_id": cohe_id,
                    "worker_id": one,
                    "other_worker_id": other,
                    "reason": reason,
                    "proposed_at": at,
                    "decision": SAME if is_said else None,
                    "decided_at": at if is_said else None,
                },
            )
    changes.write()


def _workers() -> Question:
    told = (getattr(Worker, name) for name in Person._fields)
    return select(*told).where(Worker.merged_into_id.is_(None))


def _pairs(cohe_id: int, touched: Sequence[Person]) -> Iterator[tuple[Pair, str, bool]]:
    here = _workers().where(Worker.cohe_id == cohe_id)
    ids = {row.id for row in touched}
    keys = {row.worker_key for row in touched if row.worker_key}
    yield from _alike(
        _repeated(here, Worker.worker_key, keys), lambda row: row.worker_key, ids, "worker_key"
    )
    names = {row.search_name for row in touched if row.birth_date}
    dated = here.where(Worker.birth_date.is_not(None))
    yield from _alike(
        _repeated(dated, Worker.search_name, names),
        lambda row: (row.search_name, row.birth_date),
        ids,
        "name_and_birth_date",
    )


def _repeated(
    statement: Question, column: InstrumentedAttribute[Any], values: Iterable[Any]
) -> Iterator[Row[Any]]:
    """The rows whose column has a value that others have too: most have one of their own, and those the
    database passes over."""
    shared = statement.with_only_columns(column).group_by(column).having(func.count() > 1)
    yield from rows_in(statement, column, [value for (value,) in rows_in(shared, column, values)])


def _alike(
    rows: Iterable[Row[Any]], sameness: Any, touched: set[int], reason: str
) -> Iterator[tuple[Pair, str, bool]]:
    groups: dict[Any, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        groups[sameness(row)].append(row)
    for group in groups.values():
        if not 1 < len(group) <= MOST_ALIKE:
            continue
        for one, other in combinations(sorted(group, key=lambda row: int(row.id)), 2):
            if touched.isdisjoint((one.id, other.id)) or _told_apart(one, other):
                continue
            yield (one.id, other.id), reason, _is_said(one, other)


def _told_apart(one: Row[Any], other: Row[Any]) -> bool:
    """L&I's own keys say that they are two."""
    return bool(one.worker_key and other.worker_key and one.worker_key != other.worker_key)


def _is_said(one: Row[Any], other: Row[Any]) -> bool:
    """L&I's key says that they are one, and no stand-in does: the name or the birth date agrees."""
    if not one.worker_key or one.worker_key != other.worker_key:
        return False
    born = one.birth_date is not None and one.birth_date == other.birth_date
    return born or bool(one.search_name == other.search_name)


def _ask_again(worker_ids: set[int]) -> None:
    """Pairs that nobody decided but L&I's key, and that it says no more."""
    pair = SamePersonProposal
    said = select(pair.id, pair.worker_id, pair.other_worker_id).where(
        pair.decision == SAME, pair.decided_by_id.is_(None)
    )
    found = {
        row.id: (row.worker_id, row.other_worker_id)
        for side in (pair.worker_id, pair.other_worker_id)
        for row in rows_in(said, side, worker_ids)
    }
    who = {each for workers in found.values() for each in workers}
    known = {row.id: row for row in rows_in(_workers(), Worker.id, who)}
    changes = Changes()
    for pair_id, (one, other) in sorted(found.items()):
        if not {one, other} <= known.keys() or not _is_said(known[one], known[other]):
            changes.change(pair, {"id": pair_id, "decision": None, "decided_at": None})
    changes.write()


def _proposed_before(worker_ids: set[int]) -> set[Pair]:
    statement = select(SamePersonProposal.worker_id, SamePersonProposal.other_worker_id)
    return {
        (row.worker_id, row.other_worker_id)
        for row in rows_in(statement, SamePersonProposal.worker_id, worker_ids)
    }
