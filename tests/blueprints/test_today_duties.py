"""What the contract demands, and what waits for somebody, on Today."""

import re
from datetime import UTC, date, datetime

import pytest

from ohms.commands.referrals import change_draft, draft_referral
from ohms.domain.values import (
    AbsenceKind,
    NoteEventKind,
    ReferralStep,
    Role,
    Service,
)
from ohms.models.coverage import Absence, Training, Vacancy
from ohms.models.notes import NoteEvent
from ohms.models.referrals import Referral
from ohms.models.staff import Position, StaffMember
from tests.blueprints.signing_in import as_person
from tests.covering import put_cover
from tests.discussions import add_obligation
from tests.house import House
from tests.notes import put_note_to_co_sign
from tests.pages import CheckedClient
from tests.referrals import filled_in, send

MORNING = datetime(2026, 11, 2, 17, tzinfo=UTC)
REPORT_ALONE = "Freeze the report of Q3 2026"


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OHMS_CLOCK", "2026-11-24T12:00:00-08:00")


def test_an_open_discussion_stands_before_the_supervisor_and_the_contract_manager_alone(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        discussion = add_obligation(house, "alder")
    for username, whom in (("alder.supervisor", "L&amp;I"), ("lni.contract", "the COHE")):
        page = as_person(client, username).get("/").text
        assert f"Discuss Q3 2026 with {whom}" in page
        assert re.search(rf'href="/workload/588/discussions/{discussion}">613\.11<', page)
    of_birch = as_person(client, "birch.supervisor").get("/").text
    assert REPORT_ALONE in of_birch
    assert "Discuss Q3 2026" not in of_birch
    assert "Discuss Q3 2026" not in as_person(client, "alder.hsc1").get("/").text


def test_a_vacancy_is_told_with_its_day_until_it_is_closed(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        for username, closed in (
            ("alder.hsc1", {}),
            ("alder.hsc2", {"closed_on": date(2026, 11, 1), "closed_how": "replaced"}),
        ):
            house.add(
                Vacancy,
                cohe_id=house.cohe["alder"],
                position_id=house.position[username],
                opened_on=date(2026, 10, 12),
                due_by=date(2027, 1, 11),
                **closed,
            )
    page = as_person(client, "alder.supervisor").get("/").text
    assert "Replace Rosa Alvarez of alder" in page
    assert "Jan 11, 2027" in page
    assert "Replace Tam Nguyen" not in page


def test_a_newcomer_with_150_of_240_minutes_needs_90_more(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        newcomer = house.add(StaffMember, username="alder.hsc9", name="Nia New", added_at=MORNING)
        house.add(
            Position,
            staff_id=newcomer,
            role=Role.HSC,
            cohe_id=house.cohe["alder"],
            from_on=date(2026, 6, 15),
        )
        house.add(
            Training,
            staff_id=newcomer,
            cohe_id=house.cohe["alder"],
            kind="shadowing",
            done_on=date(2026, 9, 1),
            minutes=150,
            host_id=house.staff["birch.hsc1"],
            host_confirmed_at=MORNING,
        )
        at_home = house.add(
            Training,
            staff_id=newcomer,
            cohe_id=house.cohe["alder"],
            kind="shadowing",
            done_on=date(2026, 9, 2),
            minutes=60,
            host_id=house.staff["alder.hsc1"],
            host_confirmed_at=MORNING,
        )
        assert at_home
    page = as_person(client, "alder.supervisor").get("/").text
    assert "Train Nia New" in page
    assert "90 minutes of shadowing at another COHE would satisfy it" in page
    assert "Dec 15" in page


def test_an_absence_without_cover_is_a_gap_and_with_it_none(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        absence = house.add(
            Absence,
            staff_id=house.staff["alder.hsc1"],
            from_on=date(2026, 11, 23),
            to_on=date(2026, 11, 27),
            kind=AbsenceKind.VACATION,
            recorded_by_id=house.staff["alder.hsc1"],
            recorded_at=MORNING,
        )
    assert "Cover for Rosa Alvarez" in as_person(client, "alder.supervisor").get("/").text
    with house.app.app_context():
        put_cover(house, "alder.hsc1", date(2026, 11, 23), date(2026, 11, 27), absence_id=absence)
    assert "Cover for Rosa Alvarez" not in as_person(client, "alder.supervisor").get("/").text


def test_an_assistants_note_waits_under_their_own_coordinators_today_until_it_is_co_signed(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        note = put_note_to_co_sign(house, at=MORNING)
    assert "For your co-signature" in as_person(client, "alder.hsc1").get("/").text
    assert "For your co-signature" not in as_person(client, "alder.hsc2").get("/").text
    with house.app.app_context():
        house.add(
            NoteEvent,
            note_id=note,
            claim_id=house.claim["AL10002"],
            cohe_id=house.cohe["alder"],
            kind=NoteEventKind.CO_SIGNED,
            staff_id=house.staff["alder.hsc1"],
            position_id=house.position["alder.hsc1"],
            at=MORNING,
        )
    assert "For your co-signature" not in as_person(client, "alder.hsc1").get("/").text


def test_a_silent_referral_is_told_to_who_answers_for_its_claim(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        for number, expected in (("AL10001", date(2026, 11, 23)), ("AL10002", date(2026, 11, 24))):
            house.add(
                Referral,
                claim_id=house.claim[number],
                cohe_id=house.cohe["alder"],
                employer_id=house.employer["Mill"],
                service=Service.STAY_AT_WORK,
                step=ReferralStep.SENT,
                drafted_by_id=house.staff["alder.hsc1"],
                drafted_at=MORNING,
                sent_at=MORNING,
                expected_by=expected,
            )
    page = as_person(client, "alder.hsc1").get("/").text
    assert "Referrals without an answer" in page
    assert "expected <time" in page
    assert page.count('/claims/AL10002">AL10002</a> Stay at Work') == 0, "due today is in time"
    assert "Referrals without an answer" not in as_person(client, "alder.hsc2").get("/").text


def test_an_assistants_draft_of_a_referral_waits_under_her_coordinators_today_until_it_is_sent(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        draft = draft_referral(
            house.actor("alder.assistant1"), house.claim["AL10002"], Service.NURSE_CONSULTANT
        )
    page = as_person(client, "alder.hsc1").get("/").text
    assert "Referrals for you to send" in page
    assert f'/referrals/{draft}">Nurse consultant</a>, drafted by' in page
    for other in ("alder.hsc2", "alder.assistant1"):
        assert "Referrals for you to send" not in as_person(client, other).get("/").text
    with house.app.app_context():
        actor = house.actor("alder.hsc1")
        change_draft(actor, draft, filled_in(Service.NURSE_CONSULTANT))
        send(actor, draft)
    assert "Referrals for you to send" not in as_person(client, "alder.hsc1").get("/").text
