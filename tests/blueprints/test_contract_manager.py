"""What L&I's contract manager has before them: COHEs side by side, and what waits, by date."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime

from ohms.domain.contract import ContractSettings
from ohms.domain.contract_terms import in_text
from ohms.domain.values import Role
from ohms.models.coverage import ApprovedContent
from ohms.models.reports import QuarterlyReport, ReportVersion
from ohms.models.staff import Position
from tests.blueprints.signing_in import as_person
from tests.contract_settings import add_proposal
from tests.discussions import add_obligation
from tests.house import House
from tests.html_tree import without_tags
from tests.pages import CheckedClient
from tests.workload_world import CentreOfATest

PAGE = "/workload/cohes?quarter=2026Q3"


def frozen(house: House, cohe: int, *, restated: bool) -> None:
    report = house.add(QuarterlyReport, cohe_id=cohe, year=2026, quarter=3, state="frozen")
    content = {
        "basis": "staffed",
        "claims_initiated": 500,
        "fte": {"staffed": "1"},
        "settings": in_text(ContractSettings()),
    }
    for number in range(1, 3 if restated else 2):
        house.add(
            ReportVersion,
            report_id=report,
            cohe_id=cohe,
            number=number,
            canonical=json.dumps(content),
            data_hash="0" * 64,
            frozen_at=datetime(2026, 10, 10 + number, 17, tzinfo=UTC),
            reason="A week came late" if number > 1 else None,
        )


def test_a_contract_manager_compares_cohes_on_a_common_basis_and_sees_what_waits(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    clock("2026-11-24T12:00:00-08:00")
    with house.app.app_context():
        centres = [CentreOfATest(house, "elm"), CentreOfATest(house, "oak")]
        for centre in centres:
            hsc = centre.position("hsc1", 480)
            centre.claims(300, date(2026, 7, 1))
            centre.minutes(hsc, "hsc1", 15_600, date(2026, 7, 1))
            house.add(
                Position,
                staff_id=centres[0].person("manager"),
                role=Role.CONTRACT_MANAGER,
                cohe_id=centre.cohe,
                from_on=date(2020, 1, 1),
            )
        elm, oak = centres
        oak.setting("fte_basis", "staffed")
        oak.setting("claims_per_fte_limit", "250")
        frozen(house, oak.cohe, restated=True)
        add_obligation(house, "elm")
        add_proposal(house, "elm", by="elm.supervisor")
        house.add(
            ApprovedContent, cohe_id=elm.cohe, title="Filing a ROA", submitted_on=date(2026, 11, 2)
        )
    as_person(client, "elm.manager")
    page = client.get(PAGE).text
    rows = [without_tags(row) for row in re.findall(r"<tr>.*?</tr>", page, re.S)]
    of_elm, of_oak = (next(row for row in rows if row.startswith(name)) for name in ("elm", "oak"))
    # Staffed 1.00 FTE; 15,600 minutes on claims of 30,720 available, of 31,200 full time.
    bases = "300 {}300.0 1.00 FTE {}590.8 0.51 FTE 600.0 0.50 FTE {} 590.8 0.51 FTE"
    assert bases.format("", "Report ", 588) in of_elm
    assert bases.format("Report ", "", 250) in of_oak
    assert "Restated 500.0 reported" in of_oak
    assert "Common: claim-specific" in without_tags(page)
    assert "/workload/claims" not in page
    assert "/workload/minutes" not in page
    running = client.get("/workload/cohes?quarter=2026Q4").text
    assert "at this pace" in running

    today = without_tags(client.get("/").text)
    for told in (
        "Discuss Q3 2026 with the COHE",
        "Claims per FTE above which is discussed: 600 a quarter Proposed by",
        "Filing a ROA elm COHE submitted Nov 2",
        "Q3 2026 restated oak COHE: A week came late",
        "Q3 2026 frozen elm COHE",
    ):
        assert told in today, told
    as_person(client, "oak.supervisor")
    alone = client.get(PAGE).text
    assert "oak COHE" in alone
    assert "elm COHE" not in alone
    assert client.get("/workload/cohes?quarter=2031Q1").status_code == 404
    as_person(client, "alder.hsc1")
    assert client.get("/workload/cohes").status_code == 403
