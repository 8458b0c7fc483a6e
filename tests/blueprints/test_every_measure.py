"""Generated over the whole registry: every measure, of the COHE and of each of its providers, clinics and
coordinators, opens as many rows as it says, its CSV has as many lines, and they add up to the figure."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest

from ohms.commands.apf_reviews import draw_apf_sample, record_apf_verdict
from ohms.domain.apf_reviews import Verdict
from ohms.domain.benchmark_measures import BENCHMARKS
from ohms.domain.calendar import Quarter
from ohms.domain.measure import Measure
from ohms.domain.measures import MEASURES
from ohms.domain.referral_measures import REFERRAL_MEASURES
from ohms.domain.values import Capture, OtherTime, Service
from ohms.domain.workload_measures import ROA_MEASURES
from ohms.models.tasks import Task
from ohms.models.time import TimeEntry
from ohms.queries.workload_figures import OF_TODAY
from tests.benchmark_world import AT, QUARTER, quarter_of_claims
from tests.blueprints.signing_in import as_person
from tests.house import House, add_claim
from tests.pages import CheckedClient
from tests.referrals import sent_referral

SUMMED = {
    "claim_minutes": "minutes",
    "waiting_minutes": "minutes",
    "other_minutes": "minutes",
    "available_minutes": "available_minutes",
    "unlogged_minutes": "unlogged_minutes",
    "fte_staffed": "staffed_fte",
    "fte_claim_specific": "claim_specific_fte",
    "fte_logged": "logged_fte",
}
"""Of figures that are a sum: the column of the rows that adds up to them."""

OF_THE_FIRST = 6
"""Links of a benchmark's page: numerator, denominator and not ripe, of the COHE and of the first group; the
other groups are made by the same line of the template, and a second costs."""

LISTS = "measures/alder/rows|workload/|claims|tasks|referrals/figures/alder/rows|providers/"
LINK = re.compile(rf'href="(/(?:{LISTS})[^"]*)">([\d,]+)')
LINE = re.compile(
    r'data-label="Figure">([^<]+)</td>\s*<td class="num" data-label="Behind it">'
    r'<a href="([^"]+)">([\d,]+)'
)
HEAD = re.compile(r'figure-digits" href="([^"]+)">([^<]+)<')


@pytest.fixture
def quarter(house: House, clock: Callable[[str], None]) -> House:
    """A quarter of claims with activities, time of every kind, a task too late and a referral."""
    clock("2026-11-24T12:00:00-08:00")
    hsc = "alder.hsc1"
    of_hsc = {"staff_id": house.staff[hsc], "position_id": house.position[hsc]}
    entered = {"entered_by_id": house.staff[hsc], "entered_at": AT, "cohe_id": house.cohe["alder"]}
    with house.app.app_context():
        claims = quarter_of_claims(house)
        october = date(2026, 10, 5)
        add_claim(
            house,
            "alder",
            "BM20099",
            provider="alder.1",
            injury_on=october,
            first_visit_on=october,
            initiated_on=october,
            established_on=october,
        )
        for values in (
            {"claim_id": claims[0], "capture": Capture.CAPTURED},
            {"category": OtherTime.MEETING, "capture": Capture.TYPED, "confirmed_at": AT},
            {"claim_id": claims[1], "capture": Capture.TYPED, "confirmed_at": AT},
        ):
            on = date(2026, 8, 4)
            house.add(TimeEntry, performed_on=on, minutes=900, **of_hsc, **entered, **values)
        house.add(
            Task,
            claim_id=house.claim["AL10001"],
            cohe_id=house.cohe["alder"],
            owner_id=house.staff[hsc],
            title="Call the clinic",
            due_by=date(2026, 11, 20),
            appears_on=date(2026, 11, 1),
            written_at=AT,
        )
        supervisor = house.actor("alder.supervisor")
        draw_apf_sample(supervisor, "alder", Quarter.parse(QUARTER))
        for review, timely in ((1, True), (2, False)):
            record_apf_verdict(supervisor, review, Verdict(complete=True, timely=timely))
        sent_referral(house, Service.RISK_MANAGEMENT, "AL10001")
    return house


class Opening:
    """Follows figures to their rows and their CSV, each address once."""

    def __init__(self, client: CheckedClient, house: House) -> None:
        self.client, self.house = client, house
        self.known: dict[str, list[dict[str, str]]] = {}
        self.followed: Counter[tuple[str, str]] = Counter()

    def lines(self, href: str) -> list[dict[str, str]]:
        """The lines of an address, of which its page has as many rows."""
        address = unescape(href)
        if address not in self.known:
            path, _, asked = address.partition("?")
            page = self.client.get(address).text
            body = page.split("<tbody>")[1].split("</tbody>")[0]
            rows = 0 if 'class="empty"' in body else body.count("<tr")
            lines = self.client.get(f"{path}.csv?{asked}").data.decode("utf-8-sig")
            self.known[address] = list(csv.DictReader(io.StringIO(lines)))
            assert rows == len(self.known[address]), address
        return self.known[address]

    def opens(self, name: str, of: str, href: str, rows: str, figure: str = "") -> None:
        lines = self.lines(href)
        assert len(lines) == int(rows.replace(",", "")), (name, of, href)
        if figure and (column := SUMMED.get(name)):
            told = float(figure.split()[0].replace(",", ""))
            assert abs(sum(float(each[column]) for each in lines) - told) < 0.006, (name, of)
        elif figure:
            assert figure == rows, (name, of, href)
        self.followed[name, of] += 1

    def of_workload(self, measure: Measure) -> None:
        running = measure.name in OF_TODAY or measure.name == "at_this_pace"
        here = f"/measures/workload?measure={measure.name}&quarter="
        here += "2026Q4" if running else QUARTER
        page = self.client.get(here).text
        if measure.made_of:
            parts = [href for href, _figure in HEAD.findall(page)]
            assert len(parts) == len(measure.made_of), measure.name
            assert all(self.lines(href) for href in parts)
            self.followed[measure.name, ""] += 1
            return
        (head,) = HEAD.findall(page)
        rows = re.findall(r'figure-note">([\d,]+)', page)[0]
        self.opens(measure.name, "", head[0], rows, head[1])
        for kind in measure.by:
            page = self.client.get(f"{here}&by={kind}").text
            for figure, href, behind in LINE.findall(page):
                self.opens(measure.name, kind, href, behind, figure)

    def of_links(self, measure: Measure, of: str, address: str, most: int | None = None) -> None:
        for href, digits in LINK.findall(self.client.get(address).text)[:most]:
            self.opens(measure.name, of, href, digits)

    def of_provider(self, measure: Measure) -> None:
        here = f"/providers/{self.house.provider['alder.1']}"
        page = unescape(self.client.get(here).text)
        reports = f"{here}/reports-of-accident"
        told = {
            "roa_days": (reports, r"of ([\d,]+) claims they initiated"),
            "roa_in_time": (f"{reports}?only=late", r"([\d,]+) late of"),
            "roa_complete": (f"{reports}?only=incomplete", r"([\d,]+) incomplete"),
        }
        href, words = told[measure.name]
        assert f'href="{href}"' in page
        self.opens(measure.name, "provider", href, re.findall(words, page)[0])


def test_every_measure_opens_in_every_scope_as_many_rows_as_it_says(
    client: CheckedClient, quarter: House
) -> None:
    as_person(client, "alder.supervisor")
    client.reads_pages = False
    opening = Opening(client, quarter)
    for name, measure in MEASURES.items():
        if name in BENCHMARKS:
            here = f"/measures/benchmark?measure={name}&quarter={QUARTER}&by="
            for kind in measure.by:
                opening.of_links(measure, kind, here + kind, OF_THE_FIRST)
        elif name in ROA_MEASURES:
            opening.of_provider(measure)
        elif name in REFERRAL_MEASURES:
            opening.of_links(measure, "", "/referrals/figures")
        else:
            opening.of_workload(measure)
    every = {(name, kind) for name, measure in MEASURES.items() for kind in measure.by or ("",)}
    assert every - set(opening.followed) == set()
