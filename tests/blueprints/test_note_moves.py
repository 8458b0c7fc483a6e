"""Moving a note to the claim it belongs to, through the pages; and that nothing of it stays behind."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import bulk_unit
from ohms.extensions import db
from ohms.models.claims import Claim, ClaimAdmission
from ohms.models.notes import CaseNote
from ohms.models.time import TimeEntry
from ohms.queries.guard import unscoped
from ohms.queries.note_texts import readable_text, standing_text
from ohms.queries.scope import visible
from tests.architecture.routes import ACTORS
from tests.blueprints.signing_in import as_person
from tests.forms import posting_form
from tests.house import House, count_of, one
from tests.pages import CheckedClient

WRONG, RIGHT = "AL10002", "AL10003"
PAGE = f"/claims/{WRONG}"
TEXT = "Zebra crossing on Fourth: light duty."
ADDED = "Quokka called back."
TASK = "Ring the okapi keeper"
CALL = {
    "party": "worker",
    "method": "phone",
    "outcome": "reached",
    "standard_work": "medication",
    "body": TEXT,
    "minutes": "17",
    "next_task": TASK,
    "next_task_due": "+5b",
}
SENTENCE = "A note that belonged to another claim was here."


@pytest.fixture(autouse=True)
def _in_the_morning(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T10:00:00-08:00")


def saved(client: CheckedClient, house: House, username: str = "alder.hsc1") -> int:
    """A note on the wrong claim, with an addendum; the person stays signed in."""
    as_person(client, username)
    assert client.fill(PAGE, f"{PAGE}/notes", **CALL).status_code == 303
    with house.app.app_context():
        note = int(one(select(CaseNote.id).order_by(CaseNote.id.desc()).limit(1)))
    assert client.fill(PAGE, f"{PAGE}/notes/{note}/addendum", text=ADDED).status_code == 303
    return note


def moved(client: CheckedClient, house: House, username: str = "alder.hsc1") -> int:
    note = saved(client, house, username)
    told = f"{PAGE}/notes/{note}/move?to={RIGHT}"
    assert client.fill(told, f"{PAGE}/notes/{note}/move").status_code == 303
    return note


def test_what_will_happen_is_told_before_a_note_is_moved(
    client: CheckedClient, house: House
) -> None:
    note = saved(client, house)
    address = f"{PAGE}/notes/{note}/move"
    assert f'href="{address}"' in client.get(PAGE).text
    assert "Claim number it belongs to" in client.get(address).text
    told = client.get(f"{address}?to=al-10003")
    assert told.status_code == 200
    for said in ("AL10003, WorkerAL10003, Jo", "1 contact goes along", "17 minutes go along", TASK):
        assert said in told.text
    assert TEXT in client.get(PAGE).text
    answer = client.fill(f"{address}?to={RIGHT}", address)
    assert (answer.status_code, answer.location) == (303, f"{PAGE}#note-{note}")
    there = client.get(f"/claims/{RIGHT}").text
    for said in (TEXT, ADDED, f'Moved here from <a href="{PAGE}">{WRONG}</a>', TASK):
        assert said in there


def test_nothing_of_a_moved_note_is_found_on_the_wrong_claim_by_anyone_not_allowed(
    client: CheckedClient, house: House
) -> None:
    moved(client, house)
    for username in (*ACTORS, "alder.hsc2"):
        as_person(client, username)
        page = client.get(PAGE)
        timeline = page.text.partition('class="timeline"')[2].partition("</ol>")[0]
        reads = username in ("alder.hsc1", "alder.supervisor")
        assert (TEXT in timeline, ADDED in timeline) == (reads, reads), username
        assert (SENTENCE in timeline) == (page.status_code == 200 and not reads), username
        for trace in ("Medication", "17 min", TASK, "Belongs to another claim"):
            assert reads or trace not in timeline, (username, trace)
        assert TASK not in page.text.replace(f"/claims/{RIGHT}", ""), username
        for address in (f"/search?q={TEXT.split()[0]}", f"/search?q={WRONG}", "/claims.csv"):
            answer = client.get(address, follow_redirects=True)
            assert reads or TEXT not in answer.text, (username, address)
            assert reads or ADDED not in answer.text, (username, address)


def test_who_does_not_see_the_other_claim_is_not_told_its_number(
    client: CheckedClient, house: House
) -> None:
    moved(client, house)
    assert (
        f'It stands on <a href="/claims/{RIGHT}">' in as_person(client, "alder.hsc2").get(PAGE).text
    )
    assistant = as_person(client, "alder.assistant1")
    assert assistant.get(f"/claims/{RIGHT}").status_code == 404
    page = assistant.get(PAGE).text
    assert SENTENCE in page
    assert RIGHT not in page


def test_who_sees_only_the_right_claim_is_not_told_from_where_a_note_came(
    client: CheckedClient, house: House
) -> None:
    moved(client, house)
    with house.app.app_context():
        house.add(
            ClaimAdmission,
            claim_id=house.claim[WRONG],
            cohe_id=house.cohe["alder"],
            staff_id=house.staff["alder.hsc1"],
            admitted_at=one(select(CaseNote.written_at).limit(1)),
        )
        with unscoped("a test restricts a claim"):
            restrict(house)
    page = as_person(client, "alder.hsc2").get(f"/claims/{RIGHT}").text
    assert TEXT in page
    assert WRONG not in page


def restrict(house: House) -> None:
    with bulk_unit("restrict", None) as unit:
        unit.entries.append(Entry("restrict"))
        db.session.execute(
            update(Claim).where(Claim.id == house.claim[WRONG]).values(restricted=True)
        )


def test_the_reading_floor_itself_withholds_the_text(client: CheckedClient, house: House) -> None:
    note = moved(client, house)
    with house.app.app_context():
        for username, reads in (
            ("alder.hsc1", True),
            ("alder.supervisor", True),
            ("alder.hsc2", False),
            ("alder.assistant1", False),
        ):
            actor = house.actor(username)
            found = visible(actor, CaseNote).where(CaseNote.id == note)
            assert db.session.execute(found).first() is not None
            readable = db.session.execute(found.where(readable_text(actor))).first()
            assert (readable is not None) is reads, username
            assert db.session.execute(found.where(standing_text(actor))).first() is None


@pytest.mark.parametrize("number", ["BI10001", "AL99999"])
def test_a_claim_out_of_sight_is_refused_beside_the_field_as_one_that_is_missing(
    client: CheckedClient, house: House, number: str
) -> None:
    note = saved(client, house)
    answer = client.get(f"{PAGE}/notes/{note}/move?to={number}")
    assert answer.status_code == 422
    assert f"Enter a claim number that is on your list: {number} is not." in answer.text
    assert f'value="{number}"' in answer.text
    assert 'href="#to"' in answer.text
    held = posting_form(client.get(f"{PAGE}/notes/{note}/move?to={RIGHT}").text).holds
    posted = client.post(f"{PAGE}/notes/{note}/move", data={**held, "to": number})
    assert posted.status_code == 422
    with house.app.app_context():
        assert count_of(CaseNote) == 1


def test_a_colleague_finds_no_way_to_move_a_note_and_is_refused(
    client: CheckedClient, house: House
) -> None:
    note = saved(client, house)
    as_person(client, "alder.hsc2")
    assert f"{PAGE}/notes/{note}/move" not in client.get(PAGE).text
    answer = client.get(f"{PAGE}/notes/{note}/move?to={RIGHT}")
    assert answer.status_code == 422
    assert "Only its author or the supervisor voids a note." in answer.text


def test_a_double_click_moves_a_note_once(client: CheckedClient, house: House) -> None:
    note = saved(client, house)
    address = f"{PAGE}/notes/{note}/move"
    held = posting_form(client.get(f"{address}?to={RIGHT}").text, address).holds
    assert [client.post(address, data=held).status_code for _ in range(2)] == [303, 303]
    with house.app.app_context():
        assert count_of(CaseNote) == 2
        assert count_of(TimeEntry, TimeEntry.voided_at.is_(None)) == 1
