"""One row for each scoped table in the centre `alder`, all about one claim, and who may see it.

A scoped table without a row here fails `test_scoped_rows.py`, so that no new one is forgotten.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, select

from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import record_reading
from ohms.domain.values import (
    Capture,
    DocumentKind,
    Method,
    NoteEventKind,
    Outcome,
    Party,
    ReferralStep,
    Service,
    StandardWork,
    TimeLossKind,
    WorkStatus,
)
from ohms.models import Base
from ohms.models.audit import AuditEntry
from ohms.models.claims import (
    AttendingProvider,
    Claim,
    ClaimAdmission,
    ClaimAssignment,
    Delegation,
    TriageDecision,
)
from ohms.models.documents import Document, DocumentText
from ohms.models.feed import FeedChange, FeedRun, ParkedLine, RehomingProposal
from ohms.models.medical import (
    ActivityPrescription,
    ReportOfAccident,
    TimeLossPayment,
    WorkStatusEpisode,
)
from ohms.models.notes import CallIntake, CaseNote, Contact, NoteEvent
from ohms.models.referrals import Referral, ReferralStepTaken, ReferralVersion
from ohms.models.tasks import Task
from ohms.models.time import TimeEntry
from ohms.models.workers import ContactPoint, SamePersonProposal, Worker
from tests.house import House, one

DAY = date(2026, 11, 5)
MOMENT = datetime(2026, 11, 5, 18, tzinfo=UTC)
CLAIM = "AL10002"  # low complexity and of a provider of alder.hsc1: their assistant sees it too
CASEWORKERS = frozenset({"alder.hsc1", "alder.hsc2", "alder.assistant1", "alder.supervisor"})
SEEN_BY = {
    TimeEntry: frozenset({"alder.hsc1", "alder.supervisor"}),
    SamePersonProposal: CASEWORKERS - {"alder.assistant1"},
    Referral: CASEWORKERS | {"lni.stayatwork"},
    ReferralStepTaken: CASEWORKERS | {"lni.stayatwork"},
    ReferralVersion: CASEWORKERS | {"lni.stayatwork"},
    ParkedLine: frozenset[str](),
    AuditEntry: frozenset({"alder.hsc1", "alder.supervisor", "alder.privacy"}),
}
# One of each role in alder, and one of each that L&I and the house itself have.
ALDER = ("hsc1", "hsc2", "assistant1", "supervisor", "privacy")
EACH_ROLE = (
    *(f"alder.{ending}" for ending in ALDER),
    "lni.contract",
    "lni.riskmanagement",
    "lni.stayatwork",
    "admin",
)
ELSEWHERE = tuple(f"birch.{ending}" for ending in ALDER)

Rows = dict[type[Base], int]


def seen_by(model: type[Base]) -> frozenset[str]:
    """The people of the house who see the row of `model` that `add_rows` put in."""
    return SEEN_BY.get(model, CASEWORKERS)


def add_rows(house: House) -> Rows:
    """The id of one row for each scoped table; call it inside an app context."""
    with _as_one_loading(house):
        run = house.add(
            FeedRun,
            kind="claims",
            file_name="claims.csv",
            sha256="0" * 64,
            as_of_on=DAY,
            state="done",
            started_at=MOMENT,
        )
        rows: Rows = {Claim: house.claim[CLAIM], Worker: house.worker[CLAIM]}
        _add_coordination(house, rows)
        _add_casework(house, rows)
        _add_referral(house, rows)
        _add_medical(house, rows)
        _add_from_feed(house, rows, run)
    actor = house.actor("alder.hsc1")
    record_reading(actor, Entry("look", claim_id=rows[Claim]), actor.positions[0])
    rows[AuditEntry] = one(select(func.max(AuditEntry.id)))
    return rows


@contextmanager
def _as_one_loading(house: House) -> Iterator[None]:
    from ohms.commands.unit_of_work import bulk_unit

    with bulk_unit("furnish", None) as unit:
        unit.entries.append(Entry("furnish"))
        house.being_furnished = True
        yield
    house.being_furnished = False


def _add(house: House, rows: Rows, model: type[Base], **values: Any) -> int:
    of_claim = {"claim_id": house.claim[CLAIM]} if hasattr(model, "claim_id") else {}
    of_centre = {"cohe_id": house.cohe["alder"]} if hasattr(model, "cohe_id") else {}
    rows[model] = house.add(model, **{**of_claim, **of_centre, **values})
    return rows[model]


def _add_coordination(house: House, rows: Rows) -> None:
    hsc, colleague = house.staff["alder.hsc1"], house.staff["alder.hsc2"]
    provider = house.provider["alder.1"]
    _add(house, rows, AttendingProvider, provider_id=provider, from_on=DAY)
    ended = {"from_on": DAY, "to_on": DAY, "reason": "Asked for by the worker"}
    _add(house, rows, ClaimAssignment, staff_id=hsc, given_by_id=hsc, **ended)
    _add(house, rows, Delegation, from_staff_id=hsc, to_staff_id=colleague, from_on=DAY)
    _add(house, rows, ClaimAdmission, staff_id=hsc, admitted_at=MOMENT)
    triage = {"score": 3, "reasons": "[]", "decision": "work"}
    _add(house, rows, TriageDecision, decided_by_id=hsc, decided_at=MOMENT, **triage)
    reach = {"kind": "phone", "value": "360-555-0101", "source": "by_hand", "noted_on": DAY}
    _add(house, rows, ContactPoint, party=Party.WORKER, **reach)
    other = house.worker["AL10003"]
    pair = {"worker_id": house.worker[CLAIM], "other_worker_id": other}
    _add(house, rows, SamePersonProposal, reason="worker_key", proposed_at=MOMENT, **pair)


def _add_casework(house: House, rows: Rows) -> None:
    hsc, position = house.staff["alder.hsc1"], house.position["alder.hsc1"]
    work = StandardWork.BARRIERS
    note = _add(
        house,
        rows,
        CaseNote,
        author_id=hsc,
        position_id=position,
        standard_work=work,
        body="Spoke about the way back to work.",
        performed_on=DAY,
        written_at=MOMENT,
        signed_at=MOMENT,
    )
    of_note = {"note_id": note, "staff_id": hsc}
    signed = {"kind": NoteEventKind.SIGNED, "position_id": position, "at": MOMENT}
    _add(house, rows, NoteEvent, **of_note, **signed)
    how = {"party": Party.WORKER, "method": Method.PHONE, "outcome": Outcome.REACHED}
    _add(house, rows, Contact, **of_note, contact_on=DAY, **how)
    minutes = {"minutes": 12, "capture": Capture.TYPED, "performed_on": DAY}
    entered = {"position_id": position, "entered_by_id": hsc, "entered_at": MOMENT}
    _add(house, rows, TimeEntry, **of_note, standard_work=work, **minutes, **entered)
    due = {"due_by": DAY, "appears_on": DAY, "written_at": MOMENT}
    _add(house, rows, Task, owner_id=hsc, title="Call the employer", **due)
    call = {"caller": "Jo", "message": "Please call back.", "performed_on": DAY}
    taken = {"taken_by_id": hsc, "position_id": position, "taken_at": MOMENT}
    _add(house, rows, CallIntake, **call, **taken)


def _add_referral(house: House, rows: Rows) -> None:
    hsc = house.staff["alder.hsc1"]
    drafted = {"drafted_by_id": hsc, "drafted_at": MOMENT, "employer_id": house.employer["Mill"]}
    sent = {"step": ReferralStep.SENT, "sent_by_id": hsc, "sent_at": MOMENT}
    referral = _add(house, rows, Referral, service=Service.STAY_AT_WORK, **drafted, **sent)
    of_referral = {"referral_id": referral}
    step = {"step": ReferralStep.SENT, "staff_id": hsc, "at": MOMENT}
    _add(house, rows, ReferralStepTaken, **of_referral, **step)
    written = {"written_by_id": hsc, "written_at": MOMENT, "sent_at": MOMENT}
    _add(house, rows, ReferralVersion, **of_referral, number=1, content="{}", **written)


def _add_medical(house: House, rows: Rows) -> None:
    provider = house.provider["alder.1"]
    report = {"signed_on": DAY, "received_on": DAY, "complete": True}
    _add(house, rows, ReportOfAccident, **report)
    exam = {"provider_id": provider, "exam_on": DAY, "from_on": DAY, "complete": True}
    _add(house, rows, ActivityPrescription, work_status=WorkStatus.OFF_WORK, **exam)
    paid = {"paid_from_on": DAY, "paid_to_on": DAY, "kind": TimeLossKind.TIME_LOSS}
    _add(house, rows, TimeLossPayment, **paid)
    episode = {"work_status": WorkStatus.OFF_WORK, "source": "apf", "from_on": DAY}
    _add(house, rows, WorkStatusEpisode, **episode)
    listed = {"document_on": DAY, "received_on": DAY, "listed_at": MOMENT, "source": "feed"}
    document = _add(
        house, rows, Document, kind=DocumentKind.CHART_NOTE, title="Chart note", **listed
    )
    _add(house, rows, DocumentText, document_id=document, page=1, body="Strain of the wrist.")


def _add_from_feed(house: House, rows: Rows, run: int) -> None:
    _add(house, rows, FeedChange, run_id=run, field="status", old="pending", new="allowed")
    proposal = {"initiating_provider_id": house.provider["alder.2"], "initiated_on": DAY}
    _add(house, rows, RehomingProposal, run_id=run, proposed_at=MOMENT, **proposal)
    rows[ParkedLine] = house.add(
        ParkedLine,
        run_id=run,
        line_number=7,
        claim_number="AL10009",
        lni_provider_id="999999",
        as_of_on=DAY,
        content="{}",
        parked_at=MOMENT,
    )
