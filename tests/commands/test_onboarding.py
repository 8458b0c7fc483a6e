"""The steps before a training, one's word on confidentiality, and who is told of what is owed."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from sqlalchemy import select

from ohms.commands.onboarding import acknowledge_confidentiality, record_step
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.onboarding import Route, Step
from ohms.models.staff import StaffMember
from ohms.queries.obligations import Kind, obligations, owed_by_oneself
from ohms.queries.onboarding import brought_in
from ohms.queries.rounds import ask
from tests.house import House, one
from tests.newcomers import DAY, NOON, add_newcomer


@pytest.fixture
def fir(house: House, clock: Callable[[str], None]) -> Iterator[House]:
    clock(NOON)
    with house.app.app_context():
        add_newcomer(house)
        yield house


def test_steps_are_taken_in_their_order_with_evidence(fir: House) -> None:
    lead, cohe, newcomer = (
        fir.actor("alder.supervisor"),
        fir.cohe["alder"],
        fir.staff["alder.hsc3"],
    )

    def take(step: Step, **told: object) -> None:
        record_step(
            lead,
            cohe,
            newcomer,
            step=step,
            done_on=DAY,
            evidence="Letter",
            **told,  # type: ignore[arg-type]
        )

    with pytest.raises(RuleBroken, match="First comes"):
        take(Step.APPLICATION_SENT)
    take(Step.QUALIFICATION, route=Route.SEVEN_YEARS)
    take(Step.PROVIDER_NUMBER_APPLIED)
    with pytest.raises(RuleBroken) as refused:
        take(Step.PROVIDER_NUMBER_RECEIVED)
    assert refused.value.field == "number"
    take(Step.PROVIDER_NUMBER_RECEIVED, number="0123456")
    take(Step.APPLICATION_SENT)
    take(Step.APPLICATION_ACCEPTED)
    stand = ask(brought_in(DAY, [cohe], staff_id=newcomer))[0].onboarding
    assert stand.missing == []
    number = select(StaffMember.lni_provider_number).where(StaffMember.id == newcomer)
    assert one(number) == "0123456"


def test_confidentiality_is_ones_own_word_for_a_year(fir: House) -> None:
    actor = fir.actor("alder.hsc3")
    due = [each.due_by for each in ask(owed_by_oneself(actor)) if each.kind is Kind.CONFIDENTIALITY]
    assert due == [date(2026, 8, 31)]
    acknowledge_confidentiality(actor, fir.cohe["alder"])
    assert [e for e in ask(owed_by_oneself(actor)) if e.kind is Kind.CONFIDENTIALITY] == []
    with pytest.raises(NotFound):
        acknowledge_confidentiality(actor, fir.cohe["birch"])
    later = [
        each.due_by
        for each in ask(obligations(fir.actor("alder.supervisor")))
        if each.kind is Kind.CONFIDENTIALITY and each.who == "Noa New"
    ]
    assert later == [date(2027, 11, 24)]


def test_coordinators_see_their_own_and_the_supervisor_everybodys(fir: House) -> None:
    own = {each.who for each in ask(obligations(fir.actor("alder.hsc3"))) if each.staff_id}
    assert own == {"Noa New"}
    assert "Noa New" in {each.who for each in ask(obligations(fir.actor("alder.supervisor")))}
    assert "Noa New" in {each.who for each in ask(obligations(fir.actor("lni.contract")))}
    assert "Noa New" not in {each.who for each in ask(obligations(fir.actor("birch.supervisor")))}
