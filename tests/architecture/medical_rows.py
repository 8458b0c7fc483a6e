"""Rows of a claim's medicine and recovery."""

from ohms.domain.values import DocumentKind, TimeLossKind, WorkStatus
from ohms.models.apf_reviews import ApfReview
from ohms.models.co_signing import CoSignature
from ohms.models.documents import Document, DocumentFlag, DocumentText, EnteredForm
from ohms.models.job_descriptions import JobDescriptionStep
from ohms.models.medical import (
    ActivityPrescription,
    ReportOfAccident,
    TimeLossPayment,
    WorkStatusCorrection,
    WorkStatusEpisode,
)
from ohms.models.recovery import Barrier, ContactRule, FrqAnswer, RecoveryMeasure, ReturnToWorkGoal
from tests.architecture.centre import DAY, MOMENT, Centre


def add_medical(centre: Centre) -> None:
    provider = centre.provider(1)
    report = {"signed_on": DAY, "received_on": DAY, "complete": True}
    roa = centre.add(ReportOfAccident, **report)
    exam = {"provider_id": provider, "exam_on": DAY, "from_on": DAY, "complete": True}
    apf = centre.add(ActivityPrescription, work_status=WorkStatus.OFF_WORK, **exam)
    drawn = {"year": 2026, "quarter": 4, "place": 1, "drawn_at": MOMENT}
    centre.add(ApfReview, activity_prescription_id=apf, **drawn)
    paid = {"paid_from_on": DAY, "paid_to_on": DAY, "kind": TimeLossKind.TIME_LOSS}
    centre.add(TimeLossPayment, **paid)
    episode = {"work_status": WorkStatus.OFF_WORK, "source": "apf", "from_on": DAY}
    centre.add(WorkStatusEpisode, **episode)
    changed = {"how": "corrected", "changed_by_id": centre.staff("hsc1"), "changed_at": MOMENT}
    centre.add(WorkStatusCorrection, **episode, **changed)
    listed = {"document_on": DAY, "received_on": DAY, "listed_at": MOMENT, "source": "feed"}
    document = centre.add(Document, kind=DocumentKind.CHART_NOTE, title="Chart note", **listed)
    of_document = {"document_id": document}
    noted = {"noted_by_id": centre.staff("hsc1"), "noted_at": MOMENT}
    sent = {"step": "sent", "happened_on": DAY, "by_whom": "Dr. Doctor1"}
    centre.add(JobDescriptionStep, **of_document, **sent, **noted)
    centre.add(DocumentText, page=1, body="Strain of the wrist.", **of_document)
    hsc = centre.staff("hsc1")
    told = {"flagged": False, "reason": "About a wrist.", "staff_id": hsc, "at": MOMENT}
    centre.add(DocumentFlag, **of_document, **told)
    entered = {"report_of_accident_id": roa, "entered_by_id": hsc, "entered_at": MOMENT}
    centre.add(EnteredForm, **of_document, **entered)


def add_recovery(centre: Centre) -> None:
    hsc = centre.staff("hsc1")
    taken, noted = (
        {"taken_by_id": hsc, "taken_at": MOMENT},
        {"noted_by_id": hsc, "noted_at": MOMENT},
    )
    answers = {"q1": True, "q2": 5, "q3_sites": 2, "q3_low_back_with_leg": False}
    centre.add(FrqAnswer, answered_on=DAY, **answers, **taken)
    waits = {"kind": "closing", "close_reason": "released", "said": "Released."}
    assistant = centre.staff("assistant1")
    centre.add(CoSignature, entered_by_id=assistant, entered_at=MOMENT, **waits)
    centre.add(RecoveryMeasure, kind="pain", value=6, measured_on=DAY, **taken)
    barrier = {"category": "no_light_duty", "remark": "No light duty at the mill."}
    centre.add(Barrier, since_on=DAY, **barrier, **noted)
    centre.add(ContactRule, kind="no_voicemail", from_on=DAY, **noted)
    goal = {"rung": "same_job_same_employer", "target_on": DAY}
    centre.add(ReturnToWorkGoal, set_by_id=hsc, set_at=MOMENT, **goal)
