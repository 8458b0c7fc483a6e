"""A call whose claim is not known, not yet here, or not in one's sight: what is taken down, and which
claim it points to. What the caller told is kept as told; whether such a claim exists is never said.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from ohms.domain.claims import as_claim_number
from ohms.domain.days import check_not_future
from ohms.domain.errors import RuleBroken
from ohms.domain.names import folded
from ohms.domain.time_entries import LONGEST_UNASKED, check_minutes
from ohms.domain.values import MinutesFrom

LEAST_DIGITS = 4
"""Digits of a claim number's end from which it is looked for: callers often know no more of it."""

Told = tuple[str, date]
"""A folded name and a birth date."""


@dataclass(frozen=True, slots=True)
class TakenCall:
    """A call as it was taken down; only caller and message are always told."""

    caller: str
    message: str
    performed_on: date
    call_back: str | None = None
    claim_number: str | None = None
    name: str | None = None
    birth_date: date | None = None
    promise: str | None = None
    minutes: int | None = None
    minutes_from: MinutesFrom = MinutesFrom.TYPED


def check_call(call: TakenCall, today: date) -> None:
    """Refuse a call without caller or message, of a day to come, and minutes that are none.

    A clock that ran over an hour is asked about once, as it is beside a note.
    """
    if not call.caller.strip():
        raise RuleBroken("Enter who called.", field="caller")
    if not call.message.strip():
        raise RuleBroken("Enter what the call was about.", field="message")
    check_not_future(call.performed_on, today, field="performed_on")
    if call.minutes is None:
        return
    check_minutes(call.minutes)
    if call.minutes_from is not MinutesFrom.TYPED and call.minutes > LONGEST_UNASKED:
        raise RuleBroken(
            f"The clock says {call.minutes} minutes, which is over an hour. Save again if that is"
            " right, else enter the minutes.",
            field="minutes",
        )


def told_number(text: str | None) -> str | None:
    """A claim number as it is kept: as the rule writes it where it is one, else as it was told."""
    said = " ".join((text or "").split())
    return as_claim_number(said) or said.upper() or None


def end_of_number(text: str | None) -> str | None:
    """The digits that a number ends with, as far as callers know it; None for too few."""
    digits = "".join(sign for sign in text or "" if sign.isascii() and sign.isdigit())
    return digits if len(digits) >= LEAST_DIGITS else None


def name_orders(name: str | None) -> tuple[str, ...]:
    """A told name in every order in which the directory may keep it, last name first.

    "Jo Ann Worker" is "worker jo ann", and "Worker, Jo Ann" as well.
    """
    words = folded(name or "").split()
    turned = (" ".join(words[turn:] + words[:turn]) for turn in range(len(words)))
    return tuple(dict.fromkeys(turned))


def claim_told(
    number: str | None,
    name: str | None,
    birth_date: date | None,
    *,
    by_number: Mapping[str, int],
    by_person: Mapping[Told, Collection[int]],
) -> int | None:
    """The one claim that a call points to: by its whole number, else the only claim of the only
    person with that name and birth date. None where nothing or more than one fits.
    """
    if number is not None and number in by_number:
        return by_number[number]
    if birth_date is None:
        return None
    found = {
        claim for order in name_orders(name) for claim in by_person.get((order, birth_date), ())
    }
    return found.pop() if len(found) == 1 else None


def likeness(told: str | None, kept: str) -> int:
    """How many words of a told name stand in a kept one: to put the likeliest first."""
    return len(set(folded(told or "").split()) & set(folded(kept).split()))
