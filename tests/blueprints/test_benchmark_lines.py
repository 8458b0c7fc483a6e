"""A line of L&I's benchmarks that is agreed from a quarter on: the quarter before is held against the old one,
in figures, words, chart, rows and report."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path

from sqlalchemy import select

from ohms.commands.data_out import export_data
from ohms.domain.actor import operator
from ohms.domain.calendar import Quarter
from ohms.models.reports import Setting
from ohms.queries.benchmarks import benchmarks_of
from tests.benchmark_world import AT, QUARTER, TODAY, activity, quarter_of_claims
from tests.blueprints.signing_in import as_person
from tests.house import House, add_claim, one
from tests.pages import CheckedClient
from tests.recomputation import Export

SETTINGS = "/admin/contract"
WHY = "Agreed at the yearly meeting"
JUNE = date(2026, 6, 1)
BEFORE = "2026Q2"


def said(page: str) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


def quarter_before(house: House) -> None:
    """Three claims of which one had an activity: a third is on the old line's good side alone."""
    for number in range(3):
        claim = add_claim(
            house,
            "alder",
            f"BL{20000 + number}",
            provider="alder.1",
            injury_on=JUNE,
            first_visit_on=JUNE,
            initiated_on=JUNE,
            established_on=JUNE,
        )
        if not number:
            activity(house, claim, date(2026, 6, 5))


def agreed(client: CheckedClient, house: House, **lines: str) -> None:
    as_person(client, "alder.supervisor")
    assert client.fill(SETTINGS, SETTINGS, reason=WHY, **lines).status_code == 303
    with house.app.app_context():
        ids = [one(select(Setting.id).where(Setting.name == name)) for name in lines]
    as_person(client, "lni.contract")
    for each in ids:
        page = f"{SETTINGS}/proposals/{each}"
        assert "would have been with it" not in client.get(page).text
        assert client.fill(page, f"{page}/approve").status_code == 303


def test_a_line_judges_from_its_quarter_on_and_never_the_quarter_before(
    client: CheckedClient, house: House, clock: Callable[[str], None], tmp_path: Path
) -> None:
    clock("2026-06-15T12:00:00-07:00")
    with house.app.app_context():
        quarter_of_claims(house)
        quarter_before(house)
    agreed(client, house, line_claims_with_activity="36", line_first_activity="2")
    clock("2026-11-24T12:00:00-08:00")
    as_person(client, "alder.supervisor")
    assert f"36 % {WHY}" in said(client.get(SETTINGS).text)

    before, now = (said(client.get(f"/measures?quarter={each}").text) for each in (BEFORE, QUARTER))
    assert "33.3 % 1 , Claims with an HSC activity, numerator" in before
    assert "Met 30 % of claims" in before
    assert "within 10 business days / claims with an HSC activity" in before
    assert "Not met 36 % of claims" in now
    assert "within 2 business days / claims with an HSC activity" in now

    one_of = "/measures/benchmark?measure=first_activity&quarter="
    was, is_ = (client.get(f"{one_of}{each}").text for each in (BEFORE, QUARTER))
    assert "Met: 10 business days" in said(was)
    assert "L&amp;I’s published line." in was
    assert "Not met: 2 business days" in said(is_)
    assert f"{WHY}, since Wed Jul 1, 2026; L&amp;I’s published line is 10 business days" in is_
    assert "10 business days; from Q3 2026 on 2 business days." in is_
    table = said(is_.partition("Show the numbers")[2])
    assert "Q2 2026 4 days at or below 10 Q3 2026 7 days above 2" in table
    rows = f"/measures/alder/rows?measure=first_activity&quarter={QUARTER}&which=met"
    page = said(client.get(rows).text)
    assert "Counted in: claims with the activity within 2 business days" in page
    assert "BM20000" in page
    assert "BM20003" not in page  # three business days

    old = client.get(f"/reports/quarterly/alder/{BEFORE}.csv").text
    assert "33.3 %,1,3,0,30 % of claims,Met" in old
    report = f"/reports/quarterly/alder/{QUARTER}"
    client.fill(report, f"{report}/attest")
    assert client.fill(report, f"{report}/freeze").status_code == 303
    frozen = client.get(f"{report}.csv").text
    assert "35.0 %,7,20,6,36 % of claims,Not met" in frozen
    assert f"{WHY}, since Wed Jul 1, 2026." in frozen
    the_export_alone_judges_alike(house, tmp_path / "data")
    with house.app.app_context():  # what no page can do: another line of the same quarter
        house.add(
            Setting,
            name="line_claims_with_activity",
            cohe_id=house.cohe["alder"],
            value="20",
            from_on=date(2026, 7, 1),
            source="Set by hand",
            proposed_at=AT,
            approved_at=AT,
        )
    assert "Met 20 % of claims" in said(client.get(HERE_AND_NOW).text)
    assert client.get(f"{report}.csv").text == frozen
    moved = said(client.get(report).text)
    assert "35.0 % (7 of 20), not met 35.0 % (7 of 20), met" in moved


HERE_AND_NOW = f"/measures?quarter={QUARTER}"


def the_export_alone_judges_alike(house: House, folder: Path) -> None:
    """Whether the activity and the calls of each quarter meet their lines, from the files."""
    with house.app.app_context():
        export_data(operator(TODAY), folder)
        export = Export(folder)
        actor = house.actor("alder.supervisor", TODAY)
        for text in (BEFORE, QUARTER):
            quarter = Quarter.parse(text)
            told = benchmarks_of(actor, house.cohe["alder"], quarter)
            shown = {
                each.benchmark.name: (each.numerator, each.denominator, each.is_met)
                for each in told.figures
            }
            first, last = quarter.first_on, quarter.last_on
            found = export.benchmarks("alder", first, last, told.as_of)
            assert found == {name: shown[name] for name in found}, text
            assert set(found) == {"claims_with_activity", "provider_employer_call"}
