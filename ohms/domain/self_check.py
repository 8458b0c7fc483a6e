"""Whether an installation is well: one line a subject, and what to do where it is not.

For administrators. Nothing of a claim is among the facts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from ohms.domain.calendar import written

OLDEST_PYTHON = (3, 11)
OLDEST_SQLITE = (3, 35, 0)
OLDEST_POSTGRESQL = (15,)
A_NIGHT = timedelta(hours=26)
"""A day and the time that nightly work takes."""
A_MONTH = timedelta(days=35)
AN_HOUR = timedelta(hours=1)
SKEW = timedelta(seconds=5)
GIGABYTE = 1024**3
PERCENT_LOW = 10
FEED_LATE = 2


class State(StrEnum):
    GOOD = "good"
    LOOK = "look"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Line:
    """One subject: how it is, what was seen, and what to do (empty where nothing is)."""

    subject: str
    state: State
    seen: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found out. Instants are empty where something never was."""

    now: datetime
    today: date
    live: bool
    python: tuple[int, ...]
    engine: str
    engine_version: tuple[int, ...]
    schema: str | None
    newest_schema: str
    too_open: tuple[str, ...]
    free: int
    room: int
    nightly_at: datetime | None
    nightly_faults: tuple[str, ...]
    audit_broken: str | None
    anchored_on: date | None
    backup_at: datetime | None
    backup_damaged: int
    verified_at: datetime | None
    feed_on: date | None
    feed_late: int
    sends_mail: bool
    waiting: int
    oldest_at: datetime | None
    given_up: int
    webhooks: int
    webhooks_paused: int
    webhooks_waiting: int
    webhooks_oldest_at: datetime | None
    webhooks_given_up: int
    clock_stands_still: bool
    database_ahead: timedelta
    secure: bool
    trusted_hosts: int
    proxies: int
    secret_length: int


def lines_of(facts: Facts) -> list[Line]:
    """Every subject in the order in which one looks."""
    return [
        *_versions(facts),
        _nightly(facts),
        _whole(facts),
        _audit(facts),
        _anchor(facts),
        *_backups(facts),
        _room(facts),
        _folders(facts),
        _feed(facts),
        _mail(facts),
        _webhooks(facts),
        *_front(facts),
        _clock(facts),
    ]


def _versions(facts: Facts) -> Iterator[Line]:
    yield _floor("Python", facts.python, OLDEST_PYTHON)
    oldest = OLDEST_SQLITE if facts.engine == "SQLite" else OLDEST_POSTGRESQL
    yield _floor(facts.engine, facts.engine_version, oldest)
    seen = f"The database is reached, at schema {facts.schema}."
    if facts.schema == facts.newest_schema:
        yield Line("Schema", State.GOOD, seen)
    else:
        remedy = f"Run `ohms db upgrade`: this program is at {facts.newest_schema}."
        yield Line("Schema", State.BAD, seen, remedy)


def _floor(subject: str, found: tuple[int, ...], oldest: tuple[int, ...]) -> Line:
    seen = ".".join(map(str, found))
    if found >= oldest:
        return Line(subject, State.GOOD, seen)
    return Line(
        subject, State.BAD, seen, f"Install {subject} {'.'.join(map(str, oldest))} or newer."
    )


def _nightly(facts: Facts) -> Line:
    return _ran(
        "Nightly work",
        facts,
        facts.nightly_at,
        A_NIGHT,
        "Run `ohms nightly`, and let its timer run every night.",
    )


def _ran(subject: str, facts: Facts, at: datetime | None, within: timedelta, remedy: str) -> Line:
    if at is None:
        return Line(subject, State.BAD if facts.live else State.LOOK, "Never.", remedy)
    seen = f"Last {_ago(facts.now - at)} ago."
    late = facts.now - at > within
    return Line(subject, State.BAD if late else State.GOOD, seen, remedy if late else "")


def _whole(facts: Facts) -> Line:
    subject = "Database and files whole"
    if facts.nightly_at is None:
        return Line(subject, State.LOOK, "Not looked at yet.", "Run `ohms nightly`.")
    if facts.nightly_faults:
        seen = f"{len(facts.nightly_faults)} faults, the first: {facts.nightly_faults[0]}."
        return Line(
            subject, State.BAD, seen, "Run `ohms check`; restore what is damaged from a backup."
        )
    return Line(subject, State.GOOD, "Every page and every stored file was as it should be.")


def _audit(facts: Facts) -> Line:
    subject = "Audit verified"
    if facts.nightly_at is None:
        return Line(subject, State.LOOK, "Not verified yet.", "Run `ohms nightly`.")
    if facts.audit_broken:
        remedy = (
            "Run `ohms audit verify`, keep the database as it is, and tell the privacy officers."
        )
        return Line(subject, State.BAD, facts.audit_broken, remedy)
    return Line(subject, State.GOOD, "The chain was whole, and held all that was anchored.")


def _anchor(facts: Facts) -> Line:
    remedy = "Run `ohms nightly`, and copy the anchors to another machine."
    if facts.anchored_on is None:
        state = State.BAD if facts.live else State.LOOK
        return Line("Audit anchored", state, "Never.", remedy)
    late = facts.today - facts.anchored_on > timedelta(days=1)
    seen = f"Of {written(facts.anchored_on)}."
    return Line("Audit anchored", State.BAD if late else State.GOOD, seen, remedy if late else "")


def _backups(facts: Facts) -> Iterator[Line]:
    made = _ran("Backup", facts, facts.backup_at, A_NIGHT, "Run `ohms backup FILE` every night.")
    if facts.backup_damaged and made.state is State.GOOD:
        seen = f"{made.seen} {facts.backup_damaged} documents are damaged or missing."
        made = Line("Backup", State.BAD, seen, "Run `ohms check`; restore them from an older one.")
    yield made
    remedy = (
        "Run `ohms restore FILE --key KEY --verify` here or elsewhere, once a month. What was verified"
        " on another machine is not known here."
    )
    checked = _ran("Backup verified", facts, facts.verified_at, A_MONTH, remedy)
    if checked.state is State.BAD:
        checked = Line(checked.subject, State.LOOK, checked.seen, remedy)
    yield checked


def _room(facts: Facts) -> Line:
    percent = facts.free * 100 // max(facts.room, 1)
    seen = f"{facts.free / GIGABYTE:.1f} GB free, {percent} %."
    remedy = "Make room, or move the instance folder to a larger disk."
    if facts.free < GIGABYTE:
        return Line("Disk", State.BAD, seen, remedy)
    if percent < PERCENT_LOW:
        return Line("Disk", State.LOOK, seen, remedy)
    return Line("Disk", State.GOOD, seen)


def _folders(facts: Facts) -> Line:
    if not facts.too_open:
        return Line("Instance folder", State.GOOD, "Closed to other accounts of the machine.")
    seen = f"Others may read: {', '.join(facts.too_open)}."
    remedy = "Folders 0700, files 0600: `chmod -R go=` on the instance folder."
    return Line("Instance folder", State.BAD if facts.live else State.LOOK, seen, remedy)


def _feed(facts: Facts) -> Line:
    remedy = "Ask L&I for the newest files, and import them under Feed."
    if facts.feed_on is None:
        return Line("L&I feed", State.LOOK, "No claims were imported yet.", remedy)
    seen = f"As of {written(facts.feed_on)}"
    if facts.feed_late:
        days = "business day" if facts.feed_late == 1 else "business days"
        state = State.BAD if facts.feed_late > FEED_LATE else State.LOOK
        return Line("L&I feed", state, f"{seen}, {facts.feed_late} {days} late.", remedy)
    return Line("L&I feed", State.GOOD, f"{seen}.")


def _mail(facts: Facts) -> Line:
    waits = f"{facts.waiting} messages wait"
    if not facts.sends_mail:
        remedy = "Set OHMS_MAIL_URL and OHMS_MAIL_FROM, or hand one-time links over yourself."
        return Line("Mail", State.LOOK, f"No mail is set up; {waits}.", remedy)
    if facts.given_up:
        seen = f"{waits}; {facts.given_up} given up within a week."
        return Line("Mail", State.BAD, seen, "Run `ohms send`: it tells which and why.")
    if facts.oldest_at is not None and facts.now - facts.oldest_at > AN_HOUR:
        seen = f"{waits}, the oldest for {_ago(facts.now - facts.oldest_at)}."
        return Line("Mail", State.BAD, seen, "Run `ohms send`, and let its timer run.")
    return Line("Mail", State.GOOD, f"Set up; {waits}.")


def _webhooks(facts: Facts) -> Line:
    if not facts.webhooks:
        return Line("Webhooks", State.GOOD, "None stands.")
    seen = f"Webhooks: {facts.webhooks}; deliveries that wait: {facts.webhooks_waiting}"
    if facts.webhooks_given_up:
        seen = f"{seen}; {facts.webhooks_given_up} given up within a week."
        remedy = "Look at their logs under Webhooks, and send them again from there."
        return Line("Webhooks", State.BAD, seen, remedy)
    oldest = facts.webhooks_oldest_at
    if oldest is not None and facts.now - oldest > AN_HOUR:
        seen = f"{seen}, the oldest for {_ago(facts.now - oldest)}."
        remedy = "Run `ohms send`, let its timer run, and look at the logs under Webhooks."
        return Line("Webhooks", State.BAD, seen, remedy)
    if facts.webhooks_paused:
        seen = f"{seen}; {facts.webhooks_paused} paused."
        return Line("Webhooks", State.LOOK, seen, "What waits for three days is given up.")
    return Line("Webhooks", State.GOOD, f"{seen}.")


def _front(facts: Facts) -> Iterator[Line]:
    secure = f"This page came over {'HTTPS' if facts.secure else 'plain HTTP'}"
    if not facts.live:
        yield Line("TLS and cookies", State.GOOD, f"{secure}; a demonstration needs no more.")
    elif facts.secure and facts.trusted_hosts:
        seen = f"{secure}; cookies go over it alone, and {facts.trusted_hosts} host names are answered."
        yield Line("TLS and cookies", State.GOOD, seen)
    else:
        remedy = "Put a proxy with TLS in front; set OHMS_BEHIND_PROXY and OHMS_TRUSTED_HOSTS."
        hosts = facts.trusted_hosts or "none"
        seen = f"{secure}; host names beside this machine’s own: {hosts}; proxies: {facts.proxies or 'none'}."
        yield Line("TLS and cookies", State.BAD, seen, remedy)
    yield Line("Secret", State.GOOD, f"{facts.secret_length} characters, and none that is known.")


def _clock(facts: Facts) -> Line:
    if facts.clock_stands_still:
        return Line("Clock", State.LOOK, "It stands still.", "Unset OHMS_CLOCK and start again.")
    if abs(facts.database_ahead) > SKEW:
        seconds = abs(int(facts.database_ahead.total_seconds()))
        return Line(
            "Clock",
            State.BAD,
            f"The database's differs by {seconds} seconds.",
            "Let both machines keep the time by NTP.",
        )
    return Line("Clock", State.GOOD, "This machine and the database agree.")


def _ago(passed: timedelta) -> str:
    hours = int(passed.total_seconds() // 3600)
    if hours < 1:
        return f"{max(int(passed.total_seconds() // 60), 0)} minutes"
    return f"{hours} hours" if hours < 48 else f"{hours // 24} days"
