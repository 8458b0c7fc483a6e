"""A save of the composer is one transaction: a fault at any of its statements leaves nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from ohms.commands.notes import write_note
from ohms.commands.tries import log_try
from ohms.domain.actor import Actor
from ohms.domain.notes import AlsoAbout, ComposedContact, ComposedNote, NextStep
from ohms.domain.values import Method, MinutesFrom, Outcome, Party, Service, StandardWork
from ohms.extensions import db
from ohms.models import Base
from ohms.models.engine import is_writing
from ohms.models.tasks import Task
from ohms.queries.guard import unscoped
from tests.house import House, one
from tests.statements import heard

TODAY = date(2026, 11, 24)
REACHED = ComposedContact(Party.WORKER, Method.PHONE, Outcome.REACHED)
EVERYTHING = ComposedNote(
    standard_work=StandardWork.RETURN_TO_WORK,
    body="Spoke about light duty.",
    performed_on=TODAY,
    contacts=(REACHED, ComposedContact(Party.EMPLOYER, Method.EMAIL, Outcome.LEFT_MESSAGE)),
    minutes=22,
    minutes_from=MinutesFrom.CALL,
    next_step=NextStep("Read the description", date(2026, 12, 1)),
    referral=Service.STAY_AT_WORK,
    also=(AlsoAbout("AL10002", "The same employer."),),
)


class Fault(Exception):
    """What goes wrong."""


@contextmanager
def counting(fails_at: int | None = None) -> Iterator[list[str]]:
    """The statements that the block sends; the one numbered `fails_at` never arrives."""
    sent: list[str] = []

    def on_statement(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)
        if len(sent) - 1 == fails_at:
            raise Fault(statement)

    with heard([db.engine], "before_cursor_execute", on_statement):
        yield sent


@contextmanager
def commits() -> Iterator[list[None]]:
    """Ends of writing transactions: those of reading end by COMMIT too."""
    seen: list[None] = []

    def on_commit(_connection: Any) -> None:
        if is_writing():
            seen.append(None)

    with heard([db.engine], "commit", on_commit):
        yield seen


def counts() -> dict[str, int]:
    """Rows of every table, in one statement."""
    tables = Base.metadata.sorted_tables
    each = [
        select(func.count()).select_from(table).scalar_subquery().label(table.name)
        for table in tables
    ]
    with unscoped("a test looks"):
        found = db.session.execute(select(*each)).one()
    db.session.rollback()
    return dict(zip([table.name for table in tables], found, strict=True))


@pytest.fixture
def actor(house: House, clock: Callable[[str], None]) -> Iterator[Actor]:
    clock("2026-11-24T10:00:00-08:00")
    with house.app.app_context():
        yield house.actor("alder.hsc1")


def with_task_to_finish(actor: Actor) -> ComposedNote:
    """A first save left a task; the second finishes it and carries everything else as well."""
    first = replace(EVERYTHING, also=(), referral=None)
    write_note(actor, "AL10001", first, key="first")
    return replace(EVERYTHING, finishes=(one(select(Task.id)),))


def test_a_fault_at_any_statement_of_a_save_leaves_nothing(actor: Actor) -> None:
    note = with_task_to_finish(actor)
    before = counts()
    failed = 0
    while True:
        with counting(fails_at=failed) as sent:
            try:
                write_note(actor, "AL10001", note, key="second")
            except Fault:
                pass
            else:
                break
        assert counts() == before, sent[-1]
        failed += 1
    inserts = {text.split()[2] for text in sent if text.upper().startswith("INSERT")}
    assert {"case_note", "note_event", "contact", "time_entry", "task", "audit_entry"} <= inserts
    assert failed == len(sent)
    after = counts()
    grown = {name for name, rows in after.items() if rows > before[name]}
    assert grown >= {"case_note", "contact", "time_entry", "task", "referral", "idempotency_key"}
    assert after["case_note"] == before["case_note"] + 2


def test_a_fault_at_any_statement_of_a_try_leaves_nothing(actor: Actor) -> None:
    log_try(actor, "AL10001", key="first")
    before = counts()
    failed = 0
    while True:
        with counting(fails_at=failed) as sent:
            try:
                log_try(actor, "AL10001", key="second")
            except Fault:
                pass
            else:
                break
        assert counts() == before, sent[-1]
        failed += 1
    assert failed == len(sent) > 0
    assert counts()["case_note"] == before["case_note"] + 1


def test_a_save_commits_once(actor: Actor) -> None:
    note = with_task_to_finish(actor)
    with commits() as seen:
        write_note(actor, "AL10001", note, key="second")
    assert len(seen) == 1
    with commits() as seen:
        log_try(actor, "AL10001", key="third")
    assert len(seen) == 1
