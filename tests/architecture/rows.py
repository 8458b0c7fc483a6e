"""One row for each scoped table in a centre, all about one claim.

A scoped table without a row here fails `test_scoped_rows.py`, so that no new one is forgotten.
"""

from datetime import date, timedelta

from sqlalchemy import func, select, update

from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import record_reading
from ohms.domain.values import (
    Capture,
    Method,
    NoteEventKind,
    Outcome,
    Party,
    ReferralStep,
    Service,
    StandardWork,
)
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.break_glass import BrokenGlass
from ohms.models.bulk import BulkAct, BulkRow
from ohms.models.claims import (
    AttendingProvider,
    Claim,
    ClaimAdmission,
    ClaimAssignment,
    ClaimRestriction,
    ComplexityGround,
    Delegation,
    TriageDecision,
)
from ohms.models.coordination import CoordinationPeriod
from ohms.models.feed import FeedChange, FeedRun, ParkedLine, RehomingProposal
from ohms.models.light_duty import LightDutyPolicy
from ohms.models.lists import SavedView
from ohms.models.looks import LookReview
from ohms.models.notes import CallIntake, CaseNote, Contact, Mention, NoteEvent
from ohms.models.referrals import (
    Referral,
    ReferralPacket,
    ReferralStepTaken,
    ReferralVersion,
    StayAtWorkUse,
)
from ohms.models.retention import LegalHold, Purge, PurgeClaim
from ohms.models.roll_ups import InitiatedRollUp, MinutesRollUp
from ohms.models.tasks import ReassignedTask, Reassignment, Task
from ohms.models.time import TimeEntry
from ohms.models.transfers import ClaimTransfer
from ohms.models.workers import (
    ContactPoint,
    Employer,
    SameEmployerProposal,
    SamePersonProposal,
    Worker,
)
from tests.architecture.centre import CLAIM, DAY, MOMENT, Centre, Rows, as_one_loading
from tests.architecture.medical_rows import add_medical, add_recovery
from tests.house import House, one


def add_rows(house: House, slug: str = "alder") -> Rows:
    """The id of one row for each scoped table in the centre; call it inside an app context."""
    centre = Centre(house, slug)
    with as_one_loading(house):
        run = house.add(
            FeedRun,
            kind="claims",
            file_name="claims.csv",
            sha256="0" * 64,
            as_of_on=DAY,
            state="done",
            started_at=MOMENT,
        )
        centre.rows |= {
            Claim: house.claim[CLAIM[slug]],
            Worker: house.worker[CLAIM[slug]],
        }
        _add_coordination(centre)
        _add_casework(centre)
        _add_referral(centre)
        add_medical(centre)
        add_recovery(centre)
        _add_light_duty(centre)
        centre.add(
            SavedView,
            owner_id=centre.staff("supervisor"),
            list_name="claims",
            name="Watched",
            state="coordination=watching",
        )
        _add_from_feed(centre, run)
    actor = house.actor(f"{slug}.hsc1")
    record_reading(actor, Entry("look", claim_id=centre.rows[Claim]), actor.positions[0])
    centre.rows[AuditEntry] = one(select(func.max(AuditEntry.id)))
    for model in (MinutesRollUp, InitiatedRollUp):  # kept by the database itself
        of_centre = model.cohe_id == house.cohe[slug]
        centre.rows[model] = one(select(func.max(model.id)).where(of_centre))
    return centre.rows


def _add_coordination(centre: Centre) -> None:
    hsc, colleague = centre.staff("hsc1"), centre.staff("hsc2")
    provider = centre.provider(1)
    centre.add(AttendingProvider, provider_id=provider, from_on=DAY)
    ended = {"from_on": DAY, "to_on": DAY, "reason": "Asked for by the worker"}
    centre.add(ClaimAssignment, staff_id=hsc, given_by_id=hsc, **ended)
    centre.add(Delegation, from_staff_id=hsc, to_staff_id=colleague, from_on=DAY)
    centre.add(ComplexityGround, ground="decision_protested", raised_by_id=hsc, raised_at=MOMENT)
    offer = {"claim_number": CLAIM[centre.slug], "to_cohe_id": centre.house.cohe[centre.slug]}
    between = {"from_staff_id": hsc, "to_staff_id": colleague, "offered_by_id": hsc}
    offered = {"from_on": DAY, "reason": "Away for a month", "offered_at": MOMENT}
    centre.add(ClaimTransfer, **offer, **between, **offered)
    other_slug = "birch" if centre.slug == "alder" else "alder"
    by = {
        "staff_id": centre.house.staff[f"{other_slug}.hsc2"],
        "staff_cohe_id": centre.house.cohe[other_slug],
    }
    opened = {"opened_at": MOMENT, "until_at": MOMENT + timedelta(hours=4)}
    number = {"claim_number": CLAIM[centre.slug], "reason": "Called from an emergency room."}
    centre.add(BrokenGlass, **by, **opened, **number)
    centre.add(
        LegalHold, placed_by_id=centre.staff("privacy"), placed_at=MOMENT, reason="Asked for"
    )
    looked = {"staff_id": colleague, "week_on": date(2026, 11, 2), "outcome": "in_order"}
    reviewed = {"reviewed_by_id": centre.staff("privacy"), "reviewed_at": MOMENT}
    centre.add(LookReview, **looked, **reviewed, reason="Asked by the worker")
    rested = {"record_class": "file", "rested_before_on": DAY, "reason": "Old enough"}
    purge = centre.add(Purge, asked_by_id=centre.staff("supervisor"), asked_at=MOMENT, **rested)
    centre.add(PurgeClaim, purge_id=purge)
    centre.add(ClaimAdmission, staff_id=hsc, admitted_at=MOMENT)
    lifted = {"restricted_at": MOMENT, "lifted_by_id": hsc, "lifted_at": MOMENT}
    centre.add(ClaimRestriction, reason="staff_member", restricted_by_id=hsc, **lifted)
    centre.add(CoordinationPeriod, begun_by_id=hsc, from_on=DAY, to_on=DAY, ended_at=MOMENT)
    triage = {"score": 3, "reasons": "[]", "decision": "work"}
    centre.add(TriageDecision, decided_by_id=hsc, decided_at=MOMENT, **triage)
    reach = {"kind": "phone", "value": "360-555-0101", "source": "by_hand", "noted_on": DAY}
    centre.add(ContactPoint, party=Party.WORKER, **reach)
    other = centre.house.worker[CLAIM[centre.slug].replace("2", "3")]
    pair = {"worker_id": centre.rows[Worker], "other_worker_id": other}
    centre.add(SamePersonProposal, reason="worker_key", proposed_at=MOMENT, **pair)
    mill = centre.house.employer["Mill"]
    account = {"account_id": f"700,001-0{centre.house.cohe[centre.slug]}"}
    again = centre.house.add(Employer, name="Mill", search_name="mill", **account)
    moved = update(Claim).where(Claim.worker_id == other).values(employer_id=again)
    db.session.execute(moved)
    accounts = {"employer_id": mill, "other_employer_id": again}
    centre.add(SameEmployerProposal, proposed_at=MOMENT, **accounts)


def _add_casework(centre: Centre) -> None:
    hsc, position = centre.staff("hsc1"), centre.house.position[f"{centre.slug}.hsc1"]
    work = StandardWork.BARRIERS
    note = centre.add(
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
    centre.add(NoteEvent, **of_note, **signed)
    colleague = centre.staff("hsc2")
    centre.add(Mention, note_id=note, staff_id=colleague, by_id=hsc, at=MOMENT)
    how = {"party": Party.WORKER, "method": Method.PHONE, "outcome": Outcome.REACHED}
    centre.add(Contact, **of_note, contact_on=DAY, **how)
    minutes = {"minutes": 12, "capture": Capture.TYPED, "performed_on": DAY}
    entered = {"position_id": position, "entered_by_id": hsc, "entered_at": MOMENT}
    centre.add(TimeEntry, **of_note, standard_work=work, **minutes, **entered)
    due = {"due_by": DAY, "appears_on": DAY, "written_at": MOMENT}
    task = centre.add(Task, owner_id=hsc, title="Call the employer", **due)
    act = centre.add(Reassignment, by_id=hsc, owner_id=hsc, at=MOMENT)
    passed_on = {"reassignment_id": act, "task_id": task, "from_owner_id": hsc}
    centre.add(ReassignedTask, **passed_on, refusal="This task is done already.")
    bulk = centre.add(BulkAct, by_id=hsc, kind="finish_tasks", at=MOMENT)
    centre.add(BulkRow, bulk_act_id=bulk, task_id=task, refusal="This task is done already.")
    call = {"caller": "Jo", "message": "Please call back.", "performed_on": DAY}
    taken = {"taken_by_id": hsc, "position_id": position, "taken_at": MOMENT}
    matched = {"matched_by_id": hsc, "matched_at": MOMENT}
    centre.add(CallIntake, **call, **taken, **matched)


def _add_referral(centre: Centre) -> None:
    hsc = centre.staff("hsc1")
    drafted = {
        "drafted_by_id": hsc,
        "drafted_at": MOMENT,
        "employer_id": centre.house.employer["Mill"],
    }
    sent = {"step": ReferralStep.SENT, "sent_by_id": hsc, "sent_at": MOMENT}
    referral = centre.add(Referral, service=Service.STAY_AT_WORK, **drafted, **sent)
    of_referral = {"referral_id": referral}
    step = {"step": ReferralStep.SENT, "staff_id": hsc, "at": MOMENT}
    centre.add(ReferralStepTaken, **of_referral, **step)
    written = {"written_by_id": hsc, "written_at": MOMENT, "sent_at": MOMENT}
    version = centre.add(ReferralVersion, **of_referral, number=1, content="{}", **written)
    file = {"sha256": "0" * 64, "size": 1, "media_type": "application/pdf", "kept_at": MOMENT}
    centre.add(ReferralPacket, **of_referral, version_id=version, **file)
    used = {"days": 3, "wages": 30_000, "training": 0, "tools": 0, "clothing": 0}
    centre.add(StayAtWorkUse, **of_referral, number=1, told_by_id=hsc, told_at=MOMENT, **used)


def _add_light_duty(centre: Centre) -> None:
    centre.add(
        LightDutyPolicy,
        employer_id=centre.house.employer["Mill"],
        number=1,
        body="Light duty at the front desk, up to six weeks.",
        written_by_id=centre.staff("hsc1"),
        written_at=MOMENT,
    )


def _add_from_feed(centre: Centre, run: int) -> None:
    centre.add(FeedChange, run_id=run, field="status", old="pending", new="allowed")
    proposal = {"initiating_provider_id": centre.provider(2), "initiated_on": DAY}
    centre.add(RehomingProposal, run_id=run, proposed_at=MOMENT, **proposal)
    centre.add(
        ParkedLine,
        run_id=run,
        line_number=7,
        claim_number=CLAIM[centre.slug].replace("2", "9"),
        lni_provider_id="999999",
        as_of_on=DAY,
        content="{}",
        parked_at=MOMENT,
    )
