"""The writing door: `@command` is the only way to change what people know.

A command opens its own transaction (on SQLite through one short queue and BEGIN IMMEDIATE), checks
that its actor is still active and may do it, and writes one audit entry per changed row under its
own name in the same transaction. Where PostgreSQL lets another go on, it is done again as a whole.
A command called by a command joins it. Beside it stand two named
units: `bulk_unit` for loading many rows under one entry with counts and the file's hash, and
`housekeeping` for what is nobody's work. A change outside all three is refused.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy import Engine, bindparam, func, select
from sqlalchemy.orm import Session

from ohms.commands.audit import Entry, append_entries
from ohms.commands.form_loads import end_draft
from ohms.commands.refusals import (
    again_where_it_gave_way,
    lost_where_unanswered,
    refused_by_the_database,
)
from ohms.commands.webhook_events import tell_webhooks
from ohms.commands.where_allowed import check_none_purged
from ohms.commands.writing_queue import WritingQueue
from ohms.domain.access import Permission
from ohms.domain.actor import Actor, HeldPosition, check_may
from ohms.domain.webhooks import Event
from ohms.extensions import db, end_reading, send
from ohms.models.api_tokens import ApiToken
from ohms.models.engine import writing
from ohms.models.housekeeping import SignInSession
from ohms.models.staff import StaffMember
from ohms.queries.guard import unscoped

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

_queue = WritingQueue()

# Every command asks this first: it is built once, and of the tables.
_STAFF, _SESSIONS = StaffMember.__table__, SignInSession.__table__
_STANDING = (
    select(
        _STAFF.c.active,
        func.coalesce(_SESSIONS.c.ended_at, _SESSIONS.c.covered_at).label("shut_at"),
    )
    .outerjoin_from(_STAFF, _SESSIONS, _SESSIONS.c.id == bindparam("of_session"))
    .where(_STAFF.c.id == bindparam("of_staff"))
)


class ChangeOutsideCommand(Exception):
    """Something tried to change audited rows without a command, so without an audit entry."""


class ActorGone(Exception):
    """The actor was deactivated, signed out or covered, or lost the token they act by, since the request began."""


@dataclass(slots=True)
class Unit:
    """The transaction that is open: whose, under which name, and what it has to record."""

    name: str
    actor: Actor | None
    position: HeldPosition | None
    audits_rows: bool = True
    may_change_audited: bool = True
    core_allowed: bool = False
    across_cohes: bool = False
    permissions: list[Permission] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    written_on: set[int] = field(default_factory=set)
    """Claims of which a row was changed."""
    rows: list[tuple[str, Any]] = field(default_factory=list)
    """Those that no flush wrote, each with how: "added" or "changed"."""
    before_commit: Callable[[], None] | None = None
    """Done last, when the audit has its heads."""


_RECORDED = "something was recorded"
_unit: ContextVar[Unit | None] = ContextVar("unit_of_work", default=None)


COMMANDS: set[str] = set()
"""The names of all commands, under which their entries stand in the audit."""


def command(
    permission: Permission, *, across_cohes: bool = False
) -> Callable[
    [Callable[Concatenate[Actor, Arguments], Result]],
    Callable[Concatenate[Actor, Arguments], Result],
]:
    """Make a function of (actor, ...) one business act that only `permission` allows, held in the
    COHE whose rows it changes. One that hands something `across_cohes` checks that itself."""

    def decorate(
        act: Callable[Concatenate[Actor, Arguments], Result],
    ) -> Callable[Concatenate[Actor, Arguments], Result]:
        @wraps(act)
        def run(actor: Actor, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
            check_may(actor, permission)
            joined = _unit.get()
            if joined is not None:
                joined.permissions.append(permission)
                return act(actor, *args, **kwargs)
            return again_where_it_gave_way(lambda: whole(actor, *args, **kwargs))

        def whole(actor: Actor, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
            unit = Unit(
                act.__name__,
                actor,
                actor.position_for(permission),
                across_cohes=across_cohes,
                permissions=[permission],
            )
            with _transaction(unit):
                _check_still_active(actor)
                result = act(actor, *args, **kwargs)
                unit.entries += end_draft(actor, unit.name)
                return result

        COMMANDS.add(act.__name__)
        run.permission = permission  # type: ignore[attr-defined]
        return cast("Callable[Concatenate[Actor, Arguments], Result]", run)

    return decorate


def open_unit() -> Unit | None:
    """The unit whose transaction is open, for the guard that watches over changes."""
    return _unit.get()


def note_entry(entry: Entry) -> None:
    """Record something beside the changed rows in the open unit's transaction."""
    unit = _unit.get()
    if unit is None:
        raise ChangeOutsideCommand("No unit of work is open.")
    unit.entries.append(entry)


def has_recorded() -> bool:
    """Whether an entry was written since the session began, so in the request that goes on."""
    return bool(db.session().info.get(_RECORDED))


@contextmanager
def one_row() -> Iterator[None]:
    """One row's part of a bulk act: refused, it leaves nothing, not in the audit either,
    and the others stand."""
    unit = _unit.get()
    if unit is None:
        raise ChangeOutsideCommand("No unit of work is open.")
    entries, events, permissions = len(unit.entries), len(unit.events), len(unit.permissions)
    rows = len(unit.rows)
    try:
        with db.session.begin_nested():
            yield
    except BaseException:
        _forget(db.session(), unit.rows[rows:])
        del unit.entries[entries:], unit.events[events:], unit.rows[rows:]
        raise
    finally:
        del unit.permissions[permissions:]


@contextmanager
def bulk_unit(name: str, actor: Actor | None) -> Iterator[Unit]:
    """Load many rows by Core under one audit entry, which the caller adds with its counts."""
    position = actor.positions[0] if actor and actor.positions else None
    unit = Unit(name, actor, position, audits_rows=False, core_allowed=True)
    with unscoped(name), _transaction(unit):
        yield unit


@contextmanager
def housekeeping(name: str, actor: Actor | None = None) -> Iterator[Unit]:
    """Change what is nobody's work: sessions, throttle, drafts, jobs, outbox, audit of reads."""
    position = actor.positions[0] if actor and actor.positions else None
    unit = Unit(name, actor, position, may_change_audited=False, core_allowed=True)
    with unscoped(name), _transaction(unit):
        yield unit


def record_reading(actor: Actor | None, entry: Entry, position: HeldPosition | None) -> None:
    """Write the audit entry of something read or refused, in a short transaction of its own."""
    record_readings(actor, [entry], position)


def record_readings(
    actor: Actor | None, entries: Sequence[Entry], position: HeldPosition | None
) -> None:
    """The same for one reading that several COHEs' records tell of, an entry for each."""
    with housekeeping("record_reading", actor) as unit:
        unit.position = position
        unit.entries.extend(entries)


@contextmanager
def _transaction(unit: Unit) -> Iterator[None]:
    end_reading()  # no writing transaction may begin with one of reading
    session = db.session()
    with _turn(session), writing():
        token = _unit.set(unit)
        try:
            with refused_by_the_database():
                yield
                session.flush()
                check_none_purged(session, unit.written_on)
                tell_webhooks(session, unit.events)
                with unscoped("audit chain"):
                    append_entries(session, unit.actor, unit.entries, unit.position)
                    if unit.before_commit is not None:
                        unit.before_commit()
                with lost_where_unanswered():
                    session.commit()
                session.info[_RECORDED] = session.info.get(_RECORDED, False) or bool(unit.entries)
        except BaseException:
            _forget(session, unit.rows)
            session.rollback()
            raise
        finally:
            _unit.reset(token)


def _forget(session: Session, rows: Sequence[tuple[str, Any]]) -> None:
    """What is not there after all: the next row may come by the id of a new one, and one that was changed
    is as it was. The session itself knows only of what a flush wrote."""
    for how, row in rows:
        if row not in session:
            continue
        if how == "added":
            session.expunge(row)
        else:
            session.expire(row)


def _turn(session: Session) -> AbstractContextManager[None]:
    """SQLite has one writer at a time; PostgreSQL holds writers to rows itself."""
    file = cast("Engine", session.get_bind()).url
    if file.get_backend_name() != "sqlite":
        return nullcontext()
    return _queue.turn(Path(file.database or ""))


def _check_still_active(actor: Actor) -> None:
    if actor.staff_id is None:
        return
    sent = {"of_session": actor.session_id, "of_staff": actor.staff_id}
    row = send(_STANDING, sent).one_or_none()
    if row is None or not row.active or row.shut_at is not None or _is_revoked(actor):
        raise ActorGone


def _is_revoked(actor: Actor) -> bool:
    if actor.token_id is None:
        return False
    standing = select(ApiToken.id).where(
        ApiToken.id == actor.token_id, ApiToken.revoked_at.is_(None)
    )
    return db.session.execute(standing).one_or_none() is None


__all__ = [
    "ActorGone",
    "ChangeOutsideCommand",
    "bulk_unit",
    "command",
    "has_recorded",
    "housekeeping",
    "note_entry",
    "one_row",
    "record_reading",
    "record_readings",
]
