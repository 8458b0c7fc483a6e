"""What tests of triage put into the house, and how they read its list and decide."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from ohms.domain.values import (
    ClaimStatus,
    TimeLossKind,
    WorkStatus,
)
from ohms.models.claims import Claim
from ohms.models.medical import (
    TimeLossPayment,
    WorkStatusEpisode,
)
from ohms.queries.guard import unscoped
from tests.house import House, one
from tests.pages import CheckedClient
from tests.tasks import csrf, row_links

ADAY = datetime(2026, 11, 20, 18, tzinfo=UTC)


def listed(client: CheckedClient, path: str = "/triage") -> list[str]:
    return [link.rpartition("/")[2] for link in row_links(client.get(path).text)]


def claim_of(house: House, number: str) -> Any:
    with house.app.app_context(), unscoped("a test looks"):
        return one(select(Claim).where(Claim.claim_number == number))


def off_work(house: House, number: str, from_on: date, to_on: date | None = None) -> None:
    house.add(
        WorkStatusEpisode,
        claim_id=house.claim[number],
        cohe_id=house.cohe["alder"],
        work_status=WorkStatus.OFF_WORK,
        source="apf",
        from_on=from_on,
        to_on=to_on,
    )


def pay_time_loss(house: House, number: str, from_on: date, to_on: date) -> None:
    """As the feed does it: the payment, and the claim's summary of it."""
    from sqlalchemy import update

    from ohms.commands.unit_of_work import bulk_unit
    from ohms.extensions import db

    house.add(
        TimeLossPayment,
        claim_id=house.claim[number],
        cohe_id=house.cohe["alder"],
        paid_from_on=from_on,
        paid_to_on=to_on,
        kind=TimeLossKind.TIME_LOSS,
    )
    with bulk_unit("furnish", None):
        db.session.execute(
            update(Claim).where(Claim.claim_number == number).values(on_time_loss=True)
        )


def decide(client: CheckedClient, number: str, decision: str, **values: str) -> int:
    sent = {"csrf_token": csrf(client, "/triage"), "decision": decision, **values}
    return client.post(f"/triage/{number}", data=sent).status_code


def reopen(house: House, number: str) -> None:
    from sqlalchemy import update

    from ohms.commands.unit_of_work import bulk_unit
    from ohms.extensions import db

    with bulk_unit("furnish", None):
        db.session.execute(
            update(Claim).where(Claim.claim_number == number).values(status=ClaimStatus.REOPENED)
        )
