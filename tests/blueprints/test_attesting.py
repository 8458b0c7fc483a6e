"""Time attested, locked, late and accepted, as its people and their supervisor use the pages."""

import html
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from ohms.domain.values import Capture, OtherTime
from tests.blueprints.signing_in import as_person
from tests.blueprints.test_time import add_entry
from tests.house import House
from tests.html_tree import without_tags
from tests.pages import CheckedClient

IN_Q3 = date(2026, 9, 29)
Q3 = "/time/attested?cohe=alder&quarter=2026Q3"


@pytest.fixture(autouse=True)
def _noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def figures_open_their_rows(client: CheckedClient, path: str) -> list[str]:
    """The minutes of the figures that lead to entries, each that of the list it leads to."""
    found = re.findall(r'href="(/workload/minutes[^"]*)">(.*?)<', client.get(path).text)
    told = []
    for href, figure in found:
        head = client.get(html.unescape(href)).text.partition("<h1>")[2].partition("</h1>")[0]
        hours = re.fullmatch(r"(?:([\d,]+) h ?)?(?:(\d+) min)?", figure)
        spoken = hours and str(60 * int(hours[1] or 0) + int(hours[2] or 0))
        told.append(without_tags(head).split()[-1])
        assert told[-1] == (figure if figure.isdigit() else spoken), href
    return told


def test_a_quarter_is_attested_locked_added_to_late_accepted_corrected_and_reopened(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    worked = add_entry(house, performed_on=IN_Q3, minutes=40)
    as_person(client, "alder.hsc1")
    refused = client.fill("/time", "attest", through_on="2026-11-25")
    assert refused.status_code == 422
    assert "Enter a day that is not after today." in refused.text
    assert client.fill("/time", "attest", through_on="11/22").status_code == 303
    week = client.get("/time?week=2026-11-16").text
    assert "Your time is attested through" in week
    assert 'id="additions-wait"' not in client.get(f"/time/entries/{worked}").text
    stands = without_tags(client.get(f"/time/entries/{worked}").text)
    assert "Attested by you, through Nov 22, 2026" in stands
    assert "correct them with a reason: it counts at once" in stands
    assert "Locked" not in stands
    changing = client.fill(f"/time/entries/{worked}", "change", minutes="41")
    assert "Enter why this is changed" in changing.text

    as_person(client, "alder.supervisor")
    page = client.get(Q3).text
    assert page.count("14 weeks") == 2
    assert client.fill(Q3, "/time/attested/lock?cohe=alder&quarter=2026Q3").status_code == 303
    assert "Reopen the quarter" in client.get(Q3).text

    clock("2026-11-24T12:10:00-08:00")
    as_person(client, "alder.hsc1")
    week = client.get("/time?week=2026-09-28").text
    assert "Q3 2026 is locked" in week
    assert "Locked" in week
    logged = client.fill(
        "/time?week=2026-09-28",
        "log",
        performed_on="2026-09-29",
        minutes="25",
        claim_number="AL10001",
        remark="noted on paper",
    )
    assert logged.status_code == 303
    week = client.get("/time?week=2026-09-28").text
    assert "Late, supervisor to accept" in week
    assert "25 minutes came for a locked quarter" in week
    locked = client.get(f"/time/entries/{worked}").text
    assert 'id="additions-wait"' in locked
    assert "Locked Q3 2026, since Nov 24, 12:00 pm , by Mika Ito" in without_tags(locked)
    done = client.fill(
        f"/time/entries/{worked}", "change", minutes="41", why="wrong_minutes", reason="one more"
    )
    assert done.status_code == 303
    action = "/time/reopening?week=2026-09-28"
    assert client.fill("/time?week=2026-09-28", action).status_code == 422
    assert client.fill("/time?week=2026-09-28", action, ask_reason="A call").status_code == 303
    assert "You asked for it" in client.get("/time?week=2026-09-28").text

    as_person(client, "alder.supervisor")
    page = client.get(Q3).text
    assert "noted on paper" in page
    assert "Wrong minutes: one more" in page
    assert "A call" in page
    add_entry(house, performed_on=date(2026, 11, 24), minutes=35)
    unseen: dict[str, Any] = {"minutes": 70, "confirmed_at": None, "capture": Capture.CAPTURED}
    add_entry(house, performed_on=date(2026, 11, 24), **unseen)
    assert figures_open_their_rows(client, Q3) == ["40", "40"]
    assert figures_open_their_rows(client, Q3.replace("Q3", "Q4")) == ["70", "35", "35", "70"]
    late = page.partition("/accept?")[0].rpartition("/time/entries/")[2]
    stands = without_tags(client.get(f"/time/entries/{late}").text)
    assert "came after the lock and do not count yet: they wait for you. Accept them" in stands
    accept = f"/time/entries/{late}/accept?cohe=alder&quarter=2026Q3"
    assert client.fill(Q3, accept).status_code == 303
    assert "25 minutes accepted" in client.get(Q3).text
    reopen = "/time/attested/reopen?cohe=alder&quarter=2026Q3"
    assert client.fill(Q3, reopen).status_code == 422
    assert client.fill(Q3, reopen, reason="Calls are missing").status_code == 303
    page = client.get(Q3).text
    assert "Calls are missing" in page
    assert "Lock Q3 2026" in page
    assert client.get("/time/attested?cohe=birch").status_code == 404


def test_what_is_odd_is_told_and_refused_nowhere(client: CheckedClient, house: House) -> None:
    run: dict[str, Any] = {
        "capture": Capture.CAPTURED,
        "minutes": 40,
        "performed_on": date(2026, 11, 23),
    }
    for minute in (0, 20):
        add_entry(house, **run, entered_at=datetime(2026, 11, 23, 18, minute, tzinfo=UTC))
    add_entry(house, minutes=700, performed_on=date(2026, 11, 24))
    as_person(client, "alder.hsc1")
    page = client.get("/time").text
    assert "2 clocks ran at the same time" in page
    assert "Tuesday has 11 h 40 min" in page


def test_an_empty_cell_opens_the_form_with_its_day_and_work(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    page = client.get("/time?week=2026-11-23&day=2026-11-23&kind=other.meeting").text
    assert '<option selected value="meeting">' in page
    assert 'value="2026-11-23"' in page
    answer = client.fill(
        "/time?week=2026-11-23&day=2026-11-23&kind=other.meeting", "log", minutes="30"
    )
    assert answer.status_code == 303
    add_entry(house, claim_id=None, standard_work=None, category=OtherTime.LEAVE, minutes=60)
    add_entry(house, minutes=15)
    week = client.get("/time?week=2026-11-23&rows=sum").text
    assert "and 1 h leave" in week
    assert "kind=all_items#entries" in week
    assert "Assess barriers" not in week.partition("Entries of the week")[0].partition("<table")[2]
