"""Many rows of one kind in a list, each with its AR number, and what a page asks while it shows them."""

from collections.abc import Callable
from datetime import date, timedelta

from flask import Flask

from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.drafts import written_down
from ohms.domain.values import Capture, DocumentKind, ReferralStep, Service, StandardWork
from ohms.models.claims import TriageDecision
from ohms.models.documents import Document
from ohms.models.housekeeping import Draft
from ohms.models.notes import CallIntake, CaseNote
from ohms.models.referrals import Referral, ReferralVersion
from ohms.models.tasks import Task
from ohms.models.time import TimeEntry
from ohms.models.transfers import ClaimTransfer
from tests.architecture.centre import MOMENT
from tests.house import House, add_claim
from tests.pages import CheckedClient
from tests.statements import Statements, counted


def a_claim(house: House, number: int) -> None:
    add_claim(house, "alder", f"AR{20000 + number}", provider="alder.1")


def a_task(house: House, number: int) -> None:
    house.add(
        Task,
        claim_id=house.claim["AL10001"],
        cohe_id=house.cohe["alder"],
        owner_id=house.staff["alder.hsc1"],
        title=f"Row AR{20000 + number}",
        due_by=date(2026, 11, 23),
        appears_on=date(2026, 11, 2),
        written_at=MOMENT,
    )


def a_note_to_co_sign(house: House, number: int) -> None:
    house.add(
        CaseNote,
        claim_id=add_claim(house, "alder", f"AR{20000 + number}", provider="alder.1"),
        cohe_id=house.cohe["alder"],
        author_id=house.staff["alder.assistant1"],
        position_id=house.position["alder.assistant1"],
        standard_work=StandardWork.BARRIERS,
        body="A barrier plan.",
        performed_on=date(2026, 11, 2),
        written_at=MOMENT,
        signed_at=MOMENT,
        co_signature_needed=True,
    )


def a_call(house: House, number: int) -> None:
    house.add(
        CallIntake,
        cohe_id=house.cohe["alder"],
        taken_by_id=house.staff["alder.hsc1"],
        position_id=house.position["alder.hsc1"],
        caller=f"Row AR{20000 + number}",
        message="Asks to be called back.",
        performed_on=date(2026, 11, 23),
        taken_at=MOMENT,
        proposed_claim_id=house.claim["AL10001"],
    )


def a_document(house: House, number: int, source: str = "feed") -> None:
    house.add(
        Document,
        claim_id=house.claim["AL10001"],
        cohe_id=house.cohe["alder"],
        kind=DocumentKind.LETTER,
        title=f"Row AR{20000 + number}",
        document_on=date(2026, 11, 2),
        received_on=date(2026, 11, 3),
        listed_at=MOMENT,
        source=source,
    )


def a_letter(house: House, number: int) -> None:
    """One that the house wrote itself, so one that left it."""
    a_document(house, number, source="produced")


def a_draft(house: House, number: int) -> None:
    house.add(
        Draft,
        staff_id=house.staff["alder.hsc1"],
        tab=f"note.{number:012}.{number:016}",
        form="note",
        path="/claims/AL10001",
        claim_id=house.claim["AL10001"],
        content=written_down([("body", f"Row AR{20000 + number}")]),
        begun_at=MOMENT,
        saved_at=MOMENT,
    )


def a_note(house: House, number: int) -> None:
    house.add(
        CaseNote,
        claim_id=house.claim["AL10001"],
        cohe_id=house.cohe["alder"],
        author_id=house.staff["alder.hsc1"],
        position_id=house.position["alder.hsc1"],
        standard_work=StandardWork.BARRIERS,
        body=f"Row AR{20000 + number}",
        performed_on=date(2026, 11, 2),
        written_at=MOMENT,
        signed_at=MOMENT,
    )


def a_decision(house: House, number: int) -> None:
    house.add(
        TriageDecision,
        claim_id=house.claim["AL10001"],
        cohe_id=house.cohe["alder"],
        score=0,
        reasons="[]",
        decision="no_action",
        reason=f"Row AR{20000 + number}",
        decided_by_id=house.staff["alder.hsc1"],
        decided_at=MOMENT,
    )


def some_minutes(house: House, number: int) -> None:
    house.add(
        TimeEntry,
        claim_id=house.claim["AL10001"],
        cohe_id=house.cohe["alder"],
        staff_id=house.staff["alder.hsc1"],
        position_id=house.position["alder.hsc1"],
        performed_on=date(2025, 1, 1) + timedelta(days=number),
        minutes=100 + number,
        capture=Capture.TYPED,
        entered_by_id=house.staff["alder.hsc1"],
        entered_at=MOMENT,
        confirmed_at=MOMENT,
    )


def an_offer(house: House, number: int) -> None:
    house.add(
        ClaimTransfer,
        claim_id=add_claim(house, "alder", f"AR{20000 + number}", provider="alder.2"),
        cohe_id=house.cohe["alder"],
        claim_number=f"AR{20000 + number}",
        to_cohe_id=house.cohe["alder"],
        to_staff_id=house.staff["alder.hsc1"],
        from_on=date(2026, 11, 23),
        reason="Goes on leave",
        offered_by_id=house.staff["alder.hsc2"],
        offered_at=MOMENT,
    )


def a_referral(house: House, number: int) -> None:
    house.add(
        Referral,
        claim_id=add_claim(house, "alder", f"AR{20000 + number}", provider="alder.1"),
        cohe_id=house.cohe["alder"],
        employer_id=house.employer["Mill"],
        service=Service.VOCATIONAL,
        step=ReferralStep.SENT,
        drafted_by_id=house.staff["alder.hsc1"],
        drafted_at=MOMENT,
        sent_at=MOMENT,
        expected_by=date(2026, 11, 20),
    )


def a_referral_at_a_desk(house: House, number: int) -> None:
    """Its content names the claim that it is about: that is what the desk is told."""
    about = {
        "claim_id": add_claim(house, "alder", f"AR{20000 + number}", provider="alder.1"),
        "cohe_id": house.cohe["alder"],
    }
    referral_id = house.add(
        Referral,
        employer_id=house.employer["Mill"],
        service=Service.STAY_AT_WORK,
        step=ReferralStep.SENT,
        drafted_by_id=house.staff["alder.hsc1"],
        drafted_at=MOMENT,
        sent_at=MOMENT,
        expected_by=date(2026, 11, 20),
        **about,
    )
    house.add(
        ReferralVersion,
        referral_id=referral_id,
        number=1,
        content=f'{{"told_claim": "AR{20000 + number}"}}',
        written_by_id=house.staff["alder.hsc1"],
        written_at=MOMENT,
        sent_at=MOMENT,
        **about,
    )


def furnish_rows(house: House, add: Callable[[House, int], None], numbers: range) -> None:
    with house.app.app_context(), bulk_unit("furnish", None) as unit:
        unit.entries.append(Entry("furnish"))
        house.being_furnished = True
        for number in numbers:
            add(house, number)
    house.being_furnished = False


def asked(app: Flask, client: CheckedClient, path: str) -> tuple[Statements, int]:
    """What the page asked of the database, and how many of the test's rows it shows."""
    with counted(app) as statements:
        page = client.get(path)
    assert page.status_code == 200
    return statements, sum(f"AR{20000 + number}" in page.text for number in range(60))
