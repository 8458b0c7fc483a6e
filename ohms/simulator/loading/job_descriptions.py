"""Job descriptions in some claim files of each COHE, with the paper itself: one approved, one rejected, one
without a word."""

from collections.abc import Sequence
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
from ohms.simulator.paper import page_of
from ohms.web.document_files import document_store

BUSINESS_DAYS_AGO = 9
JOBS = (
    (
        "Front desk, four hours a day",
        (
            "Monday to Friday, 8 a.m. to noon. At the regular wage.",
            "Answers the phone, greets visitors, sorts the mail.",
            "Sitting most of the time, standing and walking as wanted.",
            "No lifting over 5 pounds. No ladders. Breaks whenever they are needed.",
        ),
        (JobStep.SENT, JobStep.APPROVED),
    ),
    (
        "Stock counting, lifting up to 20 pounds",
        (
            "Monday to Friday, 7 a.m. to 3:30 p.m.",
            "Counts parts on shelves and enters the numbers on a tablet.",
            "Standing and walking six hours a day; reaching above the shoulder at times.",
            "Lifting up to 20 pounds, two or three times an hour.",
        ),
        (JobStep.SENT, JobStep.REJECTED),
    ),
    (
        "Tool crib, seated, full days",
        (
            "Monday to Friday, eight hours, at the regular wage.",
            "Hands out and takes back tools over a counter, keeps the list of them.",
            "Seated on a stool; standing up at will. Both hands, light grip.",
            "Lifting up to 10 pounds, seldom.",
        ),
        (JobStep.SENT,),
    ),
)
PDF = "application/pdf"


def put_job_descriptions(today: date) -> int:
    """Three for each COHE, with their steps; how many. Inside a bulk unit."""
    day = add_business_days(today, -BUSINESS_DAYS_AGO)
    papers = [_kept(title, lines) for title, lines, _steps in JOBS]
    steps = [
        step
        for cohe_id in db.session.execute(select(Cohe.id).order_by(Cohe.id)).scalars().all()
        for (title, _lines, done), paper, claim in zip(
            JOBS, papers, _claims(cohe_id, day), strict=False
        )
        for step in _put(title, done, paper, claim, day)
    ]
    return put(JobDescriptionStep, steps)


def _kept(title: str, lines: Sequence[str]) -> dict[str, Any]:
    """The paper in the store, and what its document says of it: one for all COHEs."""
    content = page_of("Job offered as light duty", (title, "", *lines))
    return {
        "sha256": document_store().store(content),
        "size": len(content),
        "media_type": PDF,
        "file_name": "job-description.pdf",
    }


def _put(
    title: str, steps: Sequence[JobStep], paper: dict[str, Any], claim: Any, day: date
) -> list[dict[str, Any]]:
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
            **paper,
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
