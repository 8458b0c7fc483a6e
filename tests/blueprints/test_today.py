"""Today, as a coordinator finds it, and how fresh it is."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from ohms.domain.milestones import first_contact_due
from ohms.domain.values import (
    Capture,
    OtherTime,
    StandardWork,
)
from ohms.models.coverage import Coverage
from ohms.models.feed import FeedRun
from ohms.models.notes import CaseNote
from ohms.models.time import TimeEntry
from ohms.queries.today import established_by
from tests.blueprints.signing_in import as_person
from tests.house import House, add_claim
from tests.pages import CheckedClient
from tests.statements import counted
from tests.tasks import put_task, row_links, said
from tests.today import NOON, figures, furnish_a_day

AT = datetime(2026, 11, 24, 20, tzinfo=UTC)
Clock = Callable[[str], None]


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock(NOON)


def test_each_count_of_a_coordinator_is_the_number_of_rows_that_it_opens(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        furnish_a_day(house)
    found = figures(as_person(client, "alder.hsc1").get("/").text)
    expected = {"Overdue tasks": 2, "Tasks due today": 1, "New claims": 12, "No contact yet": 12}
    for label, number in expected.items():
        count, href = found[label]
        assert count == number, label
        assert href is not None
        assert len(row_links(client.get(href).text)) == number, href


def test_the_page_names_the_tasks_and_the_newest_claims_and_says_how_many_more(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        furnish_a_day(house)
    page = said(as_person(client, "alder.hsc1").get("/").text)
    assert "Late" in page
    assert "Nov 20, overdue 2 business days" in page
    assert "Coming" not in page
    assert "Of hsc2" not in page
    assert "All 12 new claims" in page
    assert "AL20009" in page
    assert "BI1000" not in page


def test_first_contacts_are_told_by_the_end_of_their_ten_business_days(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        add_claim(house, "alder", "AL20001", provider="alder.1", established_on=date(2026, 11, 12))
        add_claim(house, "alder", "AL20002", provider="alder.1", established_on=date(2026, 11, 24))
    page = said(as_person(client, "alder.hsc1").get("/").text)
    # Established on November 3: Veterans Day is no business day, so it ended on the 18th.
    assert "2 have passed that, 1 is due by Tue, Dec 1." in page
    assert "AL20001 WorkerAL20001, Jo by Nov 30" in page
    assert "passed Nov 18" in page


@pytest.mark.parametrize("deadline", [date(2026, 11, day) for day in range(18, 31)])
def test_a_deadline_is_turned_into_the_last_day_of_establishing(deadline: date) -> None:
    last = established_by(deadline)
    assert first_contact_due(last).day <= deadline
    assert first_contact_due(date.fromordinal(last.toordinal() + 1)).day > deadline


def test_a_coordinator_reads_whom_they_cover_and_what_they_left_unsigned(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        for provider, to_on in (("alder.2", date(2026, 11, 25)), ("alder.1", date(2026, 11, 23))):
            house.add(
                Coverage,
                provider_id=house.provider[provider],
                cohe_id=house.cohe["alder"],
                absent_id=house.staff["alder.hsc2"],
                covering_id=house.staff["alder.hsc1"],
                from_on=date(2026, 11, 23),
                to_on=to_on,
            )
        for author in ("alder.hsc1", "alder.hsc2"):
            house.add(
                CaseNote,
                claim_id=house.claim["AL10003"],
                cohe_id=house.cohe["alder"],
                author_id=house.staff[author],
                position_id=house.position[author],
                standard_work=StandardWork.BARRIERS,
                body=f"Draft of {author}",
                performed_on=date(2026, 11, 24),
                written_at=AT,
            )
    page = said(as_person(client, "alder.hsc1").get("/").text)
    assert "Tam Nguyen of alder: Doctor2 today, until Wed, Nov 25" in page
    assert "Doctor1 until" not in page
    assert "Notes you have not signed 1" in page
    assert "AL10003 Assess barriers" in page


def put_minutes(house: House, who: str, minutes: int, day: int, **values: object) -> None:
    facts: dict[str, object] = {
        "staff_id": house.staff[who],
        "position_id": house.position[who],
        "cohe_id": house.cohe[who.partition(".")[0]],
        "performed_on": date(2026, 11, day),
        "minutes": minutes,
        "capture": Capture.TYPED,
        "entered_by_id": house.staff[who],
        "entered_at": AT,
        "confirmed_at": AT,
    }
    house.add(TimeEntry, **{**facts, **values})


def test_minutes_are_those_of_today_and_of_the_week_since_monday(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        claim = house.claim["AL10001"]
        put_minutes(house, "alder.hsc1", 12, 24, claim_id=claim)
        put_minutes(house, "alder.hsc1", 30, 23, category=OtherTime.MEETING)
        put_minutes(house, "alder.hsc1", 60, 22, claim_id=claim)
        put_minutes(house, "alder.hsc1", 99, 24, claim_id=claim, voided_at=AT)
        put_minutes(house, "alder.hsc2", 7, 24, claim_id=claim)
        put_minutes(house, "birch.hsc1", 500, 24, category=OtherTime.MEETING)
    found = figures(as_person(client, "alder.hsc1").get("/").text)
    assert found["My minutes today"][0] == 12
    assert found["My minutes this week"][0] == 42
    lead = figures(as_person(client, "alder.supervisor").get("/").text)
    assert lead["Minutes on claims this week"][0] == 19
    assert lead["Other minutes this week"][0] == 30


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-11-13", "Feed as of Fri, Nov 13"),
        ("2026-11-16", "Feed as of Fri, Nov 13"),
        ("2026-11-17", "Feed as of Fri, Nov 13, 1 business day late"),
        ("2026-11-30", "Feed as of Fri, Nov 13, 8 business days late"),
    ],
)
def test_the_feed_is_late_by_the_business_days_that_should_have_come(
    client: CheckedClient, house: House, clock: Clock, day: str, told: str
) -> None:
    with house.app.app_context():
        for state, as_of in (("done", 13), ("done", 12), ("failed", 14)):
            house.add(
                FeedRun,
                kind="claims",
                file_name="claims.csv",
                sha256="0" * 64,
                as_of_on=date(2026, 11, as_of),
                state=state,
                started_at=AT,
            )
    clock(f"{day}T12:00:00-08:00")
    page = said(as_person(client, "alder.supervisor").get("/").text)
    assert told in page
    assert (" late" in told) == (" late" in page)


@pytest.mark.parametrize("time", ["16:30", "17:30", "23:59"])
def test_in_the_evening_today_is_still_today(
    client: CheckedClient, house: House, clock: Clock, time: str
) -> None:
    with house.app.app_context():
        put_task(house, "AL10001", "Due", due_by=date(2026, 11, 24))
        put_task(house, "AL10001", "Late", due_by=date(2026, 11, 23))
    clock(f"2026-11-24T{time}:00-08:00")
    page = as_person(client, "alder.hsc1").get("/").text
    assert "Tue, Nov 24" in said(page)
    assert figures(page)["Tasks due today"][0] == 1
    assert figures(page)["Overdue tasks"][0] == 1


@pytest.mark.parametrize("username", ["alder.hsc1", "alder.supervisor", "alder.assistant1"])
def test_statements_are_few_and_do_not_grow_with_the_rows(
    client: CheckedClient, house: House, username: str
) -> None:
    as_person(client, username)
    client.get("/")
    with counted(house.app) as few:
        client.get("/")
    with house.app.app_context():
        furnish_a_day(house)
    with counted(house.app) as many:
        assert "All 12 new claims" in client.get("/").text or username != "alder.hsc1"
    assert len(many) == len(few) <= 31, str(many)
