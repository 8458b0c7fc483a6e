"""New claims decided one after another, and claims that come back, as a coordinator meets them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from ohms.domain.values import (
    ClaimStatus,
    Complexity,
    Coordination,
    TimeLossKind,
    WorkStatus,
)
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim, TriageDecision
from ohms.models.coordination import CoordinationPeriod
from ohms.models.coverage import Coverage
from ohms.models.feed import FeedChange, FeedRun
from ohms.models.medical import (
    ActivityPrescription,
    ReportOfAccident,
    TimeLossPayment,
    WorkStatusEpisode,
)
from ohms.models.reports import Setting
from ohms.models.workers import Worker
from ohms.queries.guard import unscoped
from tests.blueprints.signing_in import as_person
from tests.house import House, add_claim, count_of, one
from tests.pages import CheckedClient
from tests.tasks import csrf, row_links, said

Clock = Callable[[str], None]
ADAY = datetime(2026, 11, 20, 18, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_noon(clock: Clock) -> None:
    clock("2026-11-24T12:00:00-08:00")


@pytest.fixture
def hsc(client: CheckedClient, house: House) -> CheckedClient:
    return as_person(client, "alder.hsc1")


def listed(client: CheckedClient) -> list[str]:
    return [link.rpartition("/")[2] for link in row_links(client.get("/triage").text)]


def claim_of(house: House, number: str) -> Any:
    with house.app.app_context(), unscoped("a test looks"):
        return one(select(Claim).where(Claim.claim_number == number))


def off_work(house: House, number: str, from_on: date, to_on: date | None = None) -> None:
    house.add(
        WorkStatusEpisode,
        claim_id=house.claim[number],
        cohe_id=house.cohe["alder"],
        work_status=WorkStatus.OFF_WORK,
        source="apf",
        from_on=from_on,
        to_on=to_on,
    )


def pay_time_loss(house: House, number: str, from_on: date, to_on: date) -> None:
    """As the feed does it: the payment, and the claim's summary of it."""
    from sqlalchemy import update

    from ohms.commands.unit_of_work import bulk_unit
    from ohms.extensions import db

    house.add(
        TimeLossPayment,
        claim_id=house.claim[number],
        cohe_id=house.cohe["alder"],
        paid_from_on=from_on,
        paid_to_on=to_on,
        kind=TimeLossKind.TIME_LOSS,
    )
    with bulk_unit("furnish", None):
        db.session.execute(
            update(Claim).where(Claim.claim_number == number).values(on_time_loss=True)
        )


def decide(client: CheckedClient, number: str, decision: str, **values: str) -> int:
    sent = {"csrf_token": csrf(client, "/triage"), "decision": decision, **values}
    return client.post(f"/triage/{number}", data=sent).status_code


def test_ten_claims_are_decided_by_ten_posts_each_with_the_next_one_first(
    hsc: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        for number in range(8):
            name = f"AL2000{number}"
            house.claim[name] = add_claim(house, "alder", name, provider="alder.1")
    waiting = listed(hsc)
    assert len(waiting) == 10
    for turn, number in enumerate(waiting):
        assert listed(hsc) == waiting[turn:]
        sent = {"csrf_token": csrf(hsc, "/triage"), "watch_until": "+10b", "reason": "At work"}
        choice = ("work", "watch", "no_action")[turn % 3]
        answer = hsc.post(f"/triage/{number}", data={**sent, "decision": choice})
        assert (answer.status_code, answer.location) == (303, "/triage")
    assert "Nothing waits for triage" in hsc.get("/triage").text
    first, second, third = (claim_of(house, number) for number in waiting[:3])
    assert first.coordination is Coordination.ACTIVE
    assert second.coordination is Coordination.WATCHING
    assert second.watch_until_on == date(2026, 12, 10)
    assert (third.coordination, third.close_reason) == (Coordination.CLOSED, "not_needed")
    with house.app.app_context():
        assert count_of(TriageDecision) == 10
        told = AuditEntry.action == "decide_triage", AuditEntry.object_type == "triage_decision"
        assert count_of(AuditEntry, *told) == 10


def test_the_form_of_the_page_decides_as_it_stands_and_twice_sent_decides_once(
    hsc: CheckedClient, house: House
) -> None:
    from tests.forms import posting_form

    form = posting_form(hsc.get("/triage").text, "/triage/AL10001")
    sent = {**form.filled_in({"decision": "no_action"})}
    assert [hsc.post(form.action, data=sent).status_code for _ in range(2)] == [303, 303]
    with house.app.app_context():
        kept = one(select(TriageDecision.reason))
    assert kept == "No time loss and no day off work known"


def test_every_reason_stands_with_its_points_and_the_score_is_their_sum(
    hsc: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        off_work(house, "AL10001", date(2026, 11, 9))
        pay_time_loss(house, "AL10001", date(2026, 11, 12), date(2026, 11, 20))
        house.add(
            ReportOfAccident,
            claim_id=house.claim["AL10001"],
            cohe_id=house.cohe["alder"],
            signed_on=date(2026, 10, 31),
            received_on=date(2026, 11, 2),
            complete=False,
        )
    assert listed(hsc) == ["AL10001", "AL10002"]
    text = said(hsc.get("/triage").text)
    assert "40 Time loss was paid." in text
    assert "20 16 days off work: within the FRQ window of days 10 to 58." in text
    assert "20 16 days off work: two to four weeks." in text
    assert "15 16 days off work, and off today." in text
    assert "15 Off work, and no APF says so today." in text
    assert "10 No contact yet; the 10 business days ended on Wed Nov 18, 2026." in text
    assert "5 The Report of Accident is incomplete." in text
    page = said(hsc.get("/claims/AL10001").text)
    assert "Why this score 125" in page
    assert 40 + 20 + 20 + 15 + 15 + 10 + 5 == 125
    assert decide(hsc, "AL10001", "work") == 303
    with house.app.app_context():
        assert one(select(TriageDecision.score)) == 125


def test_a_claim_put_away_comes_back_when_time_loss_arrives_and_stays_away_once_it_was_seen(
    hsc: CheckedClient, house: House
) -> None:
    assert decide(hsc, "AL10001", "no_action", reason="At work") == 303
    assert listed(hsc) == ["AL10002"]
    with house.app.app_context():
        pay_time_loss(house, "AL10001", date(2026, 11, 12), date(2026, 11, 20))
    assert listed(hsc) == ["AL10001", "AL10002"]
    text = said(hsc.get("/triage").text)
    assert "1 new, 1 came back" in text
    assert "Came back No action on Nov 24: At work." in text
    assert "40 Time loss was paid. New" in text
    assert decide(hsc, "AL10001", "watch", watch_until="+10b") == 303
    assert listed(hsc) == ["AL10002"]


@pytest.mark.parametrize(
    ("off_since", "is_back"), [(date(2026, 11, 21), True), (date(2026, 11, 22), False)]
)
def test_over_three_days_off_work_bring_a_claim_back_and_three_do_not(
    hsc: CheckedClient, house: House, off_since: date, is_back: bool
) -> None:
    decide(hsc, "AL10001", "watch", watch_until="+10b")
    with house.app.app_context():
        off_work(house, "AL10001", off_since)
        house.add(
            ActivityPrescription,
            claim_id=house.claim["AL10001"],
            cohe_id=house.cohe["alder"],
            provider_id=house.provider["alder.1"],
            exam_on=off_since,
            work_status=WorkStatus.OFF_WORK,
            from_on=off_since,
            complete=True,
        )
    assert ("AL10001" in listed(hsc)) is is_back


def test_a_reopened_claim_and_a_watched_one_whose_day_has_come_are_back(
    hsc: CheckedClient, house: House, clock: Clock
) -> None:
    decide(hsc, "AL10001", "watch", watch_until="+10b")
    decide(hsc, "AL10002", "no_action", reason="At work")
    clock("2026-12-09T12:00:00-08:00")
    as_person(hsc, "alder.hsc1")
    assert listed(hsc) == []
    clock("2026-12-10T12:00:00-08:00")
    as_person(hsc, "alder.hsc1")
    assert listed(hsc) == ["AL10001"]
    assert "It was to be watched until Dec 10." in said(hsc.get("/triage").text)
    with house.app.app_context():
        reopen(house, "AL10002")
    assert listed(hsc) == ["AL10002", "AL10001"]


def test_a_closed_coordination_is_taken_up_again_once_lni_reopens_the_claim(
    hsc: CheckedClient, house: House
) -> None:
    """Our work ended with a reason of its own; the reopening is told after that, by the feed."""
    with house.app.app_context():
        end_coordination(house, "AL10001", "returned_full_duty")
        assert "AL10001" not in listed(hsc)
        reopen(house, "AL10001")
        tell_reopened(house, "AL10001", ADAY.replace(day=1))
        assert "AL10001" not in listed(hsc)  # known when the work ended
        tell_reopened(house, "AL10001", ADAY.replace(day=21))
    assert "AL10001" in listed(hsc)
    assert "Our work on it had ended on Nov 20: returned full duty." in said(
        hsc.get("/triage").text
    )
    assert decide(hsc, "AL10001", "work") == 303
    assert "AL10001" not in listed(hsc)
    assert claim_of(house, "AL10001").coordination is Coordination.ACTIVE
    assert periods_of(house, "AL10001") == [
        (date(2026, 11, 4), date(2026, 11, 20)),
        (date(2026, 11, 24), None),
    ]
    assert decide(hsc, "AL10001", "no_action", reason="Settled") == 303
    assert decide(hsc, "AL10001", "watch", watch_until="+10b") == 303
    assert periods_of(house, "AL10001")[1:] == [(date(2026, 11, 24), None)]


def end_coordination(house: House, number: str, reason: str) -> None:
    from sqlalchemy import update

    from ohms.commands.unit_of_work import bulk_unit
    from ohms.extensions import db

    about = {"claim_id": house.claim[number], "cohe_id": house.cohe["alder"]}
    days = {"from_on": date(2026, 11, 4), "to_on": date(2026, 11, 20), "ended_at": ADAY}
    house.add(CoordinationPeriod, **about, **days, end_reason=reason)
    with bulk_unit("furnish", None):
        closed = {"coordination": Coordination.CLOSED, "close_reason": reason}
        db.session.execute(update(Claim).where(Claim.claim_number == number).values(**closed))


def tell_reopened(house: House, number: str, at: datetime) -> None:
    read = {"kind": "claims", "file_name": "claims.csv", "sha256": "0" * 64, "state": "done"}
    run = house.add(FeedRun, **read, as_of_on=at.date(), started_at=at)
    told = {"field": "status", "old": "closed", "new": "reopened"}
    about = {"claim_id": house.claim[number], "cohe_id": house.cohe["alder"]}
    house.add(FeedChange, run_id=run, **about, **told)


def periods_of(house: House, number: str) -> list[Any]:
    from ohms.extensions import db

    statement = select(CoordinationPeriod.from_on, CoordinationPeriod.to_on)
    statement = statement.where(CoordinationPeriod.claim_id == house.claim[number])
    with house.app.app_context(), unscoped("a test looks"):
        rows = db.session.execute(statement.order_by(CoordinationPeriod.from_on))
        return [tuple(row) for row in rows]


def reopen(house: House, number: str) -> None:
    from sqlalchemy import update

    from ohms.commands.unit_of_work import bulk_unit
    from ohms.extensions import db

    with bulk_unit("furnish", None):
        db.session.execute(
            update(Claim).where(Claim.claim_number == number).values(status=ClaimStatus.REOPENED)
        )


def test_a_decision_whose_reasons_were_kept_in_words_saw_what_was_known_on_its_day(
    hsc: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        for number, paid_to in (("AL20001", date(2026, 11, 18)), ("AL20002", date(2026, 11, 21))):
            house.claim[number] = add_claim(
                house,
                "alder",
                number,
                provider="alder.1",
                coordination=Coordination.CLOSED,
                close_reason="not_needed",
            )
            house.add(
                TriageDecision,
                claim_id=house.claim[number],
                cohe_id=house.cohe["alder"],
                score=0,
                reasons="Minor injury, at work",
                decision="no_action",
                reason="Minor injury, at work",
                decided_by_id=house.staff["alder.hsc1"],
                decided_at=ADAY,
            )
            pay_time_loss(house, number, date(2026, 11, 10), paid_to)
    assert "AL20002" in listed(hsc)
    assert "AL20001" not in listed(hsc)


def test_an_assistant_cannot_be_given_a_complex_claim(hsc: CheckedClient, house: House) -> None:
    with house.app.app_context():
        pay_time_loss(house, "AL10001", date(2026, 11, 12), date(2026, 11, 20))
    sent = {"csrf_token": csrf(hsc, "/triage"), "decision": "give_to_assistant"}
    answer = hsc.post("/triage/AL10001", data={**sent, "watch_until": "+5b"})
    assert answer.status_code == 422
    assert "cannot be given to an assistant" in said(answer.text)
    assert "time loss was paid." in said(answer.text)
    assert 'value="+5b"' in answer.text
    assert claim_of(house, "AL10001").coordination is Coordination.NEW
    with house.app.app_context():
        assert count_of(TriageDecision) == 0


def test_what_is_given_to_the_assistant_is_rated_low_seen_by_them_and_can_be_taken_back(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    assert decide(client, "AL10001", "give_to_assistant") == 303
    given = claim_of(house, "AL10001")
    assert (given.complexity, given.coordination) == (Complexity.LOW, Coordination.ACTIVE)
    assert as_person(client, "alder.assistant1").get("/claims/AL10001").status_code == 200
    as_person(client, "alder.hsc1")
    page = client.get("/triage/AL10001")
    assert "Decided last: give to assistant" in said(page.text)
    assert decide(client, "AL10001", "work") == 303
    assert claim_of(house, "AL10001").complexity is Complexity.STANDARD
    assert as_person(client, "alder.assistant1").get("/claims/AL10001").status_code == 404


def test_a_claim_whose_coordinator_has_no_assistant_is_not_given_to_one(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc2")
    assert decide(client, "AL10003", "give_to_assistant") == 422
    assert claim_of(house, "AL10003").complexity is Complexity.HIGH


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"decision": ""}, "Choose what is to be done."),
        ({"decision": "burn"}, "Choose what is to be done."),
        ({"decision": "watch", "watch_until": ""}, "Enter the day until which you watch it."),
        ({"decision": "watch", "watch_until": "today"}, "Enter a day after today"),
        ({"decision": "no_action", "reason": " "}, "Enter why no action is needed"),
    ],
)
def test_a_decision_that_lacks_something_says_what_and_changes_nothing(
    hsc: CheckedClient, house: House, sent: dict[str, str], sentence: str
) -> None:
    answer = hsc.post("/triage/AL10001", data={"csrf_token": csrf(hsc, "/triage"), **sent})
    assert answer.status_code == 422
    assert sentence in said(answer.text)
    assert claim_of(house, "AL10001").coordination is Coordination.NEW


def test_a_claim_whose_work_ended_otherwise_is_not_triaged(
    hsc: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        add_claim(
            house,
            "alder",
            "AL20001",
            provider="alder.1",
            coordination=Coordination.CLOSED,
            close_reason="returned_full_duty",
        )
    assert decide(hsc, "AL20001", "work") == 422
    assert claim_of(house, "AL20001").close_reason == "returned_full_duty"


def test_foreign_claims_are_missing_and_assistants_have_no_triage(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    assert client.get("/triage/AL10001").status_code == 200
    assert client.get("/triage/BI10001").status_code == 404
    assert decide(client, "BI10001", "work") == 404
    assert claim_of(house, "BI10001").coordination is Coordination.NEW
    assert 'href="/triage"' in client.get("/").text
    as_person(client, "alder.assistant1")
    assert client.get("/triage").status_code == 403
    assert 'href="/triage"' not in client.get("/").text


def test_the_list_holds_ones_own_claims_and_those_covered_today(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    assert listed(client) == ["AL10001", "AL10002"]
    with house.app.app_context():
        house.add(
            Coverage,
            provider_id=house.provider["alder.2"],
            cohe_id=house.cohe["alder"],
            absent_id=house.staff["alder.hsc2"],
            covering_id=house.staff["alder.hsc1"],
            from_on=date(2026, 11, 23),
            to_on=date(2026, 11, 27),
        )
    assert listed(client) == ["AL10001", "AL10002", "AL10003"]


def test_the_points_are_settings_of_the_cohe(hsc: CheckedClient, house: House) -> None:
    with house.app.app_context():
        worker = house.worker["AL10002"]
        from sqlalchemy import update

        from ohms.commands.unit_of_work import bulk_unit
        from ohms.extensions import db

        with bulk_unit("furnish", None):
            db.session.execute(
                update(Worker).where(Worker.id == worker).values(interpreter_needed=True)
            )
        for cohe, points in ((house.cohe["alder"], "70"), (house.cohe["birch"], "90")):
            house.add(
                Setting,
                name="triage.interpreter",
                cohe_id=cohe,
                value=points,
                from_on=date(2026, 11, 1),
                source="Decided by the supervisor",
                proposed_at=ADAY,
                approved_at=ADAY,
            )
    assert listed(hsc) == ["AL10002", "AL10001"]
    assert "70 An interpreter is needed: language not told." in said(hsc.get("/triage").text)


def test_the_claim_page_says_how_each_milestone_was_computed(
    hsc: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        house.add(
            ReportOfAccident,
            claim_id=house.claim["AL10001"],
            cohe_id=house.cohe["alder"],
            signed_on=date(2026, 10, 31),
            received_on=date(2026, 11, 3),
            complete=True,
        )
    text = said(hsc.get("/claims/AL10001").text)
    assert "ROA in 2 business days Nov 3 Met 2 business days after the first visit" in text
    assert "First contact Nov 18 Missed 10 business days after the claim was established" in text
    assert "not counted: Veterans Day" in text
    assert "APF by 12 weeks Jan 23, 2027 Running" in text
    assert "First year ends Oct 30, 2027 Running" in text
