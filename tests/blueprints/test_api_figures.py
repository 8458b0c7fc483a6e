"""Minutes, measures, reports and episodes of care over the API: what the pages have, to whom they have it."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import update

from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.values import Capture, Coordination, OtherTime, StandardWork
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim
from ohms.models.coordination import CoordinationPeriod
from ohms.models.time import TimeEntry
from ohms.queries.guard import unscoped
from tests.api import Program, program_of
from tests.blueprints.signing_in import as_person
from tests.discussions import add_obligation
from tests.domain.test_referral_exchange import check_valid
from tests.house import MADE_AT, House, add_claim, count_of
from tests.pages import CheckedClient

API = "/api/v1"
OF = "cohe=alder&quarter=2026Q3"


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def add_minutes(house: House, username: str, day: date, minutes: int, **other: Any) -> None:
    slug = username.partition(".")[0]
    on_claim = {"claim_id": house.claim["AL10001"], "standard_work": StandardWork.BARRIERS}
    house.add(
        TimeEntry,
        staff_id=house.staff[username],
        position_id=house.position[username],
        cohe_id=house.cohe[slug],
        entered_by_id=house.staff[username],
        entered_at=MADE_AT,
        confirmed_at=MADE_AT,
        capture=Capture.TYPED,
        performed_on=day,
        minutes=minutes,
        **({} if "category" in other else on_claim),
        **other,
    )


def walked(program: Program, path: str) -> list[dict[str, Any]]:
    items, following = [], ""
    while True:
        page = program.call("GET", f"{path}{following}").json
        assert page is not None
        items += page["items"]
        assert (page["first"], page["total"] >= len(items)) == (
            len(items) - len(page["items"]) + 1,
            True,
        )
        if page["next"] is None:
            assert page["total"] == len(items)
            assert page["minutes"] == sum(each["minutes"] for each in items)
            return items
        following = f"&after={page['next']}"


def test_minutes_are_those_of_the_list_and_stand_once_a_day_among_what_left(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        for number in range(5):
            add_minutes(house, "alder.hsc1", date(2026, 8, 3 + number), 10 + number)
        add_minutes(house, "alder.hsc2", date(2026, 8, 3), 50)
        add_minutes(house, "alder.hsc1", date(2026, 8, 3), 90, category=OtherTime.MEETING)
    supervisor, hsc = program_of(house, "alder.supervisor"), program_of(house, "alder.hsc1")
    as_person(client, "alder.hsc1")
    for kind, wanted in (("counted", 6), ("other", 1), ("all", 7)):
        told = walked(supervisor, f"{API}/time?{OF}&kind={kind}&per_page=2")
        exported = client.get(f"/workload/minutes.csv?{OF}&kind={kind}")
        lines = csv.DictReader(io.StringIO(exported.data.decode("utf-8-sig")))
        own = [int(line["id"]) for line in lines]
        assert len(told) == wanted
        mine = walked(hsc, f"{API}/time?{OF}&kind={kind}")
        assert (
            [each["id"] for each in mine] == own == [e["id"] for e in told if "Rosa" in e["staff"]]
        )
    by_hsc2 = next(each for each in told if each["staff"].startswith("Tam"))
    assert (by_hsc2["claim_number"], by_hsc2["captured_or_typed"]) == ("AL10001", None)
    with house.app.app_context():
        left = AuditEntry.action == "export_program_minutes"
        assert count_of(AuditEntry, left) == 2, "once for each program"
        assert count_of(AuditEntry, AuditEntry.action == "list_minutes") > 6
    assert "Minutes told to another program" in client.get("/claims/AL10001/disclosures").text
    for quarter in ("2031Q1", "2026Q5"):
        assert hsc.call("GET", f"{API}/time?quarter={quarter}").status_code in (400, 404)
    assert "quarter has to be such as 2026Q3." in hsc.call("GET", f"{API}/time?quarter=2026-3").text
    assert hsc.call("GET", f"{API}/time?cohe=birch").status_code == 404
    far = f"1_2026-08-04_{'9' * 19}"
    assert hsc.call("GET", f"{API}/time?{OF}&after={far}").status_code == 422
    assert program_of(house, "lni.contract").call("GET", f"{API}/time?{OF}").status_code == 404


def test_measures_read_as_on_their_page_and_reports_tell_figures_alone(
    client: CheckedClient, house: House
) -> None:
    frozen = {
        "as_of": "2026-09-30",
        "basis": "staffed",
        "claim_ids": [1, 2],
        "positions": [{"position": 1, "on_claims": "300"}],
        "fte": {"staffed": "1", "claim_specific": "3/4", "logged": "1/2"},
    }
    with house.app.app_context():
        add_minutes(house, "alder.hsc1", date(2026, 8, 3), 1_435)
        july = dict.fromkeys(("injury_on", "first_visit_on", "initiated_on"), date(2026, 7, 6))
        add_claim(house, "alder", "AG20001", provider="alder.1", **july)
        add_obligation(house, "alder", **frozen)
    page = as_person(client, "alder.supervisor").get(f"/measures?{OF}").text
    told = program_of(house, "alder.supervisor").call("GET", f"{API}/measures?{OF}").json
    assert told is not None
    figures = {each["name"]: each for each in told["items"]}
    assert figures["claim_minutes"]["text"] == "1,435 min"
    assert figures["claim_minutes"]["text"] in page
    assert figures["fte_claim_specific"]["basis"] == "claim_specific"
    assert figures["claims_per_fte"]["line"] == "more than 588"
    assert (figures["claims_in_year"]["from_on"], figures["claims_in_year"]["to_on"]) == (
        "2025-10-01",
        "2026-09-30",
    )
    assert {"apf_in_12_weeks", "referrals_sent", "required_fte"} <= set(figures)
    assert all(each["from_on"] <= each["to_on"] for each in told["items"])
    own = program_of(house, "alder.hsc1").call("GET", f"{API}/measures?{OF}").json
    assert own is not None
    assert (own["of"], told["of"]) == ("person", "cohe")
    assert not {"required_fte", "referrals_sent"} & {each["name"] for each in own["items"]}
    contract = program_of(house, "lni.contract")
    listed = contract.call("GET", f"{API}/reports?quarters=2").json
    assert listed is not None
    found = {(each["cohe"], each["quarter"]): each for each in listed["items"]}
    assert (len(found), found["alder", "2026Q3"]["versions"]) == (4, 1)
    one = contract.call("GET", f"{API}/reports/alder/2026Q3")
    assert one.json is not None
    assert one.json["fte"]["claim_specific"] == "3/4"
    assert "position" not in one.text
    assert "claim_ids" not in one.text
    again = contract.call("GET", f"{API}/reports/alder/2026Q3", If_None_Match=one.headers["ETag"])
    assert again.status_code == 304
    assert contract.call("GET", f"{API}/reports/alder/2026Q4").status_code == 404, "a draft"
    assert program_of(house, "alder.hsc2").call("GET", f"{API}/reports").status_code == 403


def test_an_episode_of_care_is_found_by_its_status_and_a_day_of_its_period(house: House) -> None:
    with house.app.app_context():
        for number, coordination, days in (
            ("AL10001", Coordination.ACTIVE, [("2026-03-02", "2026-04-01"), ("2026-09-01", None)]),
            ("AL10003", Coordination.CLOSED, [("2026-02-02", "2026-05-29")]),
        ):
            values: dict[str, Coordination | str | None] = {
                "coordination": coordination,
                "close_reason": None,
            }
            if coordination is Coordination.CLOSED:
                values["close_reason"] = "released"
            with bulk_unit("test", None), unscoped("a test changes"):
                db.session.execute(
                    update(Claim).where(Claim.claim_number == number).values(**values)
                )
            for from_on, to_on in days:
                house.add(
                    CoordinationPeriod,
                    claim_id=house.claim[number],
                    cohe_id=house.cohe["alder"],
                    from_on=date.fromisoformat(from_on),
                    to_on=to_on and date.fromisoformat(to_on),
                    ended_at=MADE_AT if to_on else None,
                )
    program, here = program_of(house, "alder.hsc1"), f"{API}/fhir/EpisodeOfCare"

    def found(query: str) -> list[str]:
        told = program.call("GET", f"{here}{query}").json
        assert told is not None
        assert told["total"] == len(told.get("entry", []))
        return [each["resource"]["id"] for each in told.get("entry", [])]

    assert found("") == ["AL10003", "AL10002", "AL10001"]
    assert found("?status=planned") == ["AL10002"]
    assert found("?date=2026-06-15") == ["AL10001"], "between its periods it is one episode"
    assert found("?date=2026-05-29") == ["AL10003", "AL10001"]
    assert found("?date=2026-05-29&status=finished") == ["AL10003"]
    assert found("?date=2026-02-01") == []
    first = program.call("GET", f"{here}?_count=2").json
    assert first is not None
    following = next(each["url"] for each in first["link"] if each["relation"] == "next")
    rest = program.call("GET", following.removeprefix("http://localhost")).json
    assert rest is not None
    assert [each["resource"]["id"] for each in rest["entry"]] == ["AL10001"]
    one = program.call("GET", f"{here}/AL10001")
    assert one.json is not None
    check_valid(one.json)
    assert one.json["period"] == {"start": "2026-03-02"}
    assert one.json["careManager"]["display"] == "Rosa Alvarez of alder"
    assert program.call("GET", f"{here}/BI10001").status_code == 404
    assistant = program_of(house, "alder.assistant1").call("GET", here).json
    assert assistant is not None
    assert [each["resource"]["id"] for each in assistant["entry"]] == ["AL10002"]
    with house.app.app_context(), bulk_unit("furnish", None):
        purged = update(Claim).where(Claim.claim_number == "AL10003").values(purged_at=MADE_AT)
        db.session.execute(purged)
    assert found("") == ["AL10002", "AL10001"], "what was purged tells of no person"
    assert program.call("GET", f"{here}/AL10003").status_code == 404
    listed = program.call("GET", f"{API}/claims?scope=cohe").json
    assert listed is not None
    assert {each["claim_number"] for each in listed["items"] if each["purged"]} == {"AL10003"}
    bare = program.call("GET", f"{API}/claims/AL10003").json
    assert bare is not None
    assert bare["purged"] is True
