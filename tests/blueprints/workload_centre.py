"""Centres whose workload the tests look at, and their lines as a file tells them."""

import csv
import io
from datetime import date

from ohms.domain.values import Role
from ohms.models.staff import Position
from tests.house import House
from tests.pages import CheckedClient
from tests.workload_world import AT, CentreOfATest

THIRD = date(2026, 7, 6)


def cedar_at_work(house: House) -> CentreOfATest:
    """Two coordinators and an assistant at work in the third quarter."""
    with house.app.app_context():
        centre = CentreOfATest(house, "cedar")
        for name, role, minutes in (
            ("hsc1", Role.HSC, 20_000),
            ("hsc2", Role.HSC, 12_000),
            ("ann", Role.HSC_ASSISTANT, 900),
        ):
            position = house.position[f"cedar.{name}"] = centre.position(name, 480, role=role)
            centre.minutes(position, name, minutes, THIRD)
            centre.meeting(position, name, 45, date(2026, 9, 1))
        first = house.position["cedar.hsc1"]
        centre.minutes(first, "hsc1", 75, date(2026, 9, 2), confirmed_at=None)
        centre.minutes(first, "hsc1", 500, date(2026, 9, 3), voided_at=AT)
        centre.claims(240, THIRD)
        return centre


def elm_at_its_pace(house: House) -> CentreOfATest:
    """Four finished quarters of 600 claims a coordinator who gives claims all of the time, and the
    running one at the same pace; a half assistant beside."""
    with house.app.app_context():
        centre = CentreOfATest(house, "elm")
        hsc = house.position["elm.hsc1"] = centre.position("hsc1", 480)
        assistant = centre.position("ann", 240, role=Role.HSC_ASSISTANT)
        for first in (date(2025, 10, 1), date(2026, 1, 2), date(2026, 4, 1), date(2026, 7, 1)):
            centre.claims(600, first)
            centre.minutes(hsc, "hsc1", 28_000, first)
        centre.claims(352, date(2026, 10, 1))
        centre.minutes(hsc, "hsc1", 16_000, date(2026, 10, 1))
        centre.minutes(hsc, "hsc1", 60, date(2026, 11, 23))
        centre.meeting(hsc, "hsc1", 90, date(2026, 10, 6))
        centre.meeting(assistant, "ann", 45, date(2026, 10, 6))
        staff = centre.person("manager")
        manager = {"staff_id": staff, "cohe_id": centre.cohe, "from_on": date(2020, 1, 1)}
        house.add(Position, role=Role.CONTRACT_MANAGER, **manager)
        return centre


def lines_of(client: CheckedClient, path: str) -> list[dict[str, str]]:
    """The lines of a CSV, by heading."""
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
