"""What each COHE of the demonstration put first among the pages at hand, in its supervisor's words."""

from datetime import date, datetime, time

from sqlalchemy import insert, select

from ohms.domain.calendar import PACIFIC, add_business_days
from ohms.domain.house_resources import HOUSE_RESOURCES
from ohms.extensions import db
from ohms.models.cohes import Cohe
from ohms.models.resources import ResourceVersion
from ohms.models.staff import StaffMember

FIRST_OF = {
    "cascade": ("uw-frq", "Print it before you call; ask in its own words, and keep to its order."),
    "puget": ("lni-stay-at-work", "Send this to an employer who says that there is no light duty."),
    "inland": ("lni-next-steps", "For the worker who asks how to change the attending provider."),
}
BUSINESS_DAYS_AGO = 20


def put_resources(today: date) -> int:
    """One page in the words of each COHE that has changed none yet. Inside a bulk unit; how many."""
    changed = select(ResourceVersion.cohe_id)
    rows = db.session.execute(
        select(Cohe.id, Cohe.slug, StaffMember.id)
        .join(StaffMember, StaffMember.username == Cohe.slug + ".supervisor")
        .where(Cohe.slug.in_(FIRST_OF), Cohe.id.not_in(changed))
    ).all()
    house = {each.key: each for each in HOUSE_RESOURCES}
    at = datetime.combine(
        add_business_days(today, -BUSINESS_DAYS_AGO), time(15, 40), tzinfo=PACIFIC
    )
    made = []
    for cohe_id, slug, supervisor_id in rows:
        key, note = FIRST_OF[slug]
        made.append(
            {
                "cohe_id": cohe_id,
                "resource_key": key,
                "number": 1,
                "title": house[key].title,
                "address": house[key].address,
                "note": note,
                "place": 1,
                "listed": True,
                "written_by_id": supervisor_id,
                "written_at": at,
            }
        )
    if made:
        db.session.execute(insert(ResourceVersion), made)
    return len(made)
