"""What happened to one claim, in order, and who changed what, without what the reader may not see."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from ohms.models.claims import ClaimAssignment
from ohms.models.feed import FeedChange, FeedRun
from ohms.models.medical import ReportOfAccident
from ohms.models.transfers import ClaimTransfer
from tests.blueprints.signing_in import as_person
from tests.blueprints.test_claim_notes import put_note
from tests.house import House
from tests.pages import CheckedClient
from tests.tasks import next_link, said
from tests.triage import decide

AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
PAGE = "/claims/AL10002/history"


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def tell(house: House, field: str, old: str | None, new: str | None, at: datetime = AT) -> None:
    """As the feed does it."""
    read = {"kind": "claims", "file_name": "claims.csv", "sha256": "0" * 64, "state": "done"}
    run = house.add(FeedRun, **read, as_of_on=at.date(), started_at=at)
    about = {"claim_id": house.claim["AL10002"], "cohe_id": house.cohe["alder"]}
    house.add(FeedChange, run_id=run, **about, field=field, old=old, new=new)


def test_what_happened_stands_newest_first_with_who_did_it(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        about: dict[str, Any] = {
            "claim_id": house.claim["AL10002"],
            "cohe_id": house.cohe["alder"],
        }
        tell(house, "status", "pending", "allowed")
        house.add(
            ClaimTransfer,
            **about,
            claim_number="AL10002",
            to_cohe_id=house.cohe["alder"],
            to_staff_id=house.staff["alder.hsc2"],
            offered_by_id=house.staff["alder.hsc1"],
            from_on=date(2026, 11, 23),
            reason="Nearer",
            offered_at=AT.replace(day=21),
            decision="declined",
            decided_by_id=house.staff["alder.hsc2"],
            decided_at=AT.replace(day=23),
        )
        tell(house, "attending_provider_id", "1", "2")
        house.add(
            ClaimAssignment,
            **about,
            staff_id=house.staff["alder.hsc1"],
            given_by_id=house.staff["alder.supervisor"],
            from_on=date(2026, 11, 22),
            reason="Speaks Spanish",
        )
        house.add(
            ReportOfAccident,
            **about,
            signed_on=date(2026, 10, 31),
            received_on=date(2026, 11, 3),
            complete=True,
        )
    hsc = as_person(client, "alder.hsc1")
    assert decide(hsc, "AL10002", "no_action", reason="At work") == 303
    assert decide(hsc, "AL10002", "work") == 303
    rules = "/claims/AL10002/parties"
    rule = hsc.fill(rules, f"{rules}/rules", kind="no_voicemail", remark="Never at night")
    assert rule.status_code == 303
    for person in ("alder.hsc2", "alder.supervisor"):
        page = said(as_person(client, person).get(PAGE).text)
        told = [
            "Triage: work Rosa Alvarez of alder",
            "Triage: no action Rosa Alvarez of alder",
            "At work Add contact rule Rosa Alvarez of alder",
            "Coordination taken up Rosa Alvarez of alder",
            "Handing over declined Tam Nguyen of alder",
            "Given to Rosa Alvarez of alder Mika Ito of alder",
            "Speaks Spanish Handing over offered Rosa Alvarez of alder",
            "To Tam Nguyen of alder Attending provider id changed by L&I Nov 20, 10:00 am",
            "L&I status changed by L&I Nov 20, 10:00 am Pending → Allowed",
            "First contact Missed",
            "ROA in 2 business days Met",
        ]
        places = [page.index(line) for line in told]
        assert places == sorted(places)
        assert "1 → 2" not in page
        assert "Never at night" not in page[page.index(told[0]) :]


def test_looking_and_writing_notes_tell_nothing_in_the_history(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        put_note(house, "Spoke of low mood.", mental_health=True, signed_at=None)
    as_person(client, "alder.hsc2").get("/claims/AL10002")
    page = said(as_person(client, "alder.supervisor").get(PAGE).text)
    assert "Spoke of low mood" not in page
    assert "Timeline opened" not in page
    assert "Tam Nguyen" not in page


def test_a_diagnosis_is_not_told_to_an_assistant(client: CheckedClient, house: House) -> None:
    with house.app.app_context():
        tell(house, "icd10", "S93.4", "F43.2")
    assistant = said(as_person(client, "alder.assistant1").get(PAGE).text)
    assert "Icd10 changed by L&I" in assistant
    assert "F43.2" not in assistant
    assert "S93.4 → F43.2" in as_person(client, "alder.hsc1").get(PAGE).text


def test_a_long_history_is_walked_by_cursor_to_its_end(client: CheckedClient, house: House) -> None:
    with house.app.app_context():
        for day in range(1, 29):
            for month in (8, 9):
                at = datetime(2026, month, day, 18, tzinfo=UTC)
                tell(house, "claim_manager", f"M{month}-{day}", "Next", at)
    seen: list[str] = []
    href: str | None = PAGE
    hsc = as_person(client, "alder.hsc1")
    while href is not None:
        page = hsc.get(href).text
        seen += [f"M{m}-{d} →" for m in (9, 8) for d in range(28, 0, -1) if f"M{m}-{d} →" in page]
        href = next_link(page)
    assert seen == [f"M{month}-{day} →" for month in (9, 8) for day in range(28, 0, -1)]
    assert "Newest" not in hsc.get(f"{PAGE}?after=nonsense").text


def test_the_history_of_foreign_claims_does_not_exist(client: CheckedClient, house: House) -> None:
    assert as_person(client, "alder.assistant1").get(PAGE).status_code == 200
    assert client.get("/claims/AL10001/history").status_code == 404
    assert as_person(client, "birch.hsc1").get(PAGE).status_code == 404
