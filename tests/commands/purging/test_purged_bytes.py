"""What was purged stands in no file any more: neither of the database nor beside it."""

from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from ohms.commands.purging import NOT_EMPTIED, _carry_out, carry_out_purges
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.actor import operator
from ohms.domain.retention import RecordClass
from ohms.extensions import db
from ohms.models import engine
from ohms.models.claims import Claim
from ohms.models.document_store import DocumentStore
from ohms.models.documents import Document
from ohms.models.notes import CaseNote
from ohms.models.retention import Purge
from ohms.queries.guard import unscoped
from tests.blueprints.test_claim_notes import put_note
from tests.house import House, count_of, one
from tests.purging import DAY, by_sql, left_of, lift_all, pages_made, purge


@pytest.mark.sqlite_only
def test_no_byte_of_what_was_purged_stands_in_the_file_of_the_database(
    house: House, claim_id: int, store: DocumentStore, database_url: str
) -> None:
    """Neither in its free pages, nor in the index of words, nor in its log."""
    file = Path(database_url.removeprefix("sqlite:///"))
    words = [b"quokkamelon", b"zebrafigs", b"Yakberry", b"okapiplum"]

    def found() -> list[bytes]:
        held = file.read_bytes() + file.with_name(f"{file.name}-wal").read_bytes()
        return [word for word in words if word in held]

    with house.app.app_context():
        lift_all(house)
        put_note(house, "Says quokkamelon. " * 900, claim_id=claim_id)
        put_note(house, "Says zebrafigs.", claim_id=claim_id)
        with bulk_unit("furnish", None):
            by_sql(
                "update worker set last_name = 'Yakberry', search_name = 'yakberry rosa'"
                f" where id = (select worker_id from claim where id = {claim_id})"
            )
            by_sql(f"update document_text set body = 'okapiplum' where claim_id = {claim_id}")
        assert found() == words
        purge(house, RecordClass.CLAIM)
        carry_out_purges(operator(DAY), store)
        assert found() == []


@pytest.mark.sqlite_only
def test_a_log_that_somebody_reads_is_told_of_and_emptied_on_the_next_night(
    house: House, store: DocumentStore, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether or not that night has anything to purge."""
    monkeypatch.setattr(engine, "EMPTYING_MILLISECONDS", 10)
    log = Path(f"{database_url.removeprefix('sqlite:///')}-wal")
    with house.app.app_context():
        with unscoped("a test looks"), db.engine.connect() as reader:
            assert reader.scalar(select(func.count()).select_from(Claim.__table__))
            put_note(house, "Says quokkamelon.", claim_id=house.claim["AL10001"])
            assert carry_out_purges(operator(DAY), store) == [NOT_EMPTIED]
        with db.engine.connect() as connection:
            assert connection.scalar(text("PRAGMA busy_timeout")) == engine.BUSY_MILLISECONDS
        assert log.stat().st_size
        assert carry_out_purges(operator(DAY), store) == []
    assert not log.stat().st_size


def test_what_another_night_carried_out_meanwhile_keeps_its_list_of_files(
    house: House, claim_id: int, store: DocumentStore
) -> None:
    with house.app.app_context():
        lift_all(house)
        asked = purge(house, RecordClass.FILE)
        assert _carry_out(operator(DAY), asked)
        assert _carry_out(operator(DAY), asked) is None
        assert one(select(Purge.files)) is not None
        assert carry_out_purges(operator(DAY), store) == []
        assert not list(store.hashes())


def test_the_file_alone_goes_with_its_bytes_and_what_another_claim_has_stays(
    house: House, claim_id: int, store: DocumentStore
) -> None:
    with house.app.app_context():
        lift_all(house)
        kept = count_of(CaseNote)
        other = {"claim_id": house.claim["AL10003"], "cohe_id": house.cohe["alder"]}
        with unscoped("a test looks"):
            (row,) = db.session.execute(select(Document.__table__)).mappings()
        house.add(Document, **{**row, **other, "id": row["id"] + 1})
        purge(house, RecordClass.FILE)
        (of_it,) = map(partial(pages_made, store), store.hashes())
        of_gone = pages_made(
            store, "f" * 64
        )  # as every purge left them before they were taken away
        carry_out_purges(operator(DAY), store)
        assert [page.exists() for page in (*of_it, *of_gone)] == [True, True, False, False]
        assert "document" not in left_of(claim_id)
        assert (count_of(CaseNote), count_of(Document)) == (kept, 1)
        assert len(list(store.hashes())) == 1
        assert one(select(Purge.files)) is None
