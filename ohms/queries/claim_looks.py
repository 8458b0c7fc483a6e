"""Who looked at one claim, newest first, and by which way: for who watches over its COHE's acts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, literal, or_, select
from sqlalchemy.orm import aliased

from ohms.clock import day_of
from ohms.domain.actor import Actor
from ohms.domain.claims import as_claim_number
from ohms.domain.disclosures import OF_MANY_CLAIMS
from ohms.domain.looks import LOOKED
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.break_glass import BrokenGlass
from ohms.models.claims import Claim
from ohms.models.coverage import Coverage
from ohms.models.staff import StaffMember
from ohms.queries.cursors import Cursor, read_cursor
from ohms.queries.one_in_sight import only_row
from ohms.queries.scope import numbered_in_audit, visible, visible_by_what

PER_PAGE = 50


class WatchedClaim(NamedTuple):
    """What the record of acts tells of a claim, and nothing more of it."""

    id: int
    number: str
    cohe_id: int
    provider_id: int | None


class LookAt(NamedTuple):
    """Somebody looked: `glass_reason` where they had it open by break-glass, `covered` whom they
    covered that day."""

    at: datetime
    name: str | None
    role: Role | None
    action: str
    result: str
    glass_reason: str | None
    covered: str | None


@dataclass(frozen=True, slots=True)
class LooksPage:
    """A page of them; `next` is the cursor after its last line."""

    lines: list[LookAt]
    is_first: bool
    next: str | None


def watched_claim(actor: Actor, number: str) -> WatchedClaim:
    """The claim of a number that the record of acts may tell the actor; else NotFound."""
    row = only_row(
        numbered_in_audit(actor)
        .where(Claim.claim_number == as_claim_number(number))
        .with_only_columns(
            Claim.id, Claim.claim_number, Claim.cohe_id, Claim.initiating_provider_id
        )
    )
    return WatchedClaim(*row)


def looks_page(actor: Actor, claim: WatchedClaim, after: str | None) -> LooksPage:
    """One page in four statements, however often it was looked at; each of them by an index."""
    cursor = read_cursor(after, datetime)
    itself = and_(
        AuditEntry.claim_id == claim.id,
        or_(AuditEntry.action == "open_claim", *map(AuditEntry.action.startswith, LOOKED)),
    )
    listed = literal(",").concat(AuditEntry.claim_ids).concat(",").like(f"%,{claim.id},%")
    among_others = and_(
        AuditEntry.action.in_(OF_MANY_CLAIMS), AuditEntry.claim_ids.is_not(None), listed
    )
    rows = [*_newest(actor, itself, cursor), *_newest(actor, among_others, cursor)]
    rows.sort(key=lambda row: (row.at, row.id), reverse=True)
    shown = rows[:PER_PAGE]
    before = cursor.position if cursor else 0
    more = len(rows) > PER_PAGE
    end = Cursor(before + len(shown), shown[-1].at, shown[-1].id) if more else None
    opened, covered = _opened_by(actor, claim), _covered_by(claim)
    lines = [
        LookAt(
            row.at,
            row.name,
            Role(row.role) if row.role else None,
            row.action,
            row.result,
            opened(row.staff_id, row.at),
            covered(row.staff_id, row.at),
        )
        for row in shown
    ]
    return LooksPage(lines, cursor is None, str(end) if end else None)


Way = Callable[[int | None, datetime], str | None]


def _newest(actor: Actor, about: Any, cursor: Cursor | None) -> list[Any]:
    statement = visible_by_what(actor).where(about)
    if cursor is not None:
        same = and_(AuditEntry.at == cursor.value, AuditEntry.id < cursor.last_id)
        statement = statement.where(or_(AuditEntry.at < cursor.value, same))
    return list(
        db.session.execute(
            statement.outerjoin(StaffMember, StaffMember.id == AuditEntry.staff_id)
            .with_only_columns(
                AuditEntry.id,
                AuditEntry.at,
                AuditEntry.staff_id,
                AuditEntry.role,
                AuditEntry.action,
                AuditEntry.result,
                StaffMember.name,
            )
            .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
            .limit(PER_PAGE + 1)
        )
    )


def _opened_by(actor: Actor, claim: WatchedClaim) -> Way:
    openings = db.session.execute(
        visible(actor, BrokenGlass)
        .where(BrokenGlass.claim_id == claim.id)
        .with_only_columns(
            BrokenGlass.staff_id, BrokenGlass.opened_at, BrokenGlass.until_at, BrokenGlass.reason
        )
    ).all()

    def reason(staff_id: int | None, at: datetime) -> str | None:
        held = (o for o in openings if o.staff_id == staff_id and o.opened_at <= at < o.until_at)
        return next((o.reason for o in held), None)

    return reason


def _covered_by(claim: WatchedClaim) -> Way:
    absent = aliased(StaffMember)
    covers = db.session.execute(
        select(Coverage.covering_id, Coverage.from_on, Coverage.to_on, absent.name)
        .join(absent, absent.id == Coverage.absent_id)
        .where(Coverage.provider_id == claim.provider_id, Coverage.declined_at.is_(None))
    ).all()

    def whom(staff_id: int | None, at: datetime) -> str | None:
        on = day_of(at)
        return next(
            (c.name for c in covers if c.covering_id == staff_id and c.from_on <= on <= c.to_on),
            None,
        )

    return whom
