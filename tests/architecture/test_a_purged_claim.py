"""Whatever form of the house is sent, nothing is written on a claim that was purged: every form of every
claim, filled in so that it would be taken.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Table, select, update

from ohms.commands import locked_claim, where_allowed
from ohms.commands.unit_of_work import bulk_unit
from ohms.commands.where_allowed import KEPT_OF_ACCESS
from ohms.domain.retention import RecordClass, check_not_purged
from ohms.extensions import db
from ohms.models import Base
from ohms.models.claims import Claim
from ohms.models.retention import Purge, PurgeClaim
from ohms.queries.guard import unscoped
from ohms.queries.sight import NAMED_BY
from tests.architecture.both_centres import furnish_both
from tests.architecture.centre import CLAIM, MOMENT, Rows
from tests.architecture.filling import browser_of, filled_in
from tests.architecture.routes import ACTORS, CHANGING, Route, routes_of
from tests.forms import Fields, posting_forms
from tests.house import House

pytestmark = pytest.mark.every_route

NOT_CONTENT = KEPT_OF_ACCESS | {"audit_entry", "file_reading"}
Sent = tuple[FlaskClient, str, Fields]


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """When the claim was purged, each time that something was refused for it."""
    found: list[object] = []

    def check(purged_at: datetime | None, *, field: str | None = None) -> None:
        if purged_at is not None:
            found.append(purged_at)
        check_not_purged(purged_at, field=field)

    for module in (where_allowed, locked_claim):
        monkeypatch.setattr(module, "check_not_purged", check)
    return found


def test_no_form_writes_on_a_purged_claim(house: House, refused: list[object]) -> None:
    with house.app.app_context():
        rows = furnish_both(house)
        claim_id = rows["alder"][Claim]
    forms = forms_shown(house, rows)
    with house.app.app_context():
        say_purged(house, claim_id)
        before = written_on(claim_id)
    answers = [(path, client.post(path, data=sent).status_code) for client, path, sent in forms]
    with house.app.app_context():
        after = written_on(claim_id)
    assert [each for each in answers if each[1] >= 500] == []
    assert {name for name in after if after[name] - before[name]} == set()
    assert len(refused) > 40, "hardly a form would have been taken"
    assert forms_on_its_pages(house, rows) == {}


def forms_shown(house: House, rows: dict[str, Rows]) -> list[Sent]:
    """Every form about something of a claim, as the first shows it who may send it."""
    routes = [each for each in routes_of(house.app) if set(each.arguments) & set(NAMED_BY)]
    wanted = {route.path(rows): route for route in routes if CHANGING & route.methods}
    browsers = {each: browser_of(house.app, each) for each in ("alder.hsc1", "alder.supervisor")}
    found: dict[str, Sent] = {}
    for page in (each for each in routes if "GET" in each.methods):
        username = next((each for each in browsers if may(each, page)), None)
        answer = browsers[username].get(page.path(rows)) if username else None
        if username is None or answer is None or answer.mimetype != "text/html":
            continue
        for form in posting_forms(answer.text):
            path = (form.action or page.path(rows)).partition("?")[0].partition("#")[0]
            if path in wanted and may(username, wanted[path]):
                found[path] = browsers[username], path, filled_in(form, {})
    return list(found.values())


def forms_on_its_pages(house: House, rows: dict[str, Rows]) -> dict[str, list[str]]:
    """What the pages under the claim's number still offer to send; each says that it was purged. Notes
    and what may be done with them are gone with it."""
    about = f"/claims/{CLAIM['alder']}"
    browsers = {each: browser_of(house.app, each) for each in ("alder.hsc1", "alder.supervisor")}
    offered, looked_at = {}, 0
    for page in (each for each in routes_of(house.app) if "GET" in each.methods):
        path = page.path(rows)
        username = next((each for each in browsers if may(each, page)), None)
        if not path.startswith(about) or "note_id" in page.arguments or username is None:
            continue
        answer = browsers[username].get(path)
        if answer.mimetype == "text/html" and answer.status_code == 200:
            looked_at += 1
            assert "were purged on" in answer.text, path
            forms = [form.action or path for form in posting_forms(answer.text)]
            if left := [each for each in forms if each.startswith(about) and "/notes/" not in each]:
                offered[path] = left
    assert looked_at > 15, "hardly a page was looked at"
    return offered


def may(username: str, route: Route) -> bool:
    return route.is_given_to(ACTORS[username]) and route.is_seen_by(username)


def say_purged(house: House, claim_id: int) -> None:
    """The claim's rows stay, so that every command finds what it is about."""
    decided = {"approved_at": MOMENT, "decided_by_id": house.staff["alder.privacy"]}
    with bulk_unit("furnish", None):
        db.session.execute(update(Claim).where(Claim.id == claim_id).values(purged_at=MOMENT))
        db.session.execute(
            update(PurgeClaim).where(PurgeClaim.claim_id == claim_id).values(purged_at=MOMENT)
        )
        db.session.execute(update(Purge).values(record_class=RecordClass.CLAIM, **decided))


def written_on(claim_id: int) -> dict[str, set[Any]]:
    """What is kept of a claim, row by row."""
    tables: list[Table] = [t for t in Base.metadata.sorted_tables if "claim_id" in t.columns]
    with unscoped("a test looks"):
        kept = {
            table.name: set(db.session.execute(select(table).where(table.c.claim_id == claim_id)))
            for table in tables
            if table.name not in NOT_CONTENT
        }
        itself = Claim.__table__
        columns = [each for each in itself.c if each.name not in ("purged_at", "version")]
        kept["claim"] = set(db.session.execute(select(*columns).where(itself.c.id == claim_id)))
    db.session.rollback()
    return kept
