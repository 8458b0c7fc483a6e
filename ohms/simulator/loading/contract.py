"""What L&I's contract manager has to decide on: a number of the contract that a supervisor proposed, and
training content that a COHE submitted; and a benchmark's line that was agreed before."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import insert, select

from ohms.domain.calendar import PACIFIC, Quarter, add_business_days
from ohms.extensions import db
from ohms.models.cohes import Cohe
from ohms.models.coverage import ApprovedContent
from ohms.models.reports import Setting
from ohms.models.staff import StaffMember

COHE = "puget"
NAME, VALUE = "assistants_count", "yes"
WHY = "Our assistant carries the low-complexity claims; talked over with L&I"
BUSINESS_DAYS_AGO = 4
LINE_COHE = "cascade"
LINE, LINE_VALUE = "line_first_activity", "8"
LINE_WHY = "Agreed with L&I for the demonstration: workers are called sooner"
APPROVED_BY = "lni.contract"
CONTENT_COHE = "cascade"
TITLE = "Talking with employers about light duty"


def put_contract_proposal(today: date) -> int:
    """Where none waits or was ever decided: from the next quarter on. Inside a bulk unit; how many."""
    cohe_id = db.session.execute(select(Cohe.id).where(Cohe.slug == COHE)).scalar_one_or_none()
    known = select(Setting.id).where(Setting.name == NAME, Setting.cohe_id == cohe_id)
    if cohe_id is None or db.session.execute(known).first() is not None:
        return 0
    supervisor = select(StaffMember.id).where(StaffMember.username == f"{COHE}.supervisor")
    day = add_business_days(today, -BUSINESS_DAYS_AGO)
    db.session.execute(
        insert(Setting).values(
            name=NAME,
            cohe_id=cohe_id,
            value=VALUE,
            from_on=Quarter.of(today).next.first_on,
            source=WHY,
            proposed_by_id=db.session.execute(supervisor).scalar_one_or_none(),
            proposed_at=datetime.combine(day, time(16, 10), tzinfo=PACIFIC),
        )
    )
    return 1


def put_agreed_line(today: date) -> int:
    """A benchmark's line other than L&I's published one, from the last finished quarter on, agreed in the
    quarter before. Before that quarter's report is frozen, inside a bulk unit; how many."""
    cohe_id = db.session.execute(select(Cohe.id).where(Cohe.slug == LINE_COHE)).scalar_one_or_none()
    if cohe_id is None:
        return 0
    from_on = Quarter.of(today).previous.first_on
    proposed, approved = (
        datetime.combine(from_on - timedelta(days=days), time(14, 20), tzinfo=PACIFIC)
        for days in (40, 28)
    )
    who = dict(
        db.session.execute(
            select(StaffMember.username, StaffMember.id).where(
                StaffMember.username.in_((f"{LINE_COHE}.supervisor", APPROVED_BY))
            )
        ).all()
    )
    db.session.execute(
        insert(Setting).values(
            name=LINE,
            cohe_id=cohe_id,
            value=LINE_VALUE,
            from_on=from_on,
            source=LINE_WHY,
            proposed_by_id=who[f"{LINE_COHE}.supervisor"],
            proposed_at=proposed,
            approved_by_id=who[APPROVED_BY],
            approved_at=approved,
        )
    )
    return 1


def put_training_content(today: date) -> int:
    """Training content that waits, where the COHE submitted none before. Inside a bulk unit; how many."""
    whose = select(Cohe.id).where(Cohe.slug == CONTENT_COHE)
    cohe_id = db.session.execute(whose).scalar_one_or_none()
    known = select(ApprovedContent.id).where(ApprovedContent.cohe_id == cohe_id)
    if cohe_id is None or db.session.execute(known).first() is not None:
        return 0
    day = add_business_days(today, -BUSINESS_DAYS_AGO)
    db.session.execute(
        insert(ApprovedContent).values(cohe_id=cohe_id, title=TITLE, submitted_on=day)
    )
    return 1
