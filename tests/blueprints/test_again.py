"""The password again before a bulk export, and an export's begin and end in the audit."""

import hashlib
import json
from datetime import timedelta

from sqlalchemy import select, update

from ohms import clock
from ohms.commands.unit_of_work import housekeeping
from ohms.domain.sessions import PASSWORD_STANDS
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.housekeeping import SignInSession
from ohms.queries.guard import unscoped
from tests.blueprints.signing_in import as_person
from tests.house import PASSWORD, House
from tests.pages import CheckedClient
from tests.statements import counted

WHOLE = "/claims.csv?scope=cohe&q=Nguyen&sort=-score"


def let_time_pass(house: House) -> None:
    with house.app.app_context(), housekeeping("age"):
        long_ago = clock.on_the_wall() - PASSWORD_STANDS - timedelta(seconds=1)
        db.session.execute(update(SignInSession).values(started_at=long_ago, password_at=long_ago))


def entries(house: House, *actions: str) -> list[tuple[str, str, dict[str, object]]]:
    wanted = select(AuditEntry.action, AuditEntry.result, AuditEntry.detail)
    with house.app.app_context(), unscoped("test"):
        rows = db.session.execute(
            wanted.where(AuditEntry.action.in_(actions)).order_by(AuditEntry.id)
        )
        return [(row[0], row[1], json.loads(row[2] or "{}")) for row in rows]


def test_a_cohes_list_asks_for_the_password_again_and_ones_own_does_not(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.supervisor")
    assert client.get(WHOLE).status_code == 200  # just signed in
    let_time_pass(house)
    for bulk in (WHOLE, "/tasks.csv?scope=cohe", "/admin/audit.csv", "/workload/minutes.csv"):
        asked = client.get(bulk)
        assert (asked.status_code, asked.location.split("?")[0]) == (303, "/account/again"), bulk
        assert client.head(bulk).status_code == 303, bulk  # its length tells of the rows
    page = str(client.get(WHOLE).location)
    assert client.fill(page, your_password="not mine at all").status_code == 422
    answer = client.fill(page, your_password=PASSWORD)
    assert (answer.status_code, answer.location) == (303, WHOLE)
    assert client.get(WHOLE).status_code == 200
    as_person(client, "alder.hsc1")
    let_time_pass(house)
    assert client.get("/claims.csv").status_code == 200
    assert client.get("/tasks.csv").status_code == 200
    colleague = f"/tasks.csv?owner={house.staff['alder.hsc2']}"
    for bulk in (colleague, "/providers/1/reports-of-accident.csv"):
        assert str(client.get(bulk).location).startswith("/account/again"), bulk


def test_an_export_is_begun_with_its_query_and_ended_with_count_and_hash(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.supervisor")
    told = client.get(WHOLE.replace("&q=Nguyen", "") + "&q=AL1")
    let_time_pass(house)
    client.get(WHOLE)
    query = {"q": "given", "scope": "cohe", "sort": "-score"}
    begun = ("begin_export", "done", {"export": "export_claims", "query": query})
    done = {"lines": 3, "sha256": hashlib.sha256(told.data).hexdigest()}
    assert entries(house, "begin_export", "export_claims") == [
        begun,
        ("export_claims", "done", done),
        begun,
        ("export_claims", "refused", {"asked": "password"}),
    ]
    client.get("/claims.csv?scope=mine&assignee=nguyen&provider=12")
    asked = entries(house, "begin_export")[-1][2]["query"]
    assert asked == {"scope": "mine", "assignee": "given", "provider": "12"}


def test_who_asks_is_not_looked_up_for_what_is_nobodys(client: CheckedClient, house: House) -> None:
    as_person(client, "alder.hsc1")
    with counted(house.app) as statements:
        assert client.get("/static/js/main.js", buffered=True).status_code == 200
    assert len(statements) == 0, str(statements)
