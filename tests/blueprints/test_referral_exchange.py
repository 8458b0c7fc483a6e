"""A service's own program answers a referral over the API; what it may not do, and what it sends wrong."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from ohms.commands.referral_steps import ask_again
from ohms.commands.referrals import change_draft, draft_referral
from ohms.domain.api_tokens import TokenScope
from ohms.domain.values import ReferralStep, Service
from ohms.models.audit import AuditEntry
from ohms.models.referrals import ReferralPacket
from tests.api import Program, program_of
from tests.domain.test_referral_exchange import check_valid
from tests.house import House, count_of
from tests.referrals import filled_in, referral_of, sent_referral

TASK = "/api/v1/fhir/Task"


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


@pytest.fixture
def sent(house: House) -> int:
    with house.app.app_context():
        return sent_referral(house, Service.STAY_AT_WORK)


def put(program: Program, referral_id: int, status: str, **told: Any) -> Any:
    """The Task as it is read, with another status, put back over the version that was read."""
    path = f"{TASK}/{referral_id}"
    read = program.call("GET", path)
    assert read.json is not None
    return program.call(
        "PUT", path, {**read.json, "status": status, **told}, If_Match=read.headers["ETag"]
    )


def test_a_desk_s_program_answers_and_the_coordinator_s_sees_it(house: House, sent: int) -> None:
    desk, ours = program_of(house, "lni.stayatwork"), program_of(house, "alder.hsc1")
    listed = desk.call("GET", f"{TASK}?status=requested").json
    assert listed is not None
    assert [each["resource"]["id"] for each in listed["entry"]] == [str(sent)]
    check_valid(listed["entry"][0]["resource"])
    asked = desk.call("GET", f"/api/v1/fhir/ServiceRequest/{sent}")
    assert asked.json is not None
    check_valid(asked.json)
    assert put(desk, sent, "received").json["status"] == "received"
    refused = put(desk, sent, "on-hold")
    assert (refused.status_code, refused.json["field"]) == (422, "statusReason")
    assert put(desk, sent, "on-hold", statusReason={"text": "Which shift?"}).status_code == 200
    with house.app.app_context():
        assert referral_of(sent).step is ReferralStep.NEEDS_INFORMATION
    assert put(desk, sent, "requested", statusReason={"text": "?"}).status_code == 403
    given = put(ours, sent, "requested", statusReason={"text": "The early one"})
    assert given.json["note"][-1]["text"] == "Sent: The early one"
    assert put(desk, sent, "accepted").status_code == 200
    outcome = [{"type": {"text": "Outcome"}, "valueString": "Paid for 20 days"}]
    assert put(desk, sent, "completed", output=outcome).json["output"] == outcome
    again = put(desk, sent, "in-progress", statusReason={"text": "Another week"})
    assert (again.status_code, "output" in again.json) == (200, False)
    assert put(ours, sent, "cancelled", statusReason={"text": "Back at work"}).status_code == 200
    with house.app.app_context():
        assert referral_of(sent).step is ReferralStep.WITHDRAWN
        assert count_of(AuditEntry, AuditEntry.action == "answer_referral") > 0


def test_a_step_over_an_older_version_is_refused_and_nothing_is_done(
    house: House, sent: int
) -> None:
    desk, path = program_of(house, "lni.stayatwork"), f"{TASK}/{sent}"
    read = desk.call("GET", path)
    assert read.json is not None
    given, tag = {**read.json, "status": "received"}, read.headers["ETag"]
    assert desk.call("PUT", path, given).status_code == 428
    for beyond in (2**31, 10**30):
        far = desk.call("PUT", f"{TASK}/{beyond}", given, If_Match=tag)
        assert far.status_code == desk.call("GET", f"{TASK}/{beyond}").status_code == 404
    for of_nothing in ("*", '""'):
        assert desk.call("PUT", path, given, If_Match=of_nothing).status_code == 412
    assert desk.call("PUT", path, given, If_Match=tag).status_code == 200
    late = desk.call("PUT", path, {**given, "status": "accepted"}, If_Match=tag)
    assert late.status_code == 412
    with house.app.app_context():
        assert referral_of(sent).step is ReferralStep.RECEIVED
    assert desk.call("GET", path, If_None_Match=tag).status_code == 200


def test_a_coordinator_s_program_sends_a_draft_and_its_packet_is_kept(house: House) -> None:
    with house.app.app_context():
        actor = house.actor("alder.hsc1")
        draft = draft_referral(actor, house.claim["AL10002"], Service.RISK_MANAGEMENT)
        change_draft(actor, draft, filled_in(Service.RISK_MANAGEMENT))
    desk, ours = program_of(house, "lni.riskmanagement"), program_of(house, "alder.hsc1")
    assert desk.call("GET", f"{TASK}/{draft}").status_code == 404
    assert put(program_of(house, "alder.assistant1"), draft, "requested").status_code == 403
    check_valid(ours.call("GET", f"{TASK}/{draft}").json or {})
    assert put(ours, draft, "requested").status_code == 200
    told = desk.call("GET", f"/api/v1/fhir/ServiceRequest/{draft}")
    assert "AL10002" not in told.text
    with house.app.app_context():
        assert count_of(ReferralPacket, ReferralPacket.referral_id == draft) == 1


def test_the_cohe_s_own_notes_of_asking_after_it_are_not_exchanged(house: House, sent: int) -> None:
    with house.app.app_context():
        ask_again(
            house.actor("alder.hsc1"), sent, expected_by=date(2026, 12, 10), reason="Phoned twice"
        )
    told = program_of(house, "lni.stayatwork").call("GET", f"{TASK}/{sent}")
    assert "Phoned" not in told.text
    assert told.json is not None
    assert told.json["restriction"] == {"period": {"end": "2026-12-10"}}


def test_a_list_goes_on_where_its_page_ended_and_tells_how_many_there_are(house: House) -> None:
    with house.app.app_context():
        ids = [
            sent_referral(house, Service.STAY_AT_WORK, number) for number in ("AL10001", "AL10002")
        ]
    desk = program_of(house, "lni.stayatwork")
    first = desk.call("GET", f"{TASK}?_count=1").json
    assert first is not None
    assert (first["total"], len(first["entry"])) == (2, 1)
    links = {each["relation"]: each["url"] for each in first["link"]}
    second = desk.call("GET", links["next"].partition("localhost")[2]).json
    assert second is not None
    found = [first["entry"][0]["resource"]["id"], second["entry"][0]["resource"]["id"]]
    assert found == [str(each) for each in reversed(ids)]
    assert "next" not in {each["relation"] for each in second["link"]}


@pytest.mark.parametrize(
    "query",
    [
        *("status=made-up", "status=%00", "x=1", "after=x", "after=99999999999999999999"),
        *("_count=0", "_count=999", "_count=-1", "_count=٣", "_count=1&_count=2"),
    ],
)
def test_a_query_that_is_not_known_is_refused(house: House, query: str) -> None:
    assert program_of(house, "lni.stayatwork").call("GET", f"{TASK}?{query}").status_code == 400


HOSTILE: list[tuple[bytes, int]] = [
    (b"", 400),
    (b"{", 400),
    (b"\xff\xfe", 400),
    (b"[" * 100_000 + b"]" * 100_000, 400),
    (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, 400),
    (b"[" * 60 + b"]" * 60, 400),
    (b'{"status":"received","status":"accepted"}', 400),
    (b'{"status":NaN}', 400),
    (b'{"status":1e999}', 400),
    (b'{"status":' + b"9" * 5_000 + b"}", 400),
    (b'{"status":"\\ud800"}', 400),
    (b"null", 400),
    (b"[]", 400),
    (b'"Task"', 400),
    (b'{"resourceType":["Task"]}', 400),
    (b'{"resourceType":"Task","id":{},"status":"received","focus":[]}', 400),
    (b'{"resourceType":"Task","id":"1","status":"received","focus":{"reference":7}}', 400),
    (b'{"resourceType":"Task","id":"1","status":"received","focus":{"reference":"x"}}', 422),
    (b" " * 1_100_000, 413),
]


@pytest.mark.parametrize(("body", "status"), HOSTILE, ids=range(len(HOSTILE)))
def test_what_cannot_be_meant_is_refused_and_never_a_fault(
    house: House, sent: int, body: bytes, status: int
) -> None:
    desk = program_of(house, "lni.stayatwork", TokenScope.REFERRALS_WRITE)
    answer = house.app.test_client().put(
        f"{TASK}/{sent}",
        data=body,
        content_type="application/fhir+json",
        headers={"Authorization": f"Bearer {desk.token}", "If-Match": 'W/"1"'},
    )
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")


def test_other_media_addresses_and_methods_are_told_as_problems(house: House, sent: int) -> None:
    desk = program_of(house, "lni.stayatwork")
    client = house.app.test_client()
    headers = {"Authorization": f"Bearer {desk.token}", "If-Match": 'W/"1"'}
    told = {
        "form": client.put(f"{TASK}/{sent}", data={"status": "received"}, headers=headers),
        "elsewhere": client.get("/api/v1/nothing", headers=headers),
        "method": client.delete(f"{TASK}/{sent}", headers=headers),
        "large": client.get(f"{TASK}/99999999999999", headers=headers),
    }
    assert {name: each.status_code for name, each in told.items()} == {
        "form": 415,
        "elsewhere": 404,
        "method": 405,
        "large": 404,
    }
    assert {each.mimetype for each in told.values()} == {"application/problem+json"}
    assert told["method"].headers["Allow"]
