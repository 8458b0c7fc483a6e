"""The workload page and the rows behind its figures, for each role."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.values import Coordination, Role
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.staff import Position
from ohms.models.tasks import Task
from tests.blueprints.signing_in import as_person
from tests.house import House
from tests.pages import CheckedClient
from tests.statements import counted
from tests.workload_world import AT, CentreOfATest

THIRD = date(2026, 7, 6)
STATEMENTS_A_PAGE = 16
"""Of the page at most 12; the rest are the session and the entry that records the reading."""


@pytest.fixture(autouse=True)
def _noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


@pytest.fixture
def cedar(house: House) -> CentreOfATest:
    """A centre with two coordinators and an assistant at work in the third quarter."""
    with house.app.app_context():
        centre = CentreOfATest(house, "cedar")
        for name, role, minutes in (
            ("hsc1", Role.HSC, 20_000),
            ("hsc2", Role.HSC, 12_000),
            ("ann", Role.HSC_ASSISTANT, 900),
        ):
            position = house.position[f"cedar.{name}"] = centre.position(name, 480, role=role)
            centre.minutes(position, name, minutes, THIRD)
            centre.meeting(position, name, 45, date(2026, 9, 1))
        first = house.position["cedar.hsc1"]
        centre.minutes(first, "hsc1", 75, date(2026, 9, 2), confirmed_at=None)
        centre.minutes(first, "hsc1", 500, date(2026, 9, 3), voided_at=AT)
        centre.claims(240, THIRD)
        return centre


def lines_of(client: CheckedClient, path: str) -> list[dict[str, str]]:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def rows_of(client: CheckedClient, path: str) -> list[str]:
    """The ids or numbers of all rows of a list, page after page."""
    found: list[str] = []
    while path:
        text = client.get(path).text
        body = text[text.index("<tbody>") : text.index("</tbody>")]
        found += re.findall(r'<th scope="row"[^>]*><a href="(?:/claims|/time/entries)/(\w+)"', body)
        following = re.search(r'href="([^"]+)" rel="next"', text)
        path = following[1].replace("&amp;", "&") if following else ""
    return found


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


def test_a_figure_its_rows_and_its_csv_agree(client: CheckedClient, cedar: CentreOfATest) -> None:
    as_person(client, "cedar.supervisor")
    page = client.get("/workload?quarter=2026Q3").text
    link = "/workload/claims?quarter=2026Q3&cohe=cedar"
    figure = re.search(
        rf'figure-digits" href="{re.escape(link.replace("&", "&amp;"))}">(\d+)', page
    )
    assert figure is not None
    assert figure[1] == "240"
    rows = rows_of(client, link)
    lines = lines_of(client, link.replace("claims?", "claims.csv?"))
    assert len(rows) == len(set(rows)) == 240
    assert rows == [line["claim_number"] for line in lines]


@pytest.mark.parametrize(
    ("kind", "minutes"),
    [("counted", 32_900), ("waiting", 75), ("other", 135), ("all", 33_110)],
)
def test_minutes_of_each_kind_agree_with_their_rows_and_their_csv(
    client: CheckedClient, cedar: CentreOfATest, kind: str, minutes: int
) -> None:
    as_person(client, "cedar.supervisor")
    state = f"quarter=2026Q3&cohe=cedar&kind={kind}"
    lines = lines_of(client, f"/workload/minutes.csv?{state}")
    assert sum(int(line["minutes"]) for line in lines) == minutes
    assert rows_of(client, f"/workload/minutes?{state}") == [line["id"] for line in lines]
    assert (
        f'<span class="count">{minutes:,}</span>' in client.get(f"/workload/minutes?{state}").text
    )


def test_the_minutes_of_a_position_are_the_rows_behind_its_figure(
    client: CheckedClient, cedar: CentreOfATest
) -> None:
    as_person(client, "cedar.supervisor")
    position = cedar.house.position["cedar.hsc2"]
    state = f"quarter=2026Q3&cohe=cedar&kind=counted&position={position}"
    assert state.replace("&", "&amp;") in client.get("/workload?quarter=2026Q3").text
    lines = lines_of(client, f"/workload/minutes.csv?{state}")
    assert sum(int(line["minutes"]) for line in lines) == 12_000
    assert {line["staff"] for line in lines} == {"Hsc2 of cedar"}


def test_a_restricted_claim_is_counted_and_not_told(
    client: CheckedClient, cedar: CentreOfATest
) -> None:
    with cedar.house.app.app_context(), bulk_unit("furnish", None) as unit:
        unit.entries.append(Entry("furnish"))
        number = f"W{cedar.cohe * 10_000 + 7:06d}"
        restrict = update(Claim).where(Claim.claim_number == number).values(restricted=True)
        db.session.execute(restrict)
    as_person(client, "cedar.supervisor")
    link = "/workload/claims?quarter=2026Q3&cohe=cedar"
    assert "1 of them is restricted to named people" in client.get(link).text
    assert number not in rows_of(client, link)
    lines = lines_of(client, link.replace("claims?", "claims.csv?"))
    assert len(lines) == 240
    assert [line for line in lines if not line["claim_number"]] == [
        {"claim_number": "", "provider": "", "initiated_on": "", "status": ""}
    ]


def test_a_coordinator_sees_only_their_own_minutes(
    client: CheckedClient, cedar: CentreOfATest
) -> None:
    as_person(client, "cedar.hsc2")
    page = client.get("/workload?quarter=2026Q3").text
    assert "My workload" in page
    assert "Hsc2 of cedar" in page
    assert "Hsc1 of cedar" not in page
    assert "strictly more calls" not in page
    for path in ("/workload/minutes.csv", "/workload/minutes.csv?position=1"):
        join = "&" if "?" in path else "?"
        lines = lines_of(client, f"{path}{join}quarter=2026Q3&kind=all")
        assert {line["staff"] for line in lines} <= {"Hsc2 of cedar"}
    every = lines_of(client, "/workload/minutes.csv?quarter=2026Q3&kind=all")
    assert sum(int(line["minutes"]) for line in every) == 12_045


def test_a_contract_manager_sees_figures_without_people_and_without_rows(
    client: CheckedClient, cedar: CentreOfATest
) -> None:
    with cedar.house.app.app_context():
        staff = cedar.person("manager")
        cedar.house.add(
            Position,
            staff_id=staff,
            role=Role.CONTRACT_MANAGER,
            cohe_id=cedar.cohe,
            from_on=date(2020, 1, 1),
        )
    as_person(client, "cedar.manager")
    page = client.get("/workload?quarter=2026Q3").text
    assert ">240<" in page
    assert "Claim-specific" in page
    for hidden in ("Hsc1", "Hsc2", "Ann of", "/workload/minutes", "/workload/claims", "/tasks?"):
        assert hidden not in page
    for path in ("claims", "claims.csv", "minutes", "minutes.csv"):
        assert client.get(f"/workload/{path}?quarter=2026Q3&cohe=cedar").status_code == 404


def test_the_workload_of_another_cohe_does_not_exist(
    client: CheckedClient, cedar: CentreOfATest
) -> None:
    for username in ("alder.supervisor", "alder.hsc1", "lni.contract"):
        as_person(client, username)
        assert client.get("/workload?cohe=alder").status_code == 200
        assert client.get("/workload?cohe=cedar").status_code == 404
    as_person(client, "alder.supervisor")
    for path in ("claims", "claims.csv", "minutes", "minutes.csv"):
        assert client.get(f"/workload/{path}?cohe=alder").status_code == 200
        assert client.get(f"/workload/{path}?cohe=cedar").status_code == 404
    assert lines_of(client, "/workload/minutes.csv?quarter=2026Q3&kind=all") == []


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
