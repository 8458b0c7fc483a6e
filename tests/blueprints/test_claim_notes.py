"""The notes of one claim alone: filtered in the address, page by page, on paper."""

from datetime import UTC, date, datetime
from typing import Any

from ohms.domain.values import NoteEventKind, StandardWork
from ohms.models.notes import CaseNote, NoteEvent
from tests.blueprints.signing_in import as_person
from tests.house import House
from tests.pages import CheckedClient
from tests.tasks import next_link, said

AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
PAGE = "/claims/AL10002/notes"


def put_note(house: House, body: str, author: str = "alder.hsc1", **changes: Any) -> int:
    facts: dict[str, Any] = {
        "claim_id": house.claim["AL10002"],
        "cohe_id": house.cohe["alder"],
        "author_id": house.staff[author],
        "position_id": house.position[author],
        "standard_work": StandardWork.RETURN_TO_WORK,
        "body": body,
        "performed_on": date(2026, 11, 20),
        "written_at": AT,
        "signed_at": AT,
    }
    return house.add(CaseNote, **{**facts, **changes})


def put_event(house: House, note: int, kind: NoteEventKind, **changes: Any) -> None:
    facts = {"claim_id": house.claim["AL10002"], "cohe_id": house.cohe["alder"], "at": AT}
    by = {"staff_id": house.staff["alder.hsc2"], "position_id": house.position["alder.hsc2"]}
    house.add(NoteEvent, note_id=note, kind=kind, **{**facts, **by, **changes})


def test_notes_are_narrowed_by_item_author_and_text_and_the_address_keeps_it(
    hsc: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        put_note(house, "Spoke of light duty.")
        put_note(house, "Plans for surgery.", "alder.hsc2", standard_work=StandardWork.SURGERY)
        put_note(house, "Half written.", signed_at=None)
        added = put_note(house, "Called the mill.")
        put_event(house, added, NoteEventKind.ADDENDUM, body="They call back.")
    everything = said(hsc.get(PAGE).text)
    assert "1–4 of 4" in everything
    surgery = hsc.get(f"{PAGE}?standard_work=surgery").text
    assert "Plans for surgery." in surgery
    assert "Spoke of light duty." not in surgery
    by = hsc.get(f"{PAGE}?author={house.staff['alder.hsc2']}&kind=signed").text
    assert ("Plans for surgery." in by, "Called the mill." in by) == (True, False)
    drafts = hsc.get(f"{PAGE}?kind=draft").text
    assert ("Half written." in drafts, "Spoke of light duty." in drafts) == (True, False)
    added_to = hsc.get(f"{PAGE}?kind=with_addendum").text
    assert ("They call back." in added_to, "Spoke of light duty." in added_to) == (True, False)
    assert "No note fits this filter." in hsc.get(f"{PAGE}?kind=waiting").text
    other = as_person(hsc, "alder.hsc2").get(f"{PAGE}?kind=draft").text
    assert "Half written." not in other


def test_pages_are_walked_by_cursor_newest_first(hsc: CheckedClient, house: House) -> None:
    with house.app.app_context():
        for day in range(1, 29):
            put_note(house, f"Of day {day}.", performed_on=date(2026, 10, day))
    first = hsc.get(PAGE).text
    assert ("Of day 28." in first, "Of day 4." in first, "Of day 3." in first) == (
        True,
        True,
        False,
    )
    assert "1–25 of 28" in said(first)
    on = next_link(first)
    assert on is not None
    second = hsc.get(on).text
    assert ("Of day 3." in second, "Of day 4." in second) == (True, False)
    assert "26–28 of 28" in said(second)


def test_a_print_holds_what_stands_and_nothing_else(hsc: CheckedClient, house: House) -> None:
    with house.app.app_context():
        put_note(house, "Stands.")
        put_note(house, "Half written.", signed_at=None)
        gone = put_note(house, "Voided text.")
        put_event(house, gone, NoteEventKind.VOIDED, reason="Wrong")
    assert "Voided text." in hsc.get(PAGE).text, "its author's to read"
    paper = hsc.get(f"{PAGE}/print").text
    assert "Stands." in paper
    assert "Half written." not in paper
    assert "Voided text." not in paper
    assert "Voided text." not in as_person(hsc, "alder.hsc2").get(PAGE).text


def test_mental_health_is_withheld_from_an_assistant_on_every_page_of_the_claim(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        put_note(house, "Spoke of low mood.", mental_health=True)
    assistant = as_person(client, "alder.assistant1")
    for page in (PAGE, "/claims/AL10002"):
        text = assistant.get(page).text
        assert "Content withheld: speak with the coordinator." in text
        assert "Spoke of low mood." not in text
    assert "Spoke of low mood." not in assistant.get(f"{PAGE}/print").text
    assert "Spoke of low mood." in as_person(client, "alder.hsc1").get(PAGE).text


def test_a_filter_tells_nothing_of_a_note_that_belonged_to_another_claim(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        moved = put_note(house, "Of another worker.", standard_work=StandardWork.SURGERY)
        put_event(house, moved, NoteEventKind.VOIDED, reason="Elsewhere", belongs_elsewhere=True)
    other = as_person(client, "alder.hsc2")
    assert "A note that belonged to another claim was here." in other.get(PAGE).text
    assert "was here" not in other.get(f"{PAGE}?standard_work=surgery").text
    assert "No note fits" in other.get(f"{PAGE}?author={house.staff['alder.hsc1']}").text
    assert "was here" in other.get(f"{PAGE}?kind=no_longer_standing").text
