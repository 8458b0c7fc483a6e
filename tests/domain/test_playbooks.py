"""Playbooks: what the house ships, what is refused, whose version stands."""

from dataclasses import replace
from datetime import date

import pytest

from ohms.domain.errors import RuleBroken
from ohms.domain.house_playbooks import HOUSE_PLAYBOOKS
from ohms.domain.playbooks import (
    MOST_DAYS,
    MOST_STEPS,
    Playbook,
    Step,
    check_starts_on,
    checked_playbook,
    picked_steps,
    standing_playbooks,
)
from ohms.domain.tasks import first_shown_on
from ohms.domain.values import TaskKind

OWN = Playbook("own", "Own", (Step("Call", 1), Step("Write", 2)))


def test_the_house_ships_what_its_own_rules_accept() -> None:
    assert [each.title for each in HOUSE_PLAYBOOKS] == [
        "New time-loss claim",
        "FRQ positive",
        "Surgery planned",
        "Transfer of care",
        "Job offer pending",
    ]
    assert [checked_playbook(each) for each in HOUSE_PLAYBOOKS] == list(HOUSE_PLAYBOOKS)
    assert len({each.key for each in HOUSE_PLAYBOOKS}) == len(HOUSE_PLAYBOOKS)


def test_a_step_is_due_so_many_business_days_after_the_start_and_shows_three_before() -> None:
    friday = date(2026, 11, 20)
    step = Step("Call", 5)
    assert step.due_by(friday) == date(2026, 12, 1), "over Thanksgiving"
    assert step.appears_on(friday) == date(2026, 11, 24)
    assert Step("Call", 0).due_by(friday) == friday
    assert Step("Call", 1).appears_on(friday) == friday


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (replace(OWN, title=" "), "title"),
        (replace(OWN, title="x" * 81), "title"),
        (replace(OWN, steps=()), "title_0"),
        (replace(OWN, steps=(Step("Call", 1), Step(" ", 1))), "title_1"),
        (replace(OWN, steps=(Step("x" * 201, 1),)), "title_0"),
        (replace(OWN, steps=(Step("Call", MOST_DAYS + 1),)), "due_in_0"),
        (replace(OWN, steps=(Step("Call", -1),)), "due_in_0"),
        (replace(OWN, steps=(Step("Call", 1),) * (MOST_STEPS + 1)), None),
    ],
)
def test_what_is_no_playbook_is_refused_beside_its_field(
    wrong: Playbook, field: str | None
) -> None:
    with pytest.raises(RuleBroken) as broken:
        checked_playbook(wrong)
    assert broken.value.field == field


def test_the_newest_version_of_a_cohe_stands_in_the_place_of_the_houses() -> None:
    house = (OWN, Playbook("other", "Other", OWN.steps))
    versions = [replace(OWN, title=f"Version {number}", number=number) for number in (1, 2)]
    mine = Playbook("mine", "Mine", OWN.steps, number=1)
    standing = standing_playbooks(house, [*versions, mine])
    assert [each.title for each in standing] == ["Version 2", "Other", "Mine"]
    assert standing[0].name == "Version 2 (version 2)"
    assert standing[1].name == "Other (the house’s)"


def test_only_steps_of_the_playbook_can_be_ticked_and_at_least_one() -> None:
    assert [step.title for step in picked_steps(OWN, [1, 0, 1])] == ["Call", "Write"]
    for ticked in ([], [2], [-1]):
        with pytest.raises(RuleBroken) as broken:
            picked_steps(OWN, ticked)
        assert broken.value.field == "steps"


def test_a_playbook_starts_today_at_the_earliest() -> None:
    check_starts_on(date(2026, 11, 24), date(2026, 11, 24))
    with pytest.raises(RuleBroken):
        check_starts_on(date(2026, 11, 23), date(2026, 11, 24))


@pytest.mark.parametrize(
    ("kind", "shown_on"),
    [
        (TaskKind.EXAM, date(2026, 12, 10)),
        (TaskKind.SURGERY, date(2026, 12, 7)),
        (TaskKind.OFFER_START, date(2026, 12, 7)),
        (TaskKind.CALL, date(2026, 11, 24)),
    ],
)
def test_a_date_ahead_shows_some_business_days_before(kind: TaskKind, shown_on: date) -> None:
    assert first_shown_on(kind, date(2026, 12, 14), date(2026, 11, 24)) == shown_on
    assert first_shown_on(kind, date(2026, 11, 25), date(2026, 11, 24)) == date(2026, 11, 24)
