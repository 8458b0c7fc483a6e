"""Moving up: an SQLite installation in PostgreSQL, every value of it, or nothing."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import Table, delete, func, select, text
from sqlalchemy.exc import IntegrityError

from ohms.app import create_app
from ohms.commands.copying import installation
from ohms.commands.copying.rows import copy_rows, read_rows
from ohms.domain.copying import Rows
from ohms.extensions import db
from ohms.models import Base
from ohms.models.audit import AuditEntry
from ohms.models.document_store import DocumentStore
from ohms.models.engine import engine_at, writing
from ohms.models.housekeeping import Installation
from ohms.models.notes import CaseNote
from tests.blueprints.signing_in import as_person
from tests.blueprints.test_composer import CALL
from tests.cli.processes import Served
from tests.databases import Databases, SqliteDatabases, spare_the_disk, upgrade_and_found
from tests.house import PASSWORD, furnish, known, one
from tests.pages import CheckedClient
from tests.postgres import PostgresDatabases
from tests.statements import engines_of

Run = Callable[..., Result]
CONTENT = b"An order of allowance"


@pytest.fixture(scope="module")
def filled(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation on SQLite in which a note was signed and a document kept. A copy goes to
    PostgreSQL, so only its run makes one."""
    if not isinstance(databases, PostgresDatabases):
        pytest.skip("a copy goes to PostgreSQL")
    instance = tmp_path_factory.mktemp("filled")
    url = SqliteDatabases(instance, upgrade_and_found).fresh()
    app = create_app(database_url=url, instance=instance, testing=True)
    for engine in engines_of(app):
        spare_the_disk(engine)
    app.test_client_class = CheckedClient
    furnish(app)
    save_note(as_person(checked(app), "alder.hsc1"))
    close(app)
    DocumentStore(instance).store(CONTENT)
    Path(url.removeprefix("sqlite:///")).rename(instance / "ohms.sqlite")
    return instance


@pytest.fixture
def source(filled: Path, instance: Path) -> Path:
    shutil.copytree(filled, instance)
    return instance / "ohms.sqlite"


@pytest.fixture
def target(databases: Databases, source: Path) -> Iterator[str]:
    """A database with the schema and without a row, as an interrupted copy leaves it."""
    url = databases.fresh()
    with engine_at(url) as engine, engine.begin() as connection:
        connection.execute(delete(Installation))
    yield url
    databases.drop(url)


@pytest.fixture
def copying(run_on: Callable[[str], Run], target: str) -> Run:
    return run_on(target)


def checked(app: Flask) -> CheckedClient:
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    return client


def close(app: Flask) -> None:
    for engine in engines_of(app):
        engine.dispose()


def save_note(client: CheckedClient) -> None:
    form = "/claims/AL10001/notes"
    assert client.fill("/claims/AL10001", form, **CALL).status_code == 303


def all_of(url: str) -> dict[str, Rows]:
    with engine_at(url) as engine, engine.connect() as connection:
        tables = Base.metadata.sorted_tables
        return {each.name: read_rows(connection, each, lambda _rows: None) for each in tables}


def test_a_copy_holds_every_value_and_people_work_on_in_it(
    source: Path, copying: Run, target: str, instance: Path
) -> None:
    done = copying("db", "copy")
    assert done.exit_code == 0, done.output
    assert f"Copied: {len(Base.metadata.tables)} tables, " in done.stdout
    there, here = all_of(f"sqlite:///{source}"), all_of(target)
    assert {name for name in here if here[name] != there[name]} == {"audit_entry", "audit_lane"}
    assert there["audit_entry"].count == here["audit_entry"].count + 1
    ended = ends_of(source)
    assert [result for result, _detail in ended] == ["done"]
    assert json.loads(ended[0][1])["rows"] == sum(rows.count for rows in here.values())
    assert "The audit chain is whole." in copying("audit", "verify").stdout

    app = create_app(database_url=target, instance=instance, testing=True)
    app.test_client_class = CheckedClient
    client = checked(app)
    assert client.fill("/login", username="alder.hsc1", password=PASSWORD).status_code == 303
    assert "Spoke with the worker about light duty." in client.get("/claims/AL10001").text
    save_note(client)
    with app.app_context():
        assert one(select(func.count()).select_from(CaseNote)) == 2
        assert one(select(func.max(CaseNote.id))) == 2, "the id after the greatest"
        to = known(select(AuditEntry.detail).where(AuditEntry.action == "copy_database"))
        assert target.rpartition("/")[2] in to
        db.session.rollback()
    close(app)
    check = copying("check")
    assert check.exit_code == 0, check.output
    again = copying("db", "copy")
    assert (again.exit_code, "holds rows already" in again.stderr) == (1, True)
    assert again.stderr.count("\n") == 1


def test_what_goes_wrong_leaves_nothing_and_it_can_be_begun_again(
    source: Path, copying: Run, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_told: object) -> None:
        raise KeyboardInterrupt

    def careless(reading: Any, filling: Any, table: Table, count: Any) -> object:
        rows = copy_rows(reading, filling, table, count)
        if table.name == "worker":
            filling.execute(text("update worker set first_name = 'Joe' where id = 3"))
        return rows

    for name, wrong, told in (
        ("set_counter", interrupted, "Aborted!"),
        ("copy_rows", careless, "Error: worker holds other values than in the source:"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(installation, name, wrong)
            failed = copying("db", "copy")
        assert (failed.exit_code, told in failed.stderr) == (1, True), failed.output

    change(source, "update worker set first_name = :name where id = 2", name="Secret" * 60)
    refused = copying("db", "copy")
    assert (
        "Error: PostgreSQL does not take a row of worker (COPY worker, line 2, column first_name):"
        in refused.stderr
    )
    assert "Secret" not in refused.output
    assert {rows.count for rows in all_of(target).values()} == {0, 16}, "the lanes of the schema"

    change(source, "update worker set first_name = :name where id = 2", name="Jo")
    assert copying("db", "copy").exit_code == 0
    assert [result for result, _detail in ends_of(source)] == ["failed"] * 3 + ["done"]
    with (
        pytest.raises(IntegrityError, match="a signed note never changes"),
        engine_at(target) as engine,
        engine.begin() as connection,
    ):
        connection.execute(text("update case_note set body = 'other'"))


@pytest.mark.slow
def test_what_cannot_be_copied_is_told_before_anything_is_touched(
    source: Path, copying: Run, run_on: Callable[[str], Run], tmp_path: Path
) -> None:
    itself = run_on(f"sqlite:///{source}")("db", "copy")
    assert (itself.exit_code, "OHMS_DATABASE_URL" in itself.stderr) == (1, True)
    missing = copying("db", "copy", str(tmp_path / "none.sqlite"))
    assert (missing.exit_code, "There is no database at" in missing.stderr) == (1, True)
    here = {"OHMS_DATABASE_URL": f"sqlite:///{source}", "OHMS_INSTANCE": str(source.parent)}
    server = Served(here, tmp_path / "log")
    try:
        server.wait_until_ready()
        refused = copying("db", "copy")
        assert (refused.exit_code, "Stop OHMS first" in refused.stderr) == (1, True)
        assert server.get("/readyz")[0] == 200
    finally:
        server.end()
    change(source, "update alembic_version set version_num = :older", older="0007")
    older = copying("db", "copy")
    assert (older.exit_code, "is of schema 0007. Run `ohms db upgrade`" in older.stderr) == (
        1,
        True,
    )


@pytest.mark.slow
def test_to_a_bare_database_and_another_folder_everything_goes_along(
    source: Path, run_on: Callable[[str], Run], databases: Databases, tmp_path: Path
) -> None:
    bare, elsewhere = databases.bare(), tmp_path / "elsewhere"
    run = run_on(bare)
    done = run("db", "copy", str(source), OHMS_INSTANCE=str(elsewhere))
    assert done.exit_code == 0, done.output
    (sha256,) = DocumentStore(elsewhere).hashes()
    assert DocumentStore(elsewhere).read_by(sha256) == CONTENT
    assert run("db", "check").exit_code == 0
    databases.drop(bare)


def ends_of(place: Path) -> list[Any]:
    """How each copying ended, as the source tells."""
    ends = "select result, detail from audit_entry where action = 'end_copy_database' order by id"
    with engine_at(f"sqlite:///{place}") as engine, engine.connect() as connection:
        return list(connection.execute(text(ends)))


def change(place: Path, statement: str, **values: str) -> None:
    with engine_at(f"sqlite:///{place}") as engine, writing(), engine.begin() as connection:
        connection.execute(text(statement), values)
