"""An APF's and a ROA's fields, entered beside the document, become facts of the claim."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from ohms.domain.values import WorkStatus
from ohms.models.claims import Claim
from ohms.models.medical import ActivityPrescription, ReportOfAccident, WorkStatusEpisode
from ohms.queries.rounds import ask
from ohms.queries.timeline import timeline_of
from tests.blueprints.giving_files import given
from tests.blueprints.signing_in import as_person
from tests.house import House, count_of, known, one
from tests.pages import CheckedClient
from tests.pdf_files import pdf

APF = {
    "exam_on": "2026-11-18",
    "work_status": "modified_duty",
    "from_on": "2026-11-18",
    "to_on": "2026-12-02",
    "hours_per_day": "6.5",
    "restrictions": "No lifting over 20 lb.",
    "objective_finding": "Swelling.",
    "next_exam_on": "2026-12-02",
}


@pytest.fixture
def hsc(house: House, client: CheckedClient, clock: Callable[[str], None]) -> CheckedClient:
    clock("2026-11-24T09:00:00-08:00")
    as_person(client, "alder.hsc1")
    return client


def test_an_apf_becomes_an_apf_and_the_work_status_of_the_claim(
    house: House, hsc: CheckedClient
) -> None:
    address = given(hsc, pdf("APF"), kind="apf", title="APF")
    assert "Enter its fields" in hsc.get(address).text
    assert hsc.fill(f"{address}/fields", "fields", **APF).status_code == 303
    with house.app.app_context():
        apf = one(select(ActivityPrescription))
        assert (apf.exam_on, apf.to_on) == (date(2026, 11, 18), date(2026, 12, 2))
        assert (apf.hours_per_day, apf.complete) == (Decimal("6.5"), True)
        assert apf.provider_id == house.provider["alder.1"]
        episode = known(select(WorkStatusEpisode))
        assert (episode.source, episode.activity_prescription_id) == ("apf", apf.id)
        assert (episode.from_on, episode.to_on) == (apf.from_on, apf.to_on)
        told = one(select(Claim.work_status).where(Claim.id == house.claim["AL10001"]))
        assert told is WorkStatus.MODIFIED_DUTY
    assert "Entered by Rosa Alvarez of alder" in hsc.get(address).text


def test_its_fields_are_corrected_in_place(house: House, hsc: CheckedClient) -> None:
    address = given(hsc, pdf("APF"), kind="apf", title="APF")
    hsc.fill(f"{address}/fields", "fields", **APF)
    again = hsc.get(f"{address}/fields").text
    assert 'value="6.5"' in again
    assert "No lifting over 20 lb." in again
    changed = {"work_status": "off_work", "to_on": "", "exam_on": "2026-11-19"}
    assert hsc.fill(f"{address}/fields", "fields", **changed).status_code == 303
    with house.app.app_context():
        assert count_of(ActivityPrescription) == 1
        episode = one(select(WorkStatusEpisode))
        assert (episode.work_status, episode.to_on) == (WorkStatus.OFF_WORK, None)


def test_what_people_corrected_on_the_recovery_page_stays_when_the_fields_change(
    house: House, hsc: CheckedClient
) -> None:
    address = given(hsc, pdf("APF"), kind="apf", title="APF")
    hsc.fill(f"{address}/fields", "fields", **APF)
    with house.app.app_context():
        episode_id = one(select(WorkStatusEpisode.id))
    page = f"/claims/AL10001/recovery/episodes/{episode_id}"
    assert hsc.fill(page, f"{page}/end", to_on="2026-11-25").status_code == 303
    changed = {"work_status": "off_work", "to_on": ""}
    assert hsc.fill(f"{address}/fields", "fields", **changed).status_code == 303
    with house.app.app_context():
        kept = one(select(WorkStatusEpisode))
        assert (kept.id, kept.work_status) == (episode_id, WorkStatus.MODIFIED_DUTY)
        assert kept.to_on == date(2026, 11, 25)
        told = one(select(Claim.work_status).where(Claim.id == house.claim["AL10001"]))
        assert told is WorkStatus.MODIFIED_DUTY
    assert "says off work" in hsc.get("/claims/AL10001/recovery").text


def test_an_older_exam_entered_later_ends_before_the_newer_one(
    house: House, hsc: CheckedClient
) -> None:
    newer = given(hsc, pdf("Newer"), kind="apf", title="Newer")
    hsc.fill(f"{newer}/fields", "fields", **APF)
    older = given(hsc, pdf("Older"), kind="apf", title="Older")
    off = {"exam_on": "2026-11-04", "from_on": "2026-11-04", "work_status": "off_work"}
    hsc.fill(f"{older}/fields", "fields", **off)
    with house.app.app_context():
        assert count_of(WorkStatusEpisode) == 2
        ended = one(
            select(WorkStatusEpisode.to_on).where(WorkStatusEpisode.from_on == date(2026, 11, 4))
        )
        assert ended == date(2026, 11, 17)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"exam_on": "2026-11-25"}, "not after today"),
        ({"exam_on": "2020-01-01"}, "Enter the day of the exam"),
        ({"to_on": "2026-11-01"}, "Enter a last day"),
        ({"hours_per_day": "24.5"}, "Enter hours from 0 to 24"),
        ({"hours_per_day": "many"}, "such as 4 or 6.5"),
        ({"next_exam_on": "2026-11-01"}, "Enter a next exam after this one"),
        ({"work_status": ""}, "Choose a work status"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_nothing_is_kept(
    house: House, hsc: CheckedClient, values: dict[str, str], message: str
) -> None:
    address = given(hsc, pdf("APF"), kind="apf", title="APF")
    answer = hsc.fill(f"{address}/fields", "fields", **{**APF, **values})
    assert answer.status_code == 422
    assert message in answer.text
    assert "No lifting over 20 lb." in answer.text
    with house.app.app_context():
        assert count_of(ActivityPrescription) == 0


def test_a_roa_becomes_a_report_with_its_delay_and_what_it_lacks(
    house: House, hsc: CheckedClient
) -> None:
    address = given(hsc, pdf("ROA"), kind="roa", title="ROA")
    said = {
        "signed_on": "2026-11-12",
        "received_on": "2026-11-20",
        "missing_fields": "Diagnosis\nEmployer's name",
    }
    assert hsc.fill(f"{address}/fields", "fields", **said).status_code == 303
    with house.app.app_context():
        roa = one(select(ReportOfAccident))
        assert (roa.signed_on, roa.received_on) == (date(2026, 11, 12), date(2026, 11, 20))
        assert (roa.complete, roa.missing_fields) == (False, "Diagnosis;Employer's name")
    hsc.fill(f"{address}/fields", "fields", missing_fields="")
    with house.app.app_context():
        assert one(select(ReportOfAccident.complete))


def test_a_correction_is_new_to_others_and_the_same_fields_sent_again_are_not(
    house: House, hsc: CheckedClient, clock: Callable[[str], None]
) -> None:
    page, said = "/claims/AL10001", {"signed_on": "2026-11-12", "received_on": "2026-11-20"}
    fields = given(hsc, pdf("ROA"), kind="roa", title="ROA") + "/fields"

    def new() -> set[str]:
        with house.app.app_context():
            told = ask(timeline_of(house.actor("alder.hsc1"), house.claim["AL10001"]))
        return {event.what for event in told.events if event.is_new}

    hsc.fill(fields, "fields", **said)
    hsc.get(page)
    clock("2026-11-24T12:00:00-08:00")
    as_person(hsc, "alder.hsc2")
    hsc.fill(fields, "fields", **said)
    assert new() == set()
    hsc.fill(fields, "fields", **{**said, "received_on": "2026-11-19"})
    assert new() == {"roa"}
    assert "Entered by Tam Nguyen" in hsc.get(fields.removesuffix("/fields")).text


def test_other_documents_have_no_fields_to_enter(hsc: CheckedClient) -> None:
    address = given(hsc, pdf("Letter"), kind="letter")
    assert "Enter its fields" not in hsc.get(address).text
    assert hsc.get(f"{address}/fields").location == address
