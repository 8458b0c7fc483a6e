"""The search's page: what it finds, and what it says of a hit."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.values import NoteEventKind
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim
from ohms.queries.guard import unscoped
from tests.blueprints.signing_in import as_person
from tests.house import House, one
from tests.pages import CheckedClient
from tests.searchable import add_document, add_event, add_note, add_phone

PHONE = "360-555-0147"


@pytest.fixture(autouse=True)
def today(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T09:00:00-08:00")


def found(client: CheckedClient, q: str) -> dict[str, str]:
    """The groups of the answer by their heading, each as plain text with hits in [brackets]."""
    answer = client.get("/search", query_string={"q": q})
    assert answer.status_code == 200, q
    sections = re.findall(
        r'<section class="panel">.*?<h2>(.*?)</h2>(.*?)</section>', answer.text, re.S
    )
    return {
        heading: " ".join(
            re.sub(r"<[^>]+>", " ", re.sub(r"<mark>(.*?)</mark>", r"[\1]", body)).split()
        )
        for heading, body in sections
        if "hits" in body
    }


def fill(house: House, number: str) -> None:
    """One hit of each kind on a claim, all with the word heron."""
    with house.app.app_context():
        note = add_note(house, number, "Asked about heron watching and light duty.")
        add_event(house, number, note, NoteEventKind.ADDENDUM, body="The heron came back.")
        add_document(house, number, "Seen by a heron specialist.")
        add_phone(house, number, PHONE)


def change_claim(house: House, number: str, **values: object) -> None:
    with house.app.app_context(), unscoped("a test"), bulk_unit("furnish", None) as unit:
        unit.entries.append(Entry("furnish"))
        db.session.execute(update(Claim).where(Claim.claim_number == number).values(**values))


def test_a_whole_number_opens_its_claim_and_its_beginning_or_end_finds_it(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    assert client.get("/search?q=al-10003").location == "/claims/AL10003"
    assert "[AL1]0001" in found(client, "al 1")["Claims"]
    ends = found(client, "0002")["Claims"]
    assert "AL1[0002]" in ends
    assert "BI1" not in ends
    assert "AL10001" not in ends


def test_a_worker_is_found_by_name_and_day_of_birth_or_of_injury(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    for q in (
        "workeral10001",
        "jo WorkerAL10001",
        "WorkerAL10001 4/3/85",
        "workeral10001 10/30/26",
    ):
        assert "[WorkerAL10001]" in found(client, q)["Workers"], q
    assert found(client, "WorkerAL10001 4/4/85") == {}
    assert "born Apr 3, 1985" in found(client, "worker 4/3/1985")["Workers"]


def test_a_day_alone_finds_the_claims_of_its_injuries(client: CheckedClient, house: House) -> None:
    as_person(client, "alder.hsc1")
    assert found(client, "10/30/2026")["Claims"].count("injured Oct 30, 2026") == 3
    assert found(client, "10/29/2026") == {}


def test_a_phone_number_finds_the_claim_with_or_without_its_area_code(
    client: CheckedClient, house: House
) -> None:
    fill(house, "AL10001")
    as_person(client, "alder.hsc1")
    for q in ("555-0147", "(360) 555-0147", "1 360 555 0147", "3605550147"):
        assert f"Worker [{PHONE}]" in found(client, q)["Claims"], q
    assert found(client, "206-555-0147") == {}


def test_employers_and_providers_lead_to_their_claims(client: CheckedClient, house: House) -> None:
    as_person(client, "alder.hsc1")
    assert "[Mill] & Sons".replace("&", "&amp;") in found(client, "mill")["Employers"]
    page = client.get("/search?q=mill").text
    (address,) = re.findall(r'href="(/claims\?scope=cohe&amp;employer=\d+)"', page)
    listed = client.get(address.replace("&amp;", "&")).text
    assert "of 3" in listed
    assert "Mill &amp; Sons" in listed
    providers = found(client, "doctor")["Providers"]
    assert "[Doctor1], Alder MD" in providers
    assert "Birch" not in providers


def test_notes_addenda_and_documents_are_found_with_their_hits_marked(
    client: CheckedClient, house: House
) -> None:
    fill(house, "AL10001")
    as_person(client, "alder.hsc1")
    answer = found(client, "héron")
    assert "Asked about [heron] watching" in answer["Notes"]
    assert "The [heron] came back." in answer["Notes"]
    assert "Addendum, Nov 20, 2026 , Rosa Alvarez of alder" in answer["Notes"]
    assert "Seen by a [heron] specialist." in answer["Documents"]
    assert set(found(client, '"heron watching"')) == {"Notes"}
    assert found(client, '"watching heron"') == {}
    assert "[watch]" not in str(found(client, "watch heron"))
    assert "[heron] [watching]" in found(client, "watch heron")["Notes"]


def test_a_hit_beyond_ones_list_says_who_coordinates_it(
    client: CheckedClient, house: House
) -> None:
    fill(house, "AL10003")
    as_person(client, "alder.hsc1")
    beyond = "Not on your list: coordinator Tam Nguyen of alder"
    assert beyond in found(client, "10003")["Claims"]
    assert beyond in found(client, "heron")["Notes"]
    assert "Not on your list" not in found(client, "10001")["Claims"]
    as_person(client, "alder.hsc2")
    assert "Not on your list" not in found(client, "10003")["Claims"]
    as_person(client, "alder.supervisor")
    assert "Not on your list" not in found(client, "10003")["Claims"]


def test_what_is_of_ones_own_list_comes_before_what_is_found_beside_it(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        add_note(house, "AL10001", "An osprey.")
        add_note(house, "AL10003", "An osprey, and later.")
        for number in ("AL10001", "AL10003"):
            add_document(house, number, f"Osprey of {number}.")
            add_phone(house, number, PHONE)
    for username, first in (("alder.hsc1", "AL10001"), ("alder.hsc2", "AL10003")):
        as_person(client, username)
        groups = found(client, "osprey") | {"Claims": found(client, PHONE)["Claims"]}
        for group in ("Notes", "Documents", "Claims"):
            numbers = re.findall(r"AL1000\d", groups[group])
            assert numbers[0] == first, (username, group)
            assert {"AL10001", "AL10003"} <= set(numbers)


def test_a_group_shows_its_first_twenty_and_says_that_there_are_more(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        for number in range(20):
            add_note(house, "AL10001", f"Crane {number}.")
    as_person(client, "alder.hsc1")
    assert "first 20" not in client.get("/search?q=crane").text
    with house.app.app_context():
        add_note(house, "AL10001", "Crane once more.")
    assert "first 20" in client.get("/search?q=crane").text
    assert found(client, "crane")["Notes"].count("[Crane]") == 20


def test_words_side_by_side_come_first_then_the_newest(client: CheckedClient, house: House) -> None:
    with house.app.app_context():
        for body in ("Light duty since May.", "The duty is light.", "Lighter duty again."):
            add_note(house, "AL10001", body)
    notes = found(as_person(client, "alder.hsc1"), "light duty")["Notes"]
    places = [notes.index(text) for text in ("since May", "is [light]", "again")]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "q",
    [
        "' OR 1=1 --",
        '"unclosed',
        'heron"*) OR (cohe_id : "2',
        "NEAR(heron light, 2)",
        "body : heron",
        "heron NOT light",
        "^heron",
        "heron & !light | (x)",
        "heron:* <-> light",
        "{{7*7}}<script>alert(1)</script>",
        "\x00\x01",
        "😀 heron",
        "%_%",
        "\\",
        "a" * 10_000,
        "heron " * 500,
        "99999999999999999999",
        "9/9/9999",
    ],
)
def test_hostile_text_is_answered_as_words(q: str, client: CheckedClient, house: House) -> None:
    fill(house, "BI10001")
    answer = as_person(client, "alder.hsc1").get("/search", query_string={"q": q})
    assert answer.status_code == 200
    assert "specialist" not in answer.text
    assert "<script>alert" not in answer.text
    assert client.get("/claims", query_string={"scope": "cohe", "q": q}).status_code == 200


def test_an_empty_search_says_what_can_be_typed(client: CheckedClient, house: House) -> None:
    page = as_person(client, "alder.hsc1").get("/search").text
    assert "What can be typed" in page
    assert "Garcia 3/4/81" in page
    nothing = client.get("/search?q=nothinglikethis").text
    assert "Nothing that you may see answers this" in nothing


def test_the_audit_tells_what_was_shown_and_not_what_was_typed(
    client: CheckedClient, house: House
) -> None:
    fill(house, "AL10001")
    as_person(client, "alder.hsc1").get("/search?q=heron")
    with house.app.app_context():
        entry = one(select(AuditEntry).where(AuditEntry.action == "search_claims"))
        assert entry.claim_ids == str(house.claim["AL10001"])
        written = [str(getattr(entry, column.key)) for column in AuditEntry.__table__.c]
        db.session.rollback()
    assert "'notes': 2" in str(written) or '"notes": 2' in str(written)
    assert "heron" not in str(written)
