"""Figures read from a streaming replica: two real servers, one of which follows the other."""

import time
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import event

from ohms.app import create_app
from ohms.config import BadEnvironment
from ohms.database import refuse_other_engines
from ohms.extensions import REPLICA, db
from ohms.web import replica as replicas
from tests.blueprints.signing_in import as_person
from tests.databases import upgrade_and_found
from tests.house import furnish
from tests.missing import not_here
from tests.pages import CheckedClient
from tests.postgres import REPLICATED, PostgresServer, postgres_binaries

AS_OF, LOST = "Figures as of ", "The copy for figures does not answer"
PAGE = "/reports/quarterly/alder/2026Q3"
PATIENCE = 30.0

Servers = tuple[PostgresServer, PostgresServer]


def test_a_replica_is_for_postgresql_alone() -> None:
    with pytest.raises(BadEnvironment, match="OHMS_READ_DATABASE_URL"):
        refuse_other_engines("sqlite:///x.sqlite", "postgresql+psycopg://127.0.0.1/x")


def test_what_may_lag_is_read_alone_and_shows_no_rows_of_claims(app: Flask) -> None:
    lagging = {
        rule.endpoint: rule.methods
        for rule in app.url_map.iter_rules()
        if getattr(app.view_functions[rule.endpoint], "access").may_lag  # noqa: B009
    }
    assert set(lagging) == {
        *("workload.index", "workload.side_by_side", "workload.ledger", "workload.ledger_brief"),
        *("measures.index", "measures.benchmark", "measures.counted"),
        *("referrals.figures", "reports.index", "reports.report"),
    }
    assert all(methods == {"GET", "HEAD", "OPTIONS"} for methods in lagging.values())


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    binaries = postgres_binaries()
    if binaries is None:
        not_here("PostgreSQL")
    primary = PostgresServer(binaries, REPLICATED)
    try:
        primary.execute("CREATE DATABASE ohms")
        upgrade_and_found(primary.url("ohms"))
        standby = PostgresServer(binaries, REPLICATED, follows=primary)
        try:
            yield primary, standby
        finally:
            standby.stop()
    finally:
        primary.stop()


@pytest.fixture(scope="module")
def followed(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The program over both, with the house in it."""
    primary, standby = servers
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OHMS_READ_DATABASE_URL", standby.url("ohms"))
        patch.setenv("OHMS_CLOCK", "2026-11-24T09:00:00-08:00")
        patch.setattr(replicas, "LEFT_ALONE", 0.0)
        instance = tmp_path_factory.mktemp("followed")
        app = create_app(database_url=primary.url("ohms"), instance=instance, testing=True)
        app.test_client_class = CheckedClient
        furnish(app)
        yield app
        with app.app_context():
            for engine in db.engines.values():
                engine.dispose()


def signed_in(app: Flask) -> CheckedClient:
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    return as_person(client, "alder.supervisor")


def until_told(client: CheckedClient, words: str) -> str:
    """The page, once it says these words: a replica follows in its own time."""
    end = time.monotonic() + PATIENCE
    while words not in (text := client.get(PAGE).text):
        assert time.monotonic() < end, text
        time.sleep(0.1)
    return text


@pytest.mark.slow
def test_figures_come_from_the_replica_with_all_that_one_did_and_without_it_from_the_database(
    followed: Flask, servers: Servers
) -> None:
    _primary, standby = servers
    client = signed_in(followed)
    assert "What you saved is in them." in until_told(client, AS_OF)

    standby.execute("SELECT pg_wal_replay_pause()")
    text = f"{PAGE}/texts/other"
    assert client.fill(text, text, body="A flood closed the clinic.").status_code == 303
    page = client.get(PAGE).text
    assert "A flood closed the clinic." in page, "one reads what one wrote"
    assert AS_OF not in page, "it has not arrived there"
    assert LOST not in page, "late is not lost"
    standby.execute("SELECT pg_wal_replay_resume()")
    assert "A flood closed the clinic." in until_told(client, AS_OF)

    standby.halt()
    lost = client.get(PAGE)
    assert (lost.status_code, LOST in lost.text, AS_OF in lost.text) == (200, True, False)
    assert "A flood closed the clinic." in lost.text
    standby.start()
    assert LOST not in until_told(client, AS_OF)


@pytest.mark.slow
def test_rows_lists_and_what_is_recorded_never_meet_the_replica(followed: Flask) -> None:
    client = signed_in(followed)
    until_told(client, AS_OF)
    asked: list[str] = []
    with followed.app_context():
        engine = db.engines[REPLICA]
    event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    until_told(client, AS_OF)
    assert len(asked) > 1
    assert all(each.lstrip().lower().startswith(("select", "with")) for each in asked)
    asked.clear()
    for path in ("/claims", "/claims/AL10001", "/workload/claims?cohe=alder", "/audit"):
        client.get(path)
    assert asked == []
