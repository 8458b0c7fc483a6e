"""Which reasons bring a claim back that was put away: new ones, and those that happened again."""

from dataclasses import replace
from datetime import date

import pytest

from ohms.domain.triage import BRINGS_BACK, Reason, reasons
from ohms.domain.triage_again import Seen, unseen
from ohms.domain.triage_weights import SIGNALS
from ohms.domain.values import ClaimStatus, WorkStatus
from ohms.domain.work_status import EpisodeFact
from tests.domain.test_triage import APF, PLAIN, TODAY, names, off_for


def brought_back(found: list[Reason], on: date = TODAY, **marks: date | None) -> set[str]:
    return {reason.name for reason in unseen(found, Seen(marks, on))}


def test_only_reasons_unseen_at_the_decision_bring_a_claim_back() -> None:
    found = reasons(replace(off_for(20), time_loss_told_on=TODAY, roa_complete=False))
    assert brought_back(found) == {"time_loss", "frq_window", "off_work"}
    assert brought_back(found, off_work=None, frq_window=None) == {"time_loss"}
    assert brought_back(found, TODAY, **dict.fromkeys(SIGNALS)) == set()
    assert set(SIGNALS) > BRINGS_BACK


DECIDED = date(2026, 11, 10)


@pytest.mark.parametrize(("last_on", "is_back"), [(date(2026, 11, 3), False), (TODAY, True)])
def test_each_further_payment_of_time_loss_brings_a_claim_back(
    last_on: date, is_back: bool
) -> None:
    facts = replace(PLAIN, time_loss_told_on=date(2026, 11, 3), time_loss_last_on=last_on)
    back = brought_back(reasons(facts), DECIDED, time_loss=date(2026, 11, 3))
    assert back == ({"time_loss"} if is_back else set())


def test_a_payment_told_late_counts_by_what_was_known_at_the_decision() -> None:
    facts = replace(
        PLAIN, time_loss_told_on=date(2026, 10, 20), time_loss_last_on=date(2026, 11, 3)
    )
    assert brought_back(reasons(facts), DECIDED, time_loss=date(2026, 10, 20)) == {"time_loss"}
    assert brought_back(reasons(facts), DECIDED, time_loss=None) == set()


@pytest.mark.parametrize(("again_on", "is_back"), [(DECIDED, False), (date(2026, 11, 11), True)])
def test_off_work_again_after_the_decision_brings_a_claim_back_and_still_off_does_not(
    again_on: date, is_back: bool
) -> None:
    before = EpisodeFact(WorkStatus.OFF_WORK, date(2026, 10, 1), date(2026, 10, 5))
    facts = replace(PLAIN, episodes=(before, EpisodeFact(WorkStatus.OFF_WORK, again_on)), apfs=APF)
    back = brought_back(reasons(facts), DECIDED, off_work=None, frq_window=None)
    assert back == ({"off_work", "frq_window"} if is_back else set())


@pytest.mark.parametrize(
    ("apf_to", "is_back"), [(date(2026, 11, 9), False), (date(2026, 11, 12), True)]
)
def test_a_restriction_whose_apf_runs_out_again_brings_a_claim_back(
    apf_to: date, is_back: bool
) -> None:
    facts = replace(
        PLAIN,
        episodes=(EpisodeFact(WorkStatus.MODIFIED_DUTY, date(2026, 11, 2)),),
        apfs=((date(2026, 11, 5), apf_to),),
    )
    back = brought_back(reasons(facts), DECIDED, restricted_without_apf=date(2026, 11, 2))
    assert back == ({"restricted_without_apf"} if is_back else set())


def test_a_claim_reopened_again_comes_back_and_was_not_reopened_before() -> None:
    facts = replace(PLAIN, status=ClaimStatus.REOPENED, reopened_on=date(2026, 11, 20))
    assert brought_back(reasons(facts), DECIDED, reopened=date(2026, 10, 1)) == {"reopened"}
    assert brought_back(reasons(facts), TODAY, reopened=None) == set()
    assert names(replace(facts, today=DECIDED)) == []
