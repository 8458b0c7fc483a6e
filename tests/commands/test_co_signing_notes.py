"""Who co-signs an assistant's note, and until when it is its coordinator's alone."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from ohms.commands.note_events import co_sign, take_back
from ohms.domain.errors import NotAllowed, RuleBroken
from ohms.domain.values import NoteEventKind, Role
from ohms.models.staff import Position
from tests.covering import put_cover
from tests.house import FROM, House
from tests.notes import kinds_of, put_note_to_co_sign

TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _now(inside: House, clock: Callable[[str], None]) -> None:
    clock("2026-11-24T10:00:00-08:00")


def waiting(house: House, **values: Any) -> int:
    """A note that the assistant signed just now."""
    return put_note_to_co_sign(house, at=datetime(2026, 11, 24, 18, tzinfo=UTC), **values)


def test_the_assistants_coordinator_co_signs_once(house: House) -> None:
    note = waiting(house)
    co_sign(house.actor("alder.hsc1"), note)
    with pytest.raises(RuleBroken, match="co-signed already"):
        co_sign(house.actor("alder.hsc1"), note)
    with pytest.raises(RuleBroken, match="is co-signed"):
        take_back(house.actor("alder.assistant1"), note)
    assert kinds_of(note) == [NoteEventKind.CO_SIGNED]


def test_another_coordinator_co_signs_only_while_they_cover(house: House) -> None:
    note, other = waiting(house), house.actor("alder.hsc2")
    with pytest.raises(RuleBroken, match="Only the coordinator of this assistant"):
        co_sign(other, note)
    put_cover(house, "alder.hsc1", TODAY, TODAY)
    with pytest.raises(RuleBroken, match="Only the coordinator of this assistant"):
        co_sign(house.actor("alder.hsc2", date(2026, 11, 25)), note)
    co_sign(other, note)
    assert kinds_of(note)[-1] is NoteEventKind.CO_SIGNED


def test_the_supervisor_co_signs_only_after_three_business_days(house: House) -> None:
    note = waiting(house)
    # Tuesday before Thanksgiving: Wednesday, Monday and Tuesday are its coordinator's.
    with pytest.raises(RuleBroken, match="until Tue Dec 1, 2026"):
        co_sign(house.actor("alder.supervisor", date(2026, 12, 1)), note)
    co_sign(house.actor("alder.supervisor", date(2026, 12, 2)), note)
    assert kinds_of(note)[-1] is NoteEventKind.CO_SIGNED


def test_nobody_co_signs_their_own_note_nor_one_that_needs_none(house: House) -> None:
    note, needless = waiting(house), waiting(house, co_signature_needed=False)
    with pytest.raises(NotAllowed):
        co_sign(house.actor("alder.assistant1"), note)
    with pytest.raises(RuleBroken, match="needs no co-signature"):
        co_sign(house.actor("alder.hsc1"), needless)
    house.add(
        Position,
        staff_id=house.staff["alder.assistant1"],
        cohe_id=house.cohe["alder"],
        role=Role.HSC,
        from_on=FROM,
    )
    with pytest.raises(RuleBroken, match="Nobody co-signs their own note"):
        co_sign(house.actor("alder.assistant1"), note)
