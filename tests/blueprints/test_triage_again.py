"""Claims that were put away at triage come back with a reason."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.values import (
    Coordination,
    WorkStatus,
)
from ohms.extensions import db
from ohms.models.claims import Claim, TriageDecision
from ohms.models.coordination import CoordinationPeriod
from ohms.models.feed import FeedChange, FeedRun
from ohms.models.medical import (
    ActivityPrescription,
)
from ohms.queries.guard import unscoped
from tests.blueprints.signing_in import as_person
from tests.house import House, add_claim
from tests.pages import CheckedClient
from tests.statements import counted
from tests.tasks import said
from tests.triage import (
    ADAY,
    claim_of,
    decide,
    listed,
    off_work,
    pay_time_loss,
    reopen,
)

Clock = Callable[[str], None]


@pytest.fixture(autouse=True)
def _at_noon(clock: Clock) -> None:
    clock("2026-11-24T12:00:00-08:00")


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
    assert "Came back Decided Nov 24: no action, At work." in text
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
    statement = select(CoordinationPeriod.from_on, CoordinationPeriod.to_on)
    statement = statement.where(CoordinationPeriod.claim_id == house.claim[number])
    with house.app.app_context(), unscoped("a test looks"):
        rows = db.session.execute(statement.order_by(CoordinationPeriod.from_on))
        return [tuple(row) for row in rows]


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


def test_a_further_payment_brings_back_a_claim_whose_time_loss_was_known(
    hsc: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        pay_time_loss(house, "AL10001", date(2026, 11, 2), date(2026, 11, 8))
    assert decide(hsc, "AL10001", "watch", watch_until="+10b") == 303
    assert listed(hsc) == ["AL10002"]
    with house.app.app_context():
        pay_time_loss(house, "AL10001", date(2026, 11, 9), date(2026, 11, 22))
    assert listed(hsc) == ["AL10001", "AL10002"]
    assert "40 Time loss was paid. New" in said(hsc.get("/triage").text)
    assert decide(hsc, "AL10001", "no_action", reason="Back at work") == 303
    assert listed(hsc) == ["AL10002"]


@pytest.mark.sqlite_only
def test_triage_walks_no_index_of_the_whole_cohe(hsc: CheckedClient, house: House) -> None:
    hsc.get("/triage")
    with counted(house.app) as statements:
        assert hsc.get("/triage").status_code == 200
    asked = [each for each in statements if " FROM claim " in each.replace("\n", " ")]
    with house.app.app_context():
        raw = db.engine.raw_connection()
        plans = [
            step[3]
            for each in asked
            for step in raw.execute(f"explain query plan {each}", [0] * each.count("?"))
        ]
        raw.close()
    assert any("ix_claim_list" in plan for plan in plans)
    whole = ("ix_claim_initiated", "ix_claim_combined_into_id", "SCAN claim")
    assert [plan for plan in plans if any(each in plan for each in whole)] == []
