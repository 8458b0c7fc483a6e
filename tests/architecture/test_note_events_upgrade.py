"""Note events stay final when their table is changed, from the earlier schema with data and back."""

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError

from ohms import migrations
from ohms.domain.values import NoteEventKind
from ohms.models.engine import make_engine, writing
from ohms.models.notes import CaseNote, NoteEvent
from ohms.simulator.loading.rows import table_of
from tests.architecture.centre import MOMENT
from tests.architecture.rows import add_rows
from tests.house import House

EARLIER, SINCE = "0008", "0009"


def _returned(house: House) -> str:
    """The address of a closed database in which a note was returned with a question."""
    with house.app.app_context():
        rows = add_rows(house)
        house.add(
            NoteEvent,
            note_id=rows[CaseNote],
            claim_id=house.claim["AL10002"],
            cohe_id=house.cohe["alder"],
            kind=NoteEventKind.RETURNED,
            staff_id=house.staff["alder.hsc1"],
            position_id=house.position["alder.hsc1"],
            at=MOMENT,
            body="Who said so?",
        )
    return house.closed()


def _events(url: str) -> list[tuple[str, str | None]]:
    engine = make_engine(url)
    with engine.connect() as connection:
        found = connection.execute(text("select kind, body from note_event order by id")).all()
    engine.dispose()
    return [(row[0], row[1]) for row in found]


def _refusal(url: str, statement: str) -> str | None:
    """What the database says to a statement; None when it takes it. Nothing of it stays."""
    engine = make_engine(url)
    try:
        with writing(), engine.connect() as connection, connection.begin() as attempt:
            connection.execute(text(statement))
            attempt.rollback()
    except DBAPIError as refused:
        return str(refused)
    finally:
        engine.dispose()
    return None


def test_note_events_resist_on_either_side_of_the_change_and_keep_their_texts(
    house: House,
) -> None:
    url = _returned(house)
    before = _events(url)
    assert before[-1] == ("returned", "Who said so?")
    for revision in (EARLIER, SINCE):
        if revision == EARLIER:
            migrations.downgrade(url, revision)
        else:
            migrations.upgrade(url)
        for statement in ("update note_event set kind = 'signed'", "delete from note_event"):
            refusal = _refusal(url, statement)
            assert refusal is not None, (revision, statement)
            assert "a note event never changes" in refusal
    assert _events(url) == [*before[:-1], ("addendum", "Who said so?")]
    migrations.check(url)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"kind": NoteEventKind.RETURNED}, "return_has_question"),
        (
            {"kind": NoteEventKind.ADDENDUM, "body": "More.", "belongs_elsewhere": True},
            "belongs_elsewhere_is_void",
        ),
    ],
)
def test_an_event_that_says_half_of_what_it_must_is_refused(
    house: House, values: dict[str, object], constraint: str
) -> None:
    with house.app.app_context():
        rows = add_rows(house)
    engine = make_engine(house.closed())
    row = {
        "note_id": rows[CaseNote],
        "claim_id": house.claim["AL10002"],
        "cohe_id": house.cohe["alder"],
        "staff_id": house.staff["alder.hsc1"],
        "position_id": house.position["alder.hsc1"],
        "at": MOMENT,
    }
    statement = insert(table_of(NoteEvent)).values(**row, **values)
    with (
        pytest.raises(DBAPIError, match=f"ck_note_event_{constraint}"),
        writing(),
        engine.begin() as connection,
    ):
        connection.execute(statement)
    engine.dispose()
