"""How many claims arrive on which day, and their numbers: known without making the claims.

Claims of a COHE are numbered from one fixed day at an even pace of the calendar, so that the
claims of a day never depend on the day on which the simulation began or ends.
"""

from datetime import date, timedelta

from ohms.domain.calendar import ONE_DAY
from ohms.simulator.planned import PlannedCohe
from ohms.simulator.workdays import add_business_days, is_business_day, on_or_after, quarter_end
from ohms.simulator.workdays import on_or_before as business_day_on_or_before

EPOCH = date(2010, 1, 1)
_FOUR_YEARS = 1461
_PLACES = 16  # of COHEs in the line of numbers
_LETTERS = "ABCDEFGHJKLMNPQRUVXYZ"
_SPACE = len(_LETTERS) ** 2 * 100_000
_STRIDE = 20_000_003  # prime, and no divisor of the space: every serial gets a number of its own


def claims_before(cohe: PlannedCohe, day: date) -> int:
    """Claims initiated from the epoch to the eve of a day, at an even pace by the calendar."""
    return (day - EPOCH).days * cohe.claims_per_year * 4 // _FOUR_YEARS


def indices_of(cohe: PlannedCohe, day: date) -> range:
    """The claims that a COHE initiates on a day: none unless it is a business day.

    A business day brings those of the weekend or holiday before it; the last business day of a
    quarter also those of the days left in it, so that every quarter has its exact share and the
    pace on every business day is that of the calendar.
    """
    if not is_business_day(day):
        return range(0)
    return range(
        claims_before(cohe, _reach(add_business_days(day, -1)) + ONE_DAY),
        claims_before(cohe, _reach(day) + ONE_DAY),
    )


def _reach(business_day: date) -> date:
    """The last calendar day whose claims are initiated on a business day or before it."""
    end = quarter_end(business_day)
    return end if business_day_on_or_before(end) == business_day else business_day


def day_of(cohe: PlannedCohe, index: int) -> date:
    """The business day on which a claim is initiated: the other way round of `indices_of`."""
    # Within a day of the pace's own day; the division is settled by looking.
    day = EPOCH + timedelta(days=index * _FOUR_YEARS // (cohe.claims_per_year * 4))
    while claims_before(cohe, day + ONE_DAY) <= index:
        day += ONE_DAY
    following = on_or_after(day)
    return following if following <= quarter_end(day) else business_day_on_or_before(day)


def claim_number(seed: int, cohe: PlannedCohe, index: int) -> str:
    """A claim number of two letters and five digits, never given twice for one seed."""
    serial = index * _PLACES + cohe.number
    place = (serial * _STRIDE + seed * 7_919) % _SPACE
    letters, digits = divmod(place, 100_000)
    first, second = divmod(letters, len(_LETTERS))
    return f"{_LETTERS[first]}{_LETTERS[second]}{digits:05d}"
