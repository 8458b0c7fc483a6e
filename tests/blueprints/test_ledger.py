"""The 588 ledger and its what-if, for each who sees them."""

import re
from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

import pytest

from ohms.models.feed import FeedRun
from tests.blueprints.signing_in import as_person
from tests.blueprints.workload_centre import elm_at_its_pace, lines_of
from tests.house import House
from tests.html_tree import without_tags
from tests.pages import CheckedClient
from tests.statements import counted
from tests.workload_world import AT, CentreOfATest

PAGE = "/workload/588"
STATEMENTS_A_PAGE = 27
"""Two quarters at most, the positions, a count of up to 24 quarters, other time, the obligations; and the
session with the entry that records the reading."""


@pytest.fixture(autouse=True)
def _noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


@pytest.fixture
def elm(house: House) -> CentreOfATest:
    return elm_at_its_pace(house)


def test_it_tells_the_day_of_crossing_and_a_hire_that_avoids_it(
    client: CheckedClient, elm: CentreOfATest
) -> None:
    page = as_person(client, "elm.supervisor").get(PAGE).text
    assert "Q4 2026 is expected to pass 588 on" in without_tags(page)
    assert "None of the next four quarters" not in page
    assert "Tried on 3 past quarters" in without_tags(page)
    proposed = re.search(r'href="(/workload/588\?[^"#]+)#what-if"', page)
    assert proposed is not None
    under = without_tags(client.get(proposed[1].replace("&amp;", "&")).text)
    assert "at full speed after 8 weeks" in under
    assert "Under the what-if" in under


@pytest.mark.parametrize("who", ["supervisor", "manager"])
def test_today_tells_the_running_quarter_as_the_ledger_does(
    client: CheckedClient, elm: CentreOfATest, who: str
) -> None:
    """The figure so far and where it is heading, to the same decimal."""
    as_person(client, f"elm.{who}")
    told = without_tags(client.get("/").text)
    assert "Q4 2026 so far" in told
    page = without_tags(client.get(PAGE).text)
    assert "588 a quarter" not in page, "what stands so far is on no side of a quarter's limit"
    so_far = re.search(r"([\d.]+) *Claims per FTE so far", page)
    pace = re.search(r"([\d.]+) *At this pace", page)
    assert so_far
    assert pace
    assert f"{so_far[1]} Claims per FTE, Q4 2026 so far" in told
    assert f"at this pace {pace[1]}, above 588" in told


def test_a_departure_bends_the_forecast_and_filling_it_closes_the_vacancy(
    client: CheckedClient, elm: CentreOfATest
) -> None:
    """As in the demonstration's `inland`: its date, its line on the ledger, and its end."""
    with elm.house.app.app_context():
        leaver = elm.position("hsc2", 480)
        for first, minutes in ((date(2026, 7, 1), 28_000), (date(2026, 10, 1), 16_000)):
            elm.minutes(leaver, "hsc2", minutes, first)
        elm.claims(250, date(2026, 3, 2))  # of the year 2,402: more than one position carries
        elm.person("hsc3")
    as_person(client, "elm.supervisor")
    calm = "None of the next four quarters"
    assert calm in without_tags(client.get(PAGE).text)
    end = f"/staffing/positions/{leaver}"
    asked = f"{end}?step=end&last_on=2026-11-30&ended_by=departure"
    assert client.fill(asked, f"{end}/end").status_code == 303
    page = without_tags(client.get("/staffing").text)
    assert "Replace Hsc2 of elm" in page
    assert "Feb 28, 2027" in page
    assert "is expected to pass 588 on" in without_tags(client.get(PAGE).text)
    new = "/staffing/positions/new"
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "480")
    hired = {"username": "elm.hsc3", "role": "hsc", "from_on": "2026-12-07", **week}
    assert client.fill(f"{new}?{urlencode(hired)}", new).status_code == 303
    filled = without_tags(client.get("/staffing").text)
    assert "Hsc3 of elm begins, Dec 7 : in time" in filled
    assert calm in without_tags(client.get(PAGE).text)


def test_training_that_expires_unmet_lowers_the_capacity_until_it_is_met(
    client: CheckedClient, elm: CentreOfATest
) -> None:
    with elm.house.app.app_context():
        new = elm.position("hsc2", 480, from_on=date(2026, 6, 10))
        elm.minutes(new, "hsc2", 16_000, date(2026, 10, 1))
        elm.claims(265, date(2026, 10, 5))  # with which the pace alone looks well
        who = f"/staffing/people/{elm.person('hsc2')}"
    as_person(client, "elm.supervisor")
    page = without_tags(client.get(PAGE).text)
    assert "Hsc2 of elm (1.00 FTE) counts ahead to Dec 10, 2026 only" in page
    assert "With it met, Q4 2026 has 1." in page
    workload = without_tags(client.get("/workload").text)
    assert "Q4 2026 is expected to pass 588 on" in workload
    assert "though at this pace it ends at 582.3" in workload
    told = "The forecast counts 1.00 FTE to that day only"
    assert told in without_tags(client.get("/staffing").text)
    assert "One coordinator (1.00 FTE)" in without_tags(client.get(f"{PAGE}/brief").text)
    as_person(client, "elm.manager")
    accepted = {"subject": "", "evidence": "Had it in another COHE"}
    assert client.fill(who, f"{who}/accepted", **accepted).status_code == 303
    assert "counts ahead to" not in without_tags(client.get(PAGE).text)
    assert "At this pace the quarter ends at or below 588" in client.get("/workload").text
    assert told not in without_tags(client.get("/staffing").text)


def test_what_the_address_supposes_is_shown_beside_what_is_expected(
    client: CheckedClient, elm: CentreOfATest
) -> None:
    as_person(client, "elm.supervisor")
    hsc = elm.house.position["elm.hsc1"]
    gone = client.get(f"{PAGE}?departs={hsc}&departs_on=2026-12-31").text
    assert "Hsc1 of elm leaves after Thu Dec 31, 2026" in without_tags(gone)
    assert "not computable: no HSC time" in without_tags(gone)
    assert "no HSC time above" not in without_tags(gone), "there is nothing to hold claims against"
    fewer = without_tags(client.get(f"{PAGE}?volume_fewer=50").text)
    assert "50 percent fewer claims than expected: none of the next four quarters passes" in fewer
    both = client.get(f"{PAGE}?volume_fewer=50&departs={hsc}&departs_on=2026-12-31").text
    told = "50 percent fewer claims than expected: Q1 2027 ends with claims and no HSC time."
    assert told in without_tags(both)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("hire_hours=20", "Enter the day on which they begin."),
        ("hire_on=2026-11-01", "Enter a day from today on"),
        ("hire_on=nonsense", "nonsense"),
        ("departs=1", "Choose one of the list."),
        ("away=1&away_from=2026-12-02&away_to=2026-12-01", "Choose one of the list."),
        ("volume_more=1000", "whole number from 0 to 100"),
    ],
)
def test_a_wrong_supposition_is_told_beside_its_field_and_kept(
    client: CheckedClient, elm: CentreOfATest, state: str, sentence: str
) -> None:
    as_person(client, "elm.supervisor")
    answer = client.get(f"{PAGE}?{state}")
    assert answer.status_code == 422
    assert sentence in without_tags(answer.text) or sentence in answer.text
    assert "Under the what-if" not in answer.text


def test_the_parts_between_the_bases_open_the_rows_they_count(
    client: CheckedClient, elm: CentreOfATest
) -> None:
    page = as_person(client, "elm.supervisor").get(PAGE).text
    for kind, minutes in (("other&amp;category=meeting", 90), ("counted", 16_060)):
        link = re.search(rf'href="(/workload/minutes\?[^"]*kind={re.escape(kind)}[^"]*)"', page)
        assert link is not None, kind
        path = link[1].replace("&amp;", "&")
        lines = lines_of(client, path.replace("minutes?", "minutes.csv?"))
        assert sum(int(line["minutes"]) for line in lines) == minutes
        assert f"{minutes:,}" in client.get(path).text
    assert "kind=waiting" not in page, "no minute waits: nothing to open"
    positions = "/workload/positions?quarter=2026Q4&amp;cohe=elm&amp;fte=yes"
    assert page.count(positions) == 4  # each basis, and what was available
    assert "Hsc1 of elm" in client.get(positions.replace("&amp;", "&")).text
    assert "/workload/claims?quarter=2026Q4&amp;cohe=elm&amp;span=year" in page
    assert (
        "business day" not in without_tags(page).split("Claims are in to")[1].split("both are")[0]
    )


def test_a_late_feed_is_told_with_its_business_days(
    client: CheckedClient, elm: CentreOfATest
) -> None:
    with elm.house.app.app_context():
        elm.house.add(
            FeedRun,
            kind="claims",
            file_name="claims.csv",
            sha256="0" * 64,
            as_of_on=date(2026, 11, 19),
            state="done",
            started_at=AT,
        )
    page = without_tags(as_person(client, "elm.supervisor").get(PAGE).text)
    assert "Claims are in to Thu Nov 19, 2026 (2 business days late)" in page
    assert "both are counted to Thu Nov 19, 2026" in page


def test_a_contract_manager_sees_figures_and_no_person(
    client: CheckedClient, elm: CentreOfATest
) -> None:
    as_person(client, "elm.manager")
    for path in (PAGE, f"{PAGE}/brief", f"{PAGE}?hire_on=2027-01-04"):
        page = client.get(path).text
        assert "The quarters ahead" in page or "Forecast volumes" in page
        for hidden in ("Hsc1", "Ann of", "/workload/minutes", "/workload/p", 'name="departs"'):
            assert hidden not in page


def test_the_brief_holds_the_what_if_and_the_method_with_its_error(
    client: CheckedClient, elm: CentreOfATest
) -> None:
    as_person(client, "elm.supervisor")
    brief = without_tags(client.get(f"{PAGE}/brief?hire_on=2027-01-04&hire_hours=40").text)
    assert "a coordinator of 40 h a week begins on Mon Jan 4, 2027" in brief
    several = without_tags(client.get(f"{PAGE}?hire_on=2027-01-04&hire_hours=60").text)
    assert "coordinators of 60 h a week together begin on Mon Jan 4, 2027" in several
    assert "it was off by" in brief
    assert "What it would have said" in brief


def test_coordinators_have_no_ledger_and_another_cohe_none_to_see(
    client: CheckedClient, elm: CentreOfATest
) -> None:
    assert as_person(client, "elm.hsc1").get(PAGE).status_code == 403
    assert as_person(client, "alder.supervisor").get(f"{PAGE}?cohe=elm").status_code == 404


def test_a_centre_without_any_data_has_a_ledger(client: CheckedClient, house: House) -> None:
    page = without_tags(as_person(client, "birch.supervisor").get(PAGE).text)
    assert "There is too little past to try it on" in page
    brief = without_tags(client.get(f"{PAGE}/brief").text)
    for text in (page, brief, without_tags(client.get("/workload").text)):
        assert "at or below" not in text, "there is nothing yet that could be held against the line"
    assert "none claims" not in brief


def test_the_work_of_the_page_does_not_grow_with_the_past(
    client: CheckedClient, elm: CentreOfATest
) -> None:
    as_person(client, "elm.supervisor")
    client.get(PAGE)
    with counted(elm.house.app) as few:
        client.get(PAGE)
    with elm.house.app.app_context():
        elm.claims(5, date(2023, 10, 2))
        for number in range(2, 6):
            elm.minutes(elm.position(f"hsc{number}", 480), f"hsc{number}", 300, date(2026, 7, 6))
    with counted(elm.house.app) as many:
        client.get(f"{PAGE}?hire_on=2027-01-04")
    assert len(few) == len(many) <= STATEMENTS_A_PAGE, str(many)


def test_claims_without_any_hsc_time_are_told_as_that_and_pass_no_line(
    client: CheckedClient, house: House
) -> None:
    """As of a new COHE, before anybody logged time."""
    with house.app.app_context():
        centre = CentreOfATest(house, "new")
        centre.claims(9, date(2026, 11, 5))
    as_person(client, "new.supervisor")
    page = without_tags(client.get(PAGE).text)
    assert "Q4 2026 is expected to end with claims and no HSC time." in page
    assert "expected to pass" not in page
    assert "claims and no HSC time: to be discussed if it ends so" in without_tags(
        client.get("/").text
    )
