"""What Stay at Work reimburses at most, by the date of injury, and what a claim has used of it.
Source: domain notes 6.1."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import date

from ohms.domain.errors import RuleBroken
from ohms.domain.referrals import Side
from ohms.domain.values import ReferralStep

RAISED_ON = date(2025, 1, 1)
"""The first date of injury under the higher caps."""
CENTS = 100
TELLS_USE = (ReferralStep.ACCEPTED, ReferralStep.IN_PROGRESS, ReferralStep.COMPLETED)
_MONEY = re.compile(r"\$?(\d{1,3}(?:,?\d{3})*)(?:\.(\d{2}))?")
LONGEST_MONEY = 12


@dataclass(frozen=True, slots=True)
class Caps:
    """Per claim; wages in percent of base wages, money in whole dollars, the window in months."""

    wage_percent: int
    days_worked: int
    wages: int
    window_months: int
    training: int
    tools: int
    clothing: int

    @property
    def said(self) -> str:
        return (
            f"{self.wage_percent} % of base wages for up to {self.days_worked} days worked within"
            f" {self.window_months} months, at most ${self.wages:,}; training ${self.training:,},"
            f" tools ${self.tools:,}, clothing ${self.clothing:,}"
        )


BEFORE = Caps(50, 66, 10_000, 24, 1_000, 2_500, 400)
SINCE = Caps(50, 120, 25_000, 24, 2_000, 5_000, 1_000)


def caps_for(injury_on: date) -> Caps:
    return SINCE if injury_on >= RAISED_ON else BEFORE


@dataclass(frozen=True, slots=True)
class Use:
    """Days worked that were reimbursed, and the money in cents."""

    days: int = 0
    wages: int = 0
    training: int = 0
    tools: int = 0
    clothing: int = 0

    def __add__(self, other: "Use") -> "Use":
        return Use(*(getattr(self, n) + getattr(other, n) for n in AMOUNTS))


AMOUNTS = tuple(each.name for each in fields(Use))
LABELS = {
    "days": "Days worked",
    "wages": "Wages",
    "training": "Training",
    "tools": "Tools",
    "clothing": "Clothing",
}


@dataclass(frozen=True, slots=True)
class UseLine:
    """One cap of a claim: what may be used, what is, what is left."""

    label: str
    cap: str
    used: str
    left: str


def sum_of(uses: Iterable[Use]) -> Use:
    return sum(uses, start=Use())


def lines_of_use(used: Use, caps: Caps) -> list[UseLine]:
    """What a claim has used of each cap, over all of its referrals."""
    return [
        UseLine(
            LABELS[name],
            _said(name, _cap(caps, name)),
            _said(name, getattr(used, name)),
            _said(name, max(0, _cap(caps, name) - getattr(used, name))),
        )
        for name in AMOUNTS
    ]


def read_money(text: str | None, field: str) -> int:
    """Cents of a typed amount of dollars, such as 1,234.50; nothing typed is nothing."""
    typed = "".join((text or "").split())
    if not typed:
        return 0
    found = _MONEY.fullmatch(typed) if len(typed) <= LONGEST_MONEY and typed.isascii() else None
    if found is None:
        raise RuleBroken("Enter an amount in dollars, such as 1,234.50.", field=field)
    return int(found[1].replace(",", "")) * CENTS + int(found[2] or 0)


def as_money(cents: int) -> str:
    """As it is typed: 1,234.50, and 1,234 where there are no cents."""
    dollars, rest = divmod(cents, CENTS)
    return f"{dollars:,}.{rest:02}" if rest else f"{dollars:,}"


def check_tells_use(step: ReferralStep, sides: Collection[Side]) -> None:
    if Side.SERVICE not in sides:
        raise RuleBroken("What is reimbursed is the desk's to enter.")
    if step not in TELLS_USE:
        raise RuleBroken("Accept it first: nothing is reimbursed before.")


def check_use(told: Use, of_others: Use, caps: Caps) -> None:
    """Refuse what goes beyond a cap of the claim, its other referrals counted in."""
    for name in AMOUNTS:
        cap, others = _cap(caps, name), getattr(of_others, name)
        if getattr(told, name) + others > cap:
            beside = f", {_said(name, others)} of it used by another referral" if others else ""
            raise RuleBroken(f"The cap of this claim is {_said(name, cap)}{beside}.", field=name)


def _cap(caps: Caps, name: str) -> int:
    """In the unit in which it is used."""
    return caps.days_worked if name == "days" else getattr(caps, name) * CENTS


def _said(name: str, amount: int) -> str:
    return f"{amount:,} days" if name == "days" else f"${as_money(amount)}"
