"""Drawing the sample of a quarter's APFs, and keeping what whoever read one found."""

from ohms import clock
from ohms.commands.refusals import Conflict
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor, check_supervises
from ohms.domain.apf_reviews import Verdict, check_drawable, check_verdict, drawn
from ohms.domain.calendar import Quarter
from ohms.extensions import db
from ohms.models.apf_reviews import ApfReview
from ohms.queries.apf_reviews import apf_to_read, drawable_apfs, is_drawn
from ohms.queries.feed import apfs_told_until
from ohms.queries.quarterly_report import centre_of_report
from ohms.queries.rounds import ask
from ohms.queries.scope import visible
from ohms.queries.settings import benchmark_rules


@command(Permission.APF_REVIEW)
def draw_apf_sample(actor: Actor, slug: str, quarter: Quarter) -> int:
    """Draw the sample of a finished quarter of one's own COHE, once; how many APFs it has."""
    centre = centre_of_report(actor, slug, quarter)
    check_supervises(actor, centre.id)
    found = drawable_apfs(actor, centre.id, quarter)
    check_drawable(
        quarter,
        actor.on_day,
        told_until=apfs_told_until(),
        already=is_drawn(actor, centre.id, quarter),
        found=len(found),
    )
    size = ask(benchmark_rules(centre.id, quarter.first_on)).apf_sample
    sample = drawn(found, slug, quarter, size)
    db.session.add_all(
        ApfReview(
            claim_id=each.claim_id,
            cohe_id=centre.id,
            activity_prescription_id=each.id,
            year=quarter.year,
            quarter=quarter.number,
            place=place,
            drawn_by_id=actor.staff_id,
            drawn_at=clock.now(),
        )
        for place, each in enumerate(sample, 1)
    )
    return len(sample)


@command(Permission.APF_REVIEW)
def record_apf_verdict(
    actor: Actor, review_id: int, verdict: Verdict, *, version: int | None = None
) -> None:
    """What was found, or found anew; what was said before stays in the audit. NotFound for another
    COHE's sample, Conflict when somebody else wrote meanwhile."""
    apf_to_read(actor, review_id)
    check_verdict(verdict)
    row: ApfReview = db.session.execute(
        visible(actor, ApfReview).where(ApfReview.id == review_id).with_for_update()
    ).scalar_one()
    if version is not None and row.version != version:
        raise Conflict
    row.complete, row.timely = verdict.complete, verdict.timely
    row.remark = verdict.remark or None
    row.reviewed_by_id, row.reviewed_at = actor.staff_id, clock.now()
