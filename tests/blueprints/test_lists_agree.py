"""Every list and every filter: the count, the rows of all pages, the lines of the CSV, the rows of the
workbook and the API's total are one number. Walked over what `queries/kept_lists.py` declares."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from urllib.parse import urlencode

import pytest

from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.lists import ListName
from ohms.domain.values import (
    ClaimStatus,
    Complexity,
    Coordination,
    ReferralStep,
    Service,
    TaskState,
    WorkStatus,
)
from ohms.models.referrals import Referral
from ohms.queries.kept_lists import KINDS, Typed
from tests.api import Program, add_token
from tests.blueprints.signing_in import as_person
from tests.house import House, add_claim
from tests.pages import CheckedClient
from tests.tasks import WRITTEN_AT, next_link, put_task, row_links

ALL_ROWS = {
    ListName.CLAIMS: {"scope": "cohe"},
    ListName.TASKS: {"owner": "anyone", "state": "any"},
    ListName.REFERRALS: {"scope": "cohe", "step": "any"},
}
API = {
    ListName.CLAIMS: {"scope", "status", "coordination", "complexity", "time_loss", "q"},
    ListName.TASKS: {"owner", "state", "due", "claim"},
}
"""Filters that the API knows too; there an owner is asked for as `whose`."""


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def furnish(house: House) -> None:
    """Claims, tasks and referrals that differ in what the filters ask for, more than a page of each."""
    with bulk_unit("furnish", None) as unit:
        unit.entries.append(Entry("furnish"))
        house.being_furnished = True
        statuses, states = list(ClaimStatus), list(TaskState)
        for number in range(30):
            add_claim(
                house,
                "alder",
                f"AG{20000 + number}",
                provider=f"alder.{1 + number % 2}",
                status=statuses[number % len(statuses)],
                coordination=list(Coordination)[number % len(Coordination)],
                close_reason="released" if number % len(Coordination) == 4 else None,
                complexity=list(Complexity)[number % len(Complexity)],
                work_status=list(WorkStatus)[number % len(WorkStatus)],
                on_time_loss=number % 3 == 0,
                last_contact_on=date(2026, 11, 1 + number % 20) if number % 4 else None,
            )
            state = states[number % len(states)]
            over = state in (TaskState.DONE, TaskState.NOT_NEEDED)
            put_task(
                house,
                "AL10001",
                f"Call {number}",
                state=state,
                due_by=date(2026, 11, 10 + number % 20),
                appears_on=date(2026, 11, 1 + number % 30),
                owner_id=house.staff[f"alder.hsc{1 + number % 2}"],
                reason="Not asked for" if state is TaskState.NOT_NEEDED else None,
                finished_at=WRITTEN_AT if over else None,
            )
            step = list(ReferralStep)[number % len(ReferralStep)]
            house.add(
                Referral,
                claim_id=house.claim["AL10001"],
                cohe_id=house.cohe["alder"],
                employer_id=house.employer["Mill"],
                service=list(Service)[number % len(Service)],
                step=step,
                drafted_by_id=house.staff["alder.hsc1"],
                drafted_at=WRITTEN_AT,
                sent_at=None if step is ReferralStep.DRAFT else WRITTEN_AT,
                expected_by=date(2026, 11, 15 + number % 10),
            )
        house.being_furnished = False


def asked_of(house: House, name: ListName) -> Iterator[dict[str, str]]:
    """The list without a filter, then each filter alone with each of its values."""
    people = {
        Typed.PROVIDER: str(house.provider["alder.1"]),
        Typed.EMPLOYER: str(house.employer["Mill"]),
        Typed.COORDINATOR: str(house.staff["alder.hsc2"]),
        Typed.OWNER: str(house.staff["alder.hsc2"]),
        Typed.DAY: "2026-11-10",
        Typed.WORDS: "AL10001" if name is ListName.TASKS else "AG2000",
    }
    yield ALL_ROWS[name]
    for filtered, values in KINDS[name].filters.items():
        told = [people[values]] if isinstance(values, Typed) else sorted(values)
        if name is ListName.TASKS and filtered == "q":
            told = ["Call 1"]
        for value in told:
            yield {**ALL_ROWS[name], filtered: value}


def rows_of_pages(client: CheckedClient, address: str) -> tuple[int, int]:
    """What the page says there are, and how many its pages show when they are walked by cursor."""
    page = client.get(f"{address}&per_page=25")
    said = re.search(r'role="status">(?:none|[\d,]+–[\d,]+ of ([\d,]+))<', page.text)
    assert said, address
    rows, href = len(row_links(page.text)), next_link(page.text)
    while href:
        page = client.get(href)
        rows, href = rows + len(row_links(page.text)), next_link(page.text)
    return int((said[1] or "0").replace(",", "")), rows


def lines_of_workbook(content: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return book.read("xl/worksheets/sheet1.xml").count(b"<row ") - 1


@pytest.mark.parametrize("name", ListName, ids=str)
def test_count_rows_csv_workbook_and_api_are_one_number_for_every_filter(
    client: CheckedClient, house: House, name: ListName
) -> None:
    with house.app.app_context():
        furnish(house)
        other = Program(house.app, add_token(house, "alder.supervisor"))
    as_person(client, "alder.supervisor")
    found, totals = {}, set()
    for asked in asked_of(house, name):
        query = urlencode(asked)
        total, rows = rows_of_pages(client, f"{KINDS[name].path}?{query}")
        csv = len(client.get(f"{KINDS[name].path}.csv?{query}").text.splitlines()) - 1
        book = lines_of_workbook(client.get(f"{KINDS[name].path}.xlsx?{query}").data)
        told = {total, rows, csv, book} | api_total(other, name, asked)
        totals.add(total)
        if len(told) != 1:
            found[query] = told
    assert found == {}
    assert len(totals) > 5, "the filters differ"


def api_total(other: Program, name: ListName, asked: dict[str, str]) -> set[int]:
    """The API's total, where it knows all that is asked."""
    if name not in API or not set(asked) <= API[name] or asked.get("owner", "").isdigit():
        return set()
    told = urlencode({("whose" if each == "owner" else each): v for each, v in asked.items()})
    return {other.call("GET", f"/api/v1/{name.value}?{told}").json["total"]}
