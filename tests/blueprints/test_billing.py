"""Time is billed once: a batch keeps its bytes, and what changes afterwards is taken back by a line."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import bulk_unit
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.billing import BillingBatch, BillingLine
from ohms.models.claims import Claim
from ohms.models.engine import writing
from ohms.models.staff import StaffMember
from tests.blueprints.signing_in import as_person
from tests.blueprints.test_time import add_entry, add_note
from tests.forms import posting_form
from tests.house import House, count_of, one
from tests.pages import CheckedClient
from tests.tasks import said

DAY = date(2026, 10, 20)
MAKE = "/billing/batches?cohe=alder"


@pytest.fixture(autouse=True)
def _noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


@pytest.fixture(autouse=True)
def _numbered(house: House) -> None:
    with house.app.app_context(), bulk_unit("furnish", None) as unit:
        unit.entries.append(Entry("furnish"))
        db.session.execute(
            update(StaffMember)
            .where(StaffMember.id == house.staff["alder.hsc1"])
            .values(lni_provider_number="0123456")
        )


def noted(house: House, username: str = "alder.hsc1", **values: Any) -> int:
    return add_entry(house, username, note_id=add_note(house), performed_on=DAY, **values)


def count(house: House, model: type[BillingBatch] | type[BillingLine]) -> int:
    with house.app.app_context():
        return count_of(model)


def batch_of(address: str | None) -> str:
    assert address is not None
    return address.rpartition("/")[2]


def test_time_is_billed_once_and_what_changes_is_taken_back_in_the_next_batch(
    client: CheckedClient, house: House
) -> None:
    billed, kept = noted(house, minutes=40), noted(house, minutes=21)
    add_entry(house, minutes=13, performed_on=DAY)  # without a note
    noted(house, "alder.hsc2", minutes=9)  # without a provider number
    noted(house, "birch.hsc1", minutes=8)
    as_person(client, "alder.supervisor")
    page = client.get("/billing").text
    assert "PLACEHOLDER" in page
    assert "13 minutes without a signed note" in page
    assert "9 minutes person without an L&amp;I provider number" in page
    made = client.fill("/billing", MAKE)
    first = batch_of(made.location)
    file = client.get(f"/billing/batches/{first}.csv").data
    rows = file.decode("utf-8-sig").splitlines()
    assert [row.split(",")[7] for row in rows[1:]] == ["40", "21"]
    assert all(",PLACEHOLDER," in row for row in rows[1:])
    again = client.fill("/billing", MAKE)
    assert again.status_code == 422
    assert "Nothing of these days can be billed." in again.text
    assert (
        client.fill(f"/billing/batches/{first}", f"/billing/batches/{first}/sent").status_code
        == 303
    )
    assert "Mark sent" not in client.get(f"/billing/batches/{first}").text

    client.fill(f"/time/entries/{billed}", "change", minutes="35", reason="five too many")
    client.fill(f"/time/entries/{kept}", "void", void_reason="another claim's")
    code = client.fill("/billing", "code-form", code="C-1", reason="Contract, appendix B")
    assert code.status_code == 303
    second = batch_of(client.fill("/billing", MAKE).location)
    rows = client.get(f"/billing/batches/{second}.csv").data.decode("utf-8-sig").splitlines()[1:]
    assert [row.split(",")[1] for row in rows] == ["adjustment", "adjustment", "bill"]
    assert [row.split(",")[8] for row in rows] == ["-40", "-21", "35"]
    assert rows[0].endswith("batch 1 line 1")
    assert all(",C-1," in row for row in rows)
    # What was taken back is taken back once, and the first file is what it was.
    assert client.fill("/billing", MAKE).status_code == 422
    assert client.get(f"/billing/batches/{first}.csv").data == file
    assert count(house, BillingLine) == 5


def test_what_is_taken_back_of_a_claim_out_of_sight_keeps_its_line_without_the_number(
    client: CheckedClient, house: House
) -> None:
    billed = noted(house, minutes=40)
    as_person(client, "alder.supervisor")
    client.fill("/billing", MAKE)
    client.fill(f"/time/entries/{billed}", "change", minutes="35", reason="five too many")
    assert "AL10001" in client.get("/billing").text
    with house.app.app_context():
        read = select(AuditEntry.claim_ids).where(AuditEntry.action == "read_unbilled_time")
        newest = one(read.order_by(AuditEntry.id.desc()).limit(1))
        assert newest == str(house.claim["AL10001"])
        with bulk_unit("furnish", None) as unit:
            unit.entries.append(Entry("furnish"))
            db.session.execute(
                update(Claim)
                .where(Claim.id == house.claim["AL10001"])
                .values(cohe_id=house.cohe["birch"])
            )
    page = client.get("/billing").text
    assert "AL10001" not in page
    assert "35 minutes claim restricted or out of sight" in page
    back = batch_of(client.fill("/billing", MAKE).location)
    (row,) = client.get(f"/billing/batches/{back}.csv").data.decode("utf-8-sig").splitlines()[1:]
    assert row.split(",")[:3] == ["1", "adjustment", ""]
    assert row.split(",")[8:] == ["-40", "-40", "batch 1 line 1"]
    assert client.fill("/billing", MAKE).status_code == 422


def test_days_that_are_too_many_or_none_are_refused_before_anything_is_looked_up(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.supervisor")
    for days, told in (
        ("from=2026-07-01&through=2026-10-31", "Enter at most 92 days"),
        ("from=1990-01-01&through=2026-10-31", "Enter a day from"),
        ("from=2026-10-31&through=2026-10-01", "not after the last"),
        ("from=soon&through=2026-10-31", "Enter a date"),
    ):
        answer = client.get(f"/billing?{days}")
        assert (answer.status_code, told in answer.text) == (422, True), days
        assert "unbilled time of Oct 1, 2026 to Oct 31, 2026" in said(answer.text)
        assert 'href="#look-' in answer.text, "it leads to where it was typed"


def refused_by_the_database(house: House, statement: str) -> None:
    with (
        house.app.app_context(),
        writing(),
        db.engine.connect() as connection,
        pytest.raises(DBAPIError, match="never changes"),
    ):
        connection.execute(text(statement))


def test_the_database_keeps_a_batch_as_it_was_made(client: CheckedClient, house: House) -> None:
    noted(house, minutes=40)
    as_person(client, "alder.supervisor")
    made = batch_of(client.fill("/billing", MAKE).location)
    for statement in (
        "update billing_batch set content = content || content",
        "update billing_batch set sha256 = 'other'",
        "update billing_batch set number = 7",
        "delete from billing_batch",
        "update billing_line set minutes = 1",
    ):
        refused_by_the_database(house, statement)
    assert (
        client.fill(f"/billing/batches/{made}", f"/billing/batches/{made}/sent").status_code == 303
    )
    refused_by_the_database(house, "update billing_batch set sent_at = null, sent_by_id = null")


def test_a_batch_is_its_cohes_supervisors_alone(client: CheckedClient, house: House) -> None:
    noted(house, minutes=40)
    as_person(client, "alder.supervisor")
    made = batch_of(client.fill("/billing", MAKE).location)
    expected = {"alder.supervisor": 200, "birch.supervisor": 404, "alder.hsc1": 404}
    for username, status in expected.items():
        as_person(client, username)
        assert client.get(f"/billing/batches/{made}").status_code == status, username
    assert client.get("/billing").status_code == 403


def test_a_form_sent_twice_makes_one_batch(client: CheckedClient, house: House) -> None:
    noted(house, minutes=40)
    as_person(client, "alder.supervisor")
    form = posting_form(client.get("/billing").text, "make").filled_in({})
    assert {client.post(MAKE, data=form).status_code for _ in range(2)} == {303}
    assert count(house, BillingBatch) == 1
