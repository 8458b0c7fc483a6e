"""The load of each person, the rows behind each figure, and work moved with its consequence told."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from ohms.domain.load import WEEKS, Kind
from ohms.domain.values import Complexity, Coordination, StandardWork
from ohms.models.claims import Claim
from ohms.models.providers import ProviderAssignment
from ohms.queries.load import caseloads
from tests.blueprints.signing_in import as_person
from tests.house import House, one
from tests.pages import CheckedClient
from tests.statements import counted
from tests.workload_world import CentreOfATest

TODAY = date(2026, 11, 18)  # a Wednesday of a week without a holiday
MONDAY = date(2026, 11, 16)
FIRST = MONDAY - timedelta(weeks=WEEKS)
QUARTER = (date(2026, 10, 1), date(2026, 11, 17))
ACTIVE = Kind(Coordination.ACTIVE, False, False)


@pytest.fixture(autouse=True)
def _noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-18T12:00:00-08:00")


@pytest.fixture
def elm(house: House) -> CentreOfATest:
    """Two coordinators; hsc1 has four active claims on which 120 minutes a week were worked."""
    with house.app.app_context():
        centre = CentreOfATest(house, "elm")
        for name in ("hsc1", "hsc2"):
            centre.position(name, 480)
        house.add(
            ProviderAssignment,
            provider_id=centre.provider,
            cohe_id=centre.cohe,
            staff_id=centre.person("hsc1"),
            from_on=date(2020, 1, 1),
        )
        centre.claims(4, FIRST, coordination=Coordination.ACTIVE, complexity=Complexity.STANDARD)
        return centre


def work(centre: CentreOfATest, weeks: int = WEEKS) -> None:
    position = centre.position("hsc1", 0)
    claim = claim_of(centre, 1)
    for number in range(weeks):
        centre.minutes(
            position,
            "hsc1",
            120,
            MONDAY - timedelta(weeks=number + 1),
            claim_id=claim,
            standard_work=StandardWork.RECOVERY,
        )


def claim_of(centre: CentreOfATest, number: int) -> int:
    wanted = f"W{centre.cohe * 10_000 + number:06d}"
    return int(one(select(Claim.id).where(Claim.claim_number == wanted)))


def test_a_claim_is_expected_to_ask_for_what_its_kind_asked_for_in_thirteen_weeks(
    elm: CentreOfATest,
) -> None:
    with elm.house.app.app_context():
        work(elm)
        found = caseloads(elm.actor(TODAY), elm.cohe, QUARTER)
        person = found.of(elm.person("hsc1"))
        assert found.expected.of(ACTIVE) == 30
        assert person.load.expected == 120
        assert person.load.available == 2400 - 240
        assert person.items == {StandardWork.RECOVERY: 6 * 120}
        assert found.of(elm.person("hsc2")).load.expected == 0


def test_before_thirteen_weeks_the_setting_is_expected(elm: CentreOfATest) -> None:
    with elm.house.app.app_context():
        work(elm, WEEKS - 1)
        found = caseloads(elm.actor(TODAY), elm.cohe, QUARTER)
        assert found.of(elm.person("hsc1")).load.expected == 4 * 8


def test_every_figure_of_the_page_is_the_number_of_rows_behind_it(
    client: CheckedClient, elm: CentreOfATest
) -> None:
    with elm.house.app.app_context():
        work(elm)
        elm.claims(1, FIRST, coordination=Coordination.CLOSED, on_time_loss=True)
        elm.claims(1, FIRST, coordination=Coordination.ON_HOLD, on_time_loss=True)
    as_person(client, "elm.supervisor")
    page = client.get("/workload/load").text
    assert "Hsc1 of elm" in page
    person = elm.house.staff["elm.hsc1"]
    for asked, rows in (
        ("open=yes", 5),
        ("coordination=active", 4),
        ("complexity=standard&open=yes", 5),
        ("time_loss=yes&open=yes", 1),
    ):
        href = f"/claims?scope=cohe&assignee={person}&{asked}"
        assert f'href="{href.replace("&", "&amp;")}">{rows}<' in page
        lines = client.get(href.replace("/claims?", "/claims.csv?")).text.strip().splitlines()
        assert len(lines) == rows + 1, asked
    minutes = f"/workload/minutes?cohe=elm&quarter=2026Q4&hsc={person}&item=recovery"
    assert f'{minutes.replace("&", "&amp;")}">720<' in page
    assert "720" in client.get(minutes).text


def test_work_moves_after_its_consequence_was_told(
    client: CheckedClient, elm: CentreOfATest
) -> None:
    with elm.house.app.app_context():
        work(elm)
        numbers = [f"W{elm.cohe * 10_000 + number:06d}" for number in (1, 2)]
    as_person(client, "elm.supervisor")
    page = client.get("/workload/rebalance").text
    # 120 of 2,160 minutes are 6 %, half of them 3 %.
    assert "This takes Hsc2 of elm from 0 % to 3 %, and Hsc1 of elm from 6 % to 3 %." in page
    asked = f"/workload/rebalance?ticked=yes&claim={numbers[0]}"
    assert "This takes Hsc2 of elm from 0 % to 1 %" in client.get(asked).text
    done = client.fill(asked, "/claims/hand-over", reason="Evening out", how="assign")
    assert done.status_code == 303
    with elm.house.app.app_context():
        found = caseloads(elm.actor(TODAY), elm.cohe, QUARTER)
        assert found.of(elm.person("hsc2")).open_claims == 1
        assert found.of(elm.person("hsc1")).open_claims == 3


def test_who_works_there_has_their_own_load_and_another_cohes_supervisor_none(
    client: CheckedClient, elm: CentreOfATest
) -> None:
    with elm.house.app.app_context():
        work(elm)
        supervised = caseloads(elm.actor(TODAY), elm.cohe, QUARTER).of(elm.person("hsc1"))
        mine = caseloads(elm.actor(TODAY, "hsc1"), elm.cohe, QUARTER)
        assert mine.people == (supervised,)
    for username, status in (("elm.supervisor", 200), ("alder.supervisor", 404)):
        as_person(client, username)
        for page in ("load", "rebalance"):
            assert client.get(f"/workload/{page}?cohe=elm").status_code == status, username
    as_person(client, "elm.hsc1")
    page = client.get("/workload/load").text
    assert "My load" in page
    assert "6 %" in page
    assert "Hsc2 of elm" not in page
    assert "/workload/load" in client.get("/workload").text
    for refused in ("/workload/rebalance", "/workload/load?cohe=alder"):
        assert client.get(refused).status_code in (403, 404)
    assistant = as_person(client, "alder.assistant1").get("/workload/load").text
    assert "Kari Olsen" in assistant
    assert "of a coordinator" in assistant
    as_person(client, "lni.contract")
    assert client.get("/workload/load").status_code in (403, 404)


def test_more_claims_take_no_more_statements(client: CheckedClient, elm: CentreOfATest) -> None:
    as_person(client, "elm.supervisor")
    client.get("/workload/rebalance")
    with counted(elm.house.app) as few:
        client.get("/workload/rebalance")
    with elm.house.app.app_context():
        elm.claims(20, FIRST, coordination=Coordination.WATCHING)
        work(elm)
    with counted(elm.house.app) as many:
        client.get("/workload/rebalance")
    assert len(few) == len(many), str(many)
