"""A page and a save end every transaction by COMMIT: psycopg forgets on a ROLLBACK what PostgreSQL has
prepared, and the claim page's largest statement takes longer to plan than all of the page to make."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import Connection, text

from ohms.extensions import db
from ohms.queries.guard import unscoped
from tests.blueprints.signing_in import as_person
from tests.house import House, add_claim
from tests.pages import CheckedClient
from tests.statements import engines_of, heard

TIMES = 3  # a statement is prepared from its second time on
AT_ONCE = ("/claims", "/claims/AL70001")
"""Pages all of whose statements are sent as they are kept, no list written out within their SQL."""
PAGES = ("/", "/tasks", *AT_ONCE)


@contextmanager
def written_out(app: Flask) -> Iterator[list[str]]:
    """The statements whose SQL is written anew for what is sent with them."""
    seen: list[str] = []

    def note(
        _connection: Any, _cursor: Any, sql: str, _sent: Any, context: Any, _many: bool
    ) -> None:
        compiled = getattr(context, "compiled", None)
        if compiled is not None and (
            compiled.post_compile_params or compiled.literal_execute_params
        ):
            seen.append(sql)

    with heard(engines_of(app), "before_cursor_execute", note):
        yield seen


def test_no_page_ends_a_transaction_by_rollback_and_two_write_no_sql_anew(
    house: House, client: CheckedClient
) -> None:
    with house.app.app_context():
        add_claim(house, "alder", "AL70001", provider="alder.1")
    as_person(client, "alder.hsc1")
    seen: list[Connection] = []
    with heard(engines_of(house.app), "rollback", seen.append):
        for _ in range(TIMES):
            assert [client.get(path).status_code for path in PAGES] == [200] * len(PAGES)
        with written_out(house.app) as written:
            assert [client.get(path).status_code for path in AT_ONCE] == [200] * len(AT_ONCE)
    assert (seen, written) == ([], [])
    if engines_of(house.app)[0].dialect.name == "postgresql":
        assert _prepared(house.app) > len(PAGES)


def _prepared(app: Flask) -> int:
    """Statements that the connection just used has prepared."""
    with app.app_context(), unscoped("what is prepared"):
        return db.session.scalar(text("SELECT count(*) FROM pg_prepared_statements")) or 0
