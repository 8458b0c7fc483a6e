"""The demonstration shows recoveries: every answer, number and barrier fits its claim."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.values import Coordination, WorkStatus
from ohms.models.medical import WorkStatusEpisode
from ohms.models.recovery import Barrier, FrqAnswer, RecoveryMeasure, ReturnToWorkGoal
from ohms.simulator.loading.recoveries import A_COORDINATOR, put_recoveries
from tests.house import House, add_claim, count_of

TODAY = date(2026, 11, 24)


@pytest.fixture
def off_work(house: House) -> Iterator[House]:
    """More claims off work for weeks than one coordinator shows, and one off for a week."""
    with house.app.app_context():
        for number, days in enumerate([25] * (A_COORDINATOR + 2) + [7]):
            claim = add_claim(
                house,
                "alder",
                f"AR{30000 + number}",
                provider="alder.1",
                coordination=Coordination.ACTIVE,
            )
            house.add(
                WorkStatusEpisode,
                claim_id=claim,
                cohe_id=house.cohe["alder"],
                work_status=WorkStatus.OFF_WORK,
                source="apf",
                from_on=TODAY - timedelta(days=days),
            )
        yield house


def test_some_claims_of_each_coordinator_have_a_recovery_to_show(off_work: House) -> None:
    with bulk_unit("furnish", None) as unit:
        unit.entries.append(Entry("furnish"))
        assert put_recoveries(TODAY, 7) == A_COORDINATOR
    for model in (FrqAnswer, Barrier, ReturnToWorkGoal):
        assert count_of(model) == A_COORDINATOR
    assert count_of(RecoveryMeasure) == A_COORDINATOR * 8
    assert count_of(FrqAnswer, FrqAnswer.answered_on > TODAY) == 0
    assert count_of(RecoveryMeasure, RecoveryMeasure.measured_on > TODAY) == 0
