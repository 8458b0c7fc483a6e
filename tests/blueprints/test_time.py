"""My week, as a coordinator uses it."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from ohms.domain.values import Capture, NoteEventKind, StandardWork
from ohms.models.notes import CaseNote, NoteEvent
from ohms.models.time import TimeEntry
from tests.house import PASSWORD, House, count_of
from tests.pages import CheckedClient

MONDAY = date(2026, 11, 23)
TUESDAY = date(2026, 11, 24)
ENTERED = datetime(2026, 11, 24, 18, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def signed_in(client: CheckedClient, username: str = "alder.hsc1") -> CheckedClient:
    assert client.fill("/login", username=username, password=PASSWORD).status_code == 303
    return client


def add_entry(house: House, username: str = "alder.hsc1", **values: object) -> int:
    facts: dict[str, object] = {
        "staff_id": house.staff[username],
        "position_id": house.position[username],
        "cohe_id": house.cohe[username.partition(".")[0]],
        "claim_id": house.claim["AL10001" if username.startswith("alder") else "BI10001"],
        "standard_work": StandardWork.BARRIERS,
        "performed_on": MONDAY,
        "minutes": 75,
        "capture": Capture.TYPED,
        "entered_by_id": house.staff[username],
        "entered_at": ENTERED,
        "confirmed_at": ENTERED,
    }
    with house.app.app_context():
        return house.add(TimeEntry, **{**facts, **values})


def test_quick_entry_for_a_claim_stands_in_its_cell(client: CheckedClient, house: House) -> None:
    signed_in(client)
    answer = client.fill(
        "/time",
        "log",
        performed_on="11/23",
        minutes="95",
        claim_number="al 10001",
        standard_work="return_to_work",
    )
    assert answer.location == "/time?week=2026-11-23"
    page = client.get("/time").text
    assert "95 minutes logged." in page
    assert "/time?week=2026-11-23&amp;day=2026-11-23&amp;kind=return_to_work#entries" in page
    assert 'href="/claims/AL10001"' in page
