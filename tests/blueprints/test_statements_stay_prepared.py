"""A page and a save end every transaction by COMMIT: psycopg forgets on a ROLLBACK what PostgreSQL has
prepared, and the claim page's largest statement takes longer to plan than all of the page to make."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import Connection, event, text

from ohms.extensions import db
from ohms.queries.guard import unscoped
from tests.blueprints.signing_in import as_person
from tests.house import House, add_claim
from tests.pages import CheckedClient
from tests.statements import engines_of

TIMES = 3  # a statement is prepared from its second time on
PAGES = ("/", "/claims", "/claims/AL70001", "/tasks")


@contextmanager
def rollbacks(app: Flask) -> Iterator[list[Connection]]:
    seen: list[Connection] = []

    def note(connection: Connection) -> None:
        seen.append(connection)

    engines = engines_of(app)
    for engine in engines:
        event.listen(engine, "rollback", note)
    try:
        yield seen
    finally:
        for engine in engines:
            event.remove(engine, "rollback", note)


def test_no_page_ends_a_transaction_by_rollback(house: House, client: CheckedClient) -> None:
    with house.app.app_context():
        add_claim(house, "alder", "AL70001", provider="alder.1")
    as_person(client, "alder.hsc1")
    with rollbacks(house.app) as seen:
        for _ in range(TIMES):
            assert [client.get(path).status_code for path in PAGES] == [200] * len(PAGES)
    assert not seen
    if engines_of(house.app)[0].dialect.name == "postgresql":
        assert _prepared(house.app) > len(PAGES)


def _prepared(app: Flask) -> int:
    """Statements that the connection just used has prepared."""
    with app.app_context(), unscoped("what is prepared"):
        return db.session.scalar(text("SELECT count(*) FROM pg_prepared_statements")) or 0
