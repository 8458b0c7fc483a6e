"""The desk at length: what was reimbursed, its list filtered, paged and exported, how long it keeps."""

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest

from ohms.commands.desk_keeping import set_desk_keeping
from ohms.commands.referral_steps import answer_referral
from ohms.domain.actor import Actor
from ohms.domain.errors import RuleBroken
from ohms.domain.values import ReferralStep, Service
from ohms.models.referrals import StayAtWorkUse
from ohms.queries.desk_queue import DeskFilter, Queue, desk_page
from tests.blueprints.signing_in import as_person
from tests.house import House, add_claim, count_of
from tests.pages import CheckedClient
from tests.referrals import sent_referral
from tests.tasks import said


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def test_a_desk_tells_what_it_reimbursed_and_both_sides_see_what_is_left(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        sent = sent_referral(house, Service.STAY_AT_WORK)
    here = f"/desk/{sent}"
    as_person(client, "lni.stayatwork")
    assert f"{here}/use" not in client.get(here).text, "not taken on yet"
    client.fill(here, f"{here}/answer", step="accepted")
    assert client.fill(here, f"{here}/use", days="20", wages="1,500.50").status_code == 303
    refused = client.fill(here, f"{here}/use", days="20", wages="25,000.01")
    assert refused.status_code == 422
    assert "The cap of this claim is $25,000." in said(refused.text)
    wrong = client.fill(here, f"{here}/use", days="20", tools="a few")
    assert (wrong.status_code, "such as 1,234.50" in wrong.text) == (422, True)
    for username, page in (("lni.stayatwork", here), ("alder.hsc1", f"/referrals/{sent}")):
        told = said(as_person(client, username).get(page).text)
        assert "Wages$25,000$1,500.50$23,499.50" in told
    with house.app.app_context():
        assert count_of(StayAtWorkUse) == 1


def test_the_list_is_filtered_and_its_export_has_as_many_lines(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        ids = [
            sent_referral(house, Service.STAY_AT_WORK, number) for number in ("AL10001", "AL10002")
        ]
        answer_referral(house.actor("lni.stayatwork"), ids[0], ReferralStep.RECEIVED)
    as_person(client, "lni.stayatwork")
    client.fill(f"/desk/{ids[1]}", f"/desk/{ids[1]}/take")
    mine = house.staff["lni.stayatwork"]
    for query, wanted in (
        ("queue=open", 2),
        ("queue=open&step=received", 1),
        ("queue=open&officer=0", 1),
        (f"queue=open&officer={mine}", 1),
        ("queue=open&age=late", 0),
        ("queue=open&age=long", 0),
        ("queue=open&employer=mill", 2),
        ("queue=open&employer=%25", 0),
        ("queue=over", 0),
        ("queue=waiting&employer=mill", 0),
    ):
        page = client.get(f"/desk?{query}").text
        lines = client.get(f"/desk.csv?{query}").data.decode("utf-8-sig")
        rows = len(list(csv.reader(io.StringIO(lines)))) - 1
        assert (page.count('data-label="Step"'), rows) == (wanted, wanted), query
        narrowed = "queue=open&" in query or "employer" in query
        assert ("None of them fits the filter" in page) is (narrowed and not wanted), query
    page = client.get("/desk?queue=open&officer=zzz").text
    assert page.count("“zzz” is none of those to choose from.") == 2
    assert 'data-label="Step"' not in page
    assert "/desk.csv" not in page
    assert client.get("/desk.csv?queue=open&officer=zzz").status_code == 422
    assert as_person(client, "alder.hsc1").get("/desk.csv").status_code == 403


def test_every_page_of_a_long_queue_is_reached_once(house: House) -> None:
    with house.app.app_context():
        sent = {
            sent_referral(
                house,
                Service.STAY_AT_WORK,
                _claim(house, number),
            )
            for number in range(5)
        }
        desk = house.actor("lni.stayatwork")
        walked = _walked(desk, Queue.OPEN)
        assert (len(walked), set(walked)) == (5, sent)
        for referral_id in sent:
            answer_referral(desk, referral_id, ReferralStep.DECLINED, reason="Not ours")
        assert _walked(desk, Queue.OVER) == sorted(sent, reverse=True), "the last sent first"


def _walked(desk: Actor, which: Queue) -> list[int]:
    seen: list[int] = []
    after = None
    while True:
        page = desk_page(desk, DeskFilter(which=which, after=after, per_page=2))
        seen += [row.id for row in page.rows]
        assert page.total == 5
        if page.next is None:
            return seen
        after = page.next


def _claim(house: House, number: int) -> str:
    name = f"AR{20000 + number}"
    house.claim[name] = add_claim(house, "alder", name, provider="alder.1")
    return name


def test_how_long_a_desk_keeps_what_is_over_is_set_with_its_day_and_reason(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    with house.app.app_context():
        sent = sent_referral(house, Service.STAY_AT_WORK)
        answer_referral(
            house.actor("lni.stayatwork"), sent, ReferralStep.DECLINED, reason="Not ours"
        )
    page = "/admin/desks"
    as_person(client, "admin")
    refused = client.fill(page, page, days="6", reason="Shorter")
    assert refused.status_code == 422
    told = {"days": "30", "from_on": "2026-12-01", "reason": "L&I keeps 30 days"}
    assert client.fill(page, page, **told).status_code == 303
    assert "L&amp;I keeps 30 days" in client.get(page).text
    with house.app.app_context(), pytest.raises(RuleBroken, match="meanwhile"):
        set_desk_keeping(
            house.actor("admin"),
            60,
            from_on=date(2026, 12, 1),
            reason="Stale",
            stood=0,
            key="another key",
        )
    for day, status in (("12-24", 200), ("12-25", 404)):
        clock(f"2026-{day}T12:00:00-08:00")
        assert as_person(client, "lni.stayatwork").get(f"/desk/{sent}").status_code == status, day
