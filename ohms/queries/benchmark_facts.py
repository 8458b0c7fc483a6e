"""What the benchmarks ask of the claims of a COHE and quarter, in one statement."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, func, null, select, type_coerce

from ohms.domain.access import CASEWORK
from ohms.domain.actor import Actor
from ohms.domain.benchmark_rules import ClaimFacts
from ohms.domain.calendar import Quarter
from ohms.domain.values import Method, Outcome, Party, TimeLossKind
from ohms.models.claims import Claim
from ohms.models.medical import ActivityPrescription, ReportOfAccident, TimeLossPayment
from ohms.models.notes import CaseNote, Contact, NoteEvent
from ohms.models.providers import Provider
from ohms.models.staff import Position
from ohms.models.time import TimeEntry
from ohms.queries.note_texts import NO_LONGER_STANDING
from ohms.queries.responsibility import responsible_at_initiation
from ohms.queries.rounds import Question
from ohms.queries.scope import beside_counted_claim
from ohms.queries.workload import Centre, initiated_for

TIME_LOSS = (TimeLossKind.TIME_LOSS, TimeLossKind.LOSS_OF_EARNING_POWER)


def claim_facts(
    actor: Actor, centre: Centre, quarter: Quarter, needs: Collection[str]
) -> Question[list[ClaimFacts]]:
    """The claims initiated in a quarter that the actor's figures count, the newest first, each with
    those facts that are needed; the others stay None. A coordinator's are those that they were
    responsible for on the day of initiation."""
    facts = _facts()
    told: list[Any] = [
        facts[name] if name in needs else type_coerce(null(), facts[name].type)
        for name in ClaimFacts._fields[CLAIM_ITSELF:]
    ]
    claims = initiated_for(actor, centre).where(
        Claim.initiated_on.between(quarter.first_on, quarter.last_on)
    )
    (rows,) = yield (
        claims.join(Provider, Provider.id == Claim.initiating_provider_id)
        .with_only_columns(
            Claim.id,
            Claim.initiating_provider_id,
            Provider.clinic_id,
            responsible_at_initiation(),
            Claim.initiated_on,
            Claim.established_on,
            Claim.first_visit_on,
            *told,
        )
        .order_by(Claim.initiated_on.desc(), Claim.id.desc()),
    )
    return [ClaimFacts(*row) for row in rows]


CLAIM_ITSELF = ClaimFacts._fields.index("first_visit_on") + 1
"""So many of a claim's facts stand on the claim and its provider."""


def _facts() -> Mapping[str, ColumnElement[Any]]:
    roa = _first(ReportOfAccident, ReportOfAccident.received_on)
    reached = Contact.outcome == Outcome.REACHED
    by_phone = and_(reached, Contact.method == Method.PHONE)
    return {
        "roa_received_on": func.coalesce(roa, Claim.roa_received_on).label("roa_received_on"),
        "roa_complete": _complete_when_sent(),
        "apf_on": _first(ActivityPrescription, ActivityPrescription.exam_on),
        "time_loss_on": _first(
            TimeLossPayment, TimeLossPayment.paid_from_on, TimeLossPayment.kind.in_(TIME_LOSS)
        ),
        "activity_on": _first(CaseNote, CaseNote.performed_on, _is_activity()),
        "reached_on": _first(Contact, Contact.contact_on, reached),
        "provider_call_on": _first(
            Contact, Contact.contact_on, by_phone, Contact.party == Party.PROVIDER
        ),
        "employer_call_on": _first(
            Contact, Contact.contact_on, by_phone, Contact.party == Party.EMPLOYER
        ),
    }


def _first(model: Any, column: Any, *conditions: ColumnElement[bool]) -> ScalarSelect[Any]:
    return (
        select(func.min(column))
        .where(beside_counted_claim(model), *conditions)
        .correlate(Claim)
        .scalar_subquery()
    )


def _complete_when_sent() -> ScalarSelect[Any]:
    """Of the first report that L&I had; of two from one day, the one told first."""
    return (
        select(ReportOfAccident.complete)
        .where(beside_counted_claim(ReportOfAccident))
        .order_by(ReportOfAccident.received_on, ReportOfAccident.id)
        .limit(1)
        .correlate(Claim)
        .scalar_subquery()
    )


def _is_activity() -> ColumnElement[bool]:
    """A signed note that stands, with claim-specific minutes of a coordinator or assistant."""
    gone = exists().where(
        beside_counted_claim(NoteEvent),
        NoteEvent.note_id == CaseNote.id,
        NoteEvent.kind.in_(NO_LONGER_STANDING),
    )
    timed = exists().where(
        beside_counted_claim(TimeEntry),
        TimeEntry.note_id == CaseNote.id,
        TimeEntry.voided_at.is_(None),
        TimeEntry.confirmed_at.is_not(None),
        Position.id == TimeEntry.position_id,
        Position.role.in_(CASEWORK),
    )
    return and_(
        CaseNote.signed_at.is_not(None),
        timed.correlate(Claim, CaseNote),
        ~gone.correlate(Claim, CaseNote),
    )
