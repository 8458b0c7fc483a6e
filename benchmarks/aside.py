"""What an SQLite database keeps up row by row, put aside while it is loaded and made once at the end.

An index takes longest where each of its entries goes to another page, an index of texts where it is
merged again and again, a sum where it is added to by the minute. A load that stops in between leaves a
database without them: it is thrown away.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from ohms.commands.audit import Entry
from ohms.commands.roll_ups import rebuild_roll_ups
from ohms.commands.unit_of_work import bulk_unit
from ohms.extensions import db
from ohms.simulator.loading.progress import Stage, Tell
from ohms.simulator.loading.rows import make_room

ACTION = "build_statewide"
KEEPERS = ("note_words_insert", "time_entry_rolled_up_insert", "claim_rolled_up_insert")
HELD_AGAINST = "other.name like 'ex_%_overlap_insert'"
NOTES_AT_ONCE = 500_000
BULK = {"hashsize": 128 * 2**20, "automerge": 0}
"""How FTS5 takes in many texts: few large pieces, merged once; and its own settings for everyday."""
EVERYDAY = {"hashsize": 2**20, "automerge": 4}


@contextmanager
def put_aside(tables: Sequence[str], tell: Tell) -> Iterator[None]:
    """Indexes of these tables and the triggers that keep words and sums; inside, rows are only added.

    A table in which each new row is held against the others keeps its indexes: it is searched by them.
    """
    with bulk_unit(ACTION, None) as unit:
        connection = db.session.connection()
        listed = ", ".join(f"'{name}'" for name in (*tables, *KEEPERS))
        taken = connection.exec_driver_sql(
            "select type, name, sql from sqlite_master one where sql is not null and"
            f" (type = 'index' and tbl_name in ({listed}) or type = 'trigger' and name in ({listed}))"
            " and not (type = 'index' and exists (select 1 from sqlite_master other where"
            f" other.type = 'trigger' and other.tbl_name = one.tbl_name and {HELD_AGAINST}))"
        ).all()
        for kind, name, _sql in taken:
            connection.exec_driver_sql(f"drop {kind} {name}")
        unit.entries.append(Entry(ACTION, detail={"put_aside": len(taken)}))
    yield
    for number, (_kind, _name, sql) in enumerate(taken):
        tell(Stage("Indexes", number, len(taken)))
        with bulk_unit(ACTION, None):
            make_room()
            db.session.connection().exec_driver_sql(sql)
    _index_notes(tell)
    tell(Stage("Sums by day and month"))
    rebuild_roll_ups()


def _index_notes(tell: Tell) -> None:
    """As the trigger does for each signed note."""
    with bulk_unit(ACTION, None):
        connection = db.session.connection()
        last = connection.exec_driver_sql("select coalesce(max(id), 0) from case_note").scalar_one()
        _tune(BULK)
        for first in range(0, last + 1, NOTES_AT_ONCE):
            tell(Stage("Words of notes", first, last))
            connection.exec_driver_sql(
                "insert into note_words (rowid, cohe_id, body) select id, cohe_id, body from case_note"
                f" where id >= {first} and id < {first + NOTES_AT_ONCE} and signed_at is not null"
            )
        tell(Stage("Words of notes", last, last))
        connection.exec_driver_sql("insert into note_words (note_words) values ('optimize')")
        _tune(EVERYDAY)


def _tune(settings: dict[str, int]) -> None:
    for name, value in settings.items():
        db.session.connection().exec_driver_sql(
            f"insert into note_words (note_words, rank) values ('{name}', {value})"
        )
