"""The steps of onboarding, their order, and the yearly word."""

from datetime import date

import pytest

from ohms.domain.errors import RuleBroken
from ohms.domain.onboarding import (
    Onboarding,
    Route,
    Step,
    check_provider_number,
    check_route,
    check_step,
)
from ohms.domain.training import (
    BasicTopic,
    TrainingEntry,
    TrainingKind,
    check_entry,
)
from ohms.domain.values import Role

TODAY = date(2026, 11, 24)
APPLIED = {Step.PROVIDER_NUMBER_APPLIED: date(2026, 11, 2)}


def test_the_number_comes_before_the_application() -> None:
    with pytest.raises(RuleBroken) as refused:
        check_step(Step.APPLICATION_SENT, TODAY, APPLIED, TODAY)
    assert refused.value.field == "step"
    check_step(Step.PROVIDER_NUMBER_RECEIVED, date(2026, 11, 2), APPLIED, TODAY)
    with pytest.raises(RuleBroken):
        check_step(Step.PROVIDER_NUMBER_RECEIVED, date(2026, 11, 1), APPLIED, TODAY)


def test_a_step_lies_behind_and_the_word_on_confidentiality_is_the_persons() -> None:
    with pytest.raises(RuleBroken):
        check_step(Step.QUALIFICATION, date(2026, 11, 25), {}, TODAY)
    with pytest.raises(RuleBroken):
        check_step(Step.CONFIDENTIALITY, TODAY, {}, TODAY)


@pytest.mark.parametrize(
    ("role", "route", "allowed"),
    [
        (Role.HSC, Route.BACHELOR_3_YEARS, True),
        (Role.HSC, Route.SEVEN_YEARS, True),
        (Role.HSC, Route.ASSISTANT_3_YEARS, False),
        (Role.HSC, None, False),
        (Role.HSC_ASSISTANT, Route.ASSISTANT_3_YEARS, True),
    ],
)
def test_an_hsc_qualifies_by_two_routes_and_an_assistant_by_three_years(
    role: Role, route: Route | None, *, allowed: bool
) -> None:
    if allowed:
        check_route(Step.QUALIFICATION, route, role)
    else:
        with pytest.raises(RuleBroken):
            check_route(Step.QUALIFICATION, route, role)


def test_an_assistant_needs_a_number_and_no_application() -> None:
    needed = Onboarding(Role.HSC_ASSISTANT, TODAY).missing
    assert Step.PROVIDER_NUMBER_RECEIVED in needed
    assert Step.APPLICATION_SENT not in needed


@pytest.mark.parametrize(
    ("last", "due"),
    [(None, date(2026, 3, 2)), (date(2024, 2, 29), date(2025, 2, 28))],
)
def test_confidentiality_is_due_on_the_first_day_and_each_year_after(
    last: date | None, due: date
) -> None:
    done = {} if last is None else {Step.CONFIDENTIALITY: last}
    assert Onboarding(Role.HSC, date(2026, 3, 2), done).confidentiality_due == due


@pytest.mark.parametrize("number", ["", "12", "12345678", "12a45"])
def test_a_provider_number_is_digits(number: str) -> None:
    with pytest.raises(RuleBroken):
        check_provider_number(number)
    assert check_provider_number(" 0123456 ") == "0123456"


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (TrainingEntry(None, TODAY, evidence="List"), "topic"),
        (TrainingEntry(None, TODAY, topic=BasicTopic.ROLES), "evidence"),
        (TrainingEntry(TrainingKind.SHADOWING, TODAY, minutes=60), "host"),
        (TrainingEntry(TrainingKind.SHADOWING, TODAY, host_id=7), "minutes"),
        (TrainingEntry(TrainingKind.ACCEPTED, TODAY, evidence="Waived"), "kind"),
        (TrainingEntry(TrainingKind.APPROVED_CONTENT, TODAY, evidence="List"), "content"),
        (TrainingEntry(TrainingKind.LNI_ORIENTATION, TODAY), "evidence"),
        (TrainingEntry(TrainingKind.LNI_ORIENTATION, date(2026, 11, 25), evidence="x"), "done_on"),
        (TrainingEntry(TrainingKind.LNI_ORIENTATION, TODAY, evidence="Certificate"), None),
        (TrainingEntry(TrainingKind.SHADOWING, TODAY, minutes=60, host_id=7), None),
    ],
)
def test_each_kind_of_training_has_what_proves_it(entry: TrainingEntry, field: str | None) -> None:
    if field is None:
        check_entry(entry, TODAY)
        return
    with pytest.raises(RuleBroken) as refused:
        check_entry(entry, TODAY)
    assert refused.value.field == field
