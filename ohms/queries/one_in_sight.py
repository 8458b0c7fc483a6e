"""The one row that a page or a form named: as the actor may see it, or there is none.

What is out of sight and what never was are one and the same to them: NotFound, 404. Source: design.md
section 5 "Scope".
"""

from typing import TypeVar, TypeVarTuple

from sqlalchemy import ColumnElement, Select
from sqlalchemy import Row as SqlRow

from ohms.domain.actor import Actor
from ohms.domain.errors import NotFound
from ohms.extensions import db
from ohms.models import Base
from ohms.queries.scope import visible

One = TypeVar("One")
Columns = TypeVarTuple("Columns")
Row = TypeVar("Row", bound=Base)


def in_sight(actor: Actor, model: type[Row], row_id: int, *also: ColumnElement[bool]) -> Row:
    """The row of a scoped model that has this id. Raises NotFound out of the actor's sight, and where
    `also` does not hold of it: that it belongs to the claim of the same address, or is their own."""
    return only(_named(actor, model, row_id, *also))


def held_in_sight(actor: Actor, model: type[Row], row_id: int, *also: ColumnElement[bool]) -> Row:
    """The same, held until the transaction ends: who changes it at the same time waits. A claim is held
    by `held_claims.held`."""
    return only(_named(actor, model, row_id, *also).with_for_update(of=model))


def only(wanted: Select[One]) -> One:
    """What a statement names that says itself who may see it. Raises NotFound where that is nothing."""
    found = db.session.execute(wanted).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def only_row(wanted: Select[*Columns]) -> SqlRow[*Columns]:
    """The same of several columns."""
    found = db.session.execute(wanted).one_or_none()
    if found is None:
        raise NotFound
    return found


def _named(actor: Actor, model: type[Row], row_id: int, *also: ColumnElement[bool]) -> Select[Row]:
    return visible(actor, model).where(model.id == row_id, *also)
