"""A field tells what its typed day means, as the form would read it."""

import re
from collections.abc import Callable

import pytest

from tests.blueprints.signing_in import as_person
from tests.house import House
from tests.pages import CheckedClient
from tests.tasks import put_task


@pytest.mark.parametrize(
    ("typed", "leaning", "day"),
    [
        ("+5b", "ahead", "Thu, Dec 3"),
        ("fri", "back", "Fri, Nov 20"),
        ("fri", "ahead", "Fri, Nov 27"),
        ("6/3", "back", "Wed, Jun 3"),
        ("6/3", "ahead", "Thu, Jun 3, 2027"),
        ("2/30", "ahead", ""),
        ("soon", "ahead", ""),
        ("", "ahead", ""),
        ("today", "sideways", ""),
    ],
)
def test_a_typed_day_is_told_with_its_weekday(
    client: CheckedClient,
    house: House,
    clock: Callable[[str], None],
    typed: str,
    leaning: str,
    day: str,
) -> None:
    clock("2026-11-24T12:00:00-08:00")
    asked = {"typed": typed, "leaning": leaning}
    assert client.get("/day", query_string=asked).json == {"day": day}


def test_a_field_of_days_says_which_way_it_leans(client: CheckedClient, house: House) -> None:
    page = as_person(client, "alder.hsc1").get("/claims/AL10001").text
    assert 'data-day="back" id="performed_on"' in page
    assert 'data-day="ahead" id="next_task_due"' in page


def test_so_does_a_field_of_days_without_a_form_of_its_own(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        task = put_task(house, "AL10001", "Ask the employer")
    as_person(client, "alder.hsc1")
    for page, name, leaning in (
        (f"/tasks/bulk?act=due&task={task}", "due_by", "ahead"),
        ("/claims/AL10001/coordination", "day", "back"),
    ):
        text = client.get(page).text
        assert re.search(f'<input [^>]*name="{name}"[^>]* data-day="{leaning}"', text), page
