"""A quarter of the centre `alder` whose claims differ in everything that a benchmark asks."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from ohms.domain.values import (
    Capture,
    Method,
    NoteEventKind,
    Outcome,
    Party,
    StandardWork,
    TimeLossKind,
    WorkStatus,
)
from ohms.models.medical import ActivityPrescription, ReportOfAccident, TimeLossPayment
from ohms.models.notes import CaseNote, Contact, NoteEvent
from ohms.models.time import TimeEntry
from tests.house import House, add_claim

JULY = date(2026, 7, 6)
SEPTEMBER = date(2026, 9, 21)
TODAY = date(2026, 11, 24)
QUARTER = "2026Q3"
AT = datetime(2026, 7, 10, 18, tzinfo=UTC)


def quarter_of_claims(house: House) -> list[int]:
    """26 claims: 20 of July, of which every second has an APF, every third an activity, every fourth
    time loss, every fifth calls; and six of late September whose windows are open."""
    claims = []
    for number in range(26):
        day = JULY if number < 20 else SEPTEMBER
        claim = add_claim(
            house,
            "alder",
            f"BM{20000 + number}",
            provider=f"alder.{1 + number % 2}",
            injury_on=day,
            first_visit_on=day,
            initiated_on=day,
            established_on=day,
        )
        claims.append(claim)
        of_claim = {"claim_id": claim, "cohe_id": house.cohe["alder"]}
        _medical(house, number, day, of_claim)
        if number % 3 == 0:
            activity(house, claim, day + timedelta(days=number))
        if number % 5 == 0:
            _calls(house, day, of_claim)
    return claims


def _medical(house: House, number: int, day: date, of_claim: dict[str, Any]) -> None:
    house.add(
        ReportOfAccident,
        **of_claim,
        signed_on=day,
        received_on=day + timedelta(days=number % 4),
        complete=number % 7 != 0,
    )
    if number % 2 == 0:
        house.add(
            ActivityPrescription,
            **of_claim,
            provider_id=house.provider["alder.1"],
            exam_on=day + timedelta(days=5 * number),
            work_status=WorkStatus.MODIFIED_DUTY,
            from_on=day + timedelta(days=5 * number),
            complete=number % 4 == 0,
        )
    if number % 4 == 0:
        kinds = (TimeLossKind.TIME_LOSS, TimeLossKind.KEPT_ON_SALARY)
        house.add(
            TimeLossPayment,
            **of_claim,
            paid_from_on=day,
            paid_to_on=day,
            kind=kinds[number % 8 == 0],
        )


def activity(
    house: House, claim: int, on: date, *, by: str = "alder.hsc1", minutes: int = 6
) -> int:
    """A signed note with minutes."""
    of_claim = {"claim_id": claim, "cohe_id": house.cohe["alder"]}
    note = house.add(
        CaseNote,
        **of_claim,
        author_id=house.staff[by],
        position_id=house.position[by],
        standard_work=StandardWork.RECOVERY,
        body="Called.",
        performed_on=on,
        written_at=AT,
        signed_at=AT,
    )
    house.add(
        TimeEntry,
        **of_claim,
        note_id=note,
        staff_id=house.staff[by],
        position_id=house.position[by],
        standard_work=StandardWork.RECOVERY,
        performed_on=on,
        minutes=minutes,
        capture=Capture.TYPED,
        entered_by_id=house.staff[by],
        entered_at=AT,
        confirmed_at=AT,
    )
    return note


def voided(house: House, claim: int, note: int) -> None:
    """The note stands no longer."""
    house.add(
        NoteEvent,
        note_id=note,
        claim_id=claim,
        cohe_id=house.cohe["alder"],
        kind=NoteEventKind.VOIDED,
        staff_id=house.staff["alder.hsc1"],
        position_id=house.position["alder.hsc1"],
        at=AT,
        reason="Wrong claim",
    )


def _calls(house: House, day: date, of_claim: dict[str, Any]) -> None:
    for party in (Party.PROVIDER, Party.EMPLOYER):
        house.add(
            Contact,
            **of_claim,
            staff_id=house.staff["alder.hsc1"],
            party=party,
            method=Method.PHONE,
            outcome=Outcome.REACHED,
            contact_on=day,
        )
