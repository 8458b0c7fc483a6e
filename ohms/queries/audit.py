"""The record of acts as people read it: one's own, a COHE's, or those that concern security."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select

from ohms.clock import PACIFIC
from ohms.domain.actor import Actor
from ohms.domain.claims import as_claim_number
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim
from ohms.models.cohes import Cohe
from ohms.models.staff import Position, StaffMember
from ohms.queries.cursors import Cursor, read_cursor
from ohms.queries.guard import unscoped
from ohms.queries.scope import numbered_in_audit, visible

PER_PAGE = 100
USUAL_DAYS = timedelta(days=6)
LONGEST = timedelta(days=92)
IDS_AT_ONCE = 500
ENTRIES_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What is asked for: a span of days always, the rest where it is told."""

    from_on: date
    to_on: date
    username: str = ""
    actions: tuple[str, ...] = ()
    claim_number: str = ""
    refused: bool = False
    after: str | None = None

    @property
    def chosen(self) -> int:
        return sum(map(bool, (self.username, self.actions, self.claim_number, self.refused)))


class AuditLine(NamedTuple):
    """One act: `claim` is the number where it was about one claim that may be told here; `listed`
    how many claims a list of it showed."""

    id: int
    at: datetime
    name: str | None
    username: str | None
    role: Role | None
    action: str
    result: str
    address: str | None
    claim: str | None
    claim_id: int | None
    object_type: str | None
    listed: int


class SeenClaim(NamedTuple):
    """A claim that somebody opened, changed, or had in a list."""

    at: datetime
    username: str | None
    name: str | None
    action: str
    claim_number: str
    how: str
    result: str
    claim_id: int


@dataclass(frozen=True, slots=True)
class AuditPage:
    lines: list[AuditLine]
    is_first: bool
    next: str | None


def span(actor: Actor, from_on: date | None, to_on: date | None) -> tuple[date, date]:
    """The days asked for, the last seven without being told, never more than a quarter: questions
    about lists read every list of those days."""
    last = to_on or actor.on_day
    first = from_on or last - USUAL_DAYS
    return max(min(first, last), last - LONGEST), last


def audit_page(actor: Actor, asked: AuditFilter) -> AuditPage:
    """One page of the entries that the actor may read, the newest first."""
    cursor = read_cursor(asked.after, datetime)
    since, until = _bounds(asked.from_on, asked.to_on)
    statement = _asked(actor, asked).where(AuditEntry.at >= since, AuditEntry.at < until)
    if cursor is not None:
        statement = statement.where(
            or_(
                AuditEntry.at < cursor.value,
                and_(AuditEntry.at == cursor.value, AuditEntry.id < cursor.last_id),
            )
        )
    found = db.session.execute(
        _told(statement, actor)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(PER_PAGE + 1)
    ).all()
    lines = [_line(row) for row in found[:PER_PAGE]]
    before = cursor.position if cursor else 0
    more = len(found) > PER_PAGE
    end = Cursor(before + len(lines), lines[-1].at, lines[-1].id) if more else None
    return AuditPage(lines, cursor is None, str(end) if end else None)


def claims_seen(actor: Actor, asked: AuditFilter) -> Iterator[SeenClaim]:
    """What somebody saw in a span of days, a line for each claim of each entry: for a breach.

    A part of a day at a time, however much it is: each part is sorted anew. Claims too that went to another
    COHE meanwhile.
    """
    statement = (
        _asked(actor, asked)
        .where(or_(AuditEntry.claim_id.is_not(None), AuditEntry.claim_ids.is_not(None)))
        .outerjoin(StaffMember, StaffMember.id == AuditEntry.staff_id)
        .with_only_columns(
            AuditEntry.id,
            AuditEntry.at,
            StaffMember.username,
            StaffMember.name,
            AuditEntry.action,
            AuditEntry.result,
            AuditEntry.claim_id,
            AuditEntry.claim_ids,
        )
        .order_by(AuditEntry.at, AuditEntry.id)
        .limit(ENTRIES_AT_ONCE)
    )
    numbers: dict[int, str] = {}
    for rows in _parts(statement, asked):
        ids = {claim for row in rows for claim, _how in _claims_of(row)}
        numbers |= _numbers_in_entries(sorted(ids - set(numbers)))
        for row in rows:
            for claim, how in _claims_of(row):
                told = (row.at, row.username, row.name, row.action, numbers[claim], how, row.result)
                yield SeenClaim(*told, claim)


def _parts(statement: Select[*tuple[Any, ...]], asked: AuditFilter) -> Iterator[Sequence[Any]]:
    """The rows of a statement that is sorted and limited, in the order of their time."""
    days = (asked.to_on - asked.from_on).days
    for on in (asked.from_on + timedelta(days=day) for day in range(days + 1)):
        since, until = _bounds(on, on)
        last_id = 0
        while True:
            later = or_(AuditEntry.at > since, AuditEntry.id > last_id)
            part = statement.where(AuditEntry.at >= since, AuditEntry.at < until, later)
            rows = db.session.execute(part).all()
            if not rows:
                break
            yield rows
            since, last_id = rows[-1].at, rows[-1].id


def people_in_audit(actor: Actor) -> list[tuple[str, str]]:
    """Whose acts the actor may ask for by name: those who ever held a position in their COHEs or in
    none, as at L&I, who act on claims of all; everybody for an administrator."""
    statement = select(StaffMember.username, StaffMember.name).order_by(StaffMember.name)
    if not actor.holds(Role.ADMINISTRATOR):
        cohes = actor.cohes_as(Role.SUPERVISOR, Role.PRIVACY_OFFICER)
        held = select(Position.staff_id).where(
            or_(Position.cohe_id.in_(cohes), Position.cohe_id.is_(None))
        )
        statement = statement.where(StaffMember.id.in_(held))
    return [(row.username, row.name) for row in db.session.execute(statement)]


def _asked(actor: Actor, asked: AuditFilter) -> Select[Any]:
    """All but the days."""
    statement: Select[Any] = visible(actor, AuditEntry)
    if actor.holds(Role.ADMINISTRATOR):
        statement = statement.where(_of_whichever_cohe())
    if asked.username:
        statement = statement.where(_is_of(asked.username))
    if asked.actions:
        statement = statement.where(AuditEntry.action.in_(asked.actions))
    if asked.refused:
        statement = statement.where(AuditEntry.result != "done")
    if asked.claim_number:
        claim_id = _claim_asked(actor, asked.claim_number)
        listed = literal(",").concat(AuditEntry.claim_ids).concat(",").like(f"%,{claim_id},%")
        in_a_list = and_(AuditEntry.claim_ids.is_not(None), listed)
        statement = statement.where(or_(AuditEntry.claim_id == claim_id, in_a_list))
    return statement


def _bounds(from_on: date, to_on: date) -> tuple[datetime, datetime]:
    first = datetime.combine(from_on, time.min, PACIFIC)
    return first, datetime.combine(to_on + timedelta(days=1), time.min, PACIFIC)


def _of_whichever_cohe() -> ColumnElement[bool]:
    """True of every entry. What concerns security has no index of its own: by this its days are found in
    the COHEs' and no entry before or after them is read."""
    cohes = db.session.execute(select(Cohe.id).order_by(Cohe.id)).scalars().all()
    return or_(AuditEntry.cohe_id.is_(None), AuditEntry.cohe_id.in_(cohes))


def _claim_asked(actor: Actor, number: str) -> int:
    """The id of a claim whose number the actor may know here; none that exists for any other."""
    found = db.session.execute(
        numbered_in_audit(actor)
        .with_only_columns(Claim.id)
        .where(Claim.claim_number == as_claim_number(number))
    ).scalar_one_or_none()
    return found or 0


def _told(statement: Select[Any], actor: Actor) -> Any:
    number = (
        numbered_in_audit(actor)
        .with_only_columns(Claim.claim_number)
        .where(Claim.id == AuditEntry.claim_id)
        .correlate(AuditEntry)
        .scalar_subquery()
    )
    return statement.outerjoin(StaffMember, StaffMember.id == _whose()).with_only_columns(
        AuditEntry.id,
        AuditEntry.at,
        StaffMember.name,
        StaffMember.username,
        AuditEntry.role,
        AuditEntry.action,
        AuditEntry.result,
        AuditEntry.address,
        number.label("claim"),
        AuditEntry.claim_id,
        AuditEntry.object_type,
        AuditEntry.claim_ids,
    )


def _is_of(username: str) -> ColumnElement[bool]:
    """The acts of a person, and the sign-ins that let them in: either by an index of its own."""
    person = select(StaffMember.id).where(StaffMember.username == username).scalar_subquery()
    let_in = and_(
        AuditEntry.object_type == "staff_member",
        AuditEntry.object_id == person,
        AuditEntry.action == "sign_in",
        AuditEntry.staff_id.is_(None),
    )
    return or_(AuditEntry.staff_id == person, let_in)


def _whose() -> ColumnElement[int | None]:
    """Who acted; of a sign-in, which begins with nobody, who it let in."""
    let_in = case((AuditEntry.action == "sign_in", AuditEntry.object_id))
    return func.coalesce(AuditEntry.staff_id, let_in)


def _line(row: Any) -> AuditLine:
    listed = len(row.claim_ids.split(",")) if row.claim_ids else 0
    told = row._asdict() | {"role": Role(row.role) if row.role else None, "listed": listed}
    del told["claim_ids"]
    return AuditLine(**told)


def _claims_of(row: Any) -> Iterator[tuple[int, str]]:
    if row.claim_id is not None:
        yield row.claim_id, "itself"
    for claim in (row.claim_ids or "").split(","):
        if claim:
            yield int(claim), "in a list"


def _numbers_in_entries(ids: list[int]) -> dict[int, str]:
    """Of claims that entries in one's sight name: whoever reads them knew the claims by then."""
    numbers: dict[int, str] = {}
    with unscoped("numbers of claims that entries in sight name"):
        for begin in range(0, len(ids), IDS_AT_ONCE):
            some = Claim.id.in_(ids[begin : begin + IDS_AT_ONCE])
            rows = db.session.execute(select(Claim.id, Claim.claim_number).where(some))
            numbers.update((row.id, row.claim_number) for row in rows)
    return numbers
