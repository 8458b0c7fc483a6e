"""PostgreSQL read-only, restarting, gone or on a full disk: 503, nothing acknowledged, nothing lost, and work goes on after.

What SQLite answers on a full and on a broken disk stands in `tests/cli/test_a_disk_that_refuses.py`.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import Connection, make_url, text

from ohms.models.engine import make_engine
from ohms.models.notes import CaseNote
from tests.blueprints.signing_in import as_person
from tests.concurrency.persistence import SAID
from tests.forms import posting_form
from tests.house import House, count_of
from tests.missing import not_here
from tests.pages import CheckedClient

CLAIM = "/claims/AL10001"
OTHERS = (
    "select pg_terminate_backend(pid, 10000) from pg_stat_activity"  # waits until they are gone
    " where datname = :name and pid <> pg_backend_pid()"
)


@pytest.fixture
def operator(house: House, database_url: str) -> Iterator[Connection]:
    """Who looks after the server; connected before it refuses others."""
    if not database_url.startswith("postgresql"):
        pytest.skip("SQLite has no server")
    elsewhere = make_url(database_url).set(database="postgres")
    engine = make_engine(elsewhere.render_as_string(hide_password=False))
    with engine.connect() as connection:
        yield connection.execution_options(isolation_level="AUTOCOMMIT")
    engine.dispose()


@contextmanager
def so_that(operator: Connection, is_so: str, no_more: str, url: str) -> Iterator[None]:
    """From now on, for all who connect: those who were connected lose their connection."""
    name = make_url(url).database
    operator.execute(text(is_so.format(name)))
    operator.execute(text(OTHERS), {"name": name})
    try:
        yield
    finally:
        operator.execute(text(no_more.format(name)))
        operator.execute(text(OTHERS), {"name": name})


READ_ONLY = (
    "alter database {} set default_transaction_read_only = on",
    "alter database {} reset default_transaction_read_only",
)
GONE = ("alter database {} allow_connections false", "alter database {} allow_connections true")


@pytest.mark.parametrize("state", [READ_ONLY, GONE], ids=["read-only", "gone"])
def test_nothing_is_acknowledged_and_the_same_form_goes_through_afterwards(
    client: CheckedClient,
    house: House,
    operator: Connection,
    database_url: str,
    state: tuple[str, str],
) -> None:
    hsc = as_person(client, "alder.hsc1")
    page = hsc.get(CLAIM).text
    form = posting_form(page, f"{CLAIM}/notes").filled_in({**SAID, "body": "kept"})
    with so_that(operator, *state, database_url):
        for _again in range(2):
            refused = hsc.post(f"{CLAIM}/notes", data=form)
            assert refused.status_code == 503
        read = hsc.get(CLAIM)
        assert read.status_code == 503, "a reading that cannot be recorded is refused"
        assert "SQL" not in refused.text + read.text
        assert "psycopg" not in refused.text + read.text
        assert hsc.get("/healthz").status_code == 200
    with house.app.app_context():
        assert count_of(CaseNote) == 0
    assert hsc.post(f"{CLAIM}/notes", data=form).status_code == 303
    with house.app.app_context():
        assert count_of(CaseNote) == 1


@pytest.fixture
def full_disk(operator: Connection, database_url: str) -> Iterator[Path]:
    """A file that fills the small disk of the notes, so that not one page more of them fits: taken away,
    it makes room."""
    if os.geteuid() != 0:
        not_here("the right to mount a small disk")
    data = operator.execute(text("select setting from pg_settings where name = 'data_directory'"))
    server = Path(data.scalar_one()).stat()
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        place = Path(folder) / "disk"
        place.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=256k,mode=700", "small", str(place)]
        if subprocess.run(mount, capture_output=True).returncode:
            not_here("the right to mount a small disk")
        os.chown(place, server.st_uid, server.st_gid)
        engine = make_engine(database_url)
        try:
            operator.execute(text(f"create tablespace small location '{place}'"))
            with engine.begin() as owner:
                owner.execute(text("alter table case_note set tablespace small"))
            filler = place / "filler"
            with filler.open("wb", buffering=0) as file, suppress(OSError):
                while file.write(b"x" * 4096):
                    pass
            yield filler
            with engine.begin() as owner:
                owner.execute(text("alter table case_note set tablespace pg_default"))
            operator.execute(text("drop tablespace small"))
        finally:
            engine.dispose()
            subprocess.run(["umount", "--lazy", place], check=True)


def test_on_a_full_disk_nothing_is_acknowledged_and_with_room_the_same_form_goes_through(
    client: CheckedClient, house: House, full_disk: Path
) -> None:
    hsc = as_person(client, "alder.hsc1")
    page = hsc.get(CLAIM).text
    form = posting_form(page, f"{CLAIM}/notes").filled_in({**SAID, "body": "kept"})
    refused = [hsc.post(f"{CLAIM}/notes", data=form) for _again in range(2)]
    assert [each.status_code for each in refused] == [503, 503]
    assert "psycopg" not in refused[0].text
    assert hsc.get(CLAIM).status_code == 200, "what is read, and recorded as read, is elsewhere"
    with house.app.app_context():
        assert count_of(CaseNote) == 0
    full_disk.unlink()
    assert hsc.post(f"{CLAIM}/notes", data=form).status_code == 303
    with house.app.app_context():
        assert count_of(CaseNote) == 1
