"""What happened while somebody was away: who did what on their claims, in as many statements for two
hundred claims as for two."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func

from ohms.domain.actor import Actor
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.staff import StaffMember
from ohms.models.time import TimeEntry
from ohms.models.workers import Worker
from ohms.queries.handover import Away
from ohms.queries.handover_happened import KINDS, About, Happened
from ohms.queries.prepared import AnySelect
from ohms.queries.rounds import ask, asked
from ohms.queries.scope import sees, visible


@dataclass(frozen=True, slots=True)
class ChangedClaim:
    """A claim on which something happened, in its order."""

    id: int
    claim_number: str
    worker: str
    is_new: bool
    happened: Sequence[Happened]


@dataclass(frozen=True, slots=True)
class Helper:
    """Who worked on the claims meanwhile: what they did, and the minutes that count as theirs, where the
    actor sees them."""

    name: str
    acts: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Meanwhile:
    claims: Sequence[ChangedClaim]
    helpers: Sequence[Helper]
    quiet: int
    """Claims on which nothing happened."""


def meanwhile(actor: Actor, away: Away) -> Meanwhile:
    """From the first day of leave to its last, or to today while it runs."""
    last_on = min(away.to_on or actor.on_day, actor.on_day)
    claims = db.session.execute(_claims(actor, away)).all()
    ids = [row.id for row in claims]
    about = About(actor, ids, away.staff_id, away.from_on, last_on)
    minutes, *told = ask(asked(_minutes(about), *(each(about) for each in KINDS)))
    happened: defaultdict[int, list[Happened]] = defaultdict(list)
    acts: defaultdict[str, int] = defaultdict(int)
    for kind, rows in zip(KINDS, told, strict=True):
        for row in rows:
            one = KINDS[kind](row)
            happened[row.claim_id].append(one)
            if one.by:
                acts[one.by] += 1
    worked = {row.name: int(row.minutes) for row in minutes}
    changed = list(_changed(claims, happened, about))
    return Meanwhile(
        sorted(changed, key=lambda each: (not each.happened, each.is_new, each.claim_number)),
        [Helper(name, acts[name], worked.get(name, 0)) for name in sorted({*acts, *worked})],
        len(claims) - len(changed),
    )


def _changed(
    claims: Sequence[Any], happened: dict[int, list[Happened]], about: About
) -> Iterator[ChangedClaim]:
    for row in claims:
        is_new = about.first_on <= row.initiated_on <= about.last_on
        if happened.get(row.id) or is_new:
            yield ChangedClaim(
                row.id,
                row.claim_number,
                f"{row.last_name}, {row.first_name}",
                is_new,
                sorted(
                    happened.get(row.id, ()),
                    key=lambda each: (each.on, each.at.timestamp() if each.at else 0.0),
                ),
            )


def _claims(actor: Actor, away: Away) -> AnySelect:
    return (
        away.claims_worked_on(actor)
        .join(Worker, Worker.id == Claim.worker_id)
        .where(sees(actor, Worker))
        .with_only_columns(
            Claim.id, Claim.claim_number, Worker.last_name, Worker.first_name, Claim.initiated_on
        )
    )


def _minutes(about: About) -> AnySelect:
    return (
        visible(about.actor, TimeEntry)
        .join(StaffMember, StaffMember.id == TimeEntry.staff_id)
        .where(
            about.these(TimeEntry.claim_id),
            TimeEntry.staff_id != about.staff_id,
            TimeEntry.voided_at.is_(None),
            TimeEntry.performed_on.between(about.first_on, about.last_on),
        )
        .with_only_columns(StaffMember.name, func.sum(TimeEntry.minutes).label("minutes"))
        .group_by(StaffMember.id, StaffMember.name)
    )
