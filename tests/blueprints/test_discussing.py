"""The record of a discussion with L&I, for either side of it."""

from collections.abc import Callable

import pytest

from tests.blueprints.signing_in import as_person
from tests.blueprints.workload_centre import elm_at_its_pace
from tests.discussions import add_obligation
from tests.house import House
from tests.html_tree import without_tags
from tests.pages import CheckedClient

PAGE = "/workload/588"


@pytest.fixture(autouse=True)
def _noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def test_a_discussion_is_written_by_one_side_and_confirmed_by_the_other(
    client: CheckedClient, house: House
) -> None:
    elm_at_its_pace(house)
    with house.app.app_context():
        duty = add_obligation(house, "elm")
    path = f"{PAGE}/discussions/{duty}"
    as_person(client, "elm.supervisor")
    assert f'href="{path}"' in client.get("/").text
    assert path in client.get(PAGE).text
    kept = client.get(f"{path}?hire_on=2027-01-04&cohe=elm").text
    assert "claims per FTE instead of" in kept
    beside = without_tags(client.get(path).text).partition("Write it down")[2]
    assert "As it is expected Quarter Claims FTE Claims per FTE" in beside
    assert "Brief to print" in beside
    told = {"people": "Ito", "forecast_volumes": "600", "staffing_strategies": "A hire"}
    refused = client.fill(path, path, discussed_on="11/20", agreed="", **told)
    assert refused.status_code == 422
    assert "Enter what was agreed" in refused.text
    assert "A hire" in refused.text
    answer = client.fill(path, path, discussed_on="11/20", agreed="To hire", **told)
    assert answer.status_code == 303
    assert "Confirm for L" not in client.get(path).text
    as_person(client, "elm.manager")
    assert "As it is expected" in (theirs := client.get(path).text)
    assert "Hsc1" not in theirs
    assert client.fill(path, f"{path}/confirm").status_code == 303
    assert "Confirmed by Manager of elm" in (closed := without_tags(client.get(path).text))
    assert "As it is expected" not in closed
