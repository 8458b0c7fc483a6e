"""A claim on which there was work, fact by fact, for what `ohms check` recomputes."""

from datetime import UTC, date, datetime
from typing import Any

from ohms.domain.values import (
    Capture,
    DocumentKind,
    ReferralStep,
    Service,
    StandardWork,
    TimeLossKind,
    WorkStatus,
)
from ohms.models.coordination import CoordinationPeriod
from ohms.models.documents import Document
from ohms.models.medical import TimeLossPayment, WorkStatusEpisode
from ohms.models.notes import CallIntake, CaseNote
from ohms.models.referrals import Referral
from ohms.models.tasks import Task
from ohms.models.time import TimeEntry
from tests.cli.planting import plant
from tests.house import House

AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
NAME = "AL10001"


def url_of(house: House) -> str:
    url: str = house.app.config["SQLALCHEMY_DATABASE_URI"]
    return url


def set_claim(house: House, what: str) -> None:
    plant(url_of(house), f"update claim set {what} where claim_number = '{NAME}'")


def end_position(house: House, day: str) -> None:
    plant(
        url_of(house),
        f"update position set to_on = '{day}', ended_by = 'departure' where id = :id",
        id=house.position["alder.hsc1"],
    )


def about(house: House) -> dict[str, int]:
    return {"claim_id": house.claim[NAME], "cohe_id": house.cohe["alder"]}


def add_document(house: House, sha256: str | None) -> int:
    """A document of the feed with its file, or only listed."""
    return house.add(
        Document,
        **about(house),
        kind=DocumentKind.ORDER,
        document_on=date(2026, 11, 2),
        received_on=date(2026, 11, 3),
        title="Order of allowance",
        listed_at=datetime(2026, 11, 3, 18, tzinfo=UTC),
        source="feed",
        sha256=sha256,
    )


def add_note(house: House, **changes: Any) -> int:
    facts = {
        "author_id": house.staff["alder.hsc1"],
        "position_id": house.position["alder.hsc1"],
        "standard_work": StandardWork.RETURN_TO_WORK,
        "body": "Spoke about light duty.",
        "performed_on": date(2026, 11, 20),
        "written_at": AT,
        "signed_at": AT,
    }
    return house.add(CaseNote, **{**about(house), **facts, **changes})


def add_time(house: House, **changes: Any) -> int:
    facts = {
        "staff_id": house.staff["alder.hsc1"],
        "position_id": house.position["alder.hsc1"],
        "performed_on": date(2026, 11, 20),
        "minutes": 12,
        "capture": Capture.TYPED,
        "entered_by_id": house.staff["alder.hsc1"],
        "entered_at": AT,
        "confirmed_at": AT,
    }
    return house.add(TimeEntry, **{**about(house), **facts, **changes})


def add_task(house: House, due_by: date) -> int:
    return house.add(
        Task,
        **about(house),
        owner_id=house.staff["alder.hsc1"],
        title="Call the mill",
        due_by=due_by,
        appears_on=date(2026, 11, 20),
        written_at=AT,
    )


def add_payment(house: House, kind: TimeLossKind) -> int:
    days = {"paid_from_on": date(2026, 11, 1), "paid_to_on": date(2026, 11, 14)}
    return house.add(TimeLossPayment, **about(house), **days, kind=kind)


def add_episode(house: House, status: WorkStatus, from_on: date, to_on: date | None) -> int:
    days = {"from_on": from_on, "to_on": to_on}
    return house.add(WorkStatusEpisode, **about(house), **days, work_status=status, source="apf")


def add_call(house: House, **changes: Any) -> int:
    facts = {
        "taken_by_id": house.staff["alder.hsc1"],
        "position_id": house.position["alder.hsc1"],
        "caller": "Jo",
        "message": "Asks for a call.",
        "performed_on": date(2026, 11, 20),
        "taken_at": AT,
    }
    return house.add(CallIntake, **{**about(house), **facts, **changes})


def add_period(house: House) -> int:
    return house.add(CoordinationPeriod, **about(house), from_on=date(2026, 11, 20))


def add_referral(house: House, **changes: Any) -> int:
    facts = {
        "employer_id": house.employer["Mill"],
        "service": Service.STAY_AT_WORK,
        "step": ReferralStep.SENT,
        "drafted_by_id": house.staff["alder.hsc1"],
        "drafted_at": AT,
        "sent_at": AT,
    }
    return house.add(Referral, **{**about(house), **facts, **changes})
