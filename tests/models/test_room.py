"""Where SQLite keeps what a transaction of many rows changes."""

from pathlib import Path

from sqlalchemy import Engine

from ohms.models.engine import engine_at, room_for_many_rows, writing

IN_MEMORY, AS_IT_COMES = (2, -32768), (0, -2000)


def _room(engine: Engine) -> tuple[int, int]:
    with engine.begin() as connection:
        kept = connection.exec_driver_sql("PRAGMA temp_store").scalar_one()
        pages = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    return kept, pages


def test_a_batch_has_its_pages_in_memory_and_the_next_one_has_them_as_sqlite_does(
    tmp_path: Path,
) -> None:
    with engine_at(f"sqlite:///{tmp_path / 'room.sqlite'}") as engine:
        with writing(), room_for_many_rows():
            assert _room(engine) == IN_MEMORY
            assert _room(engine) == IN_MEMORY
        with writing():
            assert _room(engine) == AS_IT_COMES
        assert _room(engine) == AS_IT_COMES
