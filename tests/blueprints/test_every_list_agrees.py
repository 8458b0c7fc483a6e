"""Every page that tells how many rows it has: the count, its rows, the lines of its CSV and the rows of its
workbook are one number, for everything that its own filter form, tabs and links offer. Found by walking
the addresses that have a CSV beside them and the templates that tell a count; claims, tasks and referrals,
whose filters are declared, are walked by `test_lists_agree.py`."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from flask import Flask, template_rendered
from flask.testing import FlaskClient

import ohms
from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.values import AbsenceKind
from ohms.models.coverage import Absence
from ohms.models.time import TimeEntry
from ohms.models.workers import Employer
from ohms.queries.list_kinds import KINDS
from tests.architecture.filling import browser_of
from tests.blueprints.test_lists_agree import furnish, lines_of_workbook
from tests.house import House, add_claim
from tests.html_tree import Element, read_html
from tests.missing import is_ci
from tests.tasks import WRITTEN_AT

COUNT = re.compile(r'role="status">(?:none|[\d,]+–[\d,]+ of ([\d,]+))<')
HEADED = re.compile(r'<h1>[^<]*<span class="count">([\d,]+)</span>')
TURNS = frozenset({"after", "from", "per_page", "sort"})
"""What turns pages or sorts: the rows are the same."""

READERS = ("alder.supervisor", "lni.stayatwork")
OF_THE_CENTRE = {
    "figures_of": "alder",
    "measures_of": "alder",
    "cohe": "alder",
    "quarter": "2026Q4",
    "which": "absences",
}
TYPED = {"/desk": "mill", "/employers": "lumber", "/providers": "doctor1"}

CSV_ALONE = {
    "/admin/audit": "streamed however long it is, and told without a count",
    "/admin/audit/looks": "a week's short list to decide on, all of it on its page",
    "/billing/batches/<int(max=2147483647):batch_id>": "the file as it was made once, by its hash",
    "/claims/<number>/file": "the list of one claim's file, all of it on its page",
    "/providers/<int(max=2147483647):provider_id>/reports-of-accident": "behind one figure",
}
"""Lists that leave as CSV and as no workbook, and why."""

NO_FILE = {
    "billing/batch.html": "its file is the batch",
    "claims/notes.html": "notes of one claim are printed, and leave with the claim's record",
    "claims/time.html": "one claim's time; minutes leave from the workload's list",
    "parties/log.html": "what was said with one party, read on its page",
}
"""Templates that tell a count and have no file of their own, and why."""


def furnish_beside(house: House) -> None:
    """What the lists beside claims, tasks and referrals show."""
    with house.app.app_context():
        furnish(house)
        with bulk_unit("furnish", None) as unit:
            unit.entries.append(Entry("furnish"))
            house.being_furnished = True
            for number in range(3):
                owner = house.add(
                    Employer,
                    name=f"Lumber {number}",
                    search_name=f"lumber {number}",
                    account_id=f"900{number}",
                )
                claim = f"AJ{30000 + number}"
                add_claim(house, "alder", claim, provider="alder.2", employer_id=owner)
            for number in range(7):
                of_claim = bool(number % 3)
                house.add(
                    TimeEntry,
                    staff_id=house.staff["alder.hsc1"],
                    position_id=house.position["alder.hsc1"],
                    cohe_id=house.cohe["alder"],
                    claim_id=house.claim["AL10001"] if of_claim else None,
                    category=None if of_claim else "training_given",
                    performed_on=date(2026, 11, 1) + timedelta(number),
                    minutes=5 + number,
                    capture="typed",
                    entered_by_id=house.staff["alder.hsc1"],
                    entered_at=WRITTEN_AT,
                    confirmed_at=WRITTEN_AT if number % 2 else None,
                )
            house.add(
                Absence,
                staff_id=house.staff["alder.hsc1"],
                from_on=date(2026, 11, 2),
                to_on=date(2026, 11, 3),
                kind=AbsenceKind.VACATION,
                recorded_by_id=house.staff["alder.hsc1"],
                recorded_at=WRITTEN_AT,
            )
            house.being_furnished = False


def lists_with(app: Flask, *endings: str) -> list[str]:
    """The addresses of pages that have these files beside them."""
    rules = {rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    found = [rule for rule in rules if all(f"{rule}.{ending}" in rules for ending in endings)]
    return sorted(rule for rule in found if not rule.startswith("/api/"))


def told(html: str) -> int:
    """How many the page says there are."""
    said = COUNT.search(html) or HEADED.search(html)
    assert said, html[:2_000]
    return int((said[1] or "0").replace(",", ""))


def rows_on(root: Element) -> int:
    return sum(
        heading.get("scope") == "row" and any(each.tag == "tbody" for each in heading.ancestors())
        for heading in root.all("th")
    )


def offered(root: Element, path: str, *, every_value: bool) -> Iterator[dict[str, str]]:
    """What the page's filter forms, tabs and links lead to of the same list."""
    for form in root.all("form"):
        if form.get("method") == "get" and form.get("action") == path:
            yield from _of_form(form, TYPED.get(path, "a"), every_value=every_value)
    for link in root.all("a"):
        parts = urlsplit(str(link.get("href") or ""))
        query = dict(parse_qsl(parts.query))
        if parts.path == path and not parts.netloc and not TURNS & set(query):
            yield query


def _of_form(form: Element, typed: str, *, every_value: bool) -> Iterator[dict[str, str]]:
    fields = [each for each in form.all("input") if each.get("name")]
    sent = {
        str(each.get("name")): str(each.get("value") or "")
        for each in fields
        if each.get("type") == "hidden" and each.get("name") not in TURNS
    }
    for select in form.all("select"):
        values = [str(each.get("value")) for each in select.all("option") if each.get("value")]
        for value in values if every_value else values[:1]:
            yield {**sent, str(select.get("name")): value}
    for each in fields:
        name = str(each.get("name"))
        if each.get("type") == "checkbox":
            yield {**sent, name: str(each.get("value"))}
        elif each.get("type") in ("search", "text", None):
            yield {**sent, name: typed}


def opened(clients: list[FlaskClient], path: str) -> tuple[FlaskClient, str]:
    """The list, and whoever of the readers opens it."""
    pages = ((client, client.get(path)) for client in clients)
    return next((client, page.text) for client, page in pages if page.status_code == 200)


def walk(house: House, *, every_value: bool) -> None:
    furnish_beside(house)
    clients = [browser_of(house.app, name) for name in READERS]
    walked, wrong, rendered = dict[str, dict[str, int]](), dict[str, set[int]](), set[str]()

    def note(_app: Flask, template: object, **_more: object) -> None:
        rendered.add(str(getattr(template, "name", "")))

    declared = {kind.path for kind in KINDS.values()}
    with template_rendered.connected_to(note, house.app):
        for rule in lists_with(house.app, "csv", "xlsx"):
            path = re.sub(r"<(\w+)>", lambda found: OF_THE_CENTRE[found[1]], rule)
            client, page = opened(clients, path)
            if rule in declared:
                continue
            totals = dict[str, int]()
            root, _ = read_html(page)
            for asked in [{}, *offered(root, path, every_value=every_value)]:
                query = urlencode(sorted((name, value) for name, value in asked.items() if value))
                if query not in totals:
                    totals[query], numbers = numbers_of(
                        client, path, query, workbook=every_value or not asked
                    )
                    if len(numbers) != 1:
                        wrong[f"{path}?{query}"] = numbers
            walked[rule] = totals
    assert wrong == {}
    assert_walked(walked, rendered)


def numbers_of(
    client: FlaskClient, path: str, query: str, *, workbook: bool
) -> tuple[int, set[int]]:
    """What the page tells, and every number that has to be the same."""
    page = client.get(f"{path}?{query}").text
    root, _ = read_html(page)
    total, rows = told(page), rows_on(root)
    lines = client.get(f"{path}.csv?{query}")
    numbers = {total, len(lines.data.decode("utf-8-sig").splitlines()) - 1}
    if 'rel="next"' not in page:
        numbers.add(rows)
    if workbook:
        numbers.add(lines_of_workbook(client.get(f"{path}.xlsx?{query}").data))
    return total, numbers


def assert_walked(walked: dict[str, dict[str, int]], rendered: set[str]) -> None:
    """The walk saw lists that have rows, filters that differ, and every template that tells a count."""
    assert len(walked) >= 7
    empty = [rule for rule, totals in walked.items() if not any(totals.values())]
    assert empty == [], "a list without a row proves nothing"
    differ = [rule for rule, totals in walked.items() if len(set(totals.values())) > 1]
    assert len(differ) >= 5, walked
    templates = Path(ohms.__file__).parent / "templates"
    counting = {
        str(path.relative_to(templates))
        for path in templates.rglob("*.html")
        if re.search(r"pages\.(?:range|pages)\(", path.read_text())
    }
    assert counting - rendered == set(NO_FILE)


def test_count_rows_csv_and_workbook_of_every_list_are_one_number(house: House) -> None:
    walk(house, every_value=False)


@pytest.mark.slow
@pytest.mark.skipif(is_ci(), reason="its time is CI's; a value of each filter is walked there")
def test_count_rows_csv_and_workbook_are_one_number_for_every_value(house: House) -> None:
    walk(house, every_value=True)


def test_a_list_that_leaves_as_csv_leaves_as_a_workbook_too_or_there_is_a_reason(
    app: Flask,
) -> None:
    alone = set(lists_with(app, "csv")) - set(lists_with(app, "csv", "xlsx"))
    assert alone == set(CSV_ALONE)
