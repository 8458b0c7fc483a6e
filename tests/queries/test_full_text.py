"""The indexes of texts: the same words find the same notes on both engines, kept by the database."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, delete, select, text, update

from ohms import migrations
from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.search import understood
from ohms.domain.values import NoteEventKind
from ohms.extensions import db
from ohms.models.documents import DocumentText
from ohms.models.full_text import NOTE_WORDS
from ohms.models.notes import CaseNote
from ohms.queries.checks.full_text import index_differs
from ohms.queries.full_text import engine, matches, wanted_of
from ohms.queries.guard import UnscopedQuery, fault_of, unscoped
from ohms.queries.scope import beside_its_row, visible
from ohms.queries.search_hits import SHOWN, Found
from ohms.queries.search_texts import COMPARED, found
from tests.architecture.test_migrations import REVISIONS
from tests.house import House
from tests.searchable import ON, add_document, add_event, add_note, add_phone
from tests.statements import heard

BODIES = {
    "spanish": "Señor Núñez spoke of pain in his hombro.",
    "vietnamese": "Bà Nguyễn bị đau lưng.",
    "hyphens": "Follow-up on the MRI; re-check L4/L5 by e-mail to j.doe@clinic.example.",
    "numbers": "Lifts 20lb, 5b and 1e5; claim AL10002 of 3/4/81, call 360-555-0147.",
    "quotes": "He said: “don't call” -- NOT before 9:30 a.m. & never (ever)!",
    "duty": "Light duty from Monday.",
    "reversed": "The duty is light.",
    "emoji": "Better today 😀👍🏽 thanks — see §296-20 at 5°C, x²",
}
ASKED = [
    ("nunez", {"spanish"}),
    ("NÚÑ", {"spanish"}),
    ("señor hombro", {"spanish"}),
    ("nguyen", {"vietnamese"}),
    ("lung", {"vietnamese"}),
    ("follow", {"hyphens"}),
    ("follow-up", {"hyphens"}),
    ("up follow", {"hyphens"}),
    ('"up follow"', set()),
    ("l4", {"hyphens"}),
    ("clinic", {"hyphens"}),
    ("doe@clinic.example", {"hyphens"}),
    ("20lb", {"numbers"}),
    ("5b", {"numbers"}),
    ("1e5", {"numbers"}),
    ("al10002", {"numbers"}),
    ("(360) 555-0147", {"numbers"}),
    ("don't", {"quotes"}),
    ("not", {"quotes"}),
    ("9:30", {"quotes"}),
    ("light duty", {"duty", "reversed"}),
    ('"light duty"', {"duty"}),
    ("ligh dut", {"duty", "reversed"}),
    ('"ligh duty"', set()),
    ("ight", set()),
    ("thanks", {"emoji"}),
    ("296-20", {"emoji"}),
    ("5 c", {"emoji"}),
    ("li", set()),
]


def of(house: House, q: str, username: str = "alder.hsc1") -> Found:
    actor = house.actor(username)
    answer = found(actor, understood(q, actor.on_day))
    db.session.rollback()
    return answer


@pytest.fixture
def noted(house: House) -> dict[int, str]:
    with house.app.app_context():
        return {add_note(house, "AL10001", body): name for name, body in BODIES.items()}


def test_the_same_words_find_the_same_notes_on_both_engines(
    house: House, noted: dict[int, str]
) -> None:
    with house.app.app_context():
        answers = [
            (q, {noted[hit.note_id] for hit in of(house, q).notes.hits if hit.note_id})
            for q, _expected in ASKED
        ]
    assert answers == ASKED


def test_newer_beginnings_of_words_hide_no_note_that_holds_the_whole_word(house: House) -> None:
    with house.app.app_context():
        whole = {add_note(house, "AL10001", "Cast removed.") for _ in range(3)}
        with furnishing():
            house.being_furnished = True
            for _ in range(COMPARED):
                add_note(house, "AL10001", "Drove to Castle Rock.")
            house.being_furnished = False
        hits = of(house, "cast").notes.hits
    assert {hit.note_id for hit in hits[:3]} == whole
    assert len(hits) == SHOWN
    assert len({hit.note_id for hit in hits}) == SHOWN


def test_a_number_of_a_cohe_in_a_text_is_no_way_into_that_cohe(house: House) -> None:
    with house.app.app_context():
        cohe = house.cohe["birch"]
        add_note(house, "BI10001", f"Crane {cohe}.")
        add_note(house, "AL10001", f"Crane {cohe} @{cohe}.")
        answer = of(house, f"crane {cohe}")
    assert [hit.claim.number for hit in answer.notes.hits] == ["AL10001"]


def test_a_draft_comes_into_the_index_when_it_is_signed(house: House) -> None:
    with house.app.app_context():
        note = add_note(house, "AL10001", "A crane.", signed_at=None)
        assert not indexed(house)
        with furnishing():
            changed = update(CaseNote).where(CaseNote.id == note)
            db.session.execute(changed.values(signed_at=CaseNote.written_at))
        assert indexed(house) == [note]


def test_a_page_of_a_document_is_indexed_as_it_stands_and_leaves_with_its_row(
    house: House,
) -> None:
    with house.app.app_context():
        page = add_document(house, "AL10001", "A crane.")
        with furnishing():
            changed = update(DocumentText).where(DocumentText.id == page)
            db.session.execute(changed.values(body="A heron."))
        assert of(house, "crane").is_empty
        assert len(of(house, "heron").documents.hits) == 1
        with furnishing():
            db.session.execute(delete(DocumentText).where(DocumentText.id == page))
        assert of(house, "heron").is_empty
        with unscoped("a test checks"):
            assert list(index_differs(ON)) == []


def test_an_upgrade_indexes_the_texts_that_stand_there(house: House) -> None:
    with house.app.app_context():
        note = add_note(house, "AL10001", "Seen by Dr. Núñez.")
        add_note(house, "AL10001", "A draft of Núñez.", signed_at=None)
        add_event(house, "AL10001", note, NoteEventKind.ADDENDUM, body="Núñez again.")
        add_document(house, "AL10001", "Núñez wrote.")
        add_phone(house, "AL10001", "(360) 555-0147")
    url = house.closed()
    migrations.downgrade(url, before_search())
    migrations.upgrade(url)
    with house.app.app_context():
        answer = of(house, "nunez")
        assert (len(answer.notes.hits), len(answer.documents.hits)) == (2, 1)
        assert [hit.claim.number for hit in of(house, "555-0147").claims.hits] == ["AL10001"]
        assert [hit.claim.number for hit in of(house, "0002").claims.hits] == ["AL10002"]


def before_search() -> str:
    return next(each for each in reversed(REVISIONS) if each < "0018")


def test_the_guard_refuses_an_index_that_is_not_beside_a_visible_row(house: House) -> None:
    with house.app.app_context():
        actor = house.actor("alder.hsc1")
        wanted = wanted_of(actor, understood("crane", ON).terms)
        words = matches(NOTE_WORDS, wanted, engine())
        alone = select(NOTE_WORDS.c.rowid).where(words)
        beside = alone.where(beside_its_row(NOTE_WORDS, CaseNote))
        with pytest.raises(UnscopedQuery, match="note_words"):
            db.session.execute(alone)
        with pytest.raises(UnscopedQuery, match="case_note"):
            db.session.execute(beside)
        whole = visible(actor, CaseNote).where(words, beside_its_row(NOTE_WORDS, CaseNote))
        assert fault_of(whole) is None
        assert db.session.execute(whole).all() == []


# A table that grows with the work; each is reached by an index whatever is typed.
LARGE = ("claim", "worker", "contact_point", "case_note", "note_event", "document", "document_text")
TYPED = ("AL100", "0002", "555-0147", "360-555-0147", "10/30/2026", "Garcia 3/4/81", "light duty")


@pytest.mark.parametrize("q", TYPED)
def test_no_search_reads_a_whole_table(q: str, house: House, noted: dict[int, str]) -> None:
    with house.app.app_context():
        actor = house.actor("alder.hsc1")
        with recorded() as asked:
            found(actor, understood(q, actor.on_day))
        connection = db.session.connection()
        with unscoped("a test explains"):
            plans = [plan(connection, statement, values) for statement, values in asked]
        db.session.rollback()
    assert plans
    assert [scan for each in plans for scan in whole_tables(each)] == []


def test_few_new_texts_wait_to_be_indexed_where_every_search_reads_them_first(house: House) -> None:
    with house.app.app_context():
        if engine() != "postgresql":
            pytest.skip("SQLite merges what is new into the index by itself.")
        limit = db.session.execute(text("show gin_pending_list_limit")).scalar_one()
        db.session.rollback()
    assert limit == "64kB"


def test_a_whole_table_read_would_be_seen(house: House) -> None:
    with house.app.app_context(), unscoped("a test explains"):
        told = plan(db.session.connection(), "select * from claim where claim_manager = 'x'", ())
        db.session.rollback()
    assert whole_tables(told) == ["claim"]


@contextmanager
def recorded() -> Iterator[list[tuple[str, Any]]]:
    asked: list[tuple[str, Any]] = []

    def record(_c: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, values))

    with heard([db.engine], "before_cursor_execute", record):
        yield asked


def plan(connection: Connection, statement: str, values: Any) -> str:
    """How the engine goes about a statement. PostgreSQL reads small tables whole whatever indexes
    there are, so it is told that this costs much."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("set local enable_seqscan = off")
        rows = connection.exec_driver_sql(f"explain {statement}", values)
        return "\n".join(row[0] for row in rows)
    rows = connection.exec_driver_sql(f"explain query plan {statement}", values)
    return "\n".join(row[3] for row in rows)


def whole_tables(told: str) -> list[str]:
    scanned = re.findall(r"Seq Scan on (\w+)", told)
    scanned += re.findall(r"^SCAN (\w+)(?! VIRTUAL)\b(?!.* USING)", told, re.M)
    return [table for table in scanned if table in LARGE]


@contextmanager
def furnishing() -> Iterator[None]:
    with unscoped("a test furnishes"), bulk_unit("furnish", None) as unit:
        unit.entries.append(Entry("furnish"))
        yield


def indexed(house: House) -> list[int]:
    connection = db.session.connection()
    sqlite = connection.dialect.name == "sqlite"
    statement = "select id from note_words_docsize" if sqlite else "select rowid from note_words"
    ids = list(connection.execute(text(statement)).scalars())
    db.session.rollback()
    return ids
