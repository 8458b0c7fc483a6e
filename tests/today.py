"""A day of work in alder, and what the first page says of it."""

import re
from datetime import date

from ohms.domain.values import Coordination, Method, Outcome, Party
from ohms.models.notes import Contact
from tests.house import House, add_claim
from tests.html_tree import read_html
from tests.tasks import put_task

NOON = "2026-11-24T12:00:00-08:00"


def figures(html: str) -> dict[str, tuple[int, str | None]]:
    """Each figure of the page by its label: its number and the address it opens."""
    root, _ = read_html(html)
    found: dict[str, tuple[int, str | None]] = {}
    for figure in root.all("div"):
        if "figure" not in (figure.get("class") or "").split():
            continue
        label = next(p.text for p in figure.all("p") if p.get("class") == "figure-label")
        digits = next(
            each for each in figure.all("a", "span") if each.get("class") == "figure-digits"
        )
        number = re.match(r"[\d,]+", digits.text.strip())
        if number is None:
            assert digits.text.strip().startswith("none"), digits.text
            continue
        found[label.strip()] = (int(number[0].replace(",", "")), digits.get("href"))
    return found


def furnish_a_day(house: House) -> None:
    """Tasks, claims and contacts of alder's hsc1, and as many of others that do not count."""
    for title, day in (("Late", 20), ("Later", 23), ("Due", 24), ("Coming", 25)):
        put_task(house, "AL10001", title, due_by=date(2026, 11, day))
        put_task(house, "BI10001", title, due_by=date(2026, 11, day))
    put_task(house, "AL10003", "Of hsc2", owner_id=house.staff["alder.hsc2"])
    for number in range(10):
        add_claim(
            house,
            "alder",
            f"AL2000{number}",
            provider="alder.1",
            initiated_on=date(2026, 11, 10 + number),
            established_on=date(2026, 11, 10 + number),
        )
    reached = house.claim["AL10002"]
    house.add(
        Contact,
        claim_id=reached,
        cohe_id=house.cohe["alder"],
        staff_id=house.staff["alder.hsc1"],
        party=Party.WORKER,
        method=Method.PHONE,
        outcome=Outcome.REACHED,
        contact_on=date(2026, 11, 20),
    )
    add_claim(
        house,
        "alder",
        "AL30001",
        provider="alder.1",
        coordination=Coordination.CLOSED,
    )
    add_claim(
        house,
        "alder",
        "AL30002",
        provider="alder.1",
        coordination=Coordination.ACTIVE,
        last_contact_on=date(2026, 11, 20),
    )
