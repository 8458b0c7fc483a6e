"""A centre whose workload the tests look at, and its lines as a file tells them."""

import csv
import io
from datetime import date

from ohms.domain.values import Role
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


def lines_of(client: CheckedClient, path: str) -> list[dict[str, str]]:
    """The lines of a CSV, by heading."""
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
