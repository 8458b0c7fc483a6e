"""The indexes of texts hold every text that is searched for, under its own words, and nothing else."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, TableClause, column, exists, func, select, table

from ohms.domain.search import MOST_TERMS, Term, words_of
from ohms.domain.values import NoteEventKind
from ohms.extensions import db
from ohms.models.documents import DocumentText
from ohms.models.full_text import ADDENDUM_WORDS, DOCUMENT_WORDS, NOTE_WORDS
from ohms.models.notes import CaseNote, NoteEvent
from ohms.queries.full_text import holds_in

SAMPLED = 200  # texts of each kind whose words are looked up, spread over all of them

TEXTS: tuple[tuple[TableClause, Any, ColumnElement[bool]], ...] = (
    (NOTE_WORDS, CaseNote, CaseNote.signed_at.is_not(None)),
    (ADDENDUM_WORDS, NoteEvent, NoteEvent.kind == NoteEventKind.ADDENDUM),
    (DOCUMENT_WORDS, DocumentText, DocumentText.body.is_not(None)),
)


def index_differs(_today: date) -> Iterator[str]:
    """Every text is in its index by its id; of a sample also by its first words."""
    for index, model, is_searched in TEXTS:
        indexed = _ids_in(index)
        is_indexed = exists().where(indexed == model.id).correlate(model)
        lacks = select(model.id).where(is_searched, ~is_indexed)
        for row_id in db.session.execute(lacks.order_by(model.id)).scalars():
            yield f"{model.__tablename__} {row_id}: its text is not in {index.name}"
        is_text = exists().where(model.id == indexed, is_searched).correlate(indexed.table)
        strays = set(db.session.execute(select(indexed).where(~is_text)).scalars())
        for row_id in sorted(strays):
            yield f"{index.name} {row_id}: indexes a text that is not searched for"
        for row_id in _some(indexed):
            if row_id not in strays and not _is_found(index, model, row_id):
                yield f"{model.__tablename__} {row_id}: {index.name} does not hold its words"


def _some(indexed: ColumnElement[int]) -> list[int]:
    """A sample of what is indexed, spread over all of it."""
    count = db.session.execute(select(func.count(indexed))).scalar_one()
    place = func.row_number().over(order_by=indexed) - 1
    placed = select(indexed.label("id"), place.label("place")).subquery()
    every = max(1, count // SAMPLED)
    sampled = select(placed.c.id).where(placed.c.place % every == 0).order_by(placed.c.id)
    return list(db.session.execute(sampled).scalars())


def _ids_in(index: TableClause) -> ColumnElement[int]:
    """FTS5 tells of each text that it holds by a row of its own; to read it is to read the texts."""
    if db.session.connection().dialect.name == "sqlite":
        return table(f"{index.name}_docsize", column("id", Integer)).c.id
    return index.c.rowid


def _is_found(index: TableClause, model: Any, row_id: int) -> bool:
    chosen = select(model.cohe_id, model.body).where(model.id == row_id)
    cohe, body = db.session.execute(chosen).one()
    terms = [Term((word,), begins=False) for word in words_of(body)[:MOST_TERMS]]
    if not terms:
        return True
    found = select(index.c.rowid).where(holds_in(index, [cohe], terms), index.c.rowid == row_id)
    return db.session.execute(found).first() is not None
