"""Job descriptions in some claim files of each COHE: one approved, one rejected, one without a word."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import insert, select

from ohms.domain.calendar import PACIFIC, add_business_days
from ohms.domain.job_descriptions import JobStep
from ohms.domain.values import Coordination, DocumentKind
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.cohes import Cohe
from ohms.models.documents import Document
from ohms.models.job_descriptions import JobDescriptionStep
from ohms.models.providers import Provider, ProviderAssignment
from ohms.simulator.loading.rows import put

BUSINESS_DAYS_AGO = 9
JOBS = (
    ("Front desk, four hours a day", (JobStep.SENT, JobStep.APPROVED)),
    ("Stock counting, lifting up to 20 pounds", (JobStep.SENT, JobStep.REJECTED)),
    ("Tool crib, seated, full days", (JobStep.SENT,)),
)


def put_job_descriptions(today: date) -> int:
    """Three for each COHE, with their steps; how many. Inside a bulk unit."""
    day = add_business_days(today, -BUSINESS_DAYS_AGO)
    steps = [
        step
        for cohe_id in db.session.execute(select(Cohe.id).order_by(Cohe.id)).scalars().all()
        for job, claim in zip(JOBS, _claims(cohe_id, day), strict=False)
        for step in _put(job, claim, day)
    ]
    return put(JobDescriptionStep, steps)


def _put(job: tuple[str, tuple[JobStep, ...]], claim: Any, day: date) -> list[dict[str, Any]]:
    title, steps = job
    of_claim = {"claim_id": claim.id, "cohe_id": claim.cohe_id}
    document = db.session.execute(
        insert(Document)
        .values(
            **of_claim,
            kind=DocumentKind.JOB_DESCRIPTION,
            document_on=day,
            received_on=day,
            title=f"Job description: {title}",
            source="feed",
            listed_at=datetime.combine(day, time(7), tzinfo=PACIFIC),
        )
        .returning(Document.id)
    ).scalar_one()
    return [
        {
            **of_claim,
            "document_id": document,
            "step": step.value,
            "happened_on": (on := add_business_days(day, after)),
            "by_whom": f"{claim.first_name} {claim.last_name}, {claim.credential}",
            "noted_by_id": claim.staff_id,
            "noted_at": datetime.combine(on, time(11, 15), tzinfo=PACIFIC),
        }
        for after, step in zip((1, 4), steps, strict=False)
    ]


def _claims(cohe_id: int, day: date) -> list[Any]:
    """Active claims with time loss, initiated before the day, with their coordinator and provider."""
    statement = (
        select(
            Claim.id,
            Claim.cohe_id,
            Provider.first_name,
            Provider.last_name,
            Provider.credential,
            ProviderAssignment.staff_id,
        )
        .join(Provider, Provider.id == Claim.initiating_provider_id)
        .join(ProviderAssignment, ProviderAssignment.provider_id == Provider.id)
        .where(
            Claim.cohe_id == cohe_id,
            ProviderAssignment.cohe_id == cohe_id,
            ProviderAssignment.to_on.is_(None),
            Claim.coordination == Coordination.ACTIVE,
            Claim.on_time_loss.is_(True),
            Claim.initiated_on < day,
        )
        .order_by(Claim.initiated_on.desc(), Claim.id.desc())
        .limit(len(JOBS))
    )
    return list(db.session.execute(statement))
