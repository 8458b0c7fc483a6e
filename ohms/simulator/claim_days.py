"""The days of a claim and what is told on them, each drawn from the claim's own stream."""

from datetime import date
from random import Random

from ohms.domain.values import AccidentKind, ClaimStatus, TimeLossKind
from ohms.simulator.benefits import fortnights, paid_from
from ohms.simulator.courses import ClaimCourse, Dated, Payment, Roa, Severity
from ohms.simulator.draws import Weighted, between, pick, skewed
from ohms.simulator.injuries import Injury
from ohms.simulator.planned import PlannedProvider
from ohms.simulator.workdays import DAYS, add_business_days, is_business_day

ROA_FIELDS = (
    "provider_signature",
    "icd10",
    "causation",
    "objective_findings",
    "time_off_estimate",
    "work_status",
)
"""What an incomplete Report of Accident most often lacks."""

_VISIT_LAG: Weighted[tuple[int, int]] = Weighted(
    [((0, 0), 60), ((1, 1), 19), ((2, 3), 9), ((4, 7), 7), ((8, 30), 5)]
)
"""Days from the injury to the first visit."""


def first_visit(rng: Random, provider: PlannedProvider, received_on: date) -> date:
    """The first visit, so many business days before the report was received."""
    in_time = rng.random() < provider.roa_on_time
    delay = between(rng, 0, 2) if in_time else 3 + skewed(rng, 0, 12)
    if delay and rng.random() < 0.35:
        eve = add_business_days(received_on, 1 - delay) - DAYS[1]
        if not is_business_day(eve):
            return eve  # a visit on a weekend or holiday, as many business days before
    return add_business_days(received_on, -delay)


def injured(rng: Random, injury: Injury, first_visit_on: date) -> date:
    """The day of the injury, or of an occupational disease first noticed."""
    if injury.kind is AccidentKind.OCCUPATIONAL_DISEASE:
        return first_visit_on - DAYS[skewed(rng, 5, 200)]
    return first_visit_on - DAYS[between(rng, *_VISIT_LAG.draw(rng))]


def report_of_accident(
    rng: Random, provider: PlannedProvider, first_visit_on: date, received_on: date
) -> Roa:
    """When the report was signed, and what it lacked."""
    missing: tuple[str, ...] = ()
    if rng.random() >= provider.roa_complete:
        missing = tuple(dict.fromkeys(pick(rng, ROA_FIELDS) for _ in range(between(rng, 1, 2))))
    days = (received_on - first_visit_on).days
    lag = 0 if rng.random() < 0.8 else between(rng, 0, days)
    return Roa(first_visit_on + DAYS[lag], received_on, missing)


def off_work(
    rng: Random, severity: Severity, days_off: int, injury_on: date, first_visit_on: date
) -> tuple[date, date] | None:
    """First and last day off work: mostly from the visit on, for some only after a try at work."""
    if not days_off:
        return None
    begin = first_visit_on + DAYS[1 if injury_on == first_visit_on else 0]
    if severity is not Severity.MEDICAL_ONLY and rng.random() < 0.12:
        begin = first_visit_on + DAYS[between(rng, 5, 25)]
    return begin, begin + DAYS[days_off - 1]


def restricted_days(rng: Random, days_off: int) -> int:
    """Days on restricted work before full duty."""
    if not days_off:
        return 0 if rng.random() < 0.55 else skewed(rng, 4, 28)
    if days_off <= 3:
        return 0 if rng.random() < 0.4 else skewed(rng, 4, 21)
    return 0 if rng.random() < 0.25 else skewed(rng, 7, 45)


def statuses_of(
    rng: Random,
    severity: Severity,
    initiated_on: date,
    established_on: date,
    recovered_on: date,
) -> tuple[tuple[Dated, ...], list[Payment] | None]:
    """L&I's status through the claim's life, and what is paid when it is reopened."""
    told = [Dated(initiated_on, ClaimStatus.PENDING)]
    decided = established_on + DAYS[skewed(rng, 4, 40)]
    chance = rng.random()
    if severity is Severity.MEDICAL_ONLY:
        if chance < 0.045:
            return (*told, Dated(decided, ClaimStatus.REJECTED)), None
    elif chance < 0.2:
        told.append(Dated(established_on, ClaimStatus.INTERLOCUTORY))
        decided += DAYS[21]
    told.append(Dated(decided, ClaimStatus.ALLOWED))
    closed = max(decided, recovered_on) + DAYS[between(rng, 20, 75)]
    told.append(Dated(closed, ClaimStatus.CLOSED))
    if rng.random() >= 0.012:
        return tuple(told), None
    again = closed + DAYS[between(rng, 45, 240)]
    days = skewed(rng, 7, 60)
    begin = paid_from(initiated_on, again, days)
    until = again + DAYS[days - 1]
    told.append(Dated(again, ClaimStatus.REOPENED))
    told.append(Dated(until + DAYS[60], ClaimStatus.CLOSED))
    return tuple(told), fortnights(rng, begin, until, TimeLossKind.TIME_LOSS)


def surgery(rng: Random, days_off: int, off: tuple[date, date] | None) -> date | None:
    """A day of surgery for a third of those off work for more than two months."""
    if off is None or days_off <= 60 or rng.random() >= 0.35:
        return None
    return off[0] + DAYS[between(rng, 14, days_off - 20)]


def frq(
    rng: Random, days_off: int, off: tuple[date, date] | None
) -> tuple[date | None, bool | None]:
    """When the FRQ is asked, 14 to 28 days off work, and whether it comes out positive (25 %)."""
    if off is None or days_off < 14 or rng.random() >= 0.75:
        return None, None
    return off[0] + DAYS[between(rng, 13, min(27, days_off - 1))], rng.random() < 0.25


def doubled(
    number: str, place: int, initiated_on: date, twin: ClaimCourse, rng: Random
) -> ClaimCourse:
    """A second number for an accident that has one: L&I combines it into the first."""
    established_on = add_business_days(initiated_on, 2)
    combined_on = add_business_days(established_on, between(rng, 3, 15))
    return twin._replace(
        claim_number=number,
        place=place,
        severity=Severity.MEDICAL_ONLY,
        roa=Roa(twin.first_visit_on, initiated_on, ()),
        initiated_on=initiated_on,
        established_on=established_on,
        statuses=(
            Dated(initiated_on, ClaimStatus.PENDING),
            Dated(combined_on, ClaimStatus.CLOSED),
        ),
        attending=twin.attending[:1],
        exams=(),
        payments=(),
        days_off=0,
        off_from=None,
        off_to=None,
        recovered_on=initiated_on,
        surgery_on=None,
        frq_on=None,
        frq_positive=None,
        protest_on=None,
        representative=None,
        representative_phone=None,
        represented_on=None,
        combined_into=twin.claim_number,
        combined_on=combined_on,
        left_fund_on=None,
        changed_on=(initiated_on, established_on, combined_on),
    )
