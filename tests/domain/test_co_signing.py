"""Which entries of an assistant wait, and who settles them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product

import pytest

from ohms.domain.actor import Actor, HeldPosition
from ohms.domain.co_signing import (
    ALL_KINDS,
    CoSignKind,
    EntryFacts,
    EntryOutcome,
    check_entry_answered,
    check_entry_signed,
    check_entry_withdrawn,
    note_waits,
    waits_for_coordinator,
)
from ohms.domain.errors import RuleBroken
from ohms.domain.note_acts import Standing
from ohms.domain.values import Role, StandardWork

COHE, ASSISTANT, COORDINATOR = 1, 7, 8
FRIDAY = datetime(2026, 11, 20, 18, tzinfo=UTC)
ENTRY = EntryFacts(CoSignKind.CLOSING, ASSISTANT, COHE, FRIDAY)


def person(id_: int, role: Role, day: date = date(2026, 11, 24)) -> Actor:
    return Actor(id_, f"p{id_}", f"P {id_}", (HeldPosition(1, role, COHE),), day)


def standing(actor: Actor, *assistants: tuple[int, int]) -> Standing:
    return Standing(actor, FRIDAY, signs_for=frozenset(assistants))


def test_only_an_assistants_entries_of_the_kinds_that_the_cohe_names_wait() -> None:
    for role, kind in product(Role, CoSignKind):
        by_assistant = person(1, role).is_assistant_in(COHE)
        assert by_assistant is (role is Role.HSC_ASSISTANT)
        assert waits_for_coordinator(by_assistant, kind) is by_assistant
        assert not waits_for_coordinator(by_assistant, kind, ALL_KINDS - {kind})


@pytest.mark.parametrize(
    ("role", "cohe", "waits"),
    [(Role.HSC, COHE, False), (Role.HSC, 99, True), (Role.PRIVACY_OFFICER, COHE, True)],
)
def test_an_assistant_is_one_whatever_they_hold_elsewhere(
    role: Role, cohe: int, waits: bool
) -> None:
    assistant = person(1, Role.HSC_ASSISTANT)
    second = HeldPosition(2, role, cohe)
    both = Actor(1, "p1", "P 1", (*assistant.positions, second), assistant.on_day)
    assert both.is_assistant_in(COHE) is waits


def test_of_notes_those_about_barriers_wait_alone() -> None:
    for work in StandardWork:
        assert note_waits(True, work) is (work is StandardWork.BARRIERS)
        assert not note_waits(False, work)
        assert not note_waits(True, work, ALL_KINDS - {CoSignKind.BARRIER_PLAN})


def test_the_coordinator_signs_the_supervisor_after_three_business_days_and_nobody_their_own() -> (
    None
):
    coordinator = person(COORDINATOR, Role.HSC)
    check_entry_signed(ENTRY, standing(coordinator, (ASSISTANT, COHE)))
    for refused in (
        standing(coordinator),
        standing(coordinator, (ASSISTANT, COHE + 1)),
        standing(person(ASSISTANT, Role.HSC), (ASSISTANT, COHE)),
        standing(person(9, Role.SUPERVISOR, date(2026, 11, 25))),
    ):
        with pytest.raises(RuleBroken):
            check_entry_signed(ENTRY, refused)
    check_entry_signed(ENTRY, standing(person(9, Role.SUPERVISOR, date(2026, 11, 27))))
    for outcome in EntryOutcome:
        with pytest.raises(RuleBroken):
            check_entry_signed(
                replace(ENTRY, outcome=outcome), standing(coordinator, (ASSISTANT, COHE))
            )


def test_its_author_alone_answers_a_question_once_and_withdraws_a_closing_that_waits() -> None:
    author, other = person(ASSISTANT, Role.HSC_ASSISTANT), person(COORDINATOR, Role.HSC)
    asked = replace(ENTRY, outcome=EntryOutcome.RETURNED)
    check_entry_answered(asked, author)
    check_entry_withdrawn(ENTRY, author)
    for entry, actor in ((asked, other), (ENTRY, author), (replace(asked, answered=True), author)):
        with pytest.raises(RuleBroken):
            check_entry_answered(entry, actor)
    for entry, actor in (
        (ENTRY, other),
        (asked, author),
        (replace(ENTRY, kind=CoSignKind.FRQ), author),
    ):
        with pytest.raises(RuleBroken):
            check_entry_withdrawn(entry, actor)
