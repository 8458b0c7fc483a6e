"""Referrals: their steps against the table, and their silence against the tasks, worked out anew."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import String, cast, exists, func, literal, select
from sqlalchemy.orm import aliased

from ohms.domain.errors import RuleBroken
from ohms.domain.referral_tasks import KEY
from ohms.domain.referrals import AWAITED, never_possible
from ohms.domain.stay_at_work import AMOUNTS, Use, caps_for, check_use
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.referrals import Referral, ReferralStepTaken, StayAtWorkUse
from ohms.models.tasks import Task


def steps_differ(_today: date) -> Iterator[str]:
    rows: Any = db.session.execute(
        select(Referral.id, Referral.step, ReferralStepTaken.step)
        .join(ReferralStepTaken, ReferralStepTaken.referral_id == Referral.id, isouter=True)
        .order_by(Referral.id, ReferralStepTaken.at, ReferralStepTaken.id)
    )
    for (referral_id, stands_at), taken in groupby(rows, key=lambda row: (row[0], row[1])):
        steps = [row[2] for row in taken if row[2] is not None]
        for step, wanted in never_possible(steps):
            yield f"referral {referral_id}: {wanted.value} follows {step.value}"
        if steps[-1:] != [stands_at]:
            yield f"referral {referral_id}: {stands_at.value} is not its latest step"


def silent_without_task(today: date) -> Iterator[str]:
    latest = (
        select(func.max(ReferralStepTaken.id))
        .where(ReferralStepTaken.referral_id == Referral.id)
        .correlate(Referral)
        .scalar_subquery()
    )
    chased = exists().where(
        Task.claim_id == Referral.claim_id,
        Task.finished_at.is_(None),
        Task.derived_key == literal(KEY).concat(cast(latest, String)),
    )
    rows = db.session.execute(
        select(Referral.id, Claim.claim_number)
        .join(Claim, Claim.id == Referral.claim_id)
        .where(Referral.step.in_(AWAITED), Referral.expected_by < today, ~chased)
        .order_by(Referral.id)
    )
    for referral_id, number in rows:
        yield f"referral {referral_id} of claim {number} is silent and nobody has a task"


def used_beyond_caps(_today: date) -> Iterator[str]:
    """The newest telling of each referral counts, and a claim's referrals together."""
    later = aliased(StayAtWorkUse)
    newest = (
        select(func.max(later.number))
        .where(later.referral_id == StayAtWorkUse.referral_id)
        .correlate(StayAtWorkUse)
        .scalar_subquery()
    )
    rows: Any = db.session.execute(
        select(
            Claim.claim_number,
            Claim.injury_on,
            *(func.sum(getattr(StayAtWorkUse, name)).label(name) for name in AMOUNTS),
        )
        .join(Claim, Claim.id == StayAtWorkUse.claim_id)
        .where(StayAtWorkUse.number == newest)
        .group_by(Claim.id, Claim.claim_number, Claim.injury_on)
        .order_by(Claim.claim_number)
    )
    for row in rows:
        used = Use(*(int(getattr(row, name)) for name in AMOUNTS))
        try:
            check_use(used, Use(), caps_for(row.injury_on))
        except RuleBroken as broken:
            yield f"claim {row.claim_number} used more {broken.field}: {broken.message}"
