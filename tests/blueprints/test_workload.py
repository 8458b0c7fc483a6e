"""The workload page: a quarter, its people, the verdict and the pace."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from ohms.domain.values import Coordination
from ohms.models.tasks import Task
from tests.blueprints.signing_in import as_person
from tests.blueprints.workload_centre import THIRD, cedar_at_work
from tests.house import House
from tests.pages import CheckedClient
from tests.statements import counted
from tests.workload_world import AT, CentreOfATest

STATEMENTS_A_PAGE = 16
"""Of the page at most 12; the rest are the session and the entry that records the reading."""


@pytest.fixture(autouse=True)
def _noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


@pytest.fixture
def cedar(house: House) -> CentreOfATest:
    return cedar_at_work(house)


def test_a_supervisor_sees_the_quarter_its_people_and_the_verdict(
    client: CheckedClient, cedar: CentreOfATest
) -> None:
    page = as_person(client, "cedar.supervisor").get("/workload?quarter=2026Q3").text
    assert "Workload, Q3 2026" in page
    assert "Hsc1 of cedar" in page
    assert "Ann of cedar" in page
    assert "75 minutes waiting" in page
    assert "at or below 588" in page
    assert "strictly more calls for the discussion" in page


@pytest.mark.parametrize("username", ["alder.privacy", "admin", "lni.stayatwork"])
def test_who_has_no_part_in_staffing_opens_no_workload(
    client: CheckedClient, house: House, username: str
) -> None:
    assert as_person(client, username).get("/workload").status_code == 403


@pytest.mark.parametrize("quarter", ["2027Q1", "2026Q5", "nonsense", "9999Q4"])
def test_a_quarter_that_has_not_begun_or_is_none_does_not_exist(
    client: CheckedClient, house: House, quarter: str
) -> None:
    as_person(client, "alder.supervisor")
    assert client.get(f"/workload?quarter={quarter}").status_code == 404
    assert client.get("/workload?quarter=2026q4").status_code == 200


def test_the_page_tells_588_02_and_what_the_waiting_minutes_would_make_of_it(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        centre = CentreOfATest(house, "dogwood")
        position = centre.position("hsc1", 480)
        centre.setting("fte_basis", "logged")
        centre.claims(585, THIRD)
        centre.minutes(position, "hsc1", 31_040, THIRD)
        centre.minutes(position, "hsc1", 60, date(2026, 9, 1), voided_at=AT)
        centre.minutes(position, "hsc1", 100, date(2026, 9, 2), confirmed_at=None)
    page = as_person(client, "dogwood.supervisor").get("/workload?quarter=2026Q3").text
    assert "588.02" in page
    assert "588.0 " not in page
    assert "Above 588." in page
    assert "with them 586.1 claims per FTE" in page


def test_an_unfinished_quarter_tells_its_pace_as_a_warning(
    client: CheckedClient, cedar: CentreOfATest
) -> None:
    with cedar.house.app.app_context():
        cedar.claims(600, date(2026, 10, 5))
        position = cedar.house.position["cedar.hsc1"]
        cedar.minutes(position, "hsc1", 9_000, date(2026, 10, 5))
        cedar.minutes(position, "hsc1", 400, date(2026, 11, 23))
    page = as_person(client, "cedar.supervisor").get("/workload").text
    assert "to Mon Nov 23, 2026" in page
    assert "At this pace the quarter ends above 588." in page
    assert "A warning, no obligation" in page
    assert "too many" in page


def test_claims_without_hsc_time_are_told_as_what_they_are(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        CentreOfATest(house, "dogwood").claims(40, date(2026, 10, 5))
    page = as_person(client, "dogwood.supervisor").get("/workload").text
    assert "No HSC time is in beside 40 claims." in page
    assert "no HSC time claims" not in page
    brief = client.get("/workload/588/brief").text
    assert "No HSC time is in beside them, which is above 588." in brief


def test_a_pace_is_not_told_before_ten_business_days(
    client: CheckedClient, cedar: CentreOfATest, clock: Callable[[str], None]
) -> None:
    clock("2026-10-09T12:00:00-07:00")
    with cedar.house.app.app_context():
        cedar.claims(100, date(2026, 10, 5))
        cedar.minutes(cedar.house.position["cedar.hsc1"], "hsc1", 400, date(2026, 10, 8))
    page = as_person(client, "cedar.supervisor").get("/workload").text
    assert "Too early to tell a pace" in page
    assert "At this pace the quarter" not in page


def test_open_claims_and_overdue_tasks_agree_with_the_lists_behind_them(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        for due in (date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24)):
            house.add(
                Task,
                claim_id=house.claim["AL10001"],
                cohe_id=house.cohe["alder"],
                owner_id=house.staff["alder.hsc1"],
                title="Call the clinic",
                due_by=due,
                appears_on=date(2026, 11, 1),
                written_at=AT,
            )
    page = as_person(client, "alder.supervisor").get("/workload").text
    staff = house.staff["alder.hsc1"]
    new = f"/claims?scope=cohe&amp;assignee={staff}&amp;coordination={Coordination.NEW.value}"
    assert re.search(rf'href="{re.escape(new)}">2<', page)
    assert "of 2" in client.get(new.replace("&amp;", "&")).text
    overdue = f"/tasks?owner={staff}&amp;due=overdue"
    assert re.search(rf'href="{re.escape(overdue)}">2<', page)
    assert "of 2" in client.get(overdue.replace("&amp;", "&")).text


@pytest.mark.parametrize(
    ("instant", "quarter"),
    [
        ("2026-09-30T16:30:00-07:00", "Q3 2026"),
        ("2026-09-30T17:30:00-07:00", "Q3 2026"),
        ("2026-09-30T23:59:00-07:00", "Q3 2026"),
        ("2026-10-01T00:01:00-07:00", "Q4 2026"),
        ("2026-11-01T01:30:00-07:00", "Q4 2026"),
        ("2026-03-08T23:59:00-07:00", "Q1 2026"),
    ],
)
def test_the_running_quarter_is_the_pacific_days(
    client: CheckedClient,
    house: House,
    clock: Callable[[str], None],
    instant: str,
    quarter: str,
) -> None:
    clock(instant)
    page = as_person(client, "alder.supervisor").get("/workload").text
    assert f"Workload, {quarter}" in page
    assert "Quarter after" not in page


def test_twelve_quarters_and_many_people_take_no_more_statements(
    client: CheckedClient, cedar: CentreOfATest
) -> None:
    as_person(client, "cedar.supervisor")
    client.get("/workload?quarter=2026Q3")
    with counted(cedar.house.app) as few:
        client.get("/workload?quarter=2026Q3")
    with cedar.house.app.app_context():
        day = date(2023, 10, 2)
        while day < THIRD:
            cedar.claims(1, day)
            day += timedelta(days=30)
        for number in range(3, 9):
            position = cedar.position(f"hsc{number}", 480)
            cedar.minutes(position, f"hsc{number}", 300, THIRD)
    with counted(cedar.house.app) as many:
        page = client.get("/workload?quarter=2026Q3").text
    assert "Q4 2023" in page
    assert len(few) == len(many) <= STATEMENTS_A_PAGE, str(many)
