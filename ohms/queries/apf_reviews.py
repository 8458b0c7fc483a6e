"""The sample of a quarter's APFs: what it is drawn from, how each of it stands, and one to be read."""

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select
from sqlalchemy.orm import aliased

from ohms.domain.actor import Actor
from ohms.domain.apf_reviews import DrawableApf, ReviewedApf
from ohms.domain.calendar import Quarter
from ohms.domain.values import Role, WorkStatus
from ohms.extensions import db
from ohms.models.apf_reviews import ApfReview
from ohms.models.claims import Claim
from ohms.models.cohes import Cohe
from ohms.models.medical import ActivityPrescription
from ohms.models.providers import Provider
from ohms.models.staff import StaffMember
from ohms.queries.one_in_sight import only_row
from ohms.queries.responsibility import responsible_at_initiation
from ohms.queries.rounds import Question, ask
from ohms.queries.scope import (
    apfs_to_draw,
    beside_counted_claim,
    claim_of_counted,
    countable,
    sees,
    visible,
)
from ohms.queries.workload import Centre, Sight


class DrawnApf(NamedTuple):
    """An APF of the sample as its list tells it; what names it is None out of one's sight."""

    id: int
    place: int
    claim_id: int | None
    claim_number: str | None
    provider: str | None
    exam_on: date | None
    complete: bool | None
    timely: bool | None
    remark: str | None
    reviewed_by: str | None
    is_lost: bool = False
    """Nobody read it before its claim went to another COHE: nobody will."""


class ApfToRead(NamedTuple):
    """One APF with what it said, for who reads it."""

    id: int
    version: int
    place: int
    cohe_id: int
    cohe: str
    cohe_name: str
    year: int
    number: int
    claim_id: int
    claim_number: str
    provider: str
    exam_on: date
    from_on: date
    to_on: date | None
    work_status: WorkStatus
    restrictions: str | None
    objective_finding: str | None
    next_exam_on: date | None
    told_complete: bool
    """As the feed told it."""

    complete: bool | None
    timely: bool | None
    remark: str | None
    reviewed_at: datetime | None

    @property
    def quarter(self) -> Quarter:
        return Quarter(self.year, self.number)


def drawable_apfs(actor: Actor, cohe_id: int, quarter: Quarter) -> list[DrawableApf]:
    """The APFs of exams in a quarter on the COHE's claims, but those that another COHE drew before the
    claim came: the same for each of its supervisors."""
    rows: Any = db.session.execute(
        apfs_to_draw(actor, cohe_id)
        .join(Provider, Provider.id == ActivityPrescription.provider_id)
        .where(ActivityPrescription.exam_on.between(quarter.first_on, quarter.last_on))
        .with_only_columns(
            ActivityPrescription.id,
            Claim.id,
            Claim.claim_number,
            Provider.lni_provider_id,
            ActivityPrescription.exam_on,
        )
    )
    return [DrawableApf(*row) for row in rows]


def is_drawn(actor: Actor, cohe_id: int, quarter: Quarter) -> bool:
    found = countable(actor, ApfReview).where(*_of(cohe_id, quarter)).limit(1)
    return db.session.execute(found.with_only_columns(ApfReview.id)).first() is not None


def reviewed_apfs(actor: Actor, centre: Centre, quarter: Quarter) -> Question[list[ReviewedApf]]:
    """The sample as figures count it, in its order; a coordinator has those of the claims that they
    were responsible for when the claims were initiated."""
    own = centre.sight is Sight.OWN
    door: Select[Any] = visible(actor, ApfReview) if own else countable(actor, ApfReview)
    statement = (
        door.join(Claim, Claim.id == ApfReview.claim_id)
        .join(ActivityPrescription, ActivityPrescription.id == ApfReview.activity_prescription_id)
        .join(Provider, Provider.id == ActivityPrescription.provider_id)
        .where(
            claim_of_counted(ApfReview),
            beside_counted_claim(ActivityPrescription),
            *_of(centre.id, quarter),
        )
    )
    if own:
        statement = statement.where(responsible_at_initiation() == actor.staff_id)
    (rows,) = yield (
        statement.with_only_columns(
            ApfReview.id,
            ApfReview.claim_id,
            ActivityPrescription.provider_id,
            Provider.clinic_id,
            responsible_at_initiation(),
            ActivityPrescription.exam_on,
            ApfReview.complete,
            ApfReview.timely,
            Claim.cohe_id != ApfReview.cohe_id,
        ).order_by(ApfReview.place),
    )
    return [ReviewedApf(*row) for row in rows]


def sample_of(actor: Actor, centre: Centre, quarter: Quarter) -> list[DrawnApf]:
    """The sample for its list, in the order in which it is read."""
    reader = aliased(StaffMember)
    seen: Any = db.session.execute(
        _named(actor)
        .outerjoin(reader, reader.id == ApfReview.reviewed_by_id)
        .where(*_of(centre.id, quarter))
        .with_only_columns(
            ApfReview.id,
            ApfReview.place,
            Claim.id,
            Claim.claim_number,
            Provider.last_name + ", " + Provider.first_name,
            ActivityPrescription.exam_on,
            ApfReview.complete,
            ApfReview.timely,
            ApfReview.remark,
            reader.name,
        )
    )
    told = {row[0]: DrawnApf(*row) for row in seen}
    nothing = (None,) * 8
    return [
        told.get(each.review_id, DrawnApf(each.review_id, place, *nothing, is_lost=each.is_lost))
        for place, each in enumerate(ask(reviewed_apfs(actor, centre, quarter)), 1)
    ]


def apf_to_read(actor: Actor, review_id: int) -> ApfToRead:
    """One of the sample of a COHE that the actor supervises, on a claim in sight; else NotFound."""
    row: Any = only_row(
        _named(actor)
        .join(Cohe, Cohe.id == ApfReview.cohe_id)
        .where(ApfReview.id == review_id, ApfReview.cohe_id.in_(actor.cohes_as(Role.SUPERVISOR)))
        .with_only_columns(
            ApfReview.id,
            ApfReview.version,
            ApfReview.place,
            ApfReview.cohe_id,
            Cohe.slug,
            Cohe.name,
            ApfReview.year,
            ApfReview.quarter,
            Claim.id,
            Claim.claim_number,
            Provider.last_name + ", " + Provider.first_name,
            ActivityPrescription.exam_on,
            ActivityPrescription.from_on,
            ActivityPrescription.to_on,
            ActivityPrescription.work_status,
            ActivityPrescription.restrictions,
            ActivityPrescription.objective_finding,
            ActivityPrescription.next_exam_on,
            ActivityPrescription.complete,
            ApfReview.complete,
            ApfReview.timely,
            ApfReview.remark,
            ApfReview.reviewed_at,
        )
    )
    return ApfToRead(*row)


def _named(actor: Actor) -> Select[Any]:
    """The APFs of samples with their claims and who wrote them, where all of it is in sight."""
    return (
        visible(actor, ApfReview)
        .join(Claim, Claim.id == ApfReview.claim_id)
        .join(ActivityPrescription, ActivityPrescription.id == ApfReview.activity_prescription_id)
        .join(Provider, Provider.id == ActivityPrescription.provider_id)
        .where(sees(actor, Claim), sees(actor, ActivityPrescription))
    )


def _of(cohe_id: int, quarter: Quarter) -> tuple[Any, ...]:
    return (
        ApfReview.cohe_id == cohe_id,
        ApfReview.year == quarter.year,
        ApfReview.quarter == quarter.number,
    )
