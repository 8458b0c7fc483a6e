"""Whether what an address names exists for an actor: asked before a function is refused to them.

A refusal is 403 only on what the actor may see; everything else does not exist, 404.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from ohms.domain.access import CLAIM_READERS, ROLES_WITH, Permission
from ohms.domain.actor import Actor
from ohms.domain.calendar import Quarter
from ohms.domain.claims import as_claim_number
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.values import Role
from ohms.extensions import db, send
from ohms.models import Base
from ohms.models.api_tokens import ApiToken
from ohms.models.billing import BillingBatch
from ohms.models.bulk import BulkAct
from ohms.models.claims import Claim, ComplexityGround, Delegation
from ohms.models.co_signing import CoSignature
from ohms.models.cohes import Cohe
from ohms.models.coverage import Absence, Training
from ohms.models.departures import Departure
from ohms.models.documents import Document
from ohms.models.feed import RehomingProposal
from ohms.models.job_descriptions import JobDescriptionStep
from ohms.models.medical import WorkStatusEpisode
from ohms.models.notes import CallIntake, CaseNote
from ohms.models.providers import Provider
from ohms.models.recovery import Barrier, ContactRule, FrqAnswer, RecoveryMeasure
from ohms.models.referrals import Referral
from ohms.models.reports import Obligation, Setting
from ohms.models.retention import LegalHold, Purge
from ohms.models.staff import StaffMember
from ohms.models.tasks import Task
from ohms.models.time import TimeEntry
from ohms.models.transfers import ClaimTransfer
from ohms.models.workers import ContactPoint, Employer, SameEmployerProposal, SamePersonProposal
from ohms.queries.accounts import knows_account
from ohms.queries.api_tokens import knows_token
from ohms.queries.asked_parties import knows_employer, knows_provider
from ohms.queries.benchmark_rows import opens_measures_of
from ohms.queries.billing_batches import knows_batch
from ohms.queries.contract_settings import knows_proposal
from ohms.queries.departures import knows_departure
from ohms.queries.duties import knows_obligation
from ohms.queries.handover import knows_absence, knows_handed_on
from ohms.queries.playbooks import playbook_by_key
from ohms.queries.positions import knows_person
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.referral_figures import opens_figures_of
from ohms.queries.resources import resource_by_key
from ohms.queries.scope import visible
from ohms.queries.text_templates import template_by_key
from ohms.queries.training_records import looks_after_training

NAMED_BY: Mapping[str, tuple[type[Base], InstrumentedAttribute[Any]]] = {
    "number": (Claim, Claim.claim_number),
    "waiting_id": (CoSignature, CoSignature.id),
    "note_id": (CaseNote, CaseNote.id),
    "call_id": (CallIntake, CallIntake.id),
    "entry_id": (TimeEntry, TimeEntry.id),
    "task_id": (Task, Task.id),
    "document_id": (Document, Document.id),
    "step_id": (JobDescriptionStep, JobDescriptionStep.id),
    "rehoming_id": (RehomingProposal, RehomingProposal.id),
    "transfer_id": (ClaimTransfer, ClaimTransfer.id),
    "referral_id": (Referral, Referral.id),
    "bulk_act_id": (BulkAct, BulkAct.id),
    "episode_id": (WorkStatusEpisode, WorkStatusEpisode.id),
    "frq_id": (FrqAnswer, FrqAnswer.id),
    "barrier_id": (Barrier, Barrier.id),
    "measure_id": (RecoveryMeasure, RecoveryMeasure.id),
    "rule_id": (ContactRule, ContactRule.id),
    "point_id": (ContactPoint, ContactPoint.id),
    "delegation_id": (Delegation, Delegation.id),
    "hold_id": (LegalHold, LegalHold.id),
    "purge_id": (Purge, Purge.id),
    "pair_id": (SamePersonProposal, SamePersonProposal.id),
    "accounts_id": (SameEmployerProposal, SameEmployerProposal.id),
    "ground_id": (ComplexityGround, ComplexityGround.id),
}


def reads_report_of(actor: Actor) -> ColumnElement[bool]:
    """The COHEs that the actor supervises, or whose contract they manage."""
    return Cohe.id.in_(actor.cohes_as(Role.SUPERVISOR, Role.CONTRACT_MANAGER))


# Nobody's secret, and yet only those exist whom the actor's COHEs know.
KNOWN_BY: Mapping[
    str, tuple[InstrumentedAttribute[Any], Callable[[Actor], ColumnElement[bool]]]
] = {
    "provider_id": (Provider.id, knows_provider),
    "employer_id": (Employer.id, knows_employer),
    "obligation_id": (Obligation.id, knows_obligation),
    "setting_id": (Setting.id, knows_proposal),
    "batch_id": (BillingBatch.id, knows_batch),
    "token_id": (ApiToken.id, knows_token),
    "departure_id": (Departure.id, knows_departure),
    "account_id": (StaffMember.id, knows_account),
    "left_id": (Departure.id, knows_handed_on),
    "away_id": (Absence.id, knows_absence),
    "person_id": (StaffMember.id, knows_person),
    "recorded_id": (Training.id, looks_after_training),
    "acceptance_id": (Training.id, looks_after_training),
    "figures_of": (Cohe.slug, opens_figures_of),
    "measures_of": (Cohe.slug, opens_measures_of),
    "cohe": (Cohe.slug, reads_report_of),
}

# Texts of a COHE's own, read by all of its people.
KEPT_BY_CENTRE: Mapping[str, Callable[[int, str], object]] = {
    "template_key": template_by_key,
    "playbook_key": playbook_by_key,
    "resource_key": resource_by_key,
}


def sees_all(actor: Actor, named: Mapping[str, Any], *, has_function: bool) -> bool:
    """Whether the actor sees every object that an address names by these arguments.

    What an argument not listed here names is seen by those alone who have the function.
    """
    return all(_exists(actor, name, value, has_function) for name, value in named.items())


def is_open_for_reading_alone(actor: Actor, named: Mapping[str, Any]) -> bool:
    """Whether an address names something of a claim that the actor has open by break-glass."""
    return any(
        _claim_of(actor, *NAMED_BY[name], value) in actor.opened
        for name, value in named.items()
        if actor.opened and name in NAMED_BY
    )


def _claim_of(
    actor: Actor, model: type[Base], column: InstrumentedAttribute[Any], value: Any
) -> int | None:
    if column is Claim.claim_number:
        value = as_claim_number(value)
    of_claim = Claim.id if model is Claim else getattr(model, "claim_id", literal(None))
    rows = visible(actor, model).with_only_columns(of_claim).where(column == value)
    return db.session.execute(rows).scalars().first()


def _exists(actor: Actor, name: str, value: Any, has_function: bool) -> bool:
    if name in NAMED_BY:
        return _sees(actor, *NAMED_BY[name], value)
    if name in KNOWN_BY:
        column, knows = KNOWN_BY[name]
        row = db.session.execute(select(column).where(column == value, knows(actor))).first()
        return row is not None
    if name in KEPT_BY_CENTRE:
        return any(_is_kept(name, cohe, value) for cohe in actor.cohes_as(*_people_of(name)))
    if name == "quarter":
        return _has_begun(actor, value)
    return has_function


def _has_begun(actor: Actor, text: str) -> bool:
    """A quarter of reports that the actor reads, and not one to come."""
    try:
        begun = Quarter.parse(text) <= Quarter.of(actor.on_day)
    except RuleBroken:
        return False
    return begun and actor.holds(Role.SUPERVISOR, Role.CONTRACT_MANAGER)


def _people_of(name: str) -> frozenset[Role]:
    """A COHE's pages at hand are read by its privacy officer too."""
    return ROLES_WITH[Permission.RESOURCE_READ] if name == "resource_key" else CLAIM_READERS


def _is_kept(name: str, cohe_id: int, key: str) -> bool:
    try:
        KEPT_BY_CENTRE[name](cohe_id, key)
    except NotFound:
        return False
    return True


def _sees(actor: Actor, model: type[Base], column: InstrumentedAttribute[Any], value: Any) -> bool:
    if column is Claim.claim_number:
        wanted = _numbered(actor, number=as_claim_number(value) or "")
        return send(wanted.statement, wanted.values).first() is not None
    rows = visible(actor, model).with_only_columns(column).where(column == value)
    return db.session.execute(rows).first() is not None


@prepared
def _numbered(actor: Actor, *, number: Any) -> AnySelect:
    """Asked before every change of a claim: kept, where the other objects are asked for seldom."""
    return visible(actor, Claim).with_only_columns(Claim.id).where(Claim.claim_number == number)
