"""A batch of billed time is made and marked sent; the code on its lines is the COHE's to enter."""

from datetime import date
from hashlib import sha256

from sqlalchemy import func, select

from ohms import clock
from ohms.commands.idempotency import made_before, remember
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor, check_supervises
from ohms.domain.attesting import checked_reason
from ohms.domain.billing import check_days, checked_code, content_of
from ohms.domain.errors import RuleBroken
from ohms.extensions import db
from ohms.models.billing import BillingBatch, BillingLine
from ohms.models.cohes import Cohe
from ohms.models.reports import Setting
from ohms.queries.billing import unbilled
from ohms.queries.billing_batches import knows_batch
from ohms.queries.one_in_sight import only
from ohms.queries.settings import BILLING_CODE


@command(Permission.TIME_BILL)
def make_batch(
    actor: Actor, cohe_id: int, *, from_on: date, through_on: date, key: str | None = None
) -> int:
    """Put what is unbilled of some days into a batch, with adjustments of what was billed and does not
    stand; its id. The bytes are kept as they are made. RuleBroken where there is nothing to bill."""
    check_supervises(actor, cohe_id)
    if key and (made := made_before(actor, key)) is not None:
        return made
    check_days(from_on, through_on, actor.on_day)
    # Two batches of one COHE wait for each other, or both would hold the same time.
    db.session.execute(select(Cohe.id).where(Cohe.id == cohe_id).with_for_update())
    found = unbilled(actor, cohe_id, from_on, through_on)
    if not found.lines:
        raise RuleBroken("Nothing of these days can be billed.", field="from_on")
    content = content_of(found.lines, found.rules)
    assert actor.staff_id is not None
    batch = BillingBatch(
        cohe_id=cohe_id,
        number=_next_number(cohe_id),
        from_on=from_on,
        through_on=through_on,
        code=found.rules.code,
        unit_minutes=found.rules.unit_minutes,
        round_up=found.rules.round_up,
        made_by_id=actor.staff_id,
        made_at=clock.now(),
        content=content,
        sha256=sha256(content).hexdigest(),
    )
    db.session.add(batch)
    db.session.flush()
    db.session.add_all(
        BillingLine(
            batch_id=batch.id,
            cohe_id=cohe_id,
            number=number,
            time_entry_id=line.time_entry_id,
            adjusts_id=line.adjusts_id,
            minutes=line.billed_minutes,
        )
        for number, line in enumerate(found.lines, 1)
    )
    db.session.flush()
    if key:
        remember(actor, key, "make_batch", batch.id)
    return batch.id


@command(Permission.TIME_BILL)
def mark_sent(actor: Actor, batch_id: int) -> BillingBatch:
    """Say that the batch went out; said twice, the first time stands."""
    batch = only(
        select(BillingBatch)
        .where(BillingBatch.id == batch_id, knows_batch(actor))
        .with_for_update()
    )
    if batch.sent_at is None:
        batch.sent_at, batch.sent_by_id = clock.now(), actor.staff_id
        db.session.flush()
    return batch


@command(Permission.TIME_BILL)
def set_billing_code(actor: Actor, cohe_id: int, code: str | None, reason: str | None) -> str:
    """The code that the COHE's lines carry from today; empty puts the placeholder back."""
    check_supervises(actor, cohe_id)
    value, why, now = checked_code(code), checked_reason(reason), clock.now()
    db.session.add(
        Setting(
            name=BILLING_CODE,
            cohe_id=cohe_id,
            value=value,
            from_on=actor.on_day,
            source=why,
            proposed_by_id=actor.staff_id,
            proposed_at=now,
            approved_by_id=actor.staff_id,
            approved_at=now,
        )
    )
    db.session.flush()
    return value


def _next_number(cohe_id: int) -> int:
    newest = select(func.max(BillingBatch.number)).where(BillingBatch.cohe_id == cohe_id)
    return (db.session.execute(newest).scalar_one() or 0) + 1
