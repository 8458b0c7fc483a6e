"""Today, as an assistant, a supervisor and those find it who see no claims."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from ohms.domain.values import Complexity, Role
from ohms.models.feed import FeedRun
from ohms.models.staff import Position
from tests.blueprints.signing_in import as_person
from tests.house import House, add_claim
from tests.pages import CheckedClient
from tests.tasks import put_task, row_links, said
from tests.today import NOON, figures, furnish_a_day


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock(NOON)


def test_an_assistant_finds_her_lane(client: CheckedClient, house: House) -> None:
    with house.app.app_context():
        put_task(house, "AL10002", "Hers", owner_id=house.staff["alder.assistant1"])
        add_claim(house, "alder", "AL20001", provider="alder.1", complexity=Complexity.LOW)
    page = as_person(client, "alder.assistant1").get("/").text
    found = figures(page)
    assert found["Tasks due today"][0] == 1
    assert found["New claims"][0] == 2
    assert len(row_links(client.get(str(found["New claims"][1])).text)) == 2
    assert "AL10001" not in page, "a standard claim is not of her lane"


def test_a_supervisor_finds_who_is_behind_and_what_nobody_answers_for(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        furnish_a_day(house)
        put_task(
            house,
            "AL10003",
            "Late of hsc2",
            owner_id=house.staff["alder.hsc2"],
            due_by=date(2026, 11, 3),
        )
        house.provider["alder.9"] = add_provider_without_coordinator(house)
        add_claim(house, "alder", "AL40001", provider="alder.9")
    page = as_person(client, "alder.supervisor").get("/").text
    found = figures(page)
    count, href = found["Overdue tasks of everybody"]
    assert count == 3 == len(row_links(client.get(str(href)).text))
    assert found["Claims without a coordinator"][0] == 1
    assert "AL40001 of Doctor9" in said(page)
    for who, number in (("alder.hsc1", 2), ("alder.hsc2", 1)):
        link = f"/tasks?owner={house.staff[who]}&due=overdue"
        assert link in page.replace("&amp;", "&")
        assert len(row_links(client.get(link).text)) == number


def add_provider_without_coordinator(house: House) -> int:
    from ohms.models.providers import Enrolment, Provider

    provider = house.add(
        Provider,
        lni_provider_id="199999",
        last_name="Doctor9",
        first_name="Alder",
        credential="MD",
        clinic_id=1,
    )
    house.add(
        Enrolment,
        provider_id=provider,
        cohe_id=house.cohe["alder"],
        from_on=date(2024, 1, 1),
    )
    return provider


@pytest.mark.parametrize(
    ("username", "told"),
    [
        ("lni.contract", "measures and reports of your COHEs"),
        ("alder.privacy", "who looked at what"),
        ("lni.stayatwork", "referrals for Stay at Work"),
        ("lni.riskmanagement", "referrals for Risk Management"),
        ("admin", "accounts, technical settings and the L&I feed"),
    ],
)
def test_who_sees_no_claims_is_told_what_they_do_here(
    client: CheckedClient, house: House, username: str, told: str
) -> None:
    with house.app.app_context():
        furnish_a_day(house)
    page = as_person(client, username).get("/").text
    assert told in said(page)
    assert not re.search(r"\b(AL|BI)\d{5}\b", page)


def test_an_administrator_finds_lines_that_the_feed_refused_until_a_later_file_made_them_good(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        for kind, name, day, state, refused in (
            ("roa", "old.csv", 10, "failed", 5),
            ("roa", "roa.csv", 21, "failed", 2),
            ("apf", "apf.csv", 22, "done", 1),
            ("claims", "claims.csv", 20, "failed", 4),
            ("claims", "claims-again.csv", 21, "done", 0),
        ):
            at = datetime(2026, 11, day, 18, tzinfo=UTC)
            house.add(
                FeedRun,
                kind=kind,
                file_name=name,
                sha256="0" * 64,
                as_of_on=at.date(),
                state=state,
                started_at=at,
                refused=refused,
            )
    page = as_person(client, "admin").get("/").text
    told = said(page)
    assert "Lines that the feed refused 3" in told
    assert "2 lines refused, nothing applied" in told.split("roa.csv")[1]
    assert "1 line refused, the others applied" in told.split("apf.csv")[1]
    assert "claims.csv" not in told
    assert "old.csv" not in told
    assert "/admin/feed/runs/" in page
    assert "feed refused" not in said(as_person(client, "alder.supervisor").get("/").text)
    for role in (Role.SUPERVISOR, Role.HSC):
        with house.app.app_context():
            held = {"cohe_id": house.cohe["alder"], "from_on": date(2026, 11, 1)}
            house.add(Position, staff_id=house.staff["admin"], role=role, **held)
        beside = said(as_person(client, "admin").get("/").text)
        assert "Lines that the feed refused 3" in beside, f"also as {role}"
        assert "What you do here" not in beside
