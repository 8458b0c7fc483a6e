"""What an installation's self-check looks at: the database, the instance folder, the last work done."""

import shutil
import sqlite3
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import DateTime, func, select

from ohms import clock
from ohms.domain.actor import Actor
from ohms.domain.feed import FeedKind
from ohms.domain.self_check import Facts
from ohms.extensions import db
from ohms.migrations import newest_revision, standing_revision
from ohms.models.anchor_file import AnchorFile
from ohms.models.operation_file import OperationFile
from ohms.queries.feed import feed_ages
from ohms.queries.outbox import outbox_state
from ohms.queries.webhooks import webhooks_state

OTHERS = 0o077
NEVER: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Front:
    """What the pages know of how they are reached."""

    live: bool
    secure: bool
    trusted_hosts: int
    proxies: int
    secret_length: int
    sends_mail: bool


def self_check_facts(actor: Actor, instance: Path, front: Front) -> Facts:
    """Eight statements, none of them about claims; nothing that takes long: that is the night's work."""
    done = OperationFile(instance).read()
    night, backup = done.get("nightly", NEVER), done.get("backup", NEVER)
    claims = next(each for each in feed_ages(actor) if each.kind is FeedKind.CLAIMS)
    outbox, webhooks = outbox_state(), webhooks_state()
    disk = shutil.disk_usage(instance if instance.is_dir() else Path.cwd())
    engine, version = _engine()
    anchors = [anchor.on for anchor in AnchorFile(instance).anchors()]
    return Facts(
        now=clock.now(),
        today=actor.on_day,
        live=front.live,
        python=sys.version_info[:3],
        engine=engine,
        engine_version=version,
        schema=db.session.execute(standing_revision()).scalar_one_or_none(),
        newest_schema=newest_revision(),
        too_open=tuple(_too_open(instance)),
        free=disk.free,
        room=disk.total,
        nightly_at=_instant(night),
        nightly_faults=tuple(night.get("faults", ())),
        audit_broken=night.get("audit") or None,
        anchored_on=max(anchors, default=None),
        backup_at=_instant(backup),
        backup_damaged=int(backup.get("damaged", 0)),
        verified_at=_instant(done.get("verified", NEVER)),
        feed_on=claims.as_of_on,
        feed_late=claims.business_days_late,
        sends_mail=front.sends_mail,
        waiting=outbox.waiting,
        oldest_at=outbox.oldest_at,
        given_up=outbox.given_up,
        webhooks=webhooks.standing,
        webhooks_paused=webhooks.paused,
        webhooks_waiting=webhooks.waiting,
        webhooks_oldest_at=webhooks.oldest_at,
        webhooks_given_up=webhooks.given_up,
        clock_stands_still=clock.stands_still(),
        database_ahead=_database_ahead(),
        secure=front.secure,
        trusted_hosts=front.trusted_hosts,
        proxies=front.proxies,
        secret_length=front.secret_length,
    )


def _engine() -> tuple[str, tuple[int, ...]]:
    dialect = db.engine.dialect
    if dialect.name == "sqlite":
        return "SQLite", sqlite3.sqlite_version_info
    return "PostgreSQL", tuple(int(each) for each in dialect.server_version_info or ())


def _database_ahead() -> timedelta:
    """How far the clock of the database's machine is ahead; SQLite has this one's."""
    if db.engine.dialect.name == "sqlite" or clock.stands_still():
        return timedelta()
    theirs = db.session.execute(select(func.clock_timestamp(type_=DateTime(True)))).scalar_one()
    return theirs - clock.now()


def _too_open(instance: Path) -> list[str]:
    """What of the instance other accounts of the machine may read or write, by name: nothing, where the
    folder itself is closed to them."""
    if not instance.is_dir() or not instance.stat().st_mode & OTHERS:
        return []
    looked_at = [instance, *sorted(instance.iterdir())]
    return [each.name for each in looked_at if each.lstat().st_mode & OTHERS]


def _instant(entry: dict[str, Any]) -> datetime | None:
    try:
        return datetime.fromisoformat(entry["at"]).astimezone(UTC)
    except (KeyError, TypeError, ValueError):
        return None
