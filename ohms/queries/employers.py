"""Employers of the claims that the actor sees: the list, and what is known of one."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, String, and_, cast, func, literal, or_, select, true

from ohms.domain.actor import Actor
from ohms.domain.job_descriptions import JobStep, JobStepFact, sent_on, verdict_of
from ohms.domain.names import folded
from ohms.domain.values import DocumentKind, Party, ReferralStep, Service
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.documents import Document
from ohms.models.light_duty import LightDutyPolicy
from ohms.models.referrals import Referral
from ohms.models.tasks import Task
from ohms.models.workers import ContactPoint, Employer
from ohms.queries.asked_parties import AskedParty, ids_of_employer, knows_employer
from ohms.queries.cursors import Page, in_order, read_cursor
from ohms.queries.job_descriptions import steps_by_document
from ohms.queries.paging import counted_apart
from ohms.queries.providers import PartyFilter
from ohms.queries.rounds import Question
from ohms.queries.scope import sees, visible

BY_NAME = (Employer.search_name, Employer.id, "search_name")
NEWEST = 25
"""Rows of each part of an employer's page."""


class ListedEmployer(NamedTuple):
    """One row of the list. `claims`: all of theirs that the actor sees."""

    id: int
    name: str
    account_id: str
    claims: int
    has_policy: bool


class Reach(NamedTuple):
    """A number or address of an employer, as it stands on so many claims."""

    kind: str
    value: str
    who: str | None
    best_time: str | None
    do_not_call: bool
    source: str
    noted_on: date
    claims: int


class JobDescription(NamedTuple):
    """A job description in a claim's file. `answer`: what ended the task that asked the provider;
    `word`: what they said of it, `sent`: when it was sent, as far as somebody noted it."""

    id: int
    claim_id: int
    claim_number: str
    title: str
    received_on: date
    answer: str | None
    sent_on: date | None = None
    word: JobStepFact | None = None

    @property
    def is_approved(self) -> bool:
        return self.word is not None and self.word.step is JobStep.APPROVED


class ReferralOfEmployer(NamedTuple):
    """A referral of one of their claims."""

    id: int
    claim_id: int
    claim_number: str
    service: Service
    step: ReferralStep
    sent_at: datetime | None
    expected_by: date | None
    outcome: str | None


def employer_page(actor: Actor, asked: PartyFilter) -> Page[ListedEmployer]:
    """Employers with claims in sight by name, with the exact total; merged ones stand as one."""
    matching = _matching(actor, asked.q)
    return counted_apart(
        _with_columns(actor, matching),
        matching.with_only_columns(Employer.id),
        BY_NAME,
        ListedEmployer,
        cursor=read_cursor(asked.after, str),
        per_page=asked.per_page,
    )


def every_listed_employer(actor: Actor, asked: PartyFilter) -> list[ListedEmployer]:
    """All rows of the filter in its order, for an export."""
    statement = _with_columns(actor, _matching(actor, asked.q))
    found = db.session.execute(statement.order_by(*in_order(*BY_NAME)))
    return [ListedEmployer(*row[:-1]) for row in found]


def employer_row(employer_id: int) -> Employer:
    """The facts of an employer whom `asked_employer` found."""
    return db.session.execute(select(Employer).where(Employer.id == employer_id)).scalar_one()


def reach_of(actor: Actor, asked: AskedParty) -> Question[list[Reach]]:
    """Numbers and addresses on their claims in sight: those kept by hand first, then the commonest."""
    by_hand_first = ContactPoint.source != "by_hand"
    claims = func.count(func.distinct(ContactPoint.claim_id))
    (rows,) = yield (
        visible(actor, ContactPoint)
        .join(Claim, Claim.id == ContactPoint.claim_id)
        .where(
            sees(actor, Claim),
            asked.has_claim(),
            ContactPoint.party == Party.EMPLOYER,
            ContactPoint.ended_on.is_(None),
        )
        .with_only_columns(
            ContactPoint.kind,
            ContactPoint.value,
            ContactPoint.who,
            ContactPoint.best_time,
            ContactPoint.do_not_call,
            ContactPoint.source,
            func.max(ContactPoint.noted_on),
            claims,
        )
        .group_by(
            ContactPoint.kind,
            ContactPoint.value,
            ContactPoint.who,
            ContactPoint.best_time,
            ContactPoint.do_not_call,
            ContactPoint.source,
        )
        .order_by(by_hand_first, claims.desc(), ContactPoint.value)
        .limit(NEWEST),
    )
    return [Reach(*row) for row in rows]


def job_descriptions_of(actor: Actor, asked: AskedParty) -> list[JobDescription]:
    """Job descriptions in the files of their claims in sight: approved ones first, then the newest."""
    answer = (
        visible(actor, Task)
        .with_only_columns(func.coalesce(Task.evidence_text, Task.reason))
        .where(
            Task.claim_id == Document.claim_id,
            Task.derived_key == literal("job_description:") + cast(Document.id, String),
            Task.finished_at.is_not(None),
        )
        .order_by(Task.id.desc())
        .limit(1)
        .correlate(Document)
        .scalar_subquery()
    )
    rows: Iterable[Any] = db.session.execute(
        visible(actor, Document)
        .join(Claim, Claim.id == Document.claim_id)
        .where(
            sees(actor, Claim),
            asked.has_claim(),
            Document.kind == DocumentKind.JOB_DESCRIPTION,
        )
        .with_only_columns(
            Document.id,
            Document.claim_id,
            Claim.claim_number,
            Document.title,
            Document.received_on,
            answer.label("answer"),
        )
        .order_by(Document.received_on.desc(), Document.id.desc())
        .limit(NEWEST)
    )
    found = [JobDescription(*row) for row in rows]
    steps = steps_by_document(actor, [each.id for each in found])
    told = [
        each._replace(sent_on=sent_on(steps[each.id]), word=verdict_of(steps[each.id]))
        for each in found
    ]
    return sorted(told, key=lambda each: not each.is_approved)


def referrals_of(actor: Actor, asked: AskedParty) -> Question[list[ReferralOfEmployer]]:
    """Referrals of their claims in sight, the newest first."""
    (rows,) = yield (
        visible(actor, Referral)
        .join(Claim, Claim.id == Referral.claim_id)
        .where(sees(actor, Claim), Referral.employer_id.in_(asked.employer_ids))
        .with_only_columns(
            Referral.id,
            Referral.claim_id,
            Claim.claim_number,
            Referral.service,
            Referral.step,
            Referral.sent_at,
            Referral.expected_by,
            Referral.outcome,
        )
        .order_by(Referral.drafted_at.desc(), Referral.id.desc())
        .limit(NEWEST),
    )
    return [ReferralOfEmployer(*row) for row in rows]


def _matching(actor: Actor, q: str) -> Select[Any]:
    statement: Select[Any] = select(Employer).where(
        Employer.merged_into_id.is_(None), knows_employer(actor)
    )
    if q:
        words = folded(q).split()
        named = (Employer.search_name.contains(word, autoescape=True) for word in words)
        statement = statement.where(
            or_(Employer.account_id.startswith(q, autoescape=True), and_(true(), *named))
        )
    return statement


def _with_columns(actor: Actor, matching: Select[Any]) -> Select[Any]:
    claims = (
        visible(actor, Claim)
        .with_only_columns(func.count())
        .where(Claim.employer_id.in_(ids_of_employer(Employer.id)))
        .correlate(Employer)
        .scalar_subquery()
    )
    policy = (
        visible(actor, LightDutyPolicy)
        .with_only_columns(LightDutyPolicy.id)
        .where(LightDutyPolicy.employer_id == Employer.id, LightDutyPolicy.body != "")
        .correlate(Employer)
        .exists()
    )
    return matching.with_only_columns(
        Employer.id,
        Employer.name,
        Employer.account_id,
        claims.label("claims"),
        policy.label("has_policy"),
        Employer.search_name.label("sort_value"),
    )
