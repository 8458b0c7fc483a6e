"""The minutes of one claim: one's own row by row, everybody's in sum, exact."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from ohms.domain.values import Capture, StandardWork
from ohms.models.time import TimeEntry
from tests.blueprints.signing_in import as_person
from tests.house import House
from tests.pages import CheckedClient
from tests.tasks import next_link, said

AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
PAGE = "/claims/AL10002/time"


def put_minutes(house: House, minutes: int, who: str = "alder.hsc1", **changes: Any) -> int:
    facts: dict[str, Any] = {
        "claim_id": house.claim["AL10002"],
        "cohe_id": house.cohe["alder"],
        "staff_id": house.staff[who],
        "position_id": house.position[who],
        "standard_work": StandardWork.RETURN_TO_WORK,
        "performed_on": date(2026, 11, 20),
        "minutes": minutes,
        "capture": Capture.TYPED,
        "entered_by_id": house.staff[who],
        "entered_at": AT,
        "confirmed_at": AT,
    }
    return house.add(TimeEntry, **{**facts, **changes})


@pytest.fixture(autouse=True)
def _worked(house: House) -> None:
    with house.app.app_context():
        put_minutes(house, 22, capture=Capture.CAPTURED)
        put_minutes(house, 8)
        put_minutes(house, 90, standard_work=StandardWork.SURGERY, confirmed_at=None)
        put_minutes(house, 45, "alder.assistant1", capture=Capture.CAPTURED)
        put_minutes(house, 500, voided_at=AT)


def test_ones_own_minutes_stand_by_day_and_everybodys_in_sum_alone(client: CheckedClient) -> None:
    page = said(as_person(client, "alder.hsc1").get(PAGE).text)
    assert "2 h 45 min on this claim (165 minutes): 67 captured by the clock, 98 typed." in page
    assert "90 of them wait" in page
    assert "Return to work 75 30" in page
    assert "Surgical care 90 90" in page
    assert "Rosa Alvarez of alder 120 Others, in sum 45" in page
    assert "Kari Olsen" not in page
    assert "Fri, Nov 20 Rosa Alvarez of alder Return to work 30 22 captured" in page
    assert "Surgical care 90 Typed, 90 waiting" in page


def test_a_supervisor_reads_everybodys_rows_and_not_how_they_came_to_be(
    client: CheckedClient,
) -> None:
    page = said(as_person(client, "alder.supervisor").get(PAGE).text)
    assert "Rosa Alvarez of alder 120 Kari Olsen of alder 45" in page
    assert "Others, in sum" not in page
    assert "Return to work 45 Their own to see" in page
    assert "22 captured" not in page


def test_an_assistant_sees_the_time_of_their_claims_and_nobody_that_of_foreign_ones(
    client: CheckedClient,
) -> None:
    page = said(as_person(client, "alder.assistant1").get(PAGE).text)
    assert "Kari Olsen of alder 45 Others, in sum 120" in page
    assert client.get("/claims/AL10001/time").status_code == 404
    assert as_person(client, "birch.supervisor").get(PAGE).status_code == 404
    assert as_person(client, "lni.contract").get(PAGE).status_code == 404


def test_many_days_are_walked_by_cursor(client: CheckedClient, house: House) -> None:
    with house.app.app_context():
        for day in range(1, 31):
            for item in (StandardWork.RECOVERY, StandardWork.BARRIERS):
                put_minutes(house, 1, standard_work=item, performed_on=date(2026, 9, day))
    first = as_person(client, "alder.hsc1").get(PAGE).text
    assert "1–50 of 62" in said(first)
    on = next_link(first)
    assert on is not None
    assert "51–62 of 62" in said(client.get(on).text)
