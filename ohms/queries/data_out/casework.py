"""Claims and what was done on them, as they leave the house."""

from typing import Any

from sqlalchemy import Select, or_, select

from ohms.models.apf_reviews import ApfReview
from ohms.models.claims import Claim
from ohms.models.documents import Document
from ohms.models.medical import ActivityPrescription
from ohms.models.notes import CaseNote, Contact, NoteEvent
from ohms.models.referrals import Referral
from ohms.models.tasks import Task
from ohms.queries.data_out.naming import claim_number, limited_to, provider_id, slug, username


def claims(cohe_id: int | None) -> Select[*tuple[Any, ...]]:
    """`cohe` is where a claim counts as initiated, `coordinated_by` where it is worked on now."""
    statement = select(
        Claim.claim_number,
        slug(Claim.counted_cohe_id).label("cohe"),
        provider_id(Claim.initiating_provider_id).label("initiating_provider_id"),
        Claim.initiated_on,
        Claim.established_on,
        Claim.injury_on,
        Claim.fund,
        Claim.status,
        Claim.complexity,
        Claim.coordination,
        Claim.on_time_loss.label("time_loss"),
        claim_number(Claim.combined_into_id).label("combined_into"),
        slug(Claim.cohe_id).label("coordinated_by"),
    ).order_by(Claim.id)
    if cohe_id is None:
        return statement
    return statement.where(or_(Claim.cohe_id == cohe_id, Claim.counted_cohe_id == cohe_id))


def contacts(cohe_id: int | None) -> Select[*tuple[Any, ...]]:
    statement = select(
        Contact.id,
        claim_number(Contact.claim_id).label("claim_number"),
        slug(Contact.cohe_id).label("cohe"),
        Contact.note_id.label("note"),
        username(Contact.staff_id).label("staff"),
        Contact.party,
        Contact.method,
        Contact.outcome,
        Contact.interpreter,
        Contact.contact_on,
    ).order_by(Contact.id)
    return limited_to(cohe_id, Contact.cohe_id, statement)


def notes(cohe_id: int | None) -> Select[*tuple[Any, ...]]:
    statement = (
        select(
            CaseNote.id,
            claim_number(CaseNote.claim_id).label("claim_number"),
            slug(CaseNote.cohe_id).label("cohe"),
            username(CaseNote.author_id).label("author"),
            CaseNote.position_id.label("position"),
            CaseNote.standard_work,
            CaseNote.performed_on,
            CaseNote.written_at,
            CaseNote.signed_at,
            CaseNote.co_signature_needed,
            CaseNote.mental_health,
            CaseNote.moved_from_id.label("moved_from"),
            CaseNote.body,
        )
        .where(CaseNote.signed_at.is_not(None))
        .order_by(CaseNote.id)
    )
    return limited_to(cohe_id, CaseNote.cohe_id, statement)


def note_events(cohe_id: int | None) -> Select[*tuple[Any, ...]]:
    statement = select(
        NoteEvent.id,
        NoteEvent.note_id.label("note"),
        claim_number(NoteEvent.claim_id).label("claim_number"),
        slug(NoteEvent.cohe_id).label("cohe"),
        NoteEvent.kind,
        username(NoteEvent.staff_id).label("staff"),
        NoteEvent.at,
        NoteEvent.reason,
        NoteEvent.body,
    ).order_by(NoteEvent.id)
    return limited_to(cohe_id, NoteEvent.cohe_id, statement)


def tasks(cohe_id: int | None) -> Select[*tuple[Any, ...]]:
    statement = select(
        Task.id,
        claim_number(Task.claim_id).label("claim_number"),
        slug(Task.cohe_id).label("cohe"),
        username(Task.owner_id).label("owner"),
        Task.title,
        Task.kind,
        Task.standard_work,
        Task.state,
        Task.appears_on,
        Task.due_by,
        Task.waiting_on,
        Task.waiting_since_on,
        Task.origin,
        Task.derived_key,
        username(Task.asked_by_id).label("asked_by"),
        Task.written_at,
        Task.finished_at,
        username(Task.finished_by_id).label("finished_by"),
        Task.evidence_note_id.label("evidence_note"),
        Task.reason,
    ).order_by(Task.id)
    return limited_to(cohe_id, Task.cohe_id, statement)


def referrals(cohe_id: int | None) -> Select[*tuple[Any, ...]]:
    statement = select(
        Referral.id,
        claim_number(Referral.claim_id).label("claim_number"),
        slug(Referral.cohe_id).label("cohe"),
        Referral.service,
        Referral.step,
        username(Referral.drafted_by_id).label("drafted_by"),
        Referral.drafted_at,
        username(Referral.sent_by_id).label("sent_by"),
        Referral.sent_at,
        Referral.expected_by,
        Referral.outcome,
    ).order_by(Referral.id)
    return limited_to(cohe_id, Referral.cohe_id, statement)


def documents(cohe_id: int | None) -> Select[*tuple[Any, ...]]:
    statement = select(
        Document.id,
        claim_number(Document.claim_id).label("claim_number"),
        slug(Document.cohe_id).label("cohe"),
        Document.kind,
        Document.document_on,
        Document.received_on,
        Document.title,
        Document.file_name,
        Document.sha256,
        Document.size,
        Document.media_type,
        Document.source,
        Document.mental_health,
        Document.listed_at,
    ).order_by(Document.id)
    return limited_to(cohe_id, Document.cohe_id, statement)


def apf_reviews(cohe_id: int | None) -> Select[*tuple[Any, ...]]:
    """The samples as they were drawn, each APF with what its reader found."""
    statement = (
        select(
            ApfReview.id,
            slug(ApfReview.cohe_id).label("cohe"),
            ApfReview.year,
            ApfReview.quarter,
            ApfReview.place,
            claim_number(ApfReview.claim_id).label("claim_number"),
            provider_id(ActivityPrescription.provider_id).label("provider_id"),
            ActivityPrescription.exam_on,
            ApfReview.drawn_at,
            username(ApfReview.drawn_by_id).label("drawn_by"),
            ApfReview.complete,
            ApfReview.timely,
            ApfReview.remark,
            username(ApfReview.reviewed_by_id).label("reviewed_by"),
            ApfReview.reviewed_at,
        )
        .join(ActivityPrescription, ActivityPrescription.id == ApfReview.activity_prescription_id)
        .order_by(ApfReview.id)
    )
    return limited_to(cohe_id, ApfReview.cohe_id, statement)
