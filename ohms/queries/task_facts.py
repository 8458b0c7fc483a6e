"""The facts that derived tasks follow from, for claims whatever the actor sees (`queries/derived_tasks.py`)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select, true
from sqlalchemy.orm import aliased

from ohms.domain.derived_tasks import COORDINATED
from ohms.domain.job_descriptions import sent_on, verdict_of
from ohms.domain.task_facts import ApfTold, ClaimFacts, ContactFact, DocumentFact, FrqFact, RoaFact
from ohms.domain.values import DocumentKind
from ohms.domain.work_status import EpisodeFact
from ohms.models.claims import Claim
from ohms.models.documents import Document
from ohms.models.medical import (
    ActivityPrescription,
    ReportOfAccident,
    TimeLossPayment,
    WorkStatusEpisode,
)
from ohms.models.notes import Contact
from ohms.models.recovery import FrqAnswer
from ohms.queries.among import among_fixed
from ohms.queries.job_descriptions import by_document, job_steps_of_claims
from ohms.queries.prepared import AnySelect, Prepared, prepared
from ohms.queries.rounds import Question, Rows, ask, asked


def facts_of_few(claim_ids: list[int]) -> Question[dict[int, ClaimFacts]]:
    """All tables tell in one statement."""
    claims, *told = yield (_claims(None, claim_ids=claim_ids), *_wanted(claim_ids))
    return _facts(claims, _Told(told))


def facts_of_many(claim_ids: list[int]) -> dict[int, ClaimFacts]:
    """Each table tells in a statement of its own, and of those claims alone whose tasks follow from it."""
    (claims,) = ask(asked(_claims(None, claim_ids=claim_ids)))
    ids = [row.id for row in claims if row.coordination in COORDINATED]
    return _facts(claims, _Told([ask(asked(each))[0] for each in _wanted(ids)]))


def _facts(claims: Rows, told: "_Told") -> dict[int, ClaimFacts]:
    return {
        row.id: ClaimFacts(
            coordination=row.coordination,
            status=row.status,
            established_on=row.established_on,
            **(told.of(row.id) if row.coordination in COORDINATED else {}),
        )
        for row in claims
    }


@prepared
def _claims(_actor: None, *, claim_ids: Any) -> AnySelect:
    return select(Claim.id, Claim.coordination, Claim.status, Claim.established_on).where(
        Claim.id.in_(claim_ids)
    )


class _Told:
    """What the tables tell of claims, by claim."""

    def __init__(self, rows: Sequence[Rows]) -> None:
        contacts, *of_tables, job_steps = rows
        told = {name: _by_claim(each) for name, each in zip(TOLD, of_tables, strict=True)}
        self._contacts = _by_claim(contacts)
        self._apfs, self._episodes = told["apfs"], told["episodes"]
        self._roas, self._documents = told["roas"], told["documents"]
        self._frqs, self._paid = told["frqs"], told["paid"]
        self._job_steps = by_document(job_steps)

    def of(self, claim_id: int) -> dict[str, Any]:
        episodes = self._episodes[claim_id]
        contacts, paid = self._contacts[claim_id], self._paid[claim_id]
        return {
            "first_contact": ContactFact(*contacts[0]) if contacts else None,
            "apfs": tuple(ApfTold(*row) for row in self._apfs[claim_id]),
            "episodes": tuple(EpisodeFact(*row[:3]) for row in episodes),
            "by_hand": tuple(EpisodeFact(*row[:3]) for row in episodes if row[3]),
            "roas": tuple(RoaFact(*row) for row in self._roas[claim_id]),
            "frq_told": self._frq_of(claim_id),
            "job_descriptions": self._documents_of(claim_id, DocumentKind.JOB_DESCRIPTION),
            "first_paid_on": paid[0][0] if paid else None,
        }

    def _frq_of(self, claim_id: int) -> FrqFact | None:
        """The first one answered here, else the first in the claim file."""
        if answers := self._frqs[claim_id]:
            return FrqFact(answers[0][0])
        filed = self._documents_of(claim_id, DocumentKind.FRQ)
        return FrqFact(filed[0].received_on, filed[0].id) if filed else None

    def _documents_of(self, claim_id: int, kind: DocumentKind) -> tuple[DocumentFact, ...]:
        return tuple(
            DocumentFact(
                id_, received_on, sent_on(self._job_steps[id_]), verdict_of(self._job_steps[id_])
            )
            for of_kind, id_, received_on in self._documents[claim_id]
            if of_kind is kind
        )


def _wanted(claim_ids: list[int]) -> list[Prepared]:
    told = [_told_of(None, name, claim_ids=claim_ids) for name in TOLD]
    contacts = _first_contacts(None, claim_ids=claim_ids)
    return [contacts, *told, job_steps_of_claims(None, claim_ids=claim_ids)]


@prepared
def _first_contacts(_actor: None, *, claim_ids: Any) -> AnySelect:
    """Each claim's own alone, found by the claim: one that was called for years has hundreds."""
    first = aliased(Contact)
    of_claim = (
        select(first.id)
        .where(first.claim_id == Claim.id)
        .order_by(first.contact_on, first.id)
        .limit(1)
        .correlate(Claim)
        .scalar_subquery()
    )
    return (
        select(Claim.id, Contact.contact_on, Contact.note_id)
        .join(Contact, Contact.id == of_claim)
        .where(Claim.id.in_(claim_ids))
    )


@prepared
def _told_of(_actor: None, name: str, *, claim_ids: Any) -> AnySelect:
    model, columns, order, condition = TOLD[name]
    return (
        select(model.claim_id, *columns)
        .where(model.claim_id.in_(claim_ids), true() if condition is None else condition)
        .order_by(*order)
    )


def _by_claim(rows: Rows) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for claim_id, *told in rows:
        found[claim_id].append(told)
    return found


Apf, Episode, Roa = ActivityPrescription, WorkStatusEpisode, ReportOfAccident
# What each table tells of a claim: its columns, their order, and which rows count.
TOLD: Mapping[str, tuple[Any, tuple[Any, ...], tuple[Any, ...], Any]] = {
    "apfs": (
        Apf,
        (Apf.id, Apf.exam_on, Apf.work_status, Apf.from_on, Apf.to_on, Apf.next_exam_on),
        (Apf.exam_on, Apf.from_on, Apf.id),
        None,
    ),
    "episodes": (
        Episode,
        (
            Episode.work_status,
            Episode.from_on,
            Episode.to_on,
            or_(Episode.activity_prescription_id.is_(None), Episode.corrected_by_hand).label(
                "by_hand"
            ),
        ),
        (Episode.from_on, Episode.id),
        None,
    ),
    "roas": (
        Roa,
        (Roa.id, Roa.received_on, Roa.complete, Roa.missing_fields),
        (Roa.received_on, Roa.id),
        None,
    ),
    "documents": (
        Document,
        (Document.kind, Document.id, Document.received_on),
        (Document.received_on, Document.id),
        among_fixed(Document.kind, (DocumentKind.FRQ, DocumentKind.JOB_DESCRIPTION)),
    ),
    "frqs": (
        FrqAnswer,
        (FrqAnswer.answered_on,),
        (FrqAnswer.answered_on, FrqAnswer.id),
        FrqAnswer.voided_at.is_(None),
    ),
    "paid": (
        TimeLossPayment,
        (TimeLossPayment.paid_from_on,),
        (TimeLossPayment.paid_from_on, TimeLossPayment.id),
        None,
    ),
}
