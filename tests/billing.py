"""A batch of billed time; call it inside an app context."""

from datetime import UTC, date, datetime
from hashlib import sha256

from ohms.domain.billing import PLACEHOLDER
from ohms.models.billing import BillingBatch
from tests.house import House

MADE_AT = datetime(2026, 11, 5, 18, tzinfo=UTC)
CONTENT = b"line,kind\r\n"


def add_batch(house: House, slug: str, made_at: datetime = MADE_AT) -> int:
    """An empty one of October 2026; its id."""
    return house.add(
        BillingBatch,
        cohe_id=house.cohe[slug],
        number=1,
        from_on=date(2026, 10, 1),
        through_on=date(2026, 10, 31),
        code=PLACEHOLDER,
        unit_minutes=1,
        round_up=False,
        made_by_id=house.staff[f"{slug}.supervisor"],
        made_at=made_at,
        content=CONTENT,
        sha256=sha256(CONTENT).hexdigest(),
    )
