"""The rows behind the figures of the workload, and who opens them."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import update

from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.staff import Position
from tests.blueprints.signing_in import as_person
from tests.blueprints.workload_centre import cedar_at_work, lines_of
from tests.house import House
from tests.html_tree import without_tags
from tests.pages import CheckedClient
from tests.workload_world import CentreOfATest


@pytest.fixture(autouse=True)
def _noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


@pytest.fixture
def cedar(house: House) -> CentreOfATest:
    return cedar_at_work(house)


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


def test_required_fte_of_staffing_leads_to_the_claims_that_it_counts_where_time_lags_behind(
    client: CheckedClient, cedar: CentreOfATest
) -> None:
    """Workload counts to the last day with time in; what a change of positions is held against does not."""
    with cedar.house.app.app_context():
        cedar.claims(10, date(2026, 11, 20))
    as_person(client, "cedar.supervisor")
    page = client.get("/staffing").text
    figure = re.search(r'figure-digits" href="([^"]+)">0\.28<.{0,60} Required FTE', page)
    assert figure is not None, "250 claims of 141 days, stretched to a year, / 2,350"
    link = figure[1].replace("&amp;", "&")
    assert len(rows_of(client, link)) == 250
    lines = lines_of(client, link.replace("claims?", "claims.csv?"))
    assert len(lines) == 250
    assert "As of Nov 23, 2026" in without_tags(page)
    assert len(rows_of(client, "/workload/claims?cohe=cedar&span=year")) == 240
    ahead = link.replace("2026-11-23", "2026-12-24")
    assert "Nov 23, 2026" in client.get(ahead).text, "no day that is not over yet"


def test_positions_of_the_last_day_are_its_fte_where_all_of_it_and_nothing_else_is_shown(
    client: CheckedClient, cedar: CentreOfATest
) -> None:
    as_person(client, "cedar.supervisor")
    of, fte = "/workload/positions?quarter=2026Q3&cohe=cedar&held=last", "are the staffed FTE"
    assert fte in client.get(f"{of}&fte=yes").text
    for more in ("", f"&fte=yes&hsc={cedar.house.staff['cedar.hsc1']}"):
        page = client.get(f"{of}{more}").text
        assert ("Held on the last day counted" in page, fte in page) == (True, False), more


def test_minutes_of_the_whole_quarter_say_so_and_each_kind_can_be_come_back_to(
    client: CheckedClient, cedar: CentreOfATest
) -> None:
    as_person(client, "cedar.supervisor")
    of = "/workload/minutes?quarter=2026Q3&amp;cohe=cedar"
    shown = client.get(f"{of}&days=all&kind=confirmed&role=hsc".replace("&amp;", "&")).text
    current = '&amp;role=hsc&amp;days=all" aria-current="true">Minutes that count'
    assert f"{of}&amp;kind=confirmed{current}" in shown
    assert f'class="chip" href="{of}&amp;kind=confirmed&amp;role=hsc">All days' in shown
    assert f'class="chip" href="{of}&amp;kind=confirmed&amp;days=all">Coordinator' in shown
    back = f'href="{of}&amp;kind=confirmed&amp;role=hsc&amp;days=all">Minutes that count'
    assert back in client.get(f"{of}&days=all&kind=other&role=hsc".replace("&amp;", "&")).text
    assert "Minutes that count" not in client.get(of.replace("&amp;", "&")).text


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
