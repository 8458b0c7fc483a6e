"""What holds the writing door shut: every change is refused outside a unit of work, and recorded inside one.

A changed row gives its audit entry, and what webhooks are told of it, as it is flushed; in the same move it
is asked whether the actor may change rows of that COHE and that claim.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event, inspect
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import UpdateBase

from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import ChangeOutsideCommand, Unit, open_unit
from ohms.commands.webhook_events import event_of
from ohms.commands.where_allowed import KEPT_OF_ACCESS, check_may_where
from ohms.domain.errors import NotAllowed
from ohms.extensions import db, flushing, is_flushing
from ohms.models import HOUSEKEEPING_TABLES
from ohms.models.base import Housekeeping
from ohms.models.tasks import Task


def hang_write_guard(engine: Engine, session: Any) -> None:
    """Refuse changes outside a unit, and record every changed row inside one."""
    # All engines share the session: hung twice, every change would be recorded twice.
    if not event.contains(session, "after_flush", _record_rows):
        event.listen(session, "before_flush", _refuse_flush_outside)
        event.listen(session, "after_flush", _record_rows)
    event.listen(engine, "before_cursor_execute", _refuse_core_changes)


def _changed(session: Session) -> list[tuple[str, Any]]:
    changed = [("added", row) for row in session.new]
    changed += [("changed", row) for row in session.dirty if session.is_modified(row)]
    changed += [("removed", row) for row in session.deleted]
    return changed


def _refuse_flush_outside(session: Session, _context: Any, _instances: Any) -> None:
    unit = open_unit()
    if unit is not None and unit.may_change_audited:
        return
    for _how, row in _changed(session):
        if unit is None or not isinstance(row, Housekeeping):
            raise ChangeOutsideCommand(f"{type(row).__name__} changes outside a command.")


def _record_rows(session: Session, _context: Any) -> None:
    unit = open_unit()
    if unit is None or not unit.audits_rows:
        return
    for how, row in _changed(session):
        if not isinstance(row, Housekeeping):
            _record_row(session, unit, row, how, _touched(row) if how == "changed" else ())


@contextmanager
def writing_row(row: Any, how: str, columns: Sequence[str] = ()) -> Iterator[None]:
    """The statement of one row that no flush sends (`commands/rows.py`): it is recorded, and refused
    outside a command, as a flush is. Rolled back, what it says is forgotten, as a flush does."""
    unit = open_unit()
    if unit is None or not unit.may_change_audited:
        raise ChangeOutsideCommand(f"{type(row).__name__} changes outside a command.")
    with flushing():
        yield
    unit.rows.append((how, row))
    if unit.audits_rows:
        _record_row(db.session(), unit, row, how, columns)


def _record_row(session: Session, unit: Unit, row: Any, how: str, columns: Sequence[str]) -> None:
    entry = _entry_of(unit.name, how, row, columns)
    if entry.claim_id is not None and entry.object_type not in KEPT_OF_ACCESS:
        unit.written_on.add(entry.claim_id)
    _check_may_there(session, unit, entry)
    unit.entries.append(entry)
    if event := event_of(row, added=how == "added", columns=columns):
        unit.events.append(event)


def _touched(row: Any) -> list[str]:
    state = inspect(row)
    touched = (state.attrs[key] for key in state.committed_state)
    return sorted(each.key for each in touched if each.history.has_changes())


def _check_may_there(session: Session, unit: Unit, entry: Entry) -> None:
    if unit.actor is None:
        return
    if entry.claim_id in unit.actor.opened:
        raise NotAllowed(unit.permissions[0])  # break-glass opens for reading alone
    if entry.cohe_id is None:
        return
    if not unit.across_cohes:
        check_may_where(session, unit.actor, unit.permissions, entry.cohe_id, entry.claim_id)
    if unit.position is not None and unit.position.cohe_id not in (None, entry.cohe_id):
        # The audit names the position used: the one held where the change was made.
        there = unit.actor.position_for(unit.permissions[0], entry.cohe_id)
        unit.position = there or unit.position


def _entry_of(action: str, how: str, row: Any, columns: Sequence[str]) -> Entry:
    table = row.__tablename__
    detail: dict[str, Any] = {"how": how}
    if how == "changed":
        detail["columns"] = columns
    if how == "changed" and isinstance(row, Task):
        detail["version"] = row.version  # by it who left a task as it stands is known
    return Entry(
        action=action,
        object_type=table,
        object_id=row.id,
        claim_id=row.id if table == "claim" else getattr(row, "claim_id", None),
        cohe_id=row.id if table == "cohe" else getattr(row, "cohe_id", None),
        detail=detail,
    )


def _refuse_core_changes(
    _connection: Any, _cursor: Any, _statement: str, _parameters: Any, context: Any, _many: bool
) -> None:
    compiled = getattr(context, "compiled", None)
    if compiled is None or not isinstance(compiled.statement, UpdateBase):
        return
    unit = open_unit()
    table = getattr(compiled.statement.table, "name", "")
    if unit is None or (table not in HOUSEKEEPING_TABLES and not _may_send(unit)):
        raise ChangeOutsideCommand(f"{table} is changed outside a command.")


def _may_send(unit: Unit) -> bool:
    return unit.may_change_audited and (unit.core_allowed or is_flushing())
