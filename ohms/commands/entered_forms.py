"""Fields entered from a document: an APF with its work status, a ROA with its delay.

They become the same rows that the feed's files make, so that every figure counts them alike; when
the feed tells of the same form later, its line says what the row says.
"""

from dataclasses import fields
from datetime import date

from ohms import clock
from ohms.commands.apf_episodes import bring_up_episodes
from ohms.commands.locked_claim import locked_claim
from ohms.commands.summaries import refresh_claim
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.entered_forms import EnteredApf, EnteredRoa, check_apf, check_roa
from ohms.domain.errors import RuleBroken
from ohms.domain.values import DocumentKind
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.documents import Document, EnteredForm
from ohms.models.medical import ActivityPrescription, ReportOfAccident
from ohms.queries.documents import providers_of_claim
from ohms.queries.note_sight import may_read_content
from ohms.queries.one_in_sight import in_sight
from ohms.queries.scope import visible


@command(Permission.DOCUMENT_FILE)
def enter_apf(actor: Actor, document_id: int, apf: EnteredApf) -> int:
    """The fields of an APF document, entered or corrected; the APF's id.

    The claim's work-status episodes follow, as from the feed; those kept by hand stay. Raises
    NotFound where the document is no APF that the actor reads, RuleBroken beside the wrong field.
    """
    document, claim = _document(actor, document_id, DocumentKind.APF)
    check_apf(apf, claim.injury_on, actor.on_day)
    if apf.provider_id not in dict(providers_of_claim(actor, claim)):
        raise RuleBroken("Choose a provider of this claim.", field="provider_id")
    entered = _entered(actor, document)
    row = _apf(actor, claim, entered, apf)
    for each in fields(apf):
        setattr(row, each.name, getattr(apf, each.name))
    _write(actor, entered, row)
    if entered is None:
        _keep(actor, document, activity_prescription_id=row.id)
    bring_up_episodes(actor, claim)
    return row.id


@command(Permission.DOCUMENT_FILE)
def enter_roa(actor: Actor, document_id: int, roa: EnteredRoa) -> int:
    """The fields of a ROA document, entered or corrected; the report's id. Raises as `enter_apf`."""
    document, claim = _document(actor, document_id, DocumentKind.ROA)
    check_roa(roa, claim.injury_on, actor.on_day)
    entered = _entered(actor, document)
    row = _roa(actor, claim, entered, roa.signed_on)
    row.signed_on, row.received_on = roa.signed_on, roa.received_on
    row.complete, row.missing_fields = roa.complete, ";".join(roa.missing_fields) or None
    if claim.roa_received_on is None:
        claim.roa_received_on = roa.received_on
    _write(actor, entered, row)
    if entered is None:
        _keep(actor, document, report_of_accident_id=row.id)
    refresh_claim(claim)
    return row.id


def _document(actor: Actor, document_id: int, kind: DocumentKind) -> tuple[Document, Claim]:
    found = in_sight(actor, Document, document_id, Document.kind == kind, may_read_content(actor))
    return found, locked_claim(actor, found.claim_id)


def _entered(actor: Actor, document: Document) -> EnteredForm | None:
    return db.session.execute(
        visible(actor, EnteredForm).where(EnteredForm.document_id == document.id)
    ).scalar_one_or_none()


def _apf(
    actor: Actor, claim: Claim, entered: EnteredForm | None, apf: EnteredApf
) -> ActivityPrescription:
    """The row that this document's fields became, else the one that the feed has of the same exam."""
    same_exam = (
        ActivityPrescription.provider_id == apf.provider_id,
        ActivityPrescription.exam_on == apf.exam_on,
    )
    which = (ActivityPrescription.id == entered.activity_prescription_id,) if entered else same_exam
    rows = (
        visible(actor, ActivityPrescription)
        .where(ActivityPrescription.claim_id == claim.id, *which)
        .order_by(ActivityPrescription.id)
    )
    found: ActivityPrescription | None = db.session.execute(rows.limit(1)).scalar_one_or_none()
    return found or ActivityPrescription(claim_id=claim.id, cohe_id=claim.cohe_id)


def _roa(
    actor: Actor, claim: Claim, entered: EnteredForm | None, signed_on: date
) -> ReportOfAccident:
    which = (
        ReportOfAccident.id == entered.report_of_accident_id
        if entered
        else ReportOfAccident.signed_on == signed_on
    )
    found: ReportOfAccident | None = db.session.execute(
        visible(actor, ReportOfAccident).where(ReportOfAccident.claim_id == claim.id, which)
    ).scalar_one_or_none()
    return found or ReportOfAccident(claim_id=claim.id, cohe_id=claim.cohe_id)


def _write(
    actor: Actor, entered: EnteredForm | None, row: ActivityPrescription | ReportOfAccident
) -> None:
    """Whoever corrects a form stands for it from then on, and others see it as new."""
    db.session.add(row)
    if entered is not None and db.session.is_modified(row):
        assert actor.staff_id is not None
        entered.entered_by_id, entered.entered_at = actor.staff_id, clock.now()
    db.session.flush()


def _keep(actor: Actor, document: Document, **form: int) -> None:
    db.session.add(
        EnteredForm(
            document_id=document.id,
            claim_id=document.claim_id,
            cohe_id=document.cohe_id,
            entered_by_id=actor.staff_id,
            entered_at=clock.now(),
            **form,
        )
    )
