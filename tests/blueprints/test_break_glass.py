"""A claim of another COHE opened in an emergency: by number, reason and password; read, never changed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from ohms.commands.break_glass import break_glass
from ohms.commands.complexity import raise_complexity
from ohms.commands.unit_of_work import Unit, bulk_unit
from ohms.domain.break_glass import NOT_OPENED, OPEN_ALREADY, TOO_OFTEN
from ohms.domain.complexity import Ground
from ohms.domain.errors import NotAllowed, RuleBroken
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.break_glass import BrokenGlass
from ohms.models.claims import Claim
from ohms.models.housekeeping import OutboxMessage
from ohms.models.staff import StaffMember
from ohms.queries.break_glass import own_openings
from ohms.web.forms import new_key
from tests.blueprints.signing_in import as_person
from tests.house import PASSWORD, House, count_of, one
from tests.pages import CheckedClient

HERE = "/break-glass"
REASON = "An emergency room asks about the last visit."


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def give_email(house: House, *usernames: str) -> None:
    with house.app.app_context(), furnishing():
        for username in usernames:
            db.session.execute(
                update(StaffMember)
                .where(StaffMember.username == username)
                .values(email=f"{username}@example.org")
            )


def furnishing() -> AbstractContextManager[Unit]:
    return bulk_unit("furnish", None)


def test_it_opens_for_reading_for_four_hours_and_both_supervisors_are_told(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    give_email(house, "alder.supervisor", "birch.supervisor")
    as_person(client, "alder.hsc1")
    with client.session_transaction() as session:
        token = session["_user_id"]
    assert client.get("/claims/BI10001").status_code == 404
    assert HERE in client.get("/search?q=BI10001").text

    said = {"claim_number": "bi 10001", "reason": REASON, "password": PASSWORD}
    assert client.fill(HERE, HERE, **said).location == "/claims/BI10001"
    with client.session_transaction() as session:
        assert session["_user_id"] != token

    page = client.get("/claims/BI10001")
    assert (page.status_code, "open to you by" in page.text) == (200, True)
    assert 'action="/claims/BI10001/notes"' not in page.text
    assert "WorkerBI10001" in page.text
    with house.app.app_context():
        person = house.actor("alder.hsc1")
        opened = frozenset(each.claim_id for each in own_openings(person))
        reader = replace(person, opened=opened)
        assert reader.opened == {house.claim["BI10001"]}
        with pytest.raises(NotAllowed):
            raise_complexity(reader, house.claim["BI10001"], Ground.OTHER, remark="A protest")

    for username, link in (("alder.supervisor", False), ("birch.supervisor", True)):
        today = as_person(client, username).get("/").text
        assert REASON in today
        assert ('href="/claims/BI10001"' in today) is link
    with house.app.app_context():
        told = {f"{slug}.supervisor@example.org" for slug in ("alder", "birch")}
        recipients = select(OutboxMessage.recipient)
        assert {one(recipients.where(OutboxMessage.recipient == each)) for each in told} == told
        assert count_of(OutboxMessage, OutboxMessage.body.contains("BI10001")) == 0
        assert count_of(AuditEntry, AuditEntry.action == "open_claim") == 1

    assert as_person(client, "alder.hsc2").get("/claims/BI10001").status_code == 404
    as_person(client, "alder.hsc1")
    clock("2026-11-24T15:59:00-08:00")
    assert as_person(client, "alder.hsc1").get("/claims/BI10001").status_code == 200
    clock("2026-11-24T16:00:00-08:00")
    assert as_person(client, "alder.hsc1").get("/claims/BI10001").status_code == 404


def test_missing_restricted_and_wrong_password_are_refused_alike_and_five_times_a_day(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        with furnishing():
            db.session.execute(
                update(Claim).where(Claim.claim_number == "BI10003").values(restricted=True)
            )
        actor = house.actor("alder.hsc1")
        tries = [("ZZ99999", PASSWORD), ("BI10001", "wrong"), ("BI10003", PASSWORD)]
        for number, password in [*tries, *tries][:5]:
            with pytest.raises(RuleBroken, match="not opened") as refused:
                break_glass(actor, number, REASON, password, key=new_key())
            assert (refused.value.message, refused.value.field) == (NOT_OPENED, None)
        with pytest.raises(RuleBroken) as sixth:
            break_glass(actor, "BI10001", REASON, PASSWORD, key=new_key())
        assert sixth.value.message == TOO_OFTEN
        assert count_of(BrokenGlass) == 0
        assert count_of(AuditEntry, AuditEntry.action == "break_glass") == 5
        break_glass(house.actor("alder.hsc2"), "BI10001", REASON, PASSWORD, key=new_key())
        assert count_of(BrokenGlass) == 1


@pytest.mark.parametrize(
    ("number", "reason", "said"),
    [
        ("AL10001", REASON, "You see this claim already"),
        ("BI10001", "  Because I must.  ", "at least 20 characters"),
        ("BI1", REASON, "Enter a claim number"),
    ],
)
def test_what_could_never_open_costs_no_try(
    house: House, number: str, reason: str, said: str
) -> None:
    with house.app.app_context():
        actor = house.actor("alder.hsc1")
        for _again in range(6):
            with pytest.raises(RuleBroken, match=said):
                break_glass(actor, number, reason, PASSWORD, key=new_key())


@pytest.mark.parametrize("same", [True, False], ids=["one form", "a form each"])
def test_of_several_at_once_one_opens_it_and_the_others_find_it_open(
    house: House, same: bool
) -> None:
    give_email(house, "alder.supervisor", "birch.supervisor")
    keys = [new_key()] * 4 if same else [new_key() for _ in range(4)]

    def send(key: str) -> str:
        with house.app.app_context():
            try:
                return break_glass(house.actor("alder.hsc1"), "BI10001", REASON, PASSWORD, key=key)
            except RuleBroken as refused:
                return refused.message

    with ThreadPoolExecutor(4) as several:
        answers = set(several.map(send, keys))
    assert answers <= {"BI10001", OPEN_ALREADY}
    with house.app.app_context():
        assert count_of(BrokenGlass) == 1
        assert count_of(OutboxMessage) == 2
        assert count_of(AuditEntry, AuditEntry.action == "open_claim") == 1
    assert "BI10001" in {send(keys[0]), *answers}
