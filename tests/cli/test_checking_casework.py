"""`ohms check` on casework: referrals, time loss, work status, put away and handed over claims."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from click.testing import Result

from ohms.domain.values import ReferralStep, WorkStatus
from ohms.models.claims import TriageDecision
from ohms.models.referrals import ReferralStepTaken
from ohms.models.transfers import ClaimTransfer
from tests.cli.checked import broken
from tests.cli.facts import (
    AT,
    NAME,
    about,
    add_episode,
    add_referral,
    end_position,
    set_claim,
    url_of,
)
from tests.cli.planting import plant
from tests.house import House


def test_a_silent_referral_without_its_task_is_found(
    worked: House, check: Callable[[], Result]
) -> None:
    with worked.app.app_context():
        referral_id = add_referral(worked, expected_by=date(2026, 11, 20))
        step = {"staff_id": worked.staff["alder.hsc1"], "at": AT}
        for each in (ReferralStep.DRAFT, ReferralStep.SENT):
            worked.add(
                ReferralStepTaken, **about(worked), referral_id=referral_id, step=each, **step
            )
    assert broken(check()) == {"referral_chased", "derived_tasks"}


def test_kept_on_salary_alone_makes_no_time_loss_claim(
    worked: House, check: Callable[[], Result]
) -> None:
    plant(url_of(worked), "update time_loss_payment set kind = 'kept_on_salary'")
    assert broken(check()) == {"time_loss"}
    set_claim(worked, "on_time_loss = false")
    assert broken(check()) == set()


def test_an_episode_to_come_may_show_already_and_need_not(
    worked: House, check: Callable[[], Result]
) -> None:
    plant(url_of(worked), "update work_status_episode set to_on = '2026-11-30' where to_on is null")
    with worked.app.app_context():
        add_episode(worked, WorkStatus.FULL_DUTY, date(2026, 12, 1), None)
    assert broken(check()) == set()
    set_claim(worked, "work_status = 'full_duty'")
    assert broken(check()) == set()


def put_away_before_time_loss(house: House) -> None:
    """The claim with its payment and restriction, neither of which was seen at triage."""
    house.add(
        TriageDecision,
        **about(house),
        score=0,
        reasons="[]",
        decision="no_action",
        reason="At work",
        decided_by_id=house.staff["alder.hsc1"],
        decided_at=AT,
    )
    what = (
        "coordination = 'closed', close_reason = 'not_needed', open_tasks = 0, next_due_by = null"
    )
    set_claim(house, what)
    plant(url_of(house), "delete from task")


def test_a_put_away_claim_with_an_unseen_reason_that_triage_would_not_show_is_a_fault(
    worked: House, check: Callable[[], Result]
) -> None:
    with worked.app.app_context():
        put_away_before_time_loss(worked)
    plant(url_of(worked), "delete from work_status_episode")
    set_claim(worked, "work_status = 'unknown'")
    assert broken(check()) == set()
    set_claim(worked, "on_time_loss = false")  # by which triage looks for those that may come back
    found = check()
    assert broken(found) == {"put_away", "time_loss"}
    assert "claim AL10001: put away, and not shown: time_loss unseen" in found.stdout


def test_a_put_away_claim_with_an_unseen_reason_and_no_coordinator_is_a_gap(
    worked: House, check: Callable[[], Result]
) -> None:
    with worked.app.app_context():
        put_away_before_time_loss(worked)
    assert broken(check()) == set()
    end_position(worked, "2026-11-23")
    found = check()
    assert broken(found) == {"answered_for", "put_away_answered"}
    assert found.exit_code == 0
    assert "in nobody's triage: restricted_without_apf, time_loss unseen" in found.stdout


def test_a_task_that_stayed_with_who_handed_the_claim_over_is_a_gap(
    worked: House, check: Callable[[], Result]
) -> None:
    giver, taker = worked.staff["alder.hsc1"], worked.staff["alder.hsc2"]
    after = datetime(2026, 11, 23, 18, tzinfo=UTC)
    people = {"from_staff_id": giver, "to_staff_id": taker, "offered_by_id": giver}
    accepted = {"decision": "accepted", "decided_by_id": taker, "decided_at": after}
    with worked.app.app_context():
        worked.add(
            ClaimTransfer,
            **about(worked),
            **people,
            **accepted,
            claim_number=NAME,
            to_cohe_id=worked.cohe["alder"],
            from_on=after.date(),
            reason="Leave",
            offered_at=after,
        )
    found = check()
    assert broken(found) == {"tasks_handed_over"}
    assert found.exit_code == 0
