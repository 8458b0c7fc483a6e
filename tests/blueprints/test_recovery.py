"""A claim's recovery page, without any script."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from ohms.commands.frq import AFTER_POSITIVE
from ohms.domain.values import Complexity, TaskState, TimeLossKind, WorkStatus
from ohms.models.claims import Claim, Delegation
from ohms.models.medical import (
    ActivityPrescription,
    TimeLossPayment,
    WorkStatusCorrection,
    WorkStatusEpisode,
)
from ohms.models.recovery import Barrier, FrqAnswer, RecoveryMeasure
from ohms.models.tasks import Task
from tests.blueprints.signing_in import as_person
from tests.house import House, count_of, one
from tests.pages import CheckedClient

CLAIM = "/claims/AL10002"
PAGE = f"{CLAIM}/recovery"
OFF = {"status": "off_work", "source": "worker", "from_on": "2026-11-05"}
POSITIVE = {"answered_on": "11/20", "q1": "yes", "q2": "5", "q3_sites": "2"}
Clock = Callable[[str], None]


@pytest.fixture(autouse=True)
def _in_the_morning(clock: Clock) -> None:
    clock("2026-11-24T10:00:00-08:00")


def record(client: CheckedClient, what: str, **values: str) -> None:
    assert client.fill(PAGE, f"{PAGE}/{what}", **values).status_code == 303


def words_of(client: CheckedClient, path: str = PAGE) -> str:
    return " ".join(client.get(path).text.split())


def test_a_work_status_by_hand_shows_its_days_its_marks_and_its_line(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        about = {"claim_id": house.claim["AL10002"], "cohe_id": house.cohe["alder"]}
        paid = {"paid_from_on": date(2026, 11, 10), "paid_to_on": date(2026, 11, 23)}
        house.add(TimeLossPayment, **about, **paid, kind=TimeLossKind.KEPT_ON_SALARY)
    as_person(client, "alder.hsc1")
    assert "No work status is known" in words_of(client)
    record(client, "episodes", **OFF)
    page = words_of(client)
    assert "The work status is recorded." in page
    assert 'Days off work</dt><dd class="strong">20' in page
    assert "Day 30 on" in page
    assert "Kept on salary, paid</dt><dd>14 days" in page
    assert '<title id="work-status-title">Work status and payments over time</title>' in page
    assert "Off work</th><td" in page.replace("> <", "><")
    assert "Off work" in words_of(client, CLAIM)
    assert "so far" in words_of(client, CLAIM)


def test_a_clash_stands_beside_its_field_with_what_was_typed_and_can_be_cut(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    record(client, "episodes", **OFF, to_on="2026-11-20")
    clash = OFF | {"status": "full_duty", "from_on": "2026-11-10", "remark": "He said so"}
    answer = client.fill(PAGE, f"{PAGE}/episodes", **clash)
    assert answer.status_code == 422
    assert "Off work, Thu Nov 5, 2026 to Fri Nov 20, 2026, stands on some of" in answer.text
    assert 'href="#from_on"' in answer.text
    assert "He said so" in answer.text
    record(client, "episodes", **clash, cut="y")
    page = words_of(client)
    assert "What stood before (1)" in page
    assert "cut by Rosa Alvarez of alder" in page


def test_a_work_status_is_corrected_ended_and_removed_on_its_own_page(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    record(client, "episodes", **OFF)
    with house.app.app_context():
        episode = f"{PAGE}/episodes/{one(select(WorkStatusEpisode.id))}"
    early = client.fill(episode, f"{episode}/end", to_on="2026-11-04")
    assert early.status_code == 422
    assert "Enter a last day on or after" in early.text
    assert client.fill(episode, f"{episode}/end", to_on="2026-11-09").status_code == 303
    assert client.fill(episode, episode, source="employer").status_code == 303
    assert "Back at work" in words_of(client)
    assert client.fill(episode, f"{episode}/remove").status_code == 303
    with house.app.app_context():
        assert count_of(WorkStatusEpisode) == 0
        assert count_of(WorkStatusCorrection) == 3


def test_a_positive_frq_ends_low_complexity_and_the_assistant_may_finish(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.assistant1")
    record(client, "episodes", **OFF)
    assert "open until" in words_of(client)
    record(client, "frq", **POSITIVE)
    page = words_of(client)
    assert "Positive" in page
    assert "answered" in page
    with house.app.app_context():
        claim = house.claim["AL10002"]
        assert one(select(Claim.complexity).where(Claim.id == claim)) is Complexity.STANDARD
        lent = one(select(Delegation.to_on).where(Delegation.claim_id == claim))
        assert lent == date(2026, 11, 30)  # two business days, over Thanksgiving
        owner = one(select(Task.owner_id).where(Task.title == AFTER_POSITIVE))
        assert owner == house.staff["alder.hsc1"]
    page = words_of(as_person(client, "alder.hsc1"), CLAIM)
    assert "The FRQ of Fri Nov 20, 2026 is positive." in page
    assert "FRQ window" in page


def test_an_answer_off_its_scale_is_refused_and_a_negative_frq_changes_nothing(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    wrong = client.fill(PAGE, f"{PAGE}/frq", **POSITIVE | {"q2": "11"})
    assert wrong.status_code == 422
    assert 'href="#q2"' in wrong.text
    record(client, "frq", **POSITIVE | {"q2": "4"})
    with house.app.app_context():
        claim = house.claim["AL10002"]
        assert one(select(Claim.complexity).where(Claim.id == claim)) is Complexity.LOW
        assert count_of(Task) == 0


def test_a_voided_frq_counts_no_longer_and_stays_readable(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    record(client, "frq", **POSITIVE)
    with house.app.app_context():
        frq = one(select(FrqAnswer.id))
    void = f"{PAGE}/frq/{frq}/void"
    assert client.fill(PAGE, void, reason="").status_code == 422
    assert client.fill(PAGE, void, reason="Another worker's").status_code == 303
    page = words_of(client)
    assert "Voided: Another worker" in page
    with house.app.app_context():
        state = one(select(Task.state).where(Task.title == AFTER_POSITIVE))
        assert state is TaskState.NOT_NEEDED
    assert "The FRQ of Fri Nov 20, 2026 is positive." not in words_of(client, CLAIM)
    assert f'action="{void}"' not in page


@pytest.mark.parametrize(
    ("what", "fields"),
    [
        ("episodes", ("status", "source", "from_on")),
        ("frq", ("answered_on", "q1", "q2", "q3_sites")),
        ("barriers", ("category", "barrier-remark")),
        ("measures", ("kind", "value")),
        ("goal", ("rung", "target_on")),
    ],
)
def test_an_empty_form_says_beside_each_field_what_is_wanted(
    what: str, fields: tuple[str, ...], client: CheckedClient, house: House
) -> None:
    answer = as_person(client, "alder.hsc1").fill(PAGE, f"{PAGE}/{what}")
    assert answer.status_code == 422
    assert [field for field in fields if f'href="#{field}"' not in answer.text] == []


def test_a_barrier_is_noted_planned_and_closed(client: CheckedClient, house: House) -> None:
    as_person(client, "alder.hsc1")
    record(client, "barriers", category="no_light_duty", remark="The mill has none.")
    with house.app.app_context():
        barrier = f"{PAGE}/barriers/{one(select(Barrier.id))}"
    assert client.fill(barrier, barrier, plan="Lost.", version="9" * 5_000).status_code == 409
    assert client.fill(barrier, barrier, plan="Ask about the office.").status_code == 303
    assert "Plan: Ask about the office." in words_of(client)
    closed = client.fill(barrier, f"{barrier}/close", reason="Office work found")
    assert closed.status_code == 303
    page = words_of(client)
    assert "No open barrier" in page
    assert "Ended: Office work found" in page
    assert "/close" not in client.get(barrier).text


def test_pain_is_drawn_over_time_and_a_wrong_number_leaves_the_line(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    record(client, "measures", kind="pain", value="7", measured_on="11/10")
    record(client, "measures", kind="pain", value="4")
    page = words_of(client)
    assert "Pain, 0 to 10 from Nov 10, 7, to Nov 24, 4." in page
    with house.app.app_context():
        last = one(select(RecoveryMeasure.id).order_by(RecoveryMeasure.id.desc()).limit(1))
    assert client.fill(PAGE, f"{PAGE}/measures/{last}/void").status_code == 303
    page = words_of(client)
    assert "Pain, 0 to 10 from Nov 10, 7, to Nov 10, 7." in page
    assert "<s>4</s> voided" in page


def test_a_new_goal_makes_the_one_before_it_history(client: CheckedClient, house: House) -> None:
    as_person(client, "alder.hsc1")
    behind = client.fill(PAGE, f"{PAGE}/goal", rung="same_job_modified", target_on="2026-11-23")
    assert behind.status_code == 422
    assert "Enter a target day from today" in behind.text
    record(client, "goal", rung="same_job_modified", target_on="2026-12-14")
    record(client, "goal", rung="new_job_same_employer", target_on="2027-01-11")
    page = words_of(client)
    assert "New job, same employer</span> by" in page
    assert "Earlier goals (1)" in page


def test_the_first_contact_clock_says_how_late_the_claim_reached_us(
    client: CheckedClient, house: House
) -> None:
    from tests.house import add_claim

    with house.app.app_context():
        for number, listed in (("AL10021", date(2026, 11, 16)), ("AL10022", date(2026, 11, 3))):
            add_claim(house, "alder", number, provider="alder.1", first_listed_on=listed)
    as_person(client, "alder.hsc1")
    assert "reached us on day 8 of 10" in words_of(client, "/claims/AL10021")
    assert "reached us" not in words_of(client, "/claims/AL10022")


def test_an_apf_that_says_otherwise_than_what_is_kept_by_hand_is_told(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        house.add(
            ActivityPrescription,
            claim_id=house.claim["AL10002"],
            cohe_id=house.cohe["alder"],
            provider_id=house.provider["alder.1"],
            exam_on=date(2026, 11, 16),
            from_on=date(2026, 11, 16),
            work_status=WorkStatus.MODIFIED_DUTY,
            complete=True,
        )
    as_person(client, "alder.hsc1")
    assert "The newest APF" not in words_of(client)
    record(client, "episodes", **OFF)
    assert "says modified duty" in words_of(client)
    record(client, "episodes", **OFF | {"status": "modified_duty", "from_on": "2026-11-16"})
    assert "The newest APF" not in words_of(client)


def test_a_supervisor_reads_the_recovery_and_records_nothing(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        about = {"claim_id": house.claim["AL10002"], "cohe_id": house.cohe["alder"]}
        days = {"work_status": WorkStatus.OFF_WORK, "source": "lni", "from_on": date(2026, 11, 5)}
        house.add(WorkStatusEpisode, **about, **days)
    page = as_person(client, "alder.supervisor").get(PAGE).text
    assert "Off work" in page
    assert f'action="{PAGE}' not in page
