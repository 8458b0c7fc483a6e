"""A referral's steps: which may follow which, and whose each is. Source: interface.md, "Values".

The COHE drafts, sends, gives information, withdraws; the service receives, answers, asks back, ends
it. Where a service has no desk here the coordinator enters its answers. Nothing is deleted: what is
over is taken up again by a step of its own.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType

from ohms.domain.actor import Actor
from ohms.domain.calendar import add_business_days, written
from ohms.domain.errors import RuleBroken
from ohms.domain.services import LATER_WORD, SERVICES
from ohms.domain.values import ReferralStep, Role, Service

S = ReferralStep


class Side(StrEnum):
    COHE = "cohe"
    SERVICE = "service"


Steps = Mapping[ReferralStep, Side]


def _steps(*, ours: Collection[ReferralStep], theirs: Collection[ReferralStep] = ()) -> Steps:
    return MappingProxyType(dict.fromkeys(ours, Side.COHE) | dict.fromkeys(theirs, Side.SERVICE))


ANSWERS = (S.ACCEPTED, S.DECLINED, S.NEEDS_INFORMATION)
NEXT: Mapping[ReferralStep, Steps] = MappingProxyType(
    {
        S.DRAFT: _steps(ours=(S.SENT, S.WITHDRAWN)),
        S.SENT: _steps(ours=(S.WITHDRAWN,), theirs=(S.RECEIVED, *ANSWERS)),
        S.RECEIVED: _steps(ours=(S.WITHDRAWN,), theirs=ANSWERS),
        S.ACCEPTED: _steps(
            ours=(S.WITHDRAWN,), theirs=(S.IN_PROGRESS, S.COMPLETED, S.NEEDS_INFORMATION)
        ),
        S.IN_PROGRESS: _steps(ours=(S.WITHDRAWN,), theirs=(S.COMPLETED, S.NEEDS_INFORMATION)),
        S.NEEDS_INFORMATION: _steps(ours=(S.SENT, S.WITHDRAWN)),
        S.DECLINED: _steps(ours=()),
        S.COMPLETED: _steps(ours=()),
        S.WITHDRAWN: _steps(ours=()),
    }
)
AGAIN: Mapping[ReferralStep, tuple[ReferralStep, Side]] = MappingProxyType(
    {
        S.DECLINED: (S.RECEIVED, Side.SERVICE),
        S.COMPLETED: (S.IN_PROGRESS, Side.SERVICE),
        S.WITHDRAWN: (S.SENT, Side.COHE),  # one that never went out: a draft again
    }
)
"""The counter-step by which each ended referral is taken up again."""

ENDED = (S.DECLINED, S.COMPLETED, S.WITHDRAWN)
AWAITED = (S.SENT, S.RECEIVED, S.ACCEPTED, S.IN_PROGRESS)
"""It is the service's turn: without a word by the expected day the referral is silent."""
UNDER_WAY = (*AWAITED, S.NEEDS_INFORMATION)
"""Sent and not over: it can be updated, and its step be told again."""
NEEDS_REASON = frozenset({S.DECLINED, S.NEEDS_INFORMATION, S.WITHDRAWN})

ASKED_AGAIN = "Asked again"
"""How the step begins that tells of asking after a referral: the COHE's own note, not the service's."""
LONGEST_REASON = 1_000
LONGEST_OUTCOME = 200
ASK_AGAIN_AFTER = 5
"""Business days after a person ended a chase task without an answer: it is asked for anew."""
GIVE_INFORMATION_WITHIN = 2
"""Business days to answer what a service asks back; our assumption."""
LONGEST_WAIT = 60
"""Business days ahead, at most, to which an expected answer may be moved."""


def sides_of(actor: Actor, service: Service, cohe_id: int) -> frozenset[Side]:
    """For which side somebody acts on a referral that they see: coordinators of its COHE for ours,
    and for a service without a desk; a desk for its own."""
    desk = SERVICES[service].desk
    if desk is not None and actor.holds(desk):
        return frozenset({Side.SERVICE})
    if cohe_id not in actor.cohes_as(Role.HSC):
        return frozenset()
    return frozenset({Side.COHE}) if desk else frozenset(Side)


def next_steps(step: ReferralStep, sides: Collection[Side]) -> list[ReferralStep]:
    """What may be done next from these sides, in the order of the table."""
    return [wanted for wanted, side in NEXT[step].items() if side in sides]


def answers_to(step: ReferralStep, sides: Collection[Side]) -> list[ReferralStep]:
    """The service's steps among them."""
    return [each for each in next_steps(step, sides) if NEXT[step][each] is Side.SERVICE]


def check_step(step: ReferralStep, wanted: ReferralStep, sides: Collection[Side]) -> None:
    """Refuse a step that does not follow, and one that is the other side's to take."""
    side = NEXT[step].get(wanted)
    if side is None:
        raise RuleBroken(f"A referral that is {_said(step)} cannot be {_said(wanted)}.")
    if side not in sides:
        raise RuleBroken(_NOT_YOURS[side])


def again_from(step: ReferralStep, *, was_sent: bool, sides: Collection[Side]) -> ReferralStep:
    """The counter-step that takes up an ended referral."""
    if step not in AGAIN:
        raise RuleBroken(f"A referral that is {_said(step)} is not over.")
    wanted, side = AGAIN[step]
    if side not in sides:
        raise RuleBroken(_NOT_YOURS[side])
    return wanted if was_sent else S.DRAFT


def check_under_way(step: ReferralStep, sides: Collection[Side]) -> None:
    """Refuse an update of what is not sent yet or is over."""
    if Side.COHE not in sides:
        raise RuleBroken(_NOT_YOURS[Side.COHE])
    if step not in UNDER_WAY:
        raise RuleBroken(f"A referral that is {_said(step)} is not updated.")


def check_awaited(step: ReferralStep) -> None:
    if step not in AWAITED:
        raise RuleBroken(f"No answer is awaited on a referral that is {_said(step)}.")


def checked_reason(text: str | None, *, needed: bool, field: str = "reason") -> str | None:
    said = (text or "").strip()
    if not said and needed:
        raise RuleBroken("Enter why: it stays with the referral.", field=field)
    if len(said) > LONGEST_REASON:
        raise RuleBroken(f"Shorten this to {LONGEST_REASON:,} characters.", field=field)
    return said or None


def checked_outcome(text: str | None, *, needed: bool) -> str | None:
    said = " ".join((text or "").split())
    if not said and needed:
        raise RuleBroken("Enter what came of it.", field="outcome")
    if len(said) > LONGEST_OUTCOME:
        raise RuleBroken(f"Shorten the outcome to {LONGEST_OUTCOME} characters.", field="outcome")
    return said or None


def check_expected_ahead(expected_by: date, today: date) -> None:
    last = add_business_days(today, LONGEST_WAIT)
    if not today < expected_by <= last:
        raise RuleBroken(
            f"Enter a day after today and not after {written(last)}.", field="expected_by"
        )


def expected_after(step: ReferralStep, on: date, answer_days: int) -> date | None:
    """The day by which a service's next word is expected; none when it is not its turn."""
    if step not in AWAITED:
        return None
    return add_business_days(on, LATER_WORD.get(step, answer_days))


def is_silent(step: ReferralStep, expected_by: date | None, today: date) -> bool:
    return step in AWAITED and expected_by is not None and expected_by < today


def is_asking_after(before: ReferralStep, step: ReferralStep, reason: str | None) -> bool:
    """Asking after it tells its step again, and is the COHE's own note: the service is not told. A
    reason that only begins alike is meant for the service."""
    said = reason or ""
    return step is before and (said == ASKED_AGAIN or said.startswith(f"{ASKED_AGAIN}: "))


def never_possible(taken: Collection[ReferralStep]) -> Iterator[tuple[ReferralStep, ReferralStep]]:
    """The pairs in a history of steps that no table allows; the same step again is an update, or
    that it was asked for again."""
    for step, wanted in pairwise(taken):
        back = AGAIN.get(step, (None,))[0]
        allowed = {*NEXT[step], back} | ({step} if step in UNDER_WAY else set())
        allowed |= {S.DRAFT} if step is S.WITHDRAWN else set()
        if wanted not in allowed:
            yield step, wanted


_NOT_YOURS: Mapping[Side, str] = MappingProxyType(
    {
        Side.COHE: "This step is the coordinator's to take.",
        Side.SERVICE: "The service answers this itself.",
    }
)


def _said(step: ReferralStep) -> str:
    return {S.DRAFT: "a draft", S.NEEDS_INFORMATION: "waiting for information"}.get(
        step, step.value.replace("_", " ")
    )
