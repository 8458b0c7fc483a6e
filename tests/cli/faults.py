"""One fault for each invariant of `ohms check`, by subject: planted alone, it is found alone.

A new invariant gets its line here, or a test of its own (`OTHERS` in test_checking.py).
"""

from collections.abc import Callable
from datetime import UTC, date, datetime

from ohms.domain.values import AbsenceKind, ReferralStep, Service, WorkStatus
from ohms.models.apf_reviews import ApfReview
from ohms.models.attesting import LateEntry
from ohms.models.co_signing import CoSignature
from ohms.models.coverage import Absence, Coverage
from ohms.models.departures import Departure
from ohms.models.housekeeping import Draft
from ohms.models.medical import ActivityPrescription
from ohms.models.providers import Enrolment
from ohms.models.recovery import Barrier
from ohms.models.referrals import StayAtWorkUse
from ohms.models.staff import StaffMember
from ohms.models.webhooks import WebhookDelivery
from tests.billing import add_batch
from tests.cli.facts import (
    AT,
    about,
    add_call,
    add_note,
    add_period,
    add_referral,
    add_time,
    set_claim,
    url_of,
)
from tests.cli.planting import allow_changes, allow_overlaps, plant
from tests.house import House
from tests.referrals import sent_referral
from tests.webhooks import add_webhook_row, delivery_values

Fault = Callable[[House], object]


def watch_a_claim(house: House) -> None:
    """Its coordination begins, and the task that its facts derive from that is not written."""
    add_period(house)
    set_claim(house, "coordination = 'watching'")


def forget_a_month(house: House) -> None:
    add_time(house)
    plant(url_of(house), "delete from minutes_roll_up where span = 'month'")


def enrol_twice(house: House) -> None:
    allow_overlaps(url_of(house), "enrolment")
    house.add(
        Enrolment,
        provider_id=house.provider["alder.1"],
        cohe_id=house.cohe["birch"],
        from_on=date(2026, 11, 10),
    )


def change_an_audit_entry(house: House) -> None:
    allow_changes(url_of(house), "audit_entry")
    plant(url_of(house), "update audit_entry set action = 'other' where number = 1 and lane = 0")


def stop_indexing_notes(house: House) -> None:
    on_table = "" if url_of(house).startswith("sqlite") else " on case_note"
    plant(url_of(house), f"drop trigger note_words_insert{on_table}")
    add_note(house)


def count_before_it_is_accepted(house: House) -> None:
    entry = add_time(house)
    house.add(LateEntry, time_entry_id=entry, cohe_id=house.cohe["alder"], seen_at=AT)


def change_a_batch(house: House) -> None:
    add_batch(house, "alder")
    allow_changes(url_of(house), "billing_batch")
    plant(url_of(house), "update billing_batch set sha256 = :other", other="0" * 64)


def wait_on_a_closed_barrier(house: House) -> None:
    """The barrier ended and its plan is still to be co-signed."""
    barrier = house.add(
        Barrier,
        **about(house),
        category="no_light_duty",
        remark="No light duty at the mill.",
        since_on=date(2026, 11, 5),
        noted_by_id=house.staff["alder.assistant1"],
        noted_at=AT,
        closed_on=date(2026, 11, 10),
        closed_by_id=house.staff["alder.hsc1"],
    )
    house.add(
        CoSignature,
        **about(house),
        kind="barrier_plan",
        barrier_id=barrier,
        said="No light duty at the mill.",
        entered_by_id=house.staff["alder.assistant1"],
        entered_at=AT,
    )


def sample_an_apf(house: House, exam_on: date, **verdict: object) -> None:
    """For the third quarter."""
    apf = house.add(
        ActivityPrescription,
        **about(house),
        provider_id=house.provider["alder.1"],
        exam_on=exam_on,
        work_status=WorkStatus.MODIFIED_DUTY,
        from_on=exam_on,
        complete=True,
    )
    drawn = {"year": 2026, "quarter": 3, "place": 1, "drawn_at": AT}
    house.add(ApfReview, **about(house), activity_prescription_id=apf, **drawn, **verdict)


def use_too_much(house: House) -> None:
    with house.app.app_context():
        sent = sent_referral(house, Service.STAY_AT_WORK)
        amounts = {"days": 500, "wages": 0, "training": 0, "tools": 0, "clothing": 0}
        told = {"number": 1, "told_by_id": house.staff["lni.stayatwork"], "told_at": AT}
        house.add(StayAtWorkUse, **about(house), referral_id=sent, **told, **amounts)


def somebody_left(house: House) -> int:
    """Their access ended long before the day of the check; their id."""
    gone: int = house.add(
        StaffMember, username="alder.gone", name="Una Gone", active=False, added_at=AT
    )
    house.add(
        Departure,
        staff_id=gone,
        cohe_id=house.cohe["alder"],
        holder_id=house.staff["alder.supervisor"],
        last_on=date(2026, 11, 20),
        access_ended_at=AT,
        reason="Another position",
    )
    return gone


def keep_a_task_of_who_left(house: House) -> None:
    gone = somebody_left(house)
    plant(url_of(house), "update task set owner_id = :id where due_by = '2026-12-01'", id=gone)


def leave_a_text_of_who_left(house: House) -> None:
    """What they were typing was neither adopted nor let go."""
    house.add(
        Draft,
        staff_id=somebody_left(house),
        tab="note.abcdefghijkl.0123456789abcdef",
        form="note",
        path="/claims/AL10001",
        claim_id=house.claim["AL10001"],
        content='[["body","Half a thought"]]',
        begun_at=AT,
        saved_at=AT,
    )


def cover_while_away(house: House) -> None:
    """Both are on leave on the same days, and one covers for the other."""
    days = {"from_on": date(2026, 11, 30), "to_on": date(2026, 12, 2)}
    away = {"kind": AbsenceKind.VACATION, "recorded_at": AT}
    for name in ("alder.hsc1", "alder.hsc2"):
        staff = house.staff[name]
        house.add(Absence, staff_id=staff, recorded_by_id=staff, **away, **days)
    house.add(
        Coverage,
        provider_id=house.provider["alder.1"],
        cohe_id=house.cohe["alder"],
        absent_id=house.staff["alder.hsc1"],
        covering_id=house.staff["alder.hsc2"],
        **days,
    )


def tell_another_cohe(house: House) -> None:
    """A webhook of alder is told what happened in birch."""
    webhook = add_webhook_row(house, cohe_id=house.cohe["alder"])
    house.add(WebhookDelivery, **delivery_values(webhook, house.cohe["birch"], 1))


CLAIMS: dict[str, Fault] = {
    "last_contact": lambda house: set_claim(house, "last_contact_on = null"),
    "next_due": lambda house: set_claim(house, "next_due_by = '2026-12-08'"),
    "open_tasks": lambda house: set_claim(house, "open_tasks = 3"),
    "initiated_rolled_up": lambda house: plant(
        url_of(house), "update initiated_roll_up set claims = claims + 1"
    ),
    "derived_tasks": watch_a_claim,
    "assigned_to": lambda house: set_claim(house, f"assigned_to_id = {house.staff['alder.hsc2']}"),
    "coordination_periods": lambda house: add_period(house),
    "time_loss": lambda house: set_claim(house, "on_time_loss = false"),
    "work_status": lambda house: set_claim(house, "work_status = 'off_work'"),
    "low_complexity": lambda house: set_claim(house, "complexity = 'low'"),
    "assistants_lane": lambda house: plant(
        url_of(house),
        "update task set owner_id = :id where due_by = '2026-12-01'",
        id=house.staff["alder.assistant1"],
    ),
    "co_signatures": wait_on_a_closed_barrier,
    "used_within_caps": use_too_much,
    "referral_steps": lambda house: add_referral(house, step=ReferralStep.DRAFT, sent_at=None),
}
"""What a claim says of its casework, beside the facts of it."""

STAFFING: dict[str, Fault] = {
    "enrolled": lambda house: plant(
        url_of(house),
        "update enrolment set from_on = '2026-11-03' where provider_id = :id",
        id=house.provider["alder.1"],
    ),
    "one_a_day": enrol_twice,
    "minutes_rolled_up": forget_a_month,
    "time_position": lambda house: add_time(house, staff_id=house.staff["alder.hsc2"]),
    "time_position_held": lambda house: add_time(house, performed_on=date(2023, 12, 31)),
    "time_cohe": lambda house: add_time(house, cohe_id=house.cohe["birch"]),
    "note_position": lambda house: add_note(house, author_id=house.staff["alder.hsc2"]),
    "note_position_held": lambda house: add_note(
        house, written_at=datetime(2024, 1, 1, 7, tzinfo=UTC)
    ),
    "departed": keep_a_task_of_who_left,
    "cover_present": cover_while_away,
    "late_minutes": count_before_it_is_accepted,
    "billing_batches": change_a_batch,
    "apf_sample": lambda house: sample_an_apf(house, date(2026, 10, 1)),
    "apf_verdict": lambda house: sample_an_apf(
        house, date(2026, 9, 30), complete=True, timely=True, reviewed_at=AT
    ),
    "call_minutes": lambda house: add_call(
        house, matched_at=AT, matched_by_id=house.staff["alder.hsc1"], minutes=5
    ),
    "call_cohe": lambda house: add_call(
        house, claim_id=None, proposed_claim_id=house.claim["BI10001"]
    ),
}
"""Who worked, under which position, for how many minutes."""

DATABASE: dict[str, Fault] = {
    "webhook_cohe": tell_another_cohe,
    "full_text": stop_indexing_notes,
    "audit_chain": change_an_audit_entry,
}
"""What stands under all of it."""

FAULTS = {**CLAIMS, **STAFFING, **DATABASE}
