"""The co-sign queue: who finds what in it, signing one after another, and asking a question back."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from ohms.domain.note_acts import NoteAct
from ohms.domain.values import NoteEventKind
from ohms.models.audit import AuditEntry
from ohms.queries.notes_to_co_sign import co_sign_queue, note_to_co_sign
from ohms.queries.rounds import ask
from tests.blueprints.signing_in import as_person
from tests.covering import put_cover
from tests.forms import posting_form
from tests.house import House, count_of
from tests.notes import FRIDAY, kinds_of, put_note_to_co_sign
from tests.pages import CheckedClient
from tests.tasks import row_links

CLAIM = "/claims/AL10002"
Clock = Callable[[str], None]


@pytest.fixture(autouse=True)
def _on_tuesday(clock: Clock) -> None:
    clock("2026-11-24T10:00:00-08:00")


def put(house: House, body: str = "A barrier plan.", signed_at: datetime = FRIDAY) -> int:
    """An assistant's signed note that needs a co-signature."""
    with house.app.app_context():
        return put_note_to_co_sign(house, body, signed_at)


def queued(client: CheckedClient) -> list[int]:
    return [int(link.rpartition("/")[2]) for link in row_links(client.get("/cosign").text)]


def became(house: House, note: int) -> list[NoteEventKind]:
    with house.app.app_context():
        return kinds_of(note)


def returned(client: CheckedClient, note: int, question: str = "Who said so?") -> None:
    as_person(client, "alder.hsc1")
    answer = client.fill(f"/cosign/{note}", f"/cosign/{note}/return", question=question)
    assert answer.status_code == 303


def test_the_queue_is_the_coordinators_oldest_first_and_led_to_from_today(
    client: CheckedClient, house: House
) -> None:
    late = put(house, "Second.")
    first = put(house, "First.", datetime(2026, 11, 19, 18, tzinfo=UTC))
    as_person(client, "alder.hsc1")
    assert 'href="/cosign"' in client.get("/").text
    assert queued(client) == [first, late]
    page = client.get("/cosign").text
    assert "2 wait" in page
    assert "3 business days" in page
    assert "Assess barriers" in page
    assert "Over 3 business days" not in page
    assert queued(as_person(client, "alder.hsc2")) == []


def test_notes_are_co_signed_one_after_another(client: CheckedClient, house: House) -> None:
    first = put(house, "First.", datetime(2026, 11, 19, 18, tzinfo=UTC))
    second, third = put(house, "Second."), put(house, "Third.")
    as_person(client, "alder.hsc1")
    page = client.get(f"/cosign/{first}").text
    assert "First." in page
    assert f'href="/cosign/{second}" data-key="j"' in page
    assert 'data-key="s"' in page
    assert 'data-key="r"' in page
    answer = client.fill(f"/cosign/{second}", f"/cosign/{second}/sign")
    assert answer.location == f"/cosign/{third}"
    answer = client.fill(f"/cosign/{third}", f"/cosign/{third}/sign")
    assert answer.location == f"/cosign/{first}"
    answer = client.fill(f"/cosign/{first}", f"/cosign/{first}/sign")
    assert answer.location == "/cosign"
    assert "Nothing waits for your co-signature" in client.get("/cosign").text
    assert became(house, second) == [NoteEventKind.CO_SIGNED]
    with house.app.app_context():
        assert count_of(AuditEntry, AuditEntry.action == "co_sign") == 3


def test_the_page_of_a_note_that_is_co_signed_already_says_so_and_signs_nothing(
    client: CheckedClient, house: House
) -> None:
    note = put(house)
    as_person(client, "alder.hsc1")
    page = client.get(f"/cosign/{note}")
    assert client.fill(f"/cosign/{note}", f"/cosign/{note}/sign").status_code == 303
    again = client.post(
        f"/cosign/{note}/sign", data=posting_form(page.text, f"/cosign/{note}/sign").holds
    )
    assert again.status_code == 422
    assert "This note is co-signed already." in again.text
    assert became(house, note) == [NoteEventKind.CO_SIGNED]


def test_who_covers_the_coordinator_has_the_queue_while_the_cover_lasts(
    client: CheckedClient, house: House, clock: Clock
) -> None:
    note = put(house)
    with house.app.app_context():
        put_cover(house, "alder.hsc1", date(2026, 11, 24), date(2026, 11, 24))
    as_person(client, "alder.hsc2")
    assert queued(client) == [note]
    clock("2026-11-25T10:00:00-08:00")
    assert queued(as_person(client, "alder.hsc2")) == []


@pytest.mark.parametrize(
    ("now", "has_it"),
    [("2026-11-25T23:59:00-08:00", False), ("2026-11-26T00:01:00-08:00", True)],
)
def test_over_three_business_days_a_note_is_the_supervisors_too(
    client: CheckedClient, house: House, clock: Clock, now: str, has_it: bool
) -> None:
    note = put(house)  # signed on Friday: the third business day is Wednesday
    clock(now)
    as_person(client, "alder.supervisor")
    assert queued(client) == ([note] if has_it else [])
    assert ("Over 3 business days" in client.get("/cosign").text) is has_it
    assert ('href="/cosign"' in client.get("/").text) is True
    assert ('data-key="s"' in client.get(f"/cosign/{note}").text) is has_it
    as_person(client, "alder.hsc1")
    assert queued(client) == [note]


def test_nobody_finds_their_own_note_in_the_queue_and_an_assistant_has_none(
    client: CheckedClient, house: House
) -> None:
    note = put(house)
    assert as_person(client, "alder.assistant1").get("/cosign").status_code == 403
    assert client.get(f"/cosign/{note}").status_code == 403
    assert as_person(client, "birch.hsc1").get(f"/cosign/{note}").status_code == 404
    assert queued(client) == []


def test_the_queue_holds_what_the_rules_let_be_signed(
    client: CheckedClient, house: House, clock: Clock
) -> None:
    notes = [put(house), put(house, signed_at=datetime(2026, 11, 24, 17, tzinfo=UTC))]
    returned(client, notes[1])
    clock("2026-11-27T10:00:00-08:00")
    with house.app.app_context():
        for username in ("alder.hsc1", "alder.hsc2", "alder.supervisor", "birch.supervisor"):
            actor = house.actor(username, date(2026, 11, 27))
            in_queue = {line.id for line in ask(co_sign_queue(actor))}
            seen = username.startswith("alder")
            open_to = {
                note
                for note in notes
                if seen
                and NoteAct.CO_SIGN in note_to_co_sign(actor, note).acts
                and not note_to_co_sign(actor, note).facts.question_open
            }
            assert in_queue == open_to, username


def test_a_returned_note_waits_for_its_author_and_comes_back_with_the_answer(
    client: CheckedClient, house: House
) -> None:
    note = put(house)
    returned(client, note)
    assert queued(client) == []
    assert "Returned with a question" in client.get(CLAIM).text
    as_person(client, "alder.hsc2")
    client.fill(CLAIM, f"{CLAIM}/notes/{note}/addendum", text="I was there.")
    assert queued(as_person(client, "alder.hsc1")) == []
    as_person(client, "alder.assistant1")
    today = client.get("/").text
    assert "Returned to you with a question" in today
    assert f'href="{CLAIM}#note-{note}"' in today
    page = client.get(CLAIM).text
    assert "Returned with a question by Rosa Alvarez of alder" in page
    assert "Who said so?" in page
    client.fill(CLAIM, f"{CLAIM}/notes/{note}/addendum", text="The clinic did.")
    assert "Returned to you with a question" not in client.get("/").text
    as_person(client, "alder.hsc1")
    assert queued(client) == [note]
    page = client.get(f"/cosign/{note}").text
    assert "Who said so?" in page
    assert "The clinic did." in page


def test_a_returned_note_is_rewritten_and_waits_again(client: CheckedClient, house: House) -> None:
    note = put(house)
    returned(client, note)
    as_person(client, "alder.assistant1")
    assert client.fill(CLAIM, f"{CLAIM}/notes/{note}/take-back").status_code == 303
    draft = note + 1
    assert "Returned to you with a question" not in client.get("/").text
    assert client.fill(CLAIM, f"{CLAIM}/notes/{draft}/sign").status_code == 303
    assert queued(as_person(client, "alder.hsc1")) == [draft]


def test_an_assistant_recalls_a_note_until_it_is_co_signed_whoever_has_looked(
    client: CheckedClient, house: House
) -> None:
    note, signed = put(house), put(house)
    as_person(client, "alder.hsc1").get(CLAIM)
    client.fill(f"/cosign/{signed}", f"/cosign/{signed}/sign")
    as_person(client, "alder.assistant1")
    page = client.get(CLAIM).text
    assert f'action="{CLAIM}/notes/{note}/take-back"' in page
    assert f'action="{CLAIM}/notes/{signed}/take-back"' not in page
    assert client.fill(CLAIM, f"{CLAIM}/notes/{note}/take-back").status_code == 303
    assert became(house, note)[-1] is NoteEventKind.TAKEN_BACK
    assert queued(as_person(client, "alder.hsc1")) == []


@pytest.mark.parametrize(
    ("question", "said"),
    [("", "Enter what you want to know"), ("x" * 2001, "Shorten this to 2,000 characters")],
)
def test_a_question_that_cannot_be_asked_stands_again_with_what_was_typed(
    client: CheckedClient, house: House, question: str, said: str
) -> None:
    note = put(house)
    as_person(client, "alder.hsc1")
    answer = client.fill(f"/cosign/{note}", f"/cosign/{note}/return", question=question)
    assert answer.status_code == 422
    assert said in answer.text
    assert question in answer.text
    assert became(house, note) == []


def test_a_note_is_returned_from_the_claims_page_too_and_only_once_at_a_time(
    client: CheckedClient, house: House
) -> None:
    note = put(house)
    as_person(client, "alder.hsc1")
    address = f"{CLAIM}/notes/{note}/return"
    assert client.fill(CLAIM, address, question="Since when?").status_code == 303
    page = client.get(CLAIM).text
    assert "Since when?" in page
    assert f'action="{address}"' not in page
    answer = client.post(
        f"/cosign/{note}/return",
        data={"question": "And why?", "csrf_token": _token(page)},
    )
    assert answer.status_code == 422
    assert "its author has not answered yet" in answer.text


def _token(page: str) -> str:
    return str(posting_form(page, f"{CLAIM}/notes").holds["csrf_token"][0])
