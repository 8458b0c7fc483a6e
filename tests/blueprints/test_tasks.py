"""The list of tasks and the page of one, as people use them."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from ohms.domain.values import Role
from ohms.models.tasks import Task
from tests.blueprints.signing_in import as_person
from tests.covering import put_cover
from tests.house import House, add_person
from tests.html_tree import read_html
from tests.pages import CheckedClient
from tests.statements import counted
from tests.tasks import next_link, put_task, row_links, said

NOON = "2026-11-24T12:00:00-08:00"
Clock = Callable[[str], None]


@pytest.fixture(autouse=True)
def _at_noon(clock: Clock) -> None:
    clock(NOON)


def test_the_list_begins_with_my_open_tasks_that_show_by_today(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        mine = put_task(house, "AL10001", "Call the clinic")
        late = put_task(house, "AL10002", "Ask for the APF", due_by=date(2026, 11, 20))
        put_task(house, "AL10001", "Not mine", owner_id=house.staff["alder.hsc2"])
        put_task(house, "AL10001", "Next week", appears_on=date(2026, 11, 25))
        put_task(house, "AL10001", "Over", state="done", finished_at=date_time())
        put_task(house, "BI10001", "Elsewhere")
    page = as_person(client, "alder.hsc1").get("/tasks").text
    assert row_links(page) == [f"/tasks/{late}", f"/tasks/{mine}"]
    assert "1–2 of 2" in page
    assert "Nov 20, overdue 2 business days" in said(page)


def test_an_owner_is_chosen_by_letters_and_what_an_address_says_is_nobodys_name(
    client: CheckedClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with house.app.app_context():
        add_person(house, "alder.mei", "Mei Covered-Ito", Role.HSC, house.cohe["alder"])
    mei = house.staff["alder.mei"]
    as_person(client, "alder.supervisor")
    assert client.get("/tasks?owner=mei").location == f"/tasks?owner={mei}"
    for said_already in ("me", "covered", "anyone", mei):
        page = client.get(f"/tasks?owner={said_already}").text
        assert "none of those to choose from" not in page, said_already
    with house.app.app_context():
        put_task(house, "AL10001", "Call the clinic")
    assert row_links(client.get("/tasks?owner=anyone").text)
    for unknown in ("To", "One", "one", "zzz"):
        answer = client.get(f"/tasks?owner={unknown}")
        assert answer.status_code == 200
        assert row_links(answer.text) == [], unknown
        assert f"“{unknown}” is none of those to choose from." in answer.text
        assert "/tasks.csv" not in answer.text
        assert client.get(f"/tasks.csv?owner={unknown}").status_code == 422
        acted = client.get(f"/tasks/reassign?owner={unknown}&all=yes&to={mei}")
        assert acted.status_code == 422
    monkeypatch.setattr("ohms.web.filter_picks.FEW", 1)
    tree, _broken = read_html(client.get("/tasks?owner=zzz").text)
    values = [each.get("value") for each in tree.all("input") if each.get("id") == "owner"]
    assert values == ["zzz"], "the letters stand beside their error"


def date_time() -> object:
    from datetime import UTC, datetime

    return datetime(2026, 11, 20, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("due=overdue", ["Late"]),
        ("due=today", ["Today"]),
        ("due=week", ["Today", "Sunday"]),
        ("due=later", ["Monday"]),
        ("state=waiting", ["Sunday"]),
        ("state=done", ["Done"]),
        ("state=any", ["Late", "Done", "Today", "Sunday", "Monday"]),
        ("claim=al 10002", ["Today"]),
        ("q=MONDAY", ["Monday"]),
        ("q=100%25", []),
        ("owner=anyone&due=today", ["Today", "Of hsc2"]),
        ("shows_later=yes&due=later", ["Monday", "Shows later"]),
        ("sort=-due_by", ["Monday", "Sunday", "Today", "Late"]),
    ],
)
def test_filters_and_sort_stand_in_the_address_and_hold_for_list_and_export_alike(
    client: CheckedClient, house: House, query: str, titles: list[str]
) -> None:
    with house.app.app_context():
        put_task(house, "AL10001", "Late", due_by=date(2026, 11, 2))
        put_task(
            house,
            "AL10001",
            "Done",
            due_by=date(2026, 11, 3),
            state="done",
            finished_at=date_time(),
        )
        put_task(house, "AL10002", "Today")
        put_task(
            house,
            "AL10001",
            "Sunday",
            due_by=date(2026, 11, 29),
            state="waiting",
            waiting_on="Dr. Reed",
        )
        put_task(house, "AL10001", "Monday", due_by=date(2026, 11, 30))
        put_task(house, "AL10001", "Of hsc2", owner_id=house.staff["alder.hsc2"])
        put_task(
            house,
            "AL10001",
            "Shows later",
            due_by=date(2026, 12, 9),
            appears_on=date(2026, 12, 1),
        )
        put_task(house, "BI10001", "Today of birch")
    who = "alder.supervisor" if "anyone" in query else "alder.hsc1"
    as_person(client, who)
    page = client.get(f"/tasks?{query}").text
    found = [title_of(house, link) for link in row_links(page)]
    assert found == titles
    lines = client.get(f"/tasks.csv?{query}").get_data(as_text=True).splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == titles


def title_of(house: House, link: str) -> str:
    from sqlalchemy import select

    from tests.house import one

    with house.app.app_context():
        return str(one(select(Task.title).where(Task.id == int(link.rpartition("/")[2]))))


def test_the_list_is_walked_to_its_end_without_losing_or_repeating_a_row(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        for number in range(60):
            put_task(
                house,
                f"AL1000{number % 2 + 1}",
                f"Task {number}",
                due_by=date(2026, 11, 1) + timedelta(days=number // 7),
            )
    as_person(client, "alder.hsc1")
    for sort in ("due_by", "-due_by", "claim", "-claim", "written_at", "-written_at"):
        seen: list[str] = []
        href: str | None = f"/tasks?per_page=25&sort={sort}"
        while href:
            page = client.get(href).text
            seen += row_links(page)
            href = next_link(page)
        assert len(seen) == len(set(seen)) == 60, sort


@pytest.mark.parametrize(
    "query",
    ["after=rubbish", "after=WzEsMixd", "sort=--claim", "per_page=9", "owner=99999999999"],
)
def test_an_address_from_nowhere_does_no_harm(
    client: CheckedClient, house: House, query: str
) -> None:
    assert as_person(client, "alder.hsc1").get(f"/tasks?{query}").status_code == 200


def test_statements_do_not_grow_with_the_rows(client: CheckedClient, house: House) -> None:
    as_person(client, "alder.hsc1")
    with house.app.app_context():
        put_task(house, "AL10001", "One")
    client.get("/tasks")
    with counted(house.app) as few:
        client.get("/tasks")
    with house.app.app_context():
        for number in range(30):
            put_task(house, "AL10001", f"Task {number}")
    with counted(house.app) as many:
        assert "31" in client.get("/tasks").text
    assert len(many) == len(few) <= 12, str(many)


def test_an_assistant_sees_her_lane_and_chooses_no_colleague(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        put_task(house, "AL10001", "Of a standard claim")
        lane = put_task(house, "AL10002", "Of a low claim")
    as_person(client, "alder.assistant1")
    assert row_links(client.get("/tasks?owner=anyone").text) == [f"/tasks/{lane}"]
    by_name = client.get(f"/tasks?owner={house.staff['alder.hsc1']}").text
    assert row_links(by_name) == [], "her own list, which is empty"
    assert 'name="owner"' in by_name
    assert "Tam Nguyen" not in by_name
    assert client.get("/tasks.csv").status_code == 403


def test_covered_tasks_are_those_of_the_absent_on_the_claims_covered(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        hers = put_task(house, "AL10003", "Of hsc2", owner_id=house.staff["alder.hsc2"])
        put_task(house, "AL10001", "Of hsc2, not covered", owner_id=house.staff["alder.hsc2"])
        put_task(house, "AL10003", "Of hsc1")
        put_cover(house, "alder.hsc2", date(2026, 11, 23), date(2026, 11, 25))
    as_person(client, "alder.hsc1")
    assert row_links(client.get("/tasks?owner=covered").text) == [f"/tasks/{hers}"]


def test_cells_that_look_like_formulas_are_neutralised(client: CheckedClient, house: House) -> None:
    with house.app.app_context():
        put_task(house, "AL10001", "=SUM(A1)")
    as_person(client, "alder.hsc1")
    assert "'=SUM(A1)" in client.get("/tasks.csv").get_data(as_text=True)


def test_everybodys_tasks_are_exported_by_the_supervisor_only(
    client: CheckedClient, house: House
) -> None:
    assert as_person(client, "alder.hsc1").get("/tasks.csv?owner=anyone").status_code == 403
    assert as_person(client, "alder.supervisor").get("/tasks.csv?owner=anyone").status_code == 200


@pytest.mark.parametrize("instant", ["17:30", "23:59"])
def test_in_the_evening_what_is_due_today_is_not_overdue_yet(
    client: CheckedClient, house: House, clock: Clock, instant: str
) -> None:
    with house.app.app_context():
        task = put_task(house, "AL10001", "Call the clinic")
    clock(f"2026-11-24T{instant}:00-08:00")
    as_person(client, "alder.hsc1")
    assert row_links(client.get("/tasks?due=today").text) == [f"/tasks/{task}"]
    assert row_links(client.get("/tasks?due=overdue").text) == []
    clock("2026-11-25T00:00:00-08:00")
    as_person(client, "alder.hsc1")
    assert row_links(client.get("/tasks?due=overdue").text) == [f"/tasks/{task}"]


def test_over_thanksgiving_a_task_is_late_by_business_days(
    client: CheckedClient, house: House, clock: Clock
) -> None:
    with house.app.app_context():
        put_task(house, "AL10001", "Call the clinic", due_by=date(2026, 11, 25))
    for day, told in (
        ("2026-11-29", "Nov 25, overdue"),
        ("2026-11-30", "Nov 25, overdue 1 business day"),
        ("2026-12-01", "Nov 25, overdue 2 business days"),
    ):
        clock(f"{day}T12:00:00-08:00")
        page = said(as_person(client, "alder.hsc1").get("/tasks").text)
        assert told in page, day
        late = "business day" in page.replace("next try in a business day", "")
        assert late == ("business day" in told), day
