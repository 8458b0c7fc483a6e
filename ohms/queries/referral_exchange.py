"""Referrals as they are exchanged: what a service is told, and nothing that is the COHE's own."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from sqlalchemy import func, select

from ohms.domain.actor import Actor
from ohms.domain.referral_content import Content, read_content
from ohms.domain.referral_exchange import Exchanged, StepSaid
from ohms.domain.referrals import is_asking_after
from ohms.domain.values import ReferralStep
from ohms.extensions import db
from ohms.models.cohes import Cohe
from ohms.models.referrals import Referral, ReferralStepTaken, ReferralVersion
from ohms.queries.one_in_sight import only_row
from ohms.queries.scope import visible
from ohms.queries.told_to_programs import Found, FoundPage


def referral_to_exchange(actor: Actor, referral_id: int) -> Found[Exchanged]:
    """NotFound where the actor does not see it."""
    row = only_row(_rows(actor).where(Referral.id == referral_id))
    return _exchanged(actor, [row])[0]


def referrals_to_exchange(
    actor: Actor, *, step: ReferralStep | None, after: int | None, count: int
) -> FoundPage[Exchanged]:
    """Those that the actor sees, four statements however many."""
    wanted = visible(actor, Referral)
    if step is not None:
        wanted = wanted.where(Referral.step == step)
    total = db.session.execute(
        select(func.count()).select_from(wanted.with_only_columns(Referral.id).subquery())
    ).scalar_one()
    listed = _rows(actor).order_by(Referral.id.desc()).limit(count + 1)
    if step is not None:
        listed = listed.where(Referral.step == step)
    if after is not None:
        listed = listed.where(Referral.id < after)
    rows = db.session.execute(listed).all()
    shown = rows[:count]
    more = shown[-1].Referral.id if len(rows) > count else None
    return FoundPage(_exchanged(actor, shown), total, more)


def _rows(actor: Actor) -> Any:
    return (
        visible(actor, Referral)
        .join(Cohe, Cohe.id == Referral.cohe_id)
        .with_only_columns(Referral, Cohe.name.label("cohe"))
    )


def _exchanged(actor: Actor, rows: Sequence[Any]) -> list[Found[Exchanged]]:
    referrals = [row.Referral for row in rows]
    contents = _contents(actor, [each.id for each in referrals if each.sent_at is not None], True)
    contents |= _contents(actor, [each.id for each in referrals if each.sent_at is None], False)
    steps = _steps(actor, [each.id for each in referrals])
    return [
        Found(
            Exchanged(
                referral_id=row.Referral.id,
                version=row.Referral.version,
                service=row.Referral.service,
                step=row.Referral.step,
                cohe=row.cohe,
                drafted_at=row.Referral.drafted_at,
                content=contents.get(row.Referral.id, {}),
                steps=tuple(steps[row.Referral.id]),
                expected_by=row.Referral.expected_by,
                outcome=row.Referral.outcome,
            ),
            row.Referral.claim_id,
            row.Referral.cohe_id,
        )
        for row in rows
    ]


def _contents(actor: Actor, referral_ids: Sequence[int], sent: bool) -> dict[int, Content]:
    """The newest version of each: of what was sent the newest that was sent."""
    if not referral_ids:
        return {}
    newest = visible(actor, ReferralVersion).where(ReferralVersion.referral_id.in_(referral_ids))
    if sent:
        newest = newest.where(ReferralVersion.sent_at.is_not(None))
    rows = db.session.execute(
        newest.with_only_columns(ReferralVersion.referral_id, ReferralVersion.content).order_by(
            ReferralVersion.referral_id, ReferralVersion.number
        )
    )
    return {row.referral_id: read_content(row.content) for row in rows}


def _steps(actor: Actor, referral_ids: Sequence[int]) -> dict[int, list[StepSaid]]:
    rows = db.session.execute(
        visible(actor, ReferralStepTaken)
        .where(ReferralStepTaken.referral_id.in_(referral_ids))
        .with_only_columns(
            ReferralStepTaken.referral_id,
            ReferralStepTaken.step,
            ReferralStepTaken.at,
            ReferralStepTaken.reason,
        )
        .order_by(ReferralStepTaken.at, ReferralStepTaken.id)
    )
    taken: dict[int, list[StepSaid]] = defaultdict(list)
    for row in rows:
        taken[row.referral_id].append(StepSaid(row.step, row.at, row.reason))
    return defaultdict(list, {each: _told(steps) for each, steps in taken.items()})


def _told(steps: Sequence[StepSaid]) -> list[StepSaid]:
    """Without the COHE's own notes of asking after it."""
    later = [
        each
        for before, each in pairwise(steps)
        if not is_asking_after(before.step, each.step, each.reason)
    ]
    return [*steps[:1], *later]
