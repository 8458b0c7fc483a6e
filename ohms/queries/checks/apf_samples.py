"""The sample of a quarter's APFs: of exams in that quarter, each verdict with who gave it and when."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import or_, select

from ohms.domain.calendar import Quarter
from ohms.extensions import db
from ohms.models.apf_reviews import ApfReview
from ohms.models.medical import ActivityPrescription


def examined_in_another_quarter(_today: date) -> Iterator[str]:
    statement = (
        select(ApfReview.id, ApfReview.year, ApfReview.quarter, ActivityPrescription.exam_on)
        .join(ActivityPrescription, ActivityPrescription.id == ApfReview.activity_prescription_id)
        .order_by(ApfReview.id)
    )
    for number, year, quarter, exam_on in db.session.execute(statement):
        if Quarter.of(exam_on) != Quarter(year, quarter):
            yield f"sampled APF {number}: its exam is not in the quarter of its sample"


def judged_by_nobody(_today: date) -> Iterator[str]:
    statement = select(ApfReview.id).where(
        ApfReview.complete.is_not(None),
        or_(ApfReview.reviewed_by_id.is_(None), ApfReview.reviewed_at.is_(None)),
    )
    for number in db.session.execute(statement.order_by(ApfReview.id)).scalars():
        yield f"sampled APF {number}: its verdict has no person or no day"
