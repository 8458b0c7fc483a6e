"""The claim file: listed, given, looked at, saved, flagged; withheld where it is withheld."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from openpyxl import Workbook
from sqlalchemy import select, update

from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.values import DocumentKind
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim
from ohms.models.documents import Document, DocumentText
from ohms.queries.documents import pages_read
from ohms.web.forms import CARRIED_OUT_OTHERWISE
from tests.blueprints.giving_files import CLAIM, FILE, NOW, files_of, form_of, give, given, send
from tests.blueprints.signing_in import as_person
from tests.house import House, count_of, one
from tests.image_files import png
from tests.office_files import office
from tests.pages import CheckedClient
from tests.pdf_files import pdf

LOW = "AL10002"  # the assistant sees it


@pytest.fixture
def world(house: House, clock: Callable[[str], None]) -> House:
    clock(NOW)
    return house


def listed(house: House, claim: str = CLAIM, **values: object) -> int:
    with house.app.app_context():
        return house.add(
            Document,
            **{
                "claim_id": house.claim[claim],
                "cohe_id": house.cohe["alder"],
                "kind": DocumentKind.ORDER,
                "title": "Order of allowance",
                "document_on": date(2026, 11, 2),
                "received_on": date(2026, 11, 3),
                "listed_at": datetime(2026, 11, 3, 18, tzinfo=UTC),
                "source": "feed",
                **values,
            },
        )


def test_a_pdf_is_filed_shown_page_by_page_and_saved(world: House, client: CheckedClient) -> None:
    as_person(client, "alder.hsc1")
    content = pdf("Strain of the wrist", "Back on Monday")
    address = given(client, content, "scans/apf.pdf", title="APF of November", kind="apf")
    page = client.get(address)
    assert "Page 1 of 2" in page.text
    assert "Strain of the wrist" in page.text
    assert "Back on Monday" in client.get(f"{address}?page=2").text
    drawn = client.get(f"{address}/image?page=2")
    assert (drawn.mimetype, drawn.data[:4]) == ("image/png", b"\x89PNG")
    saved = client.get(f"{address}/download")
    assert saved.data == content
    assert saved.mimetype == "application/pdf"
    assert saved.headers["Content-Disposition"] == "attachment; filename=apf.pdf"
    with world.app.app_context():
        document = one(select(Document))
        assert (document.file_name, document.kind) == ("apf.pdf", DocumentKind.APF)
        assert (document.size, document.source) == (len(content), "upload")
        for action in (
            "file_document",
            "read_document",
            "read_document_page",
            "download_document",
        ):
            assert count_of(AuditEntry, AuditEntry.action == action) >= 1


def test_the_same_bytes_on_two_documents_stand_once(world: House, client: CheckedClient) -> None:
    as_person(client, "alder.hsc1")
    first, second = given(client, pdf("Same")), given(client, pdf("Same"), title="Again")
    assert first != second
    assert len(files_of(world.app, "documents")) == 1


def test_one_form_sent_twice_files_one_document(world: House, client: CheckedClient) -> None:
    as_person(client, "alder.hsc1")
    form = form_of(client)
    answers = [send(client, form, pdf("Once"), "once.pdf") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    other = send(client, form, pdf("Another"), "once.pdf")
    assert (other.status_code, CARRIED_OUT_OTHERWISE in other.text) == (422, True)
    with world.app.app_context():
        assert count_of(Document) == 1


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (png(), "scan.png", "image/png"),
        (office(), "letter.docx", "wordprocessingml.document"),
        ("Grüße".encode(), "note.txt", "text/plain"),
    ],
)
def test_other_kinds_are_saved_as_our_own_media_type(
    world: House, client: CheckedClient, content: bytes, name: str, media_type: str
) -> None:
    as_person(client, "alder.hsc1")
    address = given(client, content, name)
    saved = client.get(f"{address}/download")
    assert media_type in saved.headers["Content-Type"]
    assert saved.headers["Content-Disposition"].endswith(name)
    shown = client.get(address).text
    if name == "letter.docx":
        assert "cannot be shown here. Download it" in shown
    else:
        assert "Page 1 of 1" in shown


def test_a_real_workbook_is_taken(world: House, client: CheckedClient) -> None:
    as_person(client, "alder.hsc1")
    out = io.BytesIO()
    Workbook().save(out)
    assert given(client, out.getvalue(), "hours.xlsx")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"kind": ""}, "Choose what it is."),
        ({"document_on": ""}, "Enter its date."),
        ({"document_on": "2026-11-25"}, "Enter a day that is not after today."),
        ({"received_on": "2026-11-19"}, "not before the document"),
    ],
)
def test_what_is_typed_wrongly_is_told_beside_its_field_and_nothing_is_kept(
    world: House, client: CheckedClient, values: dict[str, str], message: str
) -> None:
    as_person(client, "alder.hsc1")
    answer = give(client, pdf("Never kept"), **{"title": "Typed by hand", **values})
    assert answer.status_code == 422
    assert message in answer.text
    assert 'value="Typed by hand"' in answer.text
    assert files_of(world.app) == []
    with world.app.app_context():
        assert count_of(Document) == 0


def test_the_list_says_what_is_here_and_what_is_missing(
    world: House, client: CheckedClient
) -> None:
    listed(world)
    as_person(client, "alder.hsc1")
    given(client, pdf("Here"), title="Letter of the clinic")
    page = client.get(FILE).text
    assert "Listed 2, available 1" in page
    assert "Not here" in page
    missing = client.get(f"{FILE}?only=missing").text
    assert "Order of allowance" in missing
    assert "Letter of the clinic" not in missing
    only = client.get(f"{FILE}?kind=letter").text
    assert "Order of allowance" not in only
    told = client.get(f"{FILE}.csv?kind=letter").text.splitlines()
    assert len(told) == 2
    assert told[1].startswith("letter,2026-11-20,2026-11-24,Letter of the clinic,upload,")


def test_a_document_that_is_not_here_says_where_to_look(
    world: House, client: CheckedClient
) -> None:
    document = listed(world)
    as_person(client, "alder.hsc1")
    assert "its file is not here" in client.get(f"{FILE}/{document}").text
    assert client.get(f"{FILE}/{document}/download").status_code == 302


def test_what_came_since_the_last_reading_is_new_all_day(
    world: House, client: CheckedClient, clock: Callable[[str], None]
) -> None:
    listed(world, title="Known order")
    as_person(client, "alder.hsc1")
    assert "new since" not in client.get(FILE).text
    listed(world, title="Late order", listed_at=datetime(2026, 11, 24, 22, tzinfo=UTC))
    clock("2026-11-25T09:00:00-08:00")
    as_person(client, "alder.hsc1")
    for _ in range(2):
        page = client.get(FILE).text
        assert "1 new since you last read it" in page
        assert "Late order" in client.get(f"{FILE}?only=new").text
    clock("2026-11-26T09:00:00-08:00")
    as_person(client, "alder.hsc1")
    assert "0 new since you last read it" in client.get(FILE).text


def test_a_damaged_file_is_not_given_out(
    world: House, client: CheckedClient, caplog: pytest.LogCaptureFixture
) -> None:
    as_person(client, "alder.hsc1")
    address = given(client, pdf("Whole"))
    files_of(world.app, "documents")[0].write_bytes(b"changed by somebody")
    answer = client.get(f"{address}/download", follow_redirects=True)
    assert "damaged or gone" in answer.text
    assert "DocumentDamaged" in caplog.text


def flagged(house: House) -> int:
    return listed(
        house, LOW, title="Psychotherapy note", kind=DocumentKind.CHART_NOTE, mental_health=True
    )


def test_mental_health_is_proposed_by_title_and_by_diagnosis(
    world: House, client: CheckedClient
) -> None:
    as_person(client, "alder.hsc1")
    given(client, pdf("a"), title="Psychiatric evaluation")
    given(client, pdf("b"), title="Chart note", kind="chart_note")
    with world.app.app_context(), bulk_unit("furnish", None) as unit:
        unit.entries.append(Entry("furnish"))
        db.session.execute(update(Claim).values(icd10="S33.5XXA;F43.10"))
    given(client, pdf("c"), title="Chart note of a claim with F", kind="chart_note")
    with world.app.app_context():
        assert count_of(Document) == 3
        assert count_of(Document, Document.mental_health, Document.title != "Chart note") == 2


def test_an_assistant_is_told_with_whom_to_speak_and_reads_nothing(
    world: House, client: CheckedClient
) -> None:
    document = flagged(world)
    with world.app.app_context():
        world.add(
            DocumentText,
            document_id=document,
            claim_id=world.claim[LOW],
            cohe_id=world.cohe["alder"],
            page=1,
            body="Of the mind.",
        )
    address = f"/claims/{LOW}/file/{document}"
    as_person(client, "alder.assistant1")
    for path in (f"/claims/{LOW}/file", f"/claims/{LOW}", address):
        page = client.get(path).text
        assert "ontent withheld" in page
        assert "Psychotherapy" not in page
        assert "Of the mind" not in page
    assert "speak with Rosa Alvarez of alder" in client.get(address).text
    for ending in ("image", "download"):
        assert client.get(f"{address}/{ending}").status_code == 404
    with world.app.app_context():
        assert pages_read(world.actor("alder.assistant1"), document) == {}
        assert pages_read(world.actor("alder.hsc1"), document) == {1: "Of the mind."}
    for reader in ("alder.hsc1", "alder.supervisor"):
        as_person(client, reader)
        assert "Psychotherapy note" in client.get(address).text


def test_a_coordinator_sets_the_flag_and_takes_it_off_with_a_reason(
    world: House, client: CheckedClient
) -> None:
    document = flagged(world)
    address = f"/claims/{LOW}/file/{document}"
    as_person(client, "alder.hsc1")
    assert client.fill(address, f"{address}/flag", reason="").status_code == 422
    assert client.fill(address, f"{address}/flag", reason="About a wrist.").status_code == 303
    page = client.get(address).text
    assert "Taken off by Rosa Alvarez of alder" in page
    assert "About a wrist." in page
    as_person(client, "alder.assistant1")
    assert "Psychotherapy note" in client.get(address).text
    assert f"{address}/flag" not in client.get(address).text


def test_a_document_is_found_on_its_own_claim_alone(world: House, client: CheckedClient) -> None:
    document = listed(world)
    as_person(client, "alder.hsc1")
    assert client.get(f"{FILE}/{document}").status_code == 200
    assert client.get(f"/claims/{LOW}/file/{document}").status_code == 404
    as_person(client, "birch.hsc1")
    assert client.get(f"{FILE}/{document}").status_code == 404


def test_a_file_without_the_forms_token_is_refused(world: House, client: CheckedClient) -> None:
    as_person(client, "alder.hsc1")
    rude = {"kind": "letter", "file": (io.BytesIO(pdf("Rude")), "letter.pdf")}
    assert client.post(FILE, data=rude, content_type="multipart/form-data").status_code == 400
    assert files_of(world.app) == []


def test_there_is_no_room_beyond_the_quota_of_a_claim(world: House, client: CheckedClient) -> None:
    listed(world, source="upload", size=500 * 1024 * 1024, sha256="0" * 64)
    as_person(client, "alder.hsc1")
    answer = give(client, pdf("One too many"))
    assert answer.status_code == 422
    assert "there is no room for this one" in answer.text
    assert files_of(world.app) == []
