"""Time off and what is paid for it, by Washington's rules of waiting days and fortnights."""

from datetime import date, timedelta
from random import Random

from ohms.domain.calendar import ONE_DAY
from ohms.domain.values import TimeLossKind
from ohms.simulator.courses import Payment, Severity
from ohms.simulator.draws import Weighted, between, skewed
from ohms.simulator.workdays import DAYS

FORTNIGHT = timedelta(days=14)
WAITING_DAYS = 3
SHORTER_WAIT_FROM = date(2024, 6, 6)
"""Injuries from this day on are paid from the first day when still off on day 7 (before: 14)."""

SEVERITIES: Weighted[Severity] = Weighted(
    [
        (Severity.MEDICAL_ONLY, 78),
        (Severity.DAYS_4_TO_13, 7),
        (Severity.DAYS_14_TO_60, 8),
        (Severity.DAYS_61_TO_180, 5),
        (Severity.DAYS_OVER_180, 2),
    ]
)
_BOUNDS = {
    Severity.DAYS_4_TO_13: (4, 13),
    Severity.DAYS_14_TO_60: (14, 60),
    Severity.DAYS_61_TO_180: (61, 180),
    Severity.DAYS_OVER_180: (181, 540),
}


def drawn_days_off(rng: Random, severity: Severity) -> int:
    """Calendar days off work, both ends counted; up to 3 for a claim that is medical only."""
    if severity is Severity.MEDICAL_ONLY:
        return 0 if rng.random() < 0.75 else between(rng, 1, 3)
    return skewed(rng, *_BOUNDS[severity])


def paid_from(injury_on: date, off_from: date, days_off: int) -> date:
    """The first day that time loss is paid for: the fourth, or the first after a longer absence."""
    retroactive_after = 7 if injury_on >= SHORTER_WAIT_FROM else 14
    waits = 0 if days_off >= retroactive_after else WAITING_DAYS
    return off_from + DAYS[waits]


def fortnights(rng: Random, from_on: date, to_on: date, kind: TimeLossKind) -> list[Payment]:
    """Payments every two weeks over a range of days, each told a few days after it ends."""
    paid: list[Payment] = []
    begin = from_on
    while begin <= to_on:
        end = min(to_on, begin + FORTNIGHT - ONE_DAY)
        paid.append(Payment(begin, end, kind, end + DAYS[between(rng, 1, 5)]))
        begin = end + ONE_DAY
    return paid


def payments_of(
    rng: Random, severity: Severity, injury_on: date, off: tuple[date, date] | None
) -> list[Payment]:
    """What is paid for the days off: time loss, or the employer's salary; then perhaps loss of
    earning power on reduced work."""
    if off is None or severity is Severity.MEDICAL_ONLY:
        return []
    off_from, off_to = off
    days = (off_to - off_from).days + 1
    if days <= 60 and rng.random() < 0.05:
        return fortnights(rng, off_from, off_to, TimeLossKind.KEPT_ON_SALARY)
    from_on = paid_from(injury_on, off_from, days)
    paid = fortnights(rng, from_on, off_to, TimeLossKind.TIME_LOSS)
    if days > 13 and rng.random() < 0.07:
        until = off_to + DAYS[between(rng, 14, 56)]
        kind = TimeLossKind.LOSS_OF_EARNING_POWER
        paid += fortnights(rng, off_to + ONE_DAY, until, kind)
    return paid
