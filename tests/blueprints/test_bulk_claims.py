"""Picked claims given, put on hold or closed in one act, previewed, told one by one, undone for a while."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from ohms.commands.closing import close_coordination, hold_coordination, take_up_coordination
from ohms.domain.coordination import CloseReason
from ohms.domain.delegation import DelegationScope
from ohms.domain.values import Coordination, TaskState
from ohms.models.bulk import BulkAct
from ohms.models.claims import Claim, Delegation
from ohms.models.coordination import CoordinationPeriod
from ohms.models.tasks import Task
from ohms.models.transfers import ClaimTransfer
from ohms.queries.bulk import tasks_for_bulk
from ohms.queries.bulk_claims import claims_for_bulk
from tests.blueprints.signing_in import as_person
from tests.house import House, add_claim, count_of, one
from tests.pages import CheckedClient
from tests.tasks import put_task, said


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def of_claim(house: House, number: str, *columns: Any) -> tuple[Any, ...]:
    with house.app.app_context():
        found = select(*columns).where(Claim.id == house.claim[number])
        return tuple(one(found.with_only_columns(column)) for column in columns)


def put_claim(house: House, number: str, **facts: Any) -> None:
    with house.app.app_context():
        house.claim[number] = add_claim(house, "alder", number, provider="alder.1", **facts)


def test_picked_claims_are_closed_for_one_reason_and_stand_again_as_they_stood(
    client: CheckedClient, house: House
) -> None:
    watched = {"coordination": Coordination.WATCHING, "watch_until_on": date(2026, 12, 1)}
    put_claim(house, "AG00001", coordination=Coordination.ACTIVE)
    put_claim(house, "AG00002", **watched)
    put_claim(house, "AG00003", coordination=Coordination.CLOSED, close_reason="released")
    put_claim(house, "AG00004", coordination=Coordination.ACTIVE)
    numbers = [f"AG0000{number}" for number in range(1, 5)]
    as_person(client, "alder.hsc1")
    page = client.get("/claims").text
    assert 'name="claim" value="AG00001"' in page
    picked = "&".join(f"claim={number}" for number in [*numbers, "BI10001"])
    assert "Pick some rows" in said(
        client.get("/claims/bulk?act=close", follow_redirects=True).text
    )
    preview = client.get(f"/claims/bulk?act=close&{picked}").text
    assert "3 of 4 would be closed" in said(preview)
    assert "Stays: Our work on this claim has ended already." in said(preview)
    assert "worker_declined" in preview
    assert 'value="other"' not in preview, "a reason that needs words is the claim's own"
    again = client.press(preview, "/claims/bulk")
    assert again.status_code == 422
    assert "Choose why it ends." in said(again.text)
    done = client.press(preview, "/claims/bulk", close_reason="released").location
    told = said(client.get(done).text)
    assert "3 claims closed" in told
    assert "Stayed: Our work on this claim has ended already." in told
    assert "Closed: released" in told
    state = Claim.coordination, Claim.close_reason, Claim.watch_until_on
    assert of_claim(house, "AG00001", *state[:2]) == (Coordination.CLOSED, "released")
    refused = client.get(f"{done}/refused.csv").text.splitlines()
    assert [line.split(",")[0] for line in refused[1:]] == ["AG00003"]
    with house.app.app_context():
        actor = house.actor("alder.hsc1")
        take_up_coordination(actor, house.claim["AG00004"])
        close_coordination(actor, house.claim["AG00004"], CloseReason.RELEASED, key="again")

    undone = client.press(client.get(done).text, f"{done}/undo")
    told = said(client.get(undone.location).text)
    assert "2 of 3 claims set back" in told
    assert "Not set back: It was changed since you looked." in told
    assert of_claim(house, "AG00001", *state) == (Coordination.ACTIVE, None, None)
    expected = (Coordination.WATCHING, None, date(2026, 12, 1))
    assert of_claim(house, "AG00002", *state) == expected
    assert of_claim(house, "AG00003", *state[:2]) == (Coordination.CLOSED, "released")
    assert as_person(client, "alder.hsc2").get(done).status_code == 404


def test_all_of_the_list_is_put_on_hold_and_one_that_changed_since_it_was_looked_at_stays(
    client: CheckedClient, house: House
) -> None:
    for number in ("AG00001", "AG00002", "AG00003"):
        put_claim(house, number, coordination=Coordination.ACTIVE)
    as_person(client, "alder.hsc1")
    preview = client.get("/claims/bulk?act=hold&all=yes&q=AG0000").text
    assert "3 of 3 would be on hold" in said(preview)
    with house.app.app_context():
        version = one(select(Claim.version).where(Claim.id == house.claim["AG00002"]))
        changed = preview.replace(
            f"{house.claim['AG00002']}.{version}", f"{house.claim['AG00002']}.{version + 1}"
        )
    where = "/claims/bulk?q=AG0000"
    done = client.press(changed, where).location
    assert client.press(changed, where).location == done, "sent twice, once done"
    assert 'href="/claims?q=AG0000"' in client.get(done).text
    assert "Stayed: It was changed since you looked." in said(client.get(done).text)
    assert of_claim(house, "AG00001", Claim.coordination) == (Coordination.ON_HOLD,)
    assert of_claim(house, "AG00002", Claim.coordination) == (Coordination.ACTIVE,)
    with house.app.app_context():
        claim_id = house.claim["AG00003"]
        take_up_coordination(house.actor("alder.hsc2"), claim_id)
        hold_coordination(house.actor("alder.hsc2"), claim_id)
    undone = client.press(client.get(done).text, done.replace("?", "/undo?")).location
    assert "1 of 2 claims set back" in said(client.get(undone).text)
    assert of_claim(house, "AG00003", Claim.coordination) == (Coordination.ON_HOLD,), "a colleague"
    assert of_claim(house, "AG00001", Claim.coordination) == (Coordination.ACTIVE,)
    with house.app.app_context():
        assert count_of(BulkAct) == 1
        ended = CoordinationPeriod.claim_id == house.claim["AG00001"]
        assert count_of(CoordinationPeriod, ended, CoordinationPeriod.to_on.is_not(None)) == 0


def test_claims_given_go_back_with_their_tasks_and_offers_that_wait_are_withdrawn(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        task = put_task(house, "AL10002", "Call")
        theirs = put_task(house, "AL10002", "Hers", owner_id=house.staff["alder.hsc2"])
    to = house.staff["alder.hsc2"]
    as_person(client, "alder.supervisor")
    preview = client.get(f"/claims/hand-over?scope=cohe&claim=AL10002&to={to}").text
    assert "1 listed" in said(preview)
    done = client.press(preview, "/claims/hand-over?scope=cohe", reason="Leaves", how="assign")
    page = client.get(done.location).text
    assert "1 claim given to Tam Nguyen of alder" in said(page)
    owner = select(Task.owner_id).where
    with house.app.app_context():
        assert one(owner(Task.id == task)) == to
        lent = Delegation.scope == DelegationScope.FINISH, Delegation.withdrawn_at.is_(None)
        assert count_of(Delegation, *lent) == 1
    undone = client.press(page, done.location.replace("?", "/undo?"))
    assert "1 of 1 claim set back" in said(client.get(undone.location).text)
    assert of_claim(house, "AL10002", Claim.assigned_to_id) == (None,)
    with house.app.app_context():
        assert one(owner(Task.id == task)) == house.staff["alder.hsc1"]
        assert one(owner(Task.id == theirs)) == to, "a task that was theirs before stays theirs"
        assert one(select(Task.state).where(Task.id == task)) is TaskState.TO_DO
        assert count_of(Delegation, *lent) == 0
        assert count_of(ClaimTransfer, ClaimTransfer.decision == "accepted") == 2

    as_person(client, "alder.hsc1")
    nothing = client.get("/claims/hand-over?all=", follow_redirects=True)
    assert "Pick some rows" in said(nothing.text)
    preview = client.get(f"/claims/hand-over?claim=AL10002&to={to}").text
    offered = client.press(preview, "/claims/hand-over", reason="Leaves", how="offer").location
    assert "1 claim offered to Tam Nguyen of alder" in said(client.get(offered).text)
    client.press(client.get(offered).text, f"{offered}/undo")
    with house.app.app_context():
        assert count_of(ClaimTransfer, ClaimTransfer.decision == "withdrawn") == 1


def test_what_is_open_by_break_glass_or_of_a_cohe_where_one_may_not_is_no_row_of_an_act(
    house: House,
) -> None:
    with house.app.app_context():
        task = put_task(house, "AL10001", "Call")
        claims = [house.claim["AL10001"], house.claim["AL10002"]]
        actor = house.actor("alder.hsc1")
        reading = replace(actor, opened=frozenset({house.claim["AL10001"]}))
        assert [len(claims_for_bulk(each, claims)) for each in (actor, reading)] == [2, 1]
        assert [len(tasks_for_bulk(each, [task])) for each in (actor, reading)] == [1, 0]
        supervisor = house.actor("alder.supervisor")
        assert claims_for_bulk(supervisor, claims) == [], "a supervisor coordinates no claim"
