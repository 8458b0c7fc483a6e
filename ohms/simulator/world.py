"""The simulated world on a given day: three fictional COHEs, and who works in and with them.

Clinics, providers, employers and people depend on the seed alone, so that a later `today` finds
them unchanged; arrivals, departures, absences and training are told back from `today`, so that
the demonstration's stories hold on any day of the calendar.
"""

from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from ohms.domain.calendar import ONE_DAY, Quarter, add_months
from ohms.domain.values import Role
from ohms.simulator.absences import Availability, absences_of
from ohms.simulator.assigning import assignments_of
from ohms.simulator.clinics import clinics_for, providers_for
from ohms.simulator.employers import employers_for
from ohms.simulator.onboarding import onboardings_of, trainings_of
from ohms.simulator.planned import (
    PlannedAssistantship,
    PlannedCohe,
    PlannedPosition,
    PlannedVacancy,
    World,
)
from ohms.simulator.staffing import LEAVER, Turning, staff_of, state_staff

CLAIMS_PER_REQUIRED_FTE = 2350
FULL_WEEK = 2400


class Size(StrEnum):
    """How much of the past there is."""

    SMALL = "small"
    FULL = "full"


_COHES = (
    PlannedCohe(
        slug="cascade",
        name="Cascade Foothills COHE",
        sponsor="Skyfell Valley Health Alliance",
        number=0,
        area_codes=("360", "425"),
        cities=("Alderfell", "Skyfell", "Port Linden", "Mossbank", "Tolliver", "Granite Ferry"),
        claims_per_year=2_400,
        share=Fraction(41, 50),
        closing_days=(),
    ),
    PlannedCohe(
        slug="puget",
        name="Puget Narrows COHE",
        sponsor="Harbor Saints Medical Group",
        number=1,
        area_codes=("253", "206"),
        cities=(
            "Narrowgate",
            "Tidehaven",
            "Kestrel Point",
            "Fort Maddock",
            "Sumner Flats",
            "Elmbay",
            "Dunmore Hill",
            "Lakewell",
            "Carver Landing",
        ),
        claims_per_year=8_000,
        share=Fraction(41, 50),
        closing_days=(),
    ),
    PlannedCohe(
        slug="inland",
        name="Inland Plateau COHE",
        sponsor="Larkspur Regional Hospitals",
        number=2,
        area_codes=("509",),
        cities=(
            "Larkspur",
            "Basalt City",
            "Palouse Bend",
            "Wheatley",
            "Cold Prairie",
            "Okanine",
            "Vernon Gap",
            "Coulee Mills",
            "Saddle Rock",
            "Ponder Lake",
            "Yarrow",
            "Three Silos",
            "Hanover Springs",
            "Dry Fork",
        ),
        claims_per_year=20_000,
        share=Fraction(93, 100),
        closing_days=(),
    ),
)


MOST_COHES = len(_COHES)


def first_day_of(today: date, size: Size) -> date:
    """The first day of claims and time: a quarter's first day, 13 months or five years back."""
    return Quarter.of(add_months(today, -13 if size is Size.SMALL else -60)).first_on


def notes_from_day(today: date, size: Size) -> date:
    """The first day of notes, contacts and tasks: 100 days or two years back."""
    return today - timedelta(days=99) if size is Size.SMALL else add_months(today, -24)


def staffed_fte(positions: tuple[PlannedPosition, ...], cohe: str, day: date) -> Fraction:
    """Weekly minutes of the HSC positions held on a day, over 2,400."""
    held = (p for p in positions if p.cohe == cohe and p.role == Role.HSC and p.held_on(day))
    return Fraction(sum(p.weekly_minutes for p in held), FULL_WEEK)


def _vacancy(positions: tuple[PlannedPosition, ...], cohe: PlannedCohe) -> PlannedVacancy:
    left = next(p for p in positions if p.staff == LEAVER)
    assert left.to_on is not None
    return PlannedVacancy(
        cohe=cohe.slug,
        position=left.key,
        ended_on=left.to_on,
        due_by=add_months(left.to_on, 3),
        staffed_before=staffed_fte(positions, cohe.slug, left.to_on),
        staffed_after=staffed_fte(positions, cohe.slug, left.to_on + ONE_DAY),
        required=Fraction(cohe.claims_per_year, CLAIMS_PER_REQUIRED_FTE),
    )


def _scaled(claims_per_year: int | None, cohes: int) -> tuple[PlannedCohe, ...]:
    taken = _COHES[:cohes]
    if claims_per_year is None:
        return taken
    whole = sum(cohe.claims_per_year for cohe in taken)
    return tuple(
        replace(cohe, claims_per_year=max(1, cohe.claims_per_year * claims_per_year // whole))
        for cohe in taken
    )


def build_world(
    today: date,
    seed: int = 1,
    size: Size = Size.SMALL,
    *,
    claims_per_year: int | None = None,
    cohes: int = MOST_COHES,
    first_day: date | None = None,
) -> World:
    """Everything that stands before the first claim arrives.

    `claims_per_year` scales the volume of all COHEs together (30,400 of all three), not the staff:
    the stories about FTE hold at the default volume. `cohes`: the first so many of cascade, puget
    and inland. `first_day`: another first day of claims and time than the size's.
    """
    return _world(today, seed, size, _scaled(claims_per_year, cohes), first_day)


def _world(
    today: date,
    seed: int,
    size: Size,
    cohes: tuple[PlannedCohe, ...],
    earliest: date | None,
) -> World:
    first_day = earliest or first_day_of(today, size)
    turning = Turning(today)
    clinics = {cohe.slug: clinics_for(seed, cohe) for cohe in cohes}
    providers = {cohe.slug: providers_for(seed, cohe, clinics[cohe.slug]) for cohe in cohes}
    people, posts = state_staff(seed, cohes, turning)
    for cohe in cohes:
        more_people, more_posts = staff_of(seed, cohe, turning)
        people, posts = people + more_people, posts + more_posts
    absences = tuple(absences_of(seed, posts, first_day, today))
    assignments = [
        row
        for cohe in cohes
        for row in assignments_of(cohe.slug, providers[cohe.slug], posts, first_day)
    ]
    vacant = [cohe for cohe in cohes if cohe.slug == "inland"]
    return World(
        today=today,
        seed=seed,
        first_day=first_day,
        notes_from=max(first_day, notes_from_day(today, size)),
        cohes=cohes,
        clinics=tuple(clinic for cohe in cohes for clinic in clinics[cohe.slug]),
        providers=tuple(provider for cohe in cohes for provider in providers[cohe.slug]),
        employers=tuple(employer for cohe in cohes for employer in employers_for(seed, cohe)),
        staff=tuple(people),
        positions=tuple(posts),
        assignments=tuple(assignments),
        assistantships=tuple(
            PlannedAssistantship(p.staff, f"{p.cohe}.hsc1", p.from_on)
            for p in posts
            if p.role == Role.HSC_ASSISTANT
        ),
        absences=absences,
        trainings=tuple(trainings_of(seed, posts, Availability(cohes, absences), today)),
        onboardings=tuple(onboardings_of(posts)),
        vacancies=tuple(_vacancy(tuple(posts), cohe) for cohe in vacant),
    )
