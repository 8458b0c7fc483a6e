"""The data bench: what asks for a hand, in one's own COHE, and workers who may be one person."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.values import Capture, StandardWork
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim
from ohms.models.notes import CaseNote
from ohms.models.time import TimeEntry
from ohms.models.workers import Employer, SameEmployerProposal, SamePersonProposal
from ohms.queries.bench import bench, bench_counts
from ohms.queries.guard import unscoped
from tests.blueprints.signing_in import as_person
from tests.forms import posting_form
from tests.house import House, add_claim, known, one
from tests.pages import CheckedClient
from tests.statements import counted
from tests.tasks import said

DAY = date(2026, 11, 20)
MOMENT = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
PAIRS = "/bench/same-person"
ACCOUNTS = "/bench/same-employer"


@pytest.fixture(autouse=True)
def _today(house: House, clock: Callable[[str], None]) -> None:
    clock("2026-11-24T10:00:00-08:00")


def _note(house: House, slug: str, claim: str, signed: bool) -> int:
    return house.add(
        CaseNote,
        claim_id=house.claim[claim],
        cohe_id=house.cohe[slug],
        author_id=house.staff[f"{slug}.hsc1"],
        position_id=house.position[f"{slug}.hsc1"],
        standard_work=StandardWork.BARRIERS,
        body="Of nobody else's concern.",
        performed_on=DAY,
        written_at=MOMENT,
        signed_at=MOMENT if signed else None,
    )


def _clock_run(house: House, minutes: int, until: datetime) -> int:
    return house.add(
        TimeEntry,
        claim_id=house.claim["AL10001"],
        cohe_id=house.cohe["alder"],
        staff_id=house.staff["alder.hsc1"],
        position_id=house.position["alder.hsc1"],
        performed_on=DAY,
        minutes=minutes,
        standard_work=StandardWork.BARRIERS,
        capture=Capture.CAPTURED,
        entered_at=until,
        entered_by_id=house.staff["alder.hsc1"],
        confirmed_at=until,
    )


def _pair(house: House, slug: str, one: str, other: str) -> int:
    first, second = sorted((house.worker[one], house.worker[other]))
    return house.add(
        SamePersonProposal,
        cohe_id=house.cohe[slug],
        worker_id=first,
        other_worker_id=second,
        reason="worker_key",
        proposed_at=MOMENT,
    )


def _accounts(house: House) -> list[int]:
    """The Mill of claim AL10001 and two accounts of the same name; the proposals of one with the next."""
    ids = [house.employer["Mill"]]
    for number in (1, 2):
        account = f"700,00{number}-00"
        ids.append(house.add(Employer, name="Mill", search_name="mill", account_id=account))
        house.employer[account] = ids[-1]
        claim = f"AM1000{number}"
        house.claim[claim] = add_claim(
            house, "alder", claim, provider="alder.1", employer_id=ids[-1]
        )
    return [
        house.add(
            SameEmployerProposal,
            cohe_id=house.cohe["alder"],
            employer_id=one_of_them,
            other_employer_id=other,
            proposed_at=MOMENT,
            **said,
        )
        for one_of_them, other, said in (
            (ids[0], ids[1], {}),
            (ids[1], ids[2], _said(house, "same")),
        )
    ]


def _said(house: House, decision: str) -> dict[str, Any]:
    who = house.staff["alder.supervisor"]
    return {"decision": decision, "decided_by_id": who, "decided_at": MOMENT}


def _furnish(house: House) -> int:
    with house.app.app_context():
        _note(house, "alder", "AL10001", signed=True)
        _note(house, "alder", "AL10002", signed=False)
        _note(house, "birch", "BI10001", signed=True)
        _clock_run(house, 30, MOMENT)
        _clock_run(house, 30, MOMENT + timedelta(minutes=10))
        _pair(house, "birch", "BI10001", "BI10002")
        _accounts(house)
        _accounts_of_a_claim_that_left(house)
        return _pair(house, "alder", "AL10001", "AL10002")


def _accounts_of_a_claim_that_left(house: House) -> None:
    """Proposed in alder, where no claim of the second account is any longer."""
    other = house.add(Employer, name="Mill", search_name="mill", account_id="700,003-00")
    add_claim(house, "birch", "BM10001", provider="birch.1", employer_id=other)
    house.add(
        SameEmployerProposal,
        cohe_id=house.cohe["alder"],
        employer_id=house.employer["Mill"],
        other_employer_id=other,
        proposed_at=MOMENT,
    )


def test_a_supervisor_sees_their_cohe_row_by_row_and_an_administrator_counts(
    client: CheckedClient, house: House
) -> None:
    _furnish(house)
    with house.app.app_context():
        found = {part.line.kind.value: part for part in bench(house.actor("alder.supervisor"))}
        counts = bench_counts(house.actor("admin"))
        alder = house.cohe["alder"]
        by_cohe = {line.kind.value: told.get(alder, 0) for line, told in counts.lines}
    assert {kind: part.total for kind, part in found.items()} == by_cohe
    for kind in ("no_time", "unsigned", "overlaps", "same_person", "same_employer"):
        assert found[kind].total == 1, kind
    as_person(client, "alder.supervisor")
    with counted(house.app) as statements:
        page = client.get("/bench").text
    assert len(statements) <= 12, str(statements)
    assert "/claims/AL10001/notes#note-" in page
    assert "BI10001" not in page
    assert "Of nobody else" not in page
    as_person(client, "admin")
    with counted(house.app) as statements:
        page = client.get("/bench").text
    assert len(statements) <= 12, str(statements)
    assert "AL10001" not in page
    assert "Counts by COHE" in page
    assert as_person(client, "alder.hsc1").get("/bench").status_code == 403


def test_what_is_restricted_is_in_no_row_and_no_count_of_its_rows(house: House) -> None:
    _furnish(house)
    with house.app.app_context():
        supervisor = house.actor("birch.supervisor")
        before = {part.line.kind.value: part.total for part in bench(supervisor)}
        assert before["same_person"] == before["no_time"] == 1
        with bulk_unit("furnish", None):
            db.session.get_one(Claim, house.claim["BI10001"]).restricted = True
            db.session.flush()
        after = {part.line.kind.value: part.total for part in bench(supervisor)}
    assert after["same_person"] == after["no_time"] == 0


def _said_of_claims(house: House, action: str) -> str:
    """What the one entry of the act that names the claims of both says."""
    entries = select(AuditEntry).where(
        AuditEntry.action == action, AuditEntry.claim_ids.is_not(None)
    )
    with unscoped("a test looks"):
        entry: Any = one(entries)
        assert set(map(int, entry.claim_ids.split(","))) == {
            house.claim["AL10001"],
            house.claim["AL10002"],
        }
        return str(entry.detail)


def test_two_workers_are_told_to_be_one_and_two_again(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    pair = _furnish(house)
    act = f"{PAIRS}/{pair}"
    as_person(client, "alder.hsc1")
    page = client.get(PAIRS).text
    stale = posting_form(page, act)
    assert "BI10001" not in page
    assert client.post(act, data=stale.filled_in({"decision": "same"})).status_code == 303
    assert client.post(act, data=stale.filled_in({"decision": "same"})).status_code == 303
    assert client.post(act, data=stale.filled_in({"decision": "different"})).status_code == 409
    assert client.post(act, data=stale.filled_in({"decision": "maybe"})).status_code == 422
    with house.app.app_context():
        assert _said_of_claims(house, "decide_same_person") == '{"decision": "same"}'
    assert "/claims/AL10002" in client.get("/claims/AL10001/parties").text
    with house.app.app_context(), unscoped("a test looks"):
        shown = one(select(AuditEntry.claim_ids).where(AuditEntry.action == "read_parties"))
        assert shown == str(house.claim["AL10002"])
    assert "No pair waits." in client.get(PAIRS).text
    as_person(client, "birch.hsc1")
    assert client.post(act, data={"csrf_token": "x"}).status_code in (400, 404)
    assert client.get("/claims/BI10001/parties").status_code == 200
    as_person(client, "alder.supervisor")
    decided = client.get(f"{PAIRS}?decided=yes").text
    assert "The same" in said(decided)
    undo = posting_form(decided, f"{act}/undo")
    assert client.post(f"{act}/undo", data=undo.filled_in({"was": "different"})).status_code == 409
    assert client.post(f"{act}/undo", data=undo.filled_in({})).status_code == 303
    with house.app.app_context():
        assert _said_of_claims(house, "undo_same_person") == '{"was": "same"}'
    clock("2026-11-24T10:05:00-08:00")
    again = posting_form(client.get(PAIRS).text, act).filled_in({"decision": "same"})
    assert client.post(act, data=again).status_code == 303
    assert client.post(f"{act}/undo", data=undo.filled_in({})).status_code == 409, "said anew since"
    kept = client.get(PAIRS).text
    assert "Kept as one person: each claim names the other. Undo" in said(kept)
    undo = posting_form(kept, f"{act}/undo")
    assert f"{act}/undo" not in client.get(PAIRS).text, "offered once"
    assert client.post(f"{act}/undo", data=undo.filled_in({})).status_code == 303
    assert "The same person" not in client.get("/claims/AL10001/parties").text
    assert "AL10002" in client.get(PAIRS).text
    told = said(client.get("/claims/AL10001/history").text)
    once = "Said to be the same person as the worker of AL10002"
    undone = "Undone, and waits again: the same person or another than the worker of AL10002"
    assert [told.count(each) for each in (once, undone)] == [2, 2]
    assert "the worker of AL10001" in said(client.get("/claims/AL10002/history").text)
    with house.app.app_context(), unscoped("a test looks"):
        shown = one(
            select(AuditEntry.claim_ids).where(
                AuditEntry.action == "read_history",
                AuditEntry.claim_id == house.claim["AL10001"],
            )
        )
        assert shown == str(house.claim["AL10002"])
    with house.app.app_context(), bulk_unit("furnish", None):
        db.session.get_one(Claim, house.claim["AL10002"]).restricted = True
    assert "AL10002" not in client.get("/claims/AL10001/history").text


def test_two_accounts_are_told_to_be_one_employer_and_two_again(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        pair, _said_before = _accounts(house)
    act, mill = f"{ACCOUNTS}/{pair}", f"/employers/{house.employer['Mill']}"
    as_person(client, "alder.hsc1")
    assert "The same employer" not in client.get(mill).text
    form = posting_form(client.get(ACCOUNTS).text, act)
    for decision, status in (("maybe", 422), ("same", 303), ("same", 303), ("different", 409)):
        answer = client.post(act, data=form.filled_in({"decision": decision}))
        assert answer.status_code == status, decision
    told = said(client.get(mill).text)
    assert told.count("The same employer") == 2, "also the one that is the other's"
    assert "700,002-00" in told
    as_person(client, "birch.hsc1")
    assert "700,001-00" not in client.get(ACCOUNTS).text
    assert client.post(act, data={"decision": "different"}).status_code in (400, 404)
    as_person(client, "alder.supervisor")
    decided = client.get(f"{ACCOUNTS}?decided=yes").text
    undo = posting_form(decided, f"{act}/undo")
    assert client.post(f"{act}/undo", data=undo.filled_in({"was": "different"})).status_code == 409
    assert client.post(f"{act}/undo", data=undo.filled_in({})).status_code == 303
    assert "The same employer" not in client.get(mill).text
    with house.app.app_context(), unscoped("a test looks"):
        undone = AuditEntry.action == "undo_same_employer"
        told = known(
            select(AuditEntry.detail).where(undone, AuditEntry.detail.like('%"employers"%'))
        )
        assert '"was": "same"' in told
    with house.app.app_context(), bulk_unit("furnish", None):
        db.session.get_one(Claim, house.claim["AM10001"]).restricted = True
    assert act not in client.get(ACCOUNTS).text, "an account that is known by a hidden claim alone"
