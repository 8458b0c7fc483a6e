"""The privacy officer looks into a look at a claim, and writes down what came of it."""

from datetime import date

from ohms import clock
from ohms.commands.idempotency import made_before, remember
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.looks import LookOutcome, check_week
from ohms.domain.retention import checked_reason
from ohms.extensions import db
from ohms.models.looks import LookReview
from ohms.queries.looks import looks_beyond


@command(Permission.LOOK_REVIEW)
def review_look(
    actor: Actor, week_on: date, look: str, outcome: LookOutcome, reason: str | None, *, key: str
) -> int:
    """What was found of a person's looks at a claim in a week; the same form sent twice finds it once.
    NotFound for a look that is not on the list, RuleBroken without a reason or for a second finding."""
    if (made := made_before(actor, key)) is not None:
        return made
    check_week(week_on, actor.on_day)
    found = next((each for each in looks_beyond(actor, week_on) if each.key == look), None)
    if found is None:
        raise NotFound
    if found.outcome is not None:
        raise RuleBroken("Somebody looked into this already.", field="look")
    review = LookReview(
        claim_id=found.claim_id,
        cohe_id=found.cohe_id,
        staff_id=found.staff_id,
        week_on=week_on,
        outcome=outcome,
        reason=checked_reason(reason),
        reviewed_by_id=actor.staff_id,
        reviewed_at=clock.now(),
    )
    db.session.add(review)
    db.session.flush()
    remember(actor, key, "review_look", review.id)
    return review.id
