"""Lists of values in checks are compared one by one on SQLite, also in a database made before."""

import re

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from ohms import migrations
from ohms.models.engine import make_engine
from ohms.models.value_lists import checks_one_by_one

LISTED = "create table pet (kind text, CHECK (kind IN ('cat', 'dog''s', 'owl')))"
IS_LISTED = re.compile(r"check \(\w+ in \(", re.IGNORECASE)
BEFORE, SINCE = "0027", "0028"


def test_each_value_of_a_list_is_compared() -> None:
    assert checks_one_by_one(LISTED) == (
        "create table pet (kind text, CHECK (kind = 'cat' or kind = 'dog''s' or kind = 'owl'))"
    )


@pytest.mark.parametrize(
    "other",
    [
        "CHECK (kind not in ('cat', 'owl'))",
        "CHECK (weight in (1, 2))",
        "CHECK (kind in ('cat') or weight > 1)",
        "name in ('cat')",
    ],
)
def test_other_words_stay_as_they_are(other: str) -> None:
    assert checks_one_by_one(other) == other


@pytest.mark.sqlite_only
def test_a_database_made_before_says_it_the_new_way_and_refuses_as_it_did(
    bare_database_url: str,
) -> None:
    migrations.upgrade(bare_database_url, BEFORE)
    engine = make_engine(bare_database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA writable_schema=ON")
        connection.execute(
            text("update sqlite_master set sql = :sql where name = 'contact_point'"),
            {"sql": _as_it_was(connection.exec_driver_sql(_WORDS).scalar_one())},
        )
        connection.exec_driver_sql("PRAGMA writable_schema=OFF")
    engine.dispose()
    migrations.upgrade(bare_database_url, SINCE)
    with engine.connect() as connection:
        words = connection.exec_driver_sql(_WORDS).scalar_one()
        assert "kind = 'phone' or kind = 'email'" in words
        assert not IS_LISTED.search(words)
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        with pytest.raises(IntegrityError, match="ck_contact_point_kind"):
            connection.exec_driver_sql(_PIGEON)
    engine.dispose()
    migrations.upgrade(bare_database_url)
    migrations.check(bare_database_url)


@pytest.mark.sqlite_only
def test_no_check_of_a_new_database_builds_a_list(database_url: str) -> None:
    engine = make_engine(database_url)
    with engine.connect() as connection:
        written = connection.exec_driver_sql("select name, sql from sqlite_master").all()
    engine.dispose()
    assert [name for name, sql in written if IS_LISTED.search(sql or "")] == []


_WORDS = "select sql from sqlite_master where type = 'table' and name = 'contact_point'"
_PIGEON = (
    "insert into contact_point (claim_id, cohe_id, party, kind, value, do_not_call, source,"
    " noted_on, version) values (1, 1, 'worker', 'pigeon', 'x', 0, 'feed', '2026-01-02', 1)"
)


def _as_it_was(words: str) -> str:
    listed = "kind in ('phone', 'email', 'fax')"
    former = words.replace("kind = 'phone' or kind = 'email' or kind = 'fax'", listed)
    assert listed in former
    return former
