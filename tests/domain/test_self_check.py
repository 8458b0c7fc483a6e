"""The self-check: each subject is green when all is well, and says what to do when it is not."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from ohms.domain.self_check import GIGABYTE, Facts, Line, State, lines_of

NOW = datetime(2026, 11, 24, 20, tzinfo=UTC)
WELL = Facts(
    now=NOW,
    today=date(2026, 11, 24),
    live=True,
    python=(3, 11, 7),
    engine="SQLite",
    engine_version=(3, 40, 1),
    schema="0045",
    newest_schema="0045",
    too_open=(),
    free=50 * GIGABYTE,
    room=100 * GIGABYTE,
    nightly_at=NOW - timedelta(hours=12),
    nightly_faults=(),
    audit_broken=None,
    anchored_on=date(2026, 11, 24),
    backup_at=NOW - timedelta(hours=12),
    backup_damaged=0,
    verified_at=NOW - timedelta(days=20),
    feed_on=date(2026, 11, 23),
    feed_late=0,
    sends_mail=True,
    waiting=2,
    oldest_at=NOW - timedelta(minutes=4),
    given_up=0,
    webhooks=1,
    webhooks_paused=0,
    webhooks_waiting=2,
    webhooks_oldest_at=NOW - timedelta(minutes=4),
    webhooks_given_up=0,
    clock_stands_still=False,
    database_ahead=timedelta(seconds=1),
    secure=True,
    trusted_hosts=1,
    proxies=1,
    secret_length=64,
)


def line(subject: str, **changed: Any) -> Line:
    return next(each for each in lines_of(replace(WELL, **changed)) if each.subject == subject)


def test_where_all_is_well_nothing_is_to_be_done() -> None:
    assert [each for each in lines_of(WELL) if each.state is not State.GOOD or each.remedy] == []


@pytest.mark.parametrize(
    ("subject", "changed", "state", "seen"),
    [
        ("Python", {"python": (3, 10, 9)}, State.BAD, "3.10.9"),
        ("SQLite", {"engine_version": (3, 34, 1)}, State.BAD, "3.34.1"),
        ("Schema", {"schema": "0044"}, State.BAD, "schema 0044"),
        ("Nightly work", {"nightly_at": NOW - timedelta(hours=27)}, State.BAD, "27 hours"),
        ("Nightly work", {"nightly_at": None}, State.BAD, "Never"),
        ("Nightly work", {"nightly_at": None, "live": False}, State.LOOK, "Never"),
        ("Database and files whole", {"nightly_faults": ("document 7",)}, State.BAD, "document 7"),
        ("Audit verified", {"audit_broken": "Lane 3 breaks"}, State.BAD, "Lane 3"),
        ("Audit anchored", {"anchored_on": date(2026, 11, 22)}, State.BAD, "Nov 22"),
        ("Audit anchored", {"anchored_on": None}, State.BAD, "Never"),
        ("Backup", {"backup_at": NOW - timedelta(days=3)}, State.BAD, "3 days"),
        ("Backup", {"backup_damaged": 2}, State.BAD, "2 documents"),
        ("Backup verified", {"verified_at": None}, State.LOOK, "Never"),
        ("Disk", {"free": GIGABYTE // 2}, State.BAD, "0.5 GB"),
        ("Disk", {"free": 5 * GIGABYTE}, State.LOOK, "5 %"),
        ("Instance folder", {"too_open": ("ohms.sqlite",)}, State.BAD, "ohms.sqlite"),
        ("L&I feed", {"feed_late": 1}, State.LOOK, "1 business day late"),
        ("L&I feed", {"feed_late": 3}, State.BAD, "3 business days late"),
        ("L&I feed", {"feed_on": None}, State.LOOK, "No claims"),
        ("Mail", {"sends_mail": False}, State.LOOK, "No mail"),
        ("Mail", {"given_up": 1}, State.BAD, "1 given up"),
        ("Mail", {"oldest_at": NOW - timedelta(hours=3)}, State.BAD, "3 hours"),
        ("TLS and cookies", {"secure": False}, State.BAD, "plain HTTP"),
        ("TLS and cookies", {"trusted_hosts": 0}, State.BAD, "this machine’s own: none;"),
        ("Clock", {"clock_stands_still": True}, State.LOOK, "stands still"),
        ("Clock", {"database_ahead": -timedelta(seconds=9)}, State.BAD, "9 seconds"),
    ],
)
def test_what_is_not_well_is_told_with_what_to_do(
    subject: str, changed: dict[str, Any], state: State, seen: str
) -> None:
    found = line(subject, **changed)
    assert (found.state, seen in found.seen) == (state, True), found
    assert found.remedy
