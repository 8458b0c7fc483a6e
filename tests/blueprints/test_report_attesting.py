"""A report attested and frozen: what is kept is what was seen and attested."""

import json
from collections.abc import Callable
from datetime import date

from sqlalchemy import select

from ohms.models.reports import ReportVersion
from tests.blueprints.signing_in import as_person
from tests.forms import posting_form
from tests.house import House, count_of, one
from tests.html_tree import without_tags
from tests.pages import CheckedClient
from tests.workload_world import CentreOfATest

PAGE = "/reports/quarterly/elm/2026Q3"


def test_what_is_frozen_is_what_was_attested_and_what_is_attested_is_what_was_seen(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    clock("2026-10-20T12:00:00-07:00")
    with house.app.app_context():
        centre = CentreOfATest(house, "elm")
        hsc = centre.position("hsc1", 480)
        centre.claims(600, date(2026, 7, 1))
        centre.minutes(hsc, "hsc1", 28_000, date(2026, 7, 1))

    def worked(minutes: int) -> None:
        with house.app.app_context():
            centre.minutes(hsc, "hsc1", minutes, date(2026, 9, 1))

    as_person(client, "elm.supervisor")
    opened = posting_form(client.get(PAGE).text, f"{PAGE}/attest")
    worked(100)
    late = client.post(f"{PAGE}/attest", data=opened.filled_in({}))
    assert (late.status_code, "changed after you opened" in late.text) == (422, True)
    assert "28,100" in late.text
    forged = client.post(f"{PAGE}/attest", data=opened.filled_in({"seen": "x" * 64}))
    assert forged.status_code == 422
    assert client.fill(PAGE, f"{PAGE}/attest").status_code == 303

    opened = posting_form(client.get(PAGE).text, f"{PAGE}/freeze")
    worked(200)
    refused = client.post(f"{PAGE}/freeze", data=opened.filled_in({}))
    assert refused.status_code == 422
    assert "not what you attested any more" in refused.text
    assert "Minutes: Claim-specific 28,100 28,300" in without_tags(refused.text)
    moved = client.get(PAGE).text
    assert "Minutes: Claim-specific 28,100 28,300" in without_tags(moved)
    assert f'action="{PAGE}/freeze"' not in moved
    with house.app.app_context():
        assert count_of(ReportVersion) == 0
    assert client.fill(PAGE, f"{PAGE}/attest").status_code == 303
    assert client.fill(PAGE, f"{PAGE}/freeze").status_code == 303

    worked(300)
    opened = posting_form(client.get(PAGE).text, f"{PAGE}/restate")
    worked(400)
    why = {"reason": "Minutes of September"}
    late = client.post(f"{PAGE}/restate", data=opened.filled_in(why))
    assert (late.status_code, "changed after you opened" in late.text) == (422, True)
    assert client.fill(PAGE, f"{PAGE}/restate", **why).status_code == 303
    with house.app.app_context():
        for number, minutes in ((1, "28300"), (2, "29000")):
            kept = one(select(ReportVersion.canonical).where(ReportVersion.number == number))
            assert json.loads(kept)["minutes_on_claims"] == minutes
