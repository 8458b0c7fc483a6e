"""Letters and fax sheets: filled from a template, printed, filed with the claim and noted in one act."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from ohms.commands import unit_of_work
from ohms.commands.letters import file_letter
from ohms.domain.errors import RuleBroken
from ohms.domain.house_templates import HOUSE_TEMPLATES
from ohms.domain.letters import ProducedLetter
from ohms.domain.text_templates import Purpose
from ohms.domain.values import DocumentKind, Method, Outcome, Party
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.documents import Document, DocumentText
from ohms.models.notes import CaseNote, Contact
from ohms.models.time import TimeEntry
from ohms.web.document_files import document_store
from tests.blueprints.signing_in import as_person
from tests.forms import posting_form
from tests.house import House, count_of, known, one
from tests.pages import CheckedClient

CLAIM = "/claims/AL10001"
LETTER = f"{CLAIM}/letters/unable-to-contact"
FAX = f"{CLAIM}/letters/job-description-fax"


@pytest.fixture(autouse=True)
def _as_coordinator(client: CheckedClient, house: House, clock: Callable[[str], None]) -> None:
    clock("2026-11-24T10:00:00-08:00")
    as_person(client, "alder.hsc1")


def kept_file(house: House) -> bytes:
    with house.app.app_context():
        return document_store().read_by(known(select(Document.sha256)))


def files_of(house: House) -> list[str]:
    with house.app.app_context():
        return list(document_store().hashes())


def test_a_letter_is_filled_from_the_claim(client: CheckedClient) -> None:
    page = client.get(LETTER).text
    for text in (
        "Dear Jo WorkerAL10001,",
        "your injury of October 30, 2026",
        "Mill &amp; Sons",
        "Rosa Alvarez of alder",
    ):
        assert text in page
    assert "{" not in posting_form(page, LETTER).holds["text"][0]


def test_filing_keeps_the_pdf_by_its_hash_and_signs_a_note_with_the_contact(
    client: CheckedClient, house: House
) -> None:
    assert client.fill(LETTER, LETTER, minutes="6").status_code == 303
    pdf = kept_file(house)
    assert pdf.startswith(b"%PDF-")
    with house.app.app_context():
        assert one(select(Document.sha256)) == hashlib.sha256(pdf).hexdigest()
        assert one(select(Document.size)) == len(pdf)
        assert one(select(Document.source)) == "produced"
        assert one(select(Document.kind)) is DocumentKind.LETTER
        assert "Dear Jo WorkerAL10001," in one(select(DocumentText.body))
        assert one(select(Contact.party)) is Party.WORKER
        assert one(select(Contact.method)) is Method.LETTER
        assert one(select(Contact.outcome)) is Outcome.LEFT_MESSAGE
        assert one(select(TimeEntry.minutes)) == 6
        assert one(select(CaseNote.signed_at)) is not None
        for table in ("document", "case_note", "contact", "time_entry"):
            entries = (AuditEntry.action == "file_letter", AuditEntry.object_type == table)
            assert count_of(AuditEntry, *entries) == 1, table
    page = client.get(CLAIM).text
    assert "Letter to the worker: Unable to contact" in page


def test_a_fax_sheet_goes_to_the_provider(client: CheckedClient, house: House) -> None:
    client.fill(FAX, FAX)
    with house.app.app_context():
        assert one(select(Document.kind)) is DocumentKind.OTHER
        assert one(select(Contact.party)) is Party.PROVIDER
        assert one(select(Contact.method)) is Method.FAX
        assert count_of(TimeEntry) == 0


def test_a_double_press_files_one_letter(client: CheckedClient, house: House) -> None:
    data = posting_form(client.get(LETTER).text, LETTER).holds
    for _ in range(3):
        assert client.post(LETTER, data=data).status_code == 303
    with house.app.app_context():
        assert count_of(Document) == count_of(CaseNote) == count_of(Contact) == 1


def test_what_was_typed_is_shown_on_the_sheet_and_files_nothing(
    client: CheckedClient, house: House
) -> None:
    shown = client.fill(LETTER, LETTER, text="Please call me.", address="1 A St", action="show")
    assert shown.status_code == 200
    sheet = shown.text.partition('class="sheet"')[2]
    assert "Please call me." in sheet
    assert "1 A St" in sheet
    with house.app.app_context():
        assert count_of(Document) == 0


def test_text_that_looks_like_a_program_is_printed_and_not_run(
    client: CheckedClient, house: House
) -> None:
    rude = '#panic("run") #import "/etc/passwd": * $x$ *bold* = heading @ref <label> \\ "quoted"'
    assert client.fill(LETTER, LETTER, text=rude).status_code == 303
    assert kept_file(house).startswith(b"%PDF-")


def test_an_empty_text_is_refused_and_nothing_is_written(
    client: CheckedClient, house: House
) -> None:
    answer = client.fill(LETTER, LETTER, text=" ")
    assert answer.status_code == 422
    assert "Enter the text." in answer.text
    with house.app.app_context():
        assert count_of(Document) == count_of(CaseNote) == 0


def test_a_refused_note_files_no_document(client: CheckedClient, house: House) -> None:
    client.fill(CLAIM, f"{CLAIM}/notes", body="All day.", minutes="1440")
    answer = client.fill(LETTER, LETTER, minutes="5", text="Please call me.")
    assert answer.status_code == 422
    assert "Please call me." in answer.text
    with house.app.app_context():
        assert count_of(Document) == 0
        assert count_of(CaseNote) == 1
    assert files_of(house) == []


def test_of_a_letter_that_was_sent_twice_one_print_is_kept(
    client: CheckedClient, house: House
) -> None:
    form = posting_form(client.get(LETTER).text, LETTER).filled_in({})
    assert [client.post(LETTER, data=form).status_code for _ in "ab"] == [303, 303]
    other = client.post(LETTER, data={**form, "text": "Please call me."})
    assert (other.status_code, "Please call me." in other.text) == (422, True)
    with house.app.app_context():
        assert files_of(house) == [one(select(Document.sha256))]


def test_where_the_answer_to_a_commit_is_lost_the_print_stays_and_the_page_says_so(
    client: CheckedClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = posting_form(client.get(LETTER).text, LETTER).filled_in({})
    with house.app.app_context():
        dialect = db.engine.dialect
        commit, gone = dialect.do_commit, dialect.loaded_dbapi.OperationalError

    def lose_the_answer(connection: Any) -> None:
        commit(connection)
        unit = unit_of_work._unit.get()
        if unit is not None and unit.name == "file_letter":
            raise gone("disk I/O error")

    monkeypatch.setattr(dialect, "do_commit", lose_the_answer)
    answer = client.post(LETTER, data=form)
    assert answer.status_code == 503
    assert "It may not have been saved: look before you send it again." in answer.text
    assert kept_file(house).startswith(b"%PDF-")


def test_a_letter_ends_the_proposal_to_write_one(
    client: CheckedClient, clock: Callable[[str], None]
) -> None:
    for day in ("23", "24", "25"):
        clock(f"2026-11-{day}T10:00:00-08:00")
        as_person(client, "alder.hsc1")
        client.fill(CLAIM, f"{CLAIM}/tries")
    assert f'href="{LETTER}"' in client.get(CLAIM).text
    client.fill(LETTER, LETTER)
    assert "The next step is the letter." not in client.get(CLAIM).text


def test_a_template_for_notes_is_no_letter(client: CheckedClient, house: House) -> None:
    assert client.get(f"{CLAIM}/letters/worker-first-call").status_code == 404
    note = next(each for each in HOUSE_TEMPLATES if each.purpose is Purpose.NOTE)
    letter = ProducedLetter(note, "Text", "0" * 64, 1, "application/pdf")
    with house.app.app_context(), pytest.raises(RuleBroken, match="for notes"):
        file_letter(house.actor("alder.hsc1"), "AL10001", letter, key="k")


def test_the_letters_of_a_claim_are_listed(client: CheckedClient) -> None:
    page = client.get(f"{CLAIM}/letters").text
    assert "Unable to contact" in page
    assert "Job description for review" in page
    assert "First call to the worker" not in page


def test_a_sign_that_cannot_be_printed_is_told_beside_the_text_and_nothing_is_filed(
    client: CheckedClient, house: House
) -> None:
    answer = client.fill(LETTER, LETTER, text="Dear \U0010ff00, please call.")
    assert answer.status_code == 422
    assert "Write \U0010ff00 otherwise" in answer.text
    assert "Dear \U0010ff00, please call." in answer.text
    with house.app.app_context():
        assert count_of(Document) == 0
