"""A colleague named in a note finds it under Today until they open the claim; nobody else is told."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from ohms.commands.audit import Entry
from ohms.commands.note_moves import move_note
from ohms.commands.unit_of_work import bulk_unit
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.notes import CaseNote, Mention
from tests.blueprints.signing_in import as_person
from tests.house import House, count_of, one
from tests.pages import CheckedClient

PAGE = "/claims/AL10002"
Clock = Callable[[str], None]


@pytest.fixture(autouse=True)
def _in_the_morning(clock: Clock) -> None:
    clock("2026-11-24T10:00:00-08:00")


def save(client: CheckedClient, house: House, body: str, page: str = PAGE, **more: str) -> int:
    """A note that alder.hsc1 saves; its id, or 0 when it is refused."""
    as_person(client, "alder.hsc1")
    answer = client.fill(page, f"{page}/notes", standard_work="barriers", body=body, **more)
    if answer.status_code == 422:
        return 0
    with house.app.app_context():
        return int(one(select(CaseNote.id).order_by(CaseNote.id.desc()).limit(1)))


def told(client: CheckedClient, username: str) -> bool:
    return "Mentioned you" in as_person(client, username).get("/").text


def test_who_is_mentioned_finds_the_note_under_today_until_they_open_the_claim(
    client: CheckedClient, house: House, clock: Clock
) -> None:
    note = save(client, house, "Please look, @alder.hsc2.")
    assert [told(client, f"alder.{who}") for who in ("hsc1", "assistant1", "supervisor")] == [
        False,
        False,
        False,
    ]
    today = as_person(client, "alder.hsc2").get("/").text
    assert "Mentioned you" in today
    assert f'href="{PAGE}#note-{note}"' in today
    assert "by Rosa Alvarez of alder" in today
    clock("2026-11-24T10:05:00-08:00")
    client.get("/claims/AL10001")
    assert "Mentioned you" in client.get("/").text
    client.get(PAGE)
    assert "Mentioned you" not in client.get("/").text
    clock("2026-11-24T10:10:00-08:00")
    save(client, house, "@alder.hsc2 and once more.")
    assert told(client, "alder.hsc2")


def test_a_supervisor_and_an_assistant_in_whose_lane_the_claim_is_are_told_too(
    client: CheckedClient, house: House
) -> None:
    save(client, house, "@Alder.Supervisor, @alder.assistant1: see @alder.assistant1 above")
    assert told(client, "alder.supervisor")
    assert told(client, "alder.assistant1")
    with house.app.app_context():
        assert count_of(Mention) == 2


@pytest.mark.parametrize("name", ["birch.hsc1", "alder.privacy", "nobody.atall", "lni.contract"])
def test_somebody_who_does_not_see_the_claim_is_refused_like_a_name_that_nobody_has(
    client: CheckedClient, house: House, name: str
) -> None:
    as_person(client, "alder.hsc1")
    body = f"Ask @{name} about it."
    answer = client.fill(PAGE, f"{PAGE}/notes", standard_work="barriers", body=body)
    assert answer.status_code == 422
    said = f"@{name} is nobody who sees this claim: mention colleagues who do."
    assert said in answer.text
    assert 'href="#body"' in answer.text
    assert body in answer.text
    with house.app.app_context():
        assert count_of(CaseNote) == count_of(Mention) == 0


def test_an_assistant_outside_whose_lane_a_claim_is_is_refused_there(
    client: CheckedClient, house: House
) -> None:
    assert save(client, house, "@alder.assistant1", page="/claims/AL10003") == 0
    assert save(client, house, "@alder.assistant1") > 0


def test_an_address_of_mail_and_oneself_are_no_mentions(
    client: CheckedClient, house: House
) -> None:
    save(client, house, "Mail jo@mill.example or @alder.hsc1; at 5 @ the mill.")
    with house.app.app_context():
        assert count_of(CaseNote) == 1
        assert count_of(Mention) == 0


def test_an_addendum_mentions_too_and_is_refused_beside_its_text(
    client: CheckedClient, house: House
) -> None:
    note = save(client, house, "Spoke with the mill.")
    address = f"{PAGE}/notes/{note}/addendum"
    answer = client.fill(PAGE, address, text="For @birch.hsc1.")
    assert answer.status_code == 422
    assert "@birch.hsc1 is nobody who sees this claim" in answer.text
    assert "For @birch.hsc1." in answer.text
    assert client.fill(PAGE, address, text="For @alder.hsc2.").status_code == 303
    assert told(client, "alder.hsc2")


def test_a_draft_tells_nobody_before_it_is_signed(client: CheckedClient, house: House) -> None:
    note = save(client, house, "@alder.hsc2", action="draft")
    assert not told(client, "alder.hsc2")
    as_person(client, "alder.hsc1")
    assert client.fill(PAGE, f"{PAGE}/notes/{note}/sign").status_code == 303
    assert told(client, "alder.hsc2")


def test_who_sees_the_claim_no_longer_is_told_nothing(client: CheckedClient, house: House) -> None:
    save(client, house, "@alder.hsc2")
    with house.app.app_context(), bulk_unit("restrict", None) as unit:
        unit.entries.append(Entry("restrict"))
        db.session.execute(
            update(Claim).where(Claim.id == house.claim["AL10002"]).values(restricted=True)
        )
    page = as_person(client, "alder.hsc2").get("/").text
    assert "Mentioned you" not in page
    assert "AL10002" not in page


def test_a_moved_note_mentions_on_the_right_claim_only_those_who_see_it(
    client: CheckedClient, house: House
) -> None:
    note = save(client, house, "@alder.assistant1 and @alder.hsc2")
    with house.app.app_context():
        moved = move_note(house.actor("alder.hsc1"), note, "AL10003")
    assert not told(client, "alder.assistant1")
    today = as_person(client, "alder.hsc2").get("/").text
    assert f'href="/claims/AL10003#note-{moved}"' in today
    assert f"#note-{note}" not in today


def test_a_web_address_in_a_note_is_a_link_and_the_rest_stays_text(
    client: CheckedClient, house: House
) -> None:
    save(client, house, "See https://lni.wa.gov/x <b>now</b>\nor javascript:alert(1)")
    page = client.get(PAGE).text
    assert '<a href="https://lni.wa.gov/x" rel="noopener noreferrer nofollow">' in page
    assert "&lt;b&gt;now&lt;/b&gt;\nor javascript:alert(1)</p>" in page


def test_the_composer_tells_whom_one_can_mention(client: CheckedClient, house: House) -> None:
    page = as_person(client, "alder.hsc1").get(PAGE).text
    assert "@alder.hsc2" in page
    assert "@alder.hsc1<" not in page
    assert "@birch.hsc1" not in page
