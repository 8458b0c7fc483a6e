"""Every list and every filter: the count, the rows of all pages, the lines of the CSV, the rows of the
workbook and the API's total are one number. Walked over what `queries/list_kinds.py` declares: each filter
with one of its values and some of them by their pages; with the slow ones all of it."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from ohms.blueprints.claims import listing as claim_listing
from ohms.blueprints.referrals import lists as referral_lists
from ohms.blueprints.tasks import listing as task_listing
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
from ohms.queries.claim_scores import every_claim, page_of_claims
from ohms.queries.list_kinds import KINDS, Typed
from ohms.queries.referrals import every_listed_referral, referral_page
from ohms.queries.tasks import every_listed_task, task_page
from tests.api import Program, add_token
from tests.architecture.filling import browser_of
from tests.house import House, add_claim
from tests.missing import is_ci
from tests.tasks import WRITTEN_AT, next_link, put_task, row_links

ALL_ROWS = {
    ListName.CLAIMS: {"scope": "cohe"},
    ListName.TASKS: {"owner": "anyone", "state": "any"},
    ListName.REFERRALS: {"scope": "cohe", "step": "any"},
}
API = {
    ListName.CLAIMS: {"scope", "status", "coordination", "complexity", "time_loss", "q"},
    ListName.TASKS: {"owner", "state", "due", "claim"},
    ListName.REFERRALS: {"scope", "step", "service", "age"},
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
                service=list(Service)[number // 2 % len(Service)],  # apart from the steps
                step=step,
                drafted_by_id=house.staff["alder.hsc1"],
                drafted_at=WRITTEN_AT,
                sent_at=None if step is ReferralStep.DRAFT else WRITTEN_AT,
                expected_by=date(2026, 11, 15 + number % 10),
            )
        house.being_furnished = False


def asked_of(house: House, name: ListName, *, every_value: bool) -> Iterator[dict[str, str]]:
    """The list without a filter, then each filter alone with one of its values or with each."""
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
        for value in told if every_value else told[:1]:
            yield {**ALL_ROWS[name], filtered: value}


def rows_of_pages(client: FlaskClient, address: str) -> tuple[int, int]:
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
def test_count_rows_csv_workbook_and_api_are_one_number_for_a_value_of_every_filter(
    house: House, name: ListName
) -> None:
    walk(house, name, every_value=False, by_pages=2, at_least=2)


@pytest.mark.slow
@pytest.mark.skipif(is_ci(), reason="its time is CI's; a value of each filter is walked there")
@pytest.mark.parametrize("name", ListName, ids=str)
def test_count_rows_csv_workbook_and_api_are_one_number_for_every_value(
    house: House, name: ListName
) -> None:
    walk(house, name, every_value=True, by_pages=99, at_least=5)


def walk(house: House, name: ListName, *, every_value: bool, by_pages: int, at_least: int) -> None:
    """Walks them; the first `by_pages` filters by all their pages too."""
    with house.app.app_context():
        furnish(house)
        other = Program(house.app, add_token(house, "alder.supervisor"))
    client = browser_of(house.app, "alder.supervisor")
    found, totals, looked_at = {}, set(), set[tuple[str, ...]]()
    for asked in asked_of(house, name, every_value=every_value):
        query = urlencode(asked)
        if (
            tuple(asked) in looked_at or len(looked_at) >= by_pages
        ):  # asked for without making pages
            told = asked_alone(house, name, query)
        else:
            looked_at.add(tuple(asked))
            told = told_by_pages(client, f"{KINDS[name].path}", query)
        totals |= told
        if len(told | api_total(other, name, asked)) != 1:
            found[query] = told
    assert found == {}
    assert len(totals) > at_least, "the filters differ"


def told_by_pages(client: FlaskClient, path: str, query: str) -> set[int]:
    """The count of the page, the rows of all its pages, and the lines of both exports."""
    lines = client.get(f"{path}.csv?{query}").text.splitlines()
    book = client.get(f"{path}.xlsx?{query}")
    return {*rows_of_pages(client, f"{path}?{query}"), len(lines) - 1, lines_of_workbook(book.data)}


def asked_alone(house: House, name: ListName, query: str) -> set[int]:
    """The count and the rows to export, as the page and its exports ask for them."""
    with house.app.test_request_context(f"{KINDS[name].path}?{query}"):
        actor = house.actor("alder.supervisor")
        if name is ListName.CLAIMS:
            claims = claim_listing.read_filter(actor)
            return {page_of_claims(actor, claims).total, len(list(every_claim(actor, claims)))}
        if name is ListName.TASKS:
            tasks = task_listing.read_filter(actor)
            return {task_page(actor, tasks).total, len(list(every_listed_task(actor, tasks)))}
        referrals = referral_lists.read_filter(actor)
        every = list(every_listed_referral(actor, referrals))
        return {referral_page(actor, referrals).total, len(every)}


def api_total(other: Program, name: ListName, asked: dict[str, str]) -> set[int]:
    """The API's total, where it knows all that is asked."""
    if name not in API or not set(asked) <= API[name] or asked.get("owner", "").isdigit():
        return set()
    told = urlencode({("whose" if each == "owner" else each): v for each, v in asked.items()})
    answer = other.call("GET", f"/api/v1/{name.value}?{told}").json
    assert answer is not None
    return {answer["total"]}
