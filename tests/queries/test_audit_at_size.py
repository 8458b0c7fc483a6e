"""Who opened, printed or exported a claim is asked by an index, however long the audit is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text

from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.queries.audit import AuditFilter, audit_page, claims_seen
from ohms.queries.claim_looks import looks_page, watched_claim
from ohms.queries.disclosures import disclosure_page
from ohms.queries.guard import unscoped
from ohms.queries.looks import looks_beyond
from tests.house import House
from tests.statements import heard

FIRST, LAST = date(2026, 11, 18), date(2026, 11, 24)
Plans = list[tuple[str, str]]


@contextmanager
def plans() -> Iterator[Plans]:
    """The plan of each statement on the audit that is sent meanwhile."""
    sent: list[tuple[str, Any]] = []
    found: Plans = []

    def keep(_c: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if "audit_entry" in statement and statement.startswith("SELECT"):
            sent.append((statement, parameters))

    with heard([db.engine], "before_cursor_execute", keep):
        yield found
    db.session.rollback()
    on_sqlite = db.engine.dialect.name == "sqlite"
    with db.engine.connect() as connection:
        if not on_sqlite:  # so few rows are scanned by choice: what is asked is whether it must be
            connection.execute(text("set enable_seqscan = off"))
        for statement, parameters in sent:
            how = "EXPLAIN QUERY PLAN " if on_sqlite else "EXPLAIN "
            told = connection.exec_driver_sql(how + statement, parameters)
            found.append((statement, "\n".join(str(row[-1]) for row in told)))


ASKED: dict[str, Callable[[Any, Any], object]] = {
    "who opened it": lambda actor, _claim: audit_page(
        actor, AuditFilter(FIRST, LAST, claim_number="AL10001")
    ),
    "what one person did": lambda actor, _claim: audit_page(
        actor, AuditFilter(FIRST, LAST, username="alder.hsc1")
    ),
    "what one person saw": lambda actor, _claim: list(
        claims_seen(actor, AuditFilter(FIRST, LAST, username="alder.hsc1"))
    ),
    "what concerns security": lambda actor, _claim: audit_page(actor, AuditFilter(FIRST, LAST)),
    "what left the house": lambda actor, claim: disclosure_page(actor, claim, None),
    "who looked at it": lambda actor, _claim: looks_page(
        actor, watched_claim(actor, "AL10001"), None
    ),
    "the weekly list": lambda actor, _claim: looks_beyond(actor, date(2026, 11, 23)),
}


WHO = {"what left the house": "alder.supervisor", "what concerns security": "admin"}


@pytest.mark.parametrize("asked", ASKED)
def test_no_question_about_a_claim_or_a_person_reads_the_whole_audit(
    house: House, asked: str
) -> None:
    with house.app.app_context():
        actor = house.actor(WHO.get(asked, "alder.privacy"))
        with unscoped("a test looks"):
            claim = db.session.execute(
                select(Claim).where(Claim.claim_number == "AL10001")
            ).scalar_one()
        with plans() as found:
            ASKED[asked](actor, claim)
        assert found
        for statement, plan in found:
            assert "SCAN audit_entry" not in plan, f"{plan}\n{statement}"
            assert "Seq Scan on audit_entry" not in plan, f"{plan}\n{statement}"
