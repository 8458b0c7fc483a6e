"""The Quarterly Status Report from its draft to a restatement, as its two sides see it."""

import html
import io
import json
import re
from collections.abc import Callable
from datetime import date

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from ohms.domain.feed import FeedKind
from ohms.domain.values import AbsenceKind, Role
from ohms.models.claims import Claim
from ohms.models.coverage import Absence, Coverage
from ohms.models.feed import FeedRun, ParkedLine
from ohms.models.providers import Provider
from ohms.models.reports import Obligation, ReportVersion
from ohms.models.staff import Position
from ohms.models.time import TimeEntry
from ohms.queries.guard import unscoped
from tests.blueprints.signing_in import as_person
from tests.domain.feed.samples import GOOD, file_of
from tests.forms import posting_form
from tests.house import House, count_of, one
from tests.pages import CheckedClient
from tests.workload_world import AT, CentreOfATest

PAGE = "/reports/quarterly/elm/2026Q3"
KINDS = ("csv", "xlsx", "pdf")


def parked(house: House, centre: CentreOfATest) -> None:
    """One claim of the quarter of the COHE's own provider, and two that are none of the quarter's."""
    run = house.add(
        FeedRun,
        kind="providers",
        file_name="p.csv",
        sha256="0" * 64,
        as_of_on=date(2026, 10, 19),
        state="done",
        started_at=AT,
    )
    own = one(select(Provider.lni_provider_id).where(Provider.id == centre.provider))
    waiting = [(own, "2026-09-30"), (own, "2026-10-05"), ("7000001", "2026-09-30")]
    for number, (provider, initiated_on) in enumerate(waiting):
        changes = {"initiating_provider_id": provider, "initiated_on": initiated_on}
        content = file_of(FeedKind.CLAIMS, changes).decode()
        house.add(
            ParkedLine,
            run_id=run,
            line_number=2 + number,
            claim_number=f"A12345{number}",
            lni_provider_id=provider,
            as_of_on=date(2026, 10, 19),
            content=json.dumps({"columns": list(GOOD[FeedKind.CLAIMS]), "csv": content}),
            parked_at=AT,
        )


def away(house: House, centre: CentreOfATest) -> None:
    """Two absences of the quarter, with cover for one that somebody declined first; leave before it,
    and of somebody who has left."""
    hsc = house.staff[f"{centre.slug}.hsc1"]
    kind = {"kind": AbsenceKind.VACATION, "recorded_by_id": hsc, "recorded_at": AT}
    days = {"from_on": date(2026, 8, 3), "to_on": date(2026, 8, 7)}
    helper = house.staff[f"{centre.slug}.assistant1"]
    house.add(Absence, staff_id=hsc, **days, **kind)
    house.add(Absence, staff_id=helper, from_on=date(2026, 9, 30), to_on=date(2026, 10, 2), **kind)
    house.add(Absence, staff_id=hsc, from_on=date(2026, 6, 1), to_on=date(2026, 6, 30), **kind)
    gone = centre.person("gone")
    centre.position("gone", 480, to_on=date(2026, 6, 30))
    house.add(Absence, staff_id=gone, **days, **kind)
    whose = {"provider_id": centre.provider, "cohe_id": centre.cohe, "absent_id": hsc}
    house.add(Coverage, **whose, covering_id=gone, **days, declined_at=AT)
    house.add(Coverage, **whose, covering_id=centre.person("supervisor"), **days)


def said(page: str) -> str:
    """As it is read; what is heard alone behind a figure's link is left out."""
    read = re.sub(r'<span class="visually-hidden">, [^<]*</span>', "", page)
    return " ".join(re.sub(r"<[^>]+>", " ", read).split())


def ways(page: str) -> list[str]:
    """Where the figures in a report's sections lead."""
    return [
        html.unescape(each) for each in re.findall(r'<td class="num"[^>]*><a href="([^"]+)">', page)
    ]


def about_in(workbook: bytes) -> dict[str, str]:
    """The sheet that says what a workbook is of."""
    sheet = load_workbook(io.BytesIO(workbook))["About this list"]
    return {str(what): str(told) for what, told in sheet.iter_rows(values_only=True)}


def test_each_figure_leads_to_its_rows_or_to_what_it_counts_for_who_sees_no_rows(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    clock("2026-10-20T12:00:00-07:00")
    with house.app.app_context():
        centre = CentreOfATest(house, "elm")
        hsc = house.position["elm.hsc1"] = centre.position("hsc1", 480)
        helper = centre.position("assistant1", 480, role=Role.HSC_ASSISTANT)
        centre.claims(12, date(2026, 7, 1))
        with unscoped("a test looks"):
            theirs = one(select(func.min(Claim.id)).where(Claim.cohe_id == centre.cohe))
        for position, who, minutes in ((hsc, "hsc1", 70), (helper, "assistant1", 50)):
            centre.minutes(position, who, minutes, date(2026, 9, 29), claim_id=theirs)
        away(house, centre)
        held = {"staff_id": centre.person("manager"), "from_on": date(2020, 1, 1)}
        house.add(Position, **held, role=Role.CONTRACT_MANAGER, cohe_id=centre.cohe)
    as_person(client, "elm.supervisor")
    answers = {each: client.get(each) for each in ways(client.get(PAGE).text)}
    assert {each.status_code for each in answers.values()} == {200}
    heads = {
        each: said(answer.text.partition("<h1>")[2].partition("</h1>")[0])
        for each, answer in answers.items()
    }
    of = "cohe=elm&quarter=2026Q3"
    assert heads[f"/workload/claims?{of}"] == "Claims initiated 12"
    counted = heads[f"/workload/minutes?{of}&kind=counted&role=hsc"]
    assert counted.startswith("Claim-specific minutes")
    assert counted.endswith(" 70")
    assert heads[f"/time/attested?{of}"] == "Attested time"
    activity = "/measures/elm/rows?quarter=2026Q3&measure=claims_with_activity&which=counted"
    assert heads[activity].endswith(" 12")
    assert heads[f"/workload/positions?{of}&fte=yes&held=last"] == "Positions 1"
    on_each_basis = said(answers[f"/measures/workload?{of}&measure=claims_per_fte"].text)
    assert on_each_basis.count("Claims per FTE, staffed") == 1
    assert on_each_basis.count("Claims per FTE, logged") == 1
    rows = [
        ("absences", "Absences of coordinators and assistants 2", 2),
        ("covered", "Providers covered 1", 1),
        ("declined", "Cover declined 1", 1),
    ]
    for which, head, count in rows:
        assert heads[f"{PAGE}/rows/{which}"] == head
        assert answers[f"{PAGE}/rows/{which}"].text.count('<th scope="row"') == count
        file = client.get(f"{PAGE}/rows/{which}.csv").text.splitlines()
        assert len(file) == count + 1
    assert file[0].endswith("provider,away,declined_by,from_on,to_on")
    about = about_in(client.get(f"{PAGE}/rows/declined.xlsx").data)
    assert about["Filters"].endswith("; as it stands today, not as frozen")
    assert "Keep it safe" not in about
    of_another_quarter = client.get(f"{PAGE.replace('2026Q3', '2026Q1')}/rows/absences").text
    assert "Nobody was away in these days" in of_another_quarter
    assert of_another_quarter.count(f'"/staffing/absences?cohe={centre.cohe}"') == 2
    assert client.get(f"{PAGE}/rows/others").status_code == 404
    as_person(client, "elm.manager")
    for ending in ("", ".csv", ".xlsx"):
        assert client.get(f"{PAGE}/rows/absences{ending}").status_code == 404
    assert not [each for each in ways(client.get(PAGE).text) if "/rows/" in each]
    led = ways(client.get(PAGE).text)
    assert f"/measures/workload?{of}&measure=claims_initiated" in led
    assert not [each for each in led if "/workload/c" in each or "rows" in each]
    assert all(client.get(each).status_code == 200 for each in led)


def test_a_frozen_report_stays_byte_for_byte_while_a_correction_changes_the_current_figure(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    clock("2026-10-20T12:00:00-07:00")
    with house.app.app_context():
        centre = CentreOfATest(house, "elm")
        hsc = house.position["elm.hsc1"] = centre.position("hsc1", 480)
        centre.claims(600, date(2026, 7, 1))
        centre.minutes(hsc, "hsc1", 27_940, date(2026, 7, 1))
        with unscoped("a test looks"):
            theirs = one(select(func.min(Claim.id)).where(Claim.cohe_id == centre.cohe))
        centre.minutes(hsc, "hsc1", 60, date(2026, 9, 29), claim_id=theirs)
        parked(house, centre)
        house.add(
            Position,
            staff_id=centre.person("manager"),
            role=Role.CONTRACT_MANAGER,
            cohe_id=centre.cohe,
            from_on=date(2020, 1, 1),
        )
    as_person(client, "elm.supervisor")
    assert "Freeze the report of Q3 2026" in client.get("/").text
    assert "When the supervisor freezes it" in client.get("/staffing").text
    draft = client.get(PAGE).text
    assert "freezing it will open the duty" in said(draft)
    assert "Weeks that nobody attested yet" in draft
    effect = re.search(r"not enrolled on the day 1 .* mended (\S+) instead of (\S+)", said(draft))
    assert effect is not None
    listed = client.get(f"{PAGE}/rows/parked").text
    assert f'href="{PAGE}/rows/parked"' in draft
    assert "Claims parked 1" in said(listed)
    assert "Wed, Sep 30 from Jan 1, 2020 on" in said(listed)
    assert "A12345" not in listed
    told = client.get(f"{PAGE}/rows/parked.csv").text
    assert told.splitlines()[1].endswith(",2026-09-30,from 2020-01-01")
    about = about_in(client.get(f"{PAGE}/rows/parked.xlsx").data)
    assert about["Keep it safe"] == "Holds health information of injured workers."
    assert "A12345" not in told
    with_it, without = (float(each) for each in effect.groups())
    assert with_it / without == pytest.approx(601 / 600, abs=1e-4)
    assert "Draft of" in client.get(f"{PAGE}.csv").text
    benchmark = (
        "5. Claims with an HSC activity",
        "0.0 %",
        "0",
        "600",
        "0",
        "30 % of claims",
        "Not met",
    )
    assert " ".join(benchmark) in said(draft)
    assert "5, 6, 7 Billed activity is not told to OHMS" in said(draft)
    text = f"{PAGE}/texts/training"
    first, second = (posting_form(client.get(text).text, text) for _tab in range(2))
    told = "One HSC carried <all> of it."
    assert "draft_tab" in first.holds
    assert client.post(text, data=first.filled_in({"body": told})).status_code == 303
    late = client.post(text, data=second.filled_in({"body": "Over it."}))
    assert (late.status_code, "Keep mine" in late.text) == (409, True)
    assert "One HSC carried &lt;all&gt; of it." in late.text
    assert "Supervisor of elm, Oct 20, 12:00 pm" in said(late.text)
    assert "Over it." in late.text
    mine = posting_form(late.text, text).filled_in({"body": f"{told} Over it."})
    assert client.post(text, data=mine).status_code == 303
    client.fill(f"{PAGE}/texts/other", f"{PAGE}/texts/other", body="A flood closed the clinic.")
    assert "One HSC carried &lt;all&gt; of it. Over it." in client.get(PAGE).text
    client.fill(PAGE, f"{PAGE}/attest")
    assert client.fill(PAGE, f"{PAGE}/freeze").status_code == 303
    frozen = {kind: client.get(f"{PAGE}.{kind}").data for kind in KINDS}
    with house.app.app_context():
        version = one(select(ReportVersion))
        assert [version.csv, version.xlsx, version.pdf] == [
            frozen["csv"],
            frozen["xlsx"],
            frozen["pdf"],
        ]
        assert version.data_hash in frozen["csv"].decode()
        sections = frozen["csv"].decode().partition("\r\nTraining\r\n")[2]
        assert "One HSC carried <all> of it. Over it." in sections.partition("Coverage")[0]
        assert "A flood closed the clinic." in frozen["csv"].decode()
        assert ",".join(benchmark) in frozen["csv"].decode()
        reported = json.loads(version.canonical)["claims_per_fte"]
        assert count_of(Obligation) == 1
    assert "Nothing differs" in client.get(PAGE).text
    assert "version 1 of Oct 20, 12:00 pm by Supervisor of elm" in said(client.get(PAGE).text)
    assert client.fill(text, text, body="Too late.").status_code == 422
    token = posting_form(client.get(PAGE).text, "/logout").holds
    assert "Enter why the report is restated" in client.post(f"{PAGE}/restate", data=token).text

    clock("2026-11-02T12:00:00-08:00")
    as_person(client, "elm.supervisor")
    with house.app.app_context(), unscoped("a test looks"):
        entry = one(select(TimeEntry.id).where(TimeEntry.minutes == 60))
    corrected = {"minutes": "1060", "why": "wrong_minutes", "reason": "the whole day"}
    assert client.fill(f"/time/entries/{entry}", "change", **corrected).status_code == 303
    changed = said(client.get(PAGE).text)
    assert "Reported, and as it is now" in changed
    assert "Claim-specific minutes 28,000 29,000" in changed
    assert "Claims per FTE, logged 668.6 645.5" in changed
    gone, come = "60 no longer counts", "1,060 counts since Wrong minutes: the whole day"
    assert f"Tue, Sep 29 Hsc1 of elm {gone} Tue, Sep 29 Hsc1 of elm {come}" in changed
    assert {kind: client.get(f"{PAGE}.{kind}").data for kind in KINDS} == frozen
    refused = client.fill(PAGE, f"{PAGE}/restate", reason="")
    assert refused.status_code == 422
    assert client.fill(PAGE, f"{PAGE}/restate", reason="Minutes of September").status_code == 303
    restated = said(client.get(PAGE).text)
    assert "Restated: Minutes of September" in restated
    assert "What version 2 restated Figure Version 1 Version 2 Claim-specific minutes" in restated
    assert "Claim-specific minutes 28,000 29,000" in restated
    assert "Q3 2026 elm COHE Restated" in said(client.get("/reports").text)
    with house.app.app_context():
        kept = one(select(ReportVersion.csv).where(ReportVersion.number == 1))
        assert kept == frozen["csv"]
        canonical = one(select(ReportVersion.canonical).where(ReportVersion.number == 1))
        assert json.loads(canonical)["claims_per_fte"] == reported
        assert count_of(ReportVersion) == 2
        assert count_of(Obligation) == 1  # still owed: not owed twice

    as_person(client, "elm.manager")
    shown = client.get(PAGE)
    assert shown.status_code == 200
    assert f'action="{PAGE}/' not in shown.text
    assert client.get("/reports/quarterly/2026Q3").location.endswith(PAGE)
    as_person(client, "alder.supervisor")
    assert client.get(PAGE).status_code == 404
