"""Handover packs there and back: what is handed over, to whom, and what is told who was away."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.values import Capture, StandardWork
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.coverage import Absence, Coverage
from ohms.models.notes import CaseNote
from ohms.models.tasks import Task
from ohms.models.time import TimeEntry
from ohms.queries.guard import unscoped
from tests.blueprints.signing_in import as_person
from tests.covering import put_cover
from tests.house import House, add_claim
from tests.pages import CheckedClient
from tests.statements import counted
from tests.tasks import row_links, said

BEFORE = datetime(2026, 11, 20, 18, tzinfo=UTC)
MEANWHILE = datetime(2026, 11, 25, 18, tzinfo=UTC)
PACK = "/handover/absences/1"


@pytest.fixture
def away(house: House, clock: Callable[[str], None]) -> House:
    """Rosa of alder is away from Monday to Friday; Tam covers her provider."""
    clock("2026-11-24T12:00:00-08:00")
    with house.app.app_context():
        days = {"from_on": date(2026, 11, 23), "to_on": date(2026, 11, 27)}
        absence = house.add(
            Absence,
            staff_id=house.staff["alder.hsc1"],
            kind="vacation",
            recorded_by_id=house.staff["alder.hsc1"],
            recorded_at=BEFORE,
            **days,
        )
        assert absence == 1
        put_cover(house, "alder.hsc1", **days, absence_id=absence)
        note(house, "AL10001", "alder.hsc1", "Foreman waits for a call.", BEFORE)
        note(house, "AL10001", "alder.hsc1", "Half a thought.", None)
        task(house, "AL10001", "Call the foreman back", date(2026, 11, 25), origin="composer")
        task(house, "AL10002", "Ask for the APF", date(2026, 11, 24), origin="derived")
        task(house, "AL10002", "Ask again in December", date(2026, 12, 24))
    return house


def note(house: House, number: str, author: str, body: str, signed_at: datetime | None) -> None:
    at = signed_at or BEFORE
    house.add(
        CaseNote,
        **about(house, number),
        author_id=house.staff[author],
        position_id=house.position[author],
        standard_work=StandardWork.BARRIERS,
        body=body,
        performed_on=at.date(),
        written_at=at,
        signed_at=signed_at,
    )


def task(house: House, number: str, title: str, due_by: date, **values: Any) -> int:
    facts = {"owner_id": house.staff["alder.hsc1"], "appears_on": date(2026, 11, 20)}
    return house.add(
        Task,
        **about(house, number),
        **{**facts, **values},
        title=title,
        due_by=due_by,
        written_at=BEFORE,
    )


def about(house: House, number: str) -> dict[str, int]:
    return {"claim_id": house.claim[number], "cohe_id": house.cohe["alder"]}


def entries(house: House, action: str) -> list[str | None]:
    with house.app.app_context(), unscoped("a test looks"):
        found = select(AuditEntry.claim_ids).where(AuditEntry.action == action)
        return list(db.session.execute(found).scalars())


def test_who_covers_reads_a_pack_that_begins_with_what_hurts_first(
    client: CheckedClient, away: House
) -> None:
    as_person(client, "alder.hsc2")
    assert f'href="{PACK}">Handover pack of Rosa Alvarez of alder' in client.get("/").text
    page = client.get(PACK)
    assert row_links(page.text) == ["/claims/AL10002", "/claims/AL10001"]
    text = said(page.text)
    for words in ("Foreman waits for a call.", "Call the foreman back", "Ask for the APF"):
        assert words in text
    assert "Half a thought" not in text
    assert "December" not in text
    both = [str(away.claim[number]) for number in ("AL10001", "AL10002")]
    for read in entries(away, "read_handover"):
        assert all(claim in str(read) for claim in both)
    assert client.get(f"{PACK}/print").status_code == 200
    assert len(entries(away, "print_handover")) == 1
    listed = said(client.get("/claims/AL10001/disclosures").text)
    assert "Handover pack opened to print" in listed
    assert "Handover pack opened" not in said(client.get("/claims/AL10003/disclosures").text)


def test_a_supervisor_who_covers_has_the_pack_on_today_and_one_who_does_not_has_none(
    client: CheckedClient, away: House
) -> None:
    as_person(client, "alder.supervisor")
    assert f'href="{PACK}"' not in client.get("/").text
    with away.app.app_context(), bulk_unit("furnish", None):
        db.session.execute(update(Coverage).values(covering_id=away.staff["alder.supervisor"]))
    assert f'href="{PACK}">Handover pack of Rosa Alvarez of alder' in client.get("/").text
    as_person(client, "alder.hsc2")
    assert f'href="{PACK}"' not in client.get("/").text


@pytest.mark.parametrize(
    ("username", "status"),
    [
        ("alder.hsc1", 200),
        ("alder.supervisor", 200),
        ("alder.assistant1", 404),
        ("birch.supervisor", 404),
        ("birch.hsc1", 404),
    ],
)
def test_a_pack_is_for_who_goes_who_covers_and_their_supervisor(
    client: CheckedClient, away: House, username: str, status: int
) -> None:
    as_person(client, username)
    assert [client.get(f"{PACK}{page}").status_code for page in ("", "/print", "/back")] == [
        status
    ] * 3


def test_back_again_one_reads_who_did_what_meanwhile(
    client: CheckedClient, away: House, clock: Callable[[str], None]
) -> None:
    with away.app.app_context():
        note(away, "AL10001", "alder.hsc2", "Reached him: light duty.", MEANWHILE)
        note(away, "AL10002", "alder.hsc1", "Her own, from elsewhere.", MEANWHILE)
        done = {"state": "done", "finished_at": MEANWHILE}
        task(
            away,
            "AL10002",
            "Return the worker's call",
            date(2026, 11, 25),
            finished_by_id=away.staff["alder.hsc2"],
            **done,
        )
        away.add(
            TimeEntry,
            **about(away, "AL10001"),
            staff_id=away.staff["alder.hsc2"],
            position_id=away.position["alder.hsc2"],
            performed_on=MEANWHILE.date(),
            minutes=25,
            capture=Capture.TYPED,
            entered_by_id=away.staff["alder.hsc2"],
            entered_at=MEANWHILE,
            confirmed_at=MEANWHILE,
        )
    clock("2026-11-30T09:00:00-08:00")
    as_person(client, "alder.hsc1")
    assert f'href="{PACK}/back">What happened while you were away' in client.get("/").text
    text = said(client.get(f"{PACK}/back").text)
    assert "Tam Nguyen of alder2" in text
    assert "Note, barriers, Tam Nguyen of alder Reached him: light duty." in text
    assert "Task done, Tam Nguyen of alder Return the worker's call" in text
    assert "Her own" not in text
    assert "Foreman waits" not in text
    as_person(client, "alder.supervisor")
    assert "Tam Nguyen of alder225" in said(client.get(f"{PACK}/back").text)
    clock("2026-12-05T09:00:00-08:00")
    as_person(client, "alder.hsc1")
    assert "while you were away" not in client.get("/").text


def test_a_pack_asks_as_often_for_many_claims_as_for_few(
    client: CheckedClient, away: House
) -> None:
    as_person(client, "alder.hsc1")
    for page in (PACK, f"{PACK}/back"):
        client.get(page)
        with counted(away.app) as few:
            client.get(page)
        with away.app.app_context():
            for number in range(12):
                name = f"AR{20000 + number + len(page)}"
                if name not in away.claim:
                    away.claim[name] = add_claim(away, "alder", name, provider="alder.1")
                task(away, name, f"Row {number}", date(2026, 11, 24))
                note(away, name, "alder.hsc2", f"Row {number}", MEANWHILE)
        with counted(away.app) as many:
            client.get(page)
        assert len(many) == len(few) <= 12, str(many)
