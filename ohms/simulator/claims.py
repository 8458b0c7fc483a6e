"""Claims: each has one course, drawn once from the seed and its place in its COHE's line.

A claim is the same whatever was made before it and whenever it is asked for. Shares and mixes are
those of the domain notes, section 8.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

from ohms.commands.memory import collection_paused
from ohms.simulator.benefits import SEVERITIES, drawn_days_off, payments_of
from ohms.simulator.claim_days import (
    doubled,
    first_visit,
    frq,
    injured,
    off_work,
    report_of_accident,
    restricted_days,
    statuses_of,
    surgery,
)
from ohms.simulator.courses import ClaimCourse, Dated, Severity, Worker
from ohms.simulator.draws import Weighted, between, pick, skewed, stream
from ohms.simulator.injuries import WITH_TIME_LOSS, WITHOUT_TIME_LOSS
from ohms.simulator.names import fictional_phone, person
from ohms.simulator.numbering import claim_number, day_of, indices_of
from ohms.simulator.planned import PlannedCohe, PlannedEmployer, PlannedProvider, World
from ohms.simulator.treatment import exams_of, stretches
from ohms.simulator.workdays import DAYS, add_business_days, business_days

DOUBLED = 0.0012
"""Share of claims that L&I later combines into another of the same accident."""


class ClaimMaker:
    """Makes the courses of a world's claims. Keeps tables only: no state between two claims."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._providers: dict[str, Weighted[PlannedProvider]] = {}
        self._employers: dict[str, Weighted[PlannedEmployer]] = {}
        for cohe in world.cohes:
            slug = cohe.slug
            self._providers[slug] = Weighted((p, p.weight) for p in world.providers_of(slug))
            self._employers[slug] = Weighted((e, e.weight) for e in world.employers_of(slug))
        rng = stream(world.seed, "claim managers")
        self._managers = [
            (f"{first} {last}", fictional_phone(rng, ("360",)))
            for last, first, _ in (person(rng) for _ in range(60))
        ]
        self._lawyers = [
            (f"{first} {last}, attorney", fictional_phone(rng, ("206", "253", "509")))
            for last, first, _ in (person(rng) for _ in range(25))
        ]

    def courses(
        self, from_on: date, to_on: date, cohes: Iterable[PlannedCohe] | None = None
    ) -> list[ClaimCourse]:
        """The claims initiated in a range of days, ends included, by COHE and then by day; of all
        COHEs or of some."""
        days = business_days(from_on, to_on)
        with collection_paused():
            return [
                self.course_of(cohe, place, day)
                for cohe in cohes or self._world.cohes
                for day in days
                for place in indices_of(cohe, day)
            ]

    def course_of(self, cohe: PlannedCohe, place: int, day: date | None = None) -> ClaimCourse:
        """The course of one claim, by its place in its COHE's line; `day` saves looking it up."""
        rng = Random((self._world.seed * 64 + cohe.number) * 100_000_000 + place)
        initiated_on = day or day_of(cohe, place)
        if rng.random() < DOUBLED and place:
            twin = self.course_of(cohe, place - between(rng, 1, min(place, 40)))
            if twin.combined_into is None:
                return doubled(self._number(cohe, place), place, initiated_on, twin, rng)
        return self._ordinary(cohe, place, initiated_on, rng)

    def _number(self, cohe: PlannedCohe, place: int) -> str:
        return claim_number(self._world.seed, cohe, place)

    def _ordinary(
        self, cohe: PlannedCohe, place: int, initiated_on: date, rng: Random
    ) -> ClaimCourse:
        provider = self._providers[cohe.slug].draw(rng)
        severity = SEVERITIES.draw(rng)
        medical_only = severity is Severity.MEDICAL_ONLY
        injury = (WITHOUT_TIME_LOSS if medical_only else WITH_TIME_LOSS).draw(rng)
        first_visit_on = first_visit(rng, provider, initiated_on)
        injury_on = injured(rng, injury, first_visit_on)
        established_on = add_business_days(initiated_on, 1 + skewed(rng, 0, 5))
        days_off = drawn_days_off(rng, severity)
        off = off_work(rng, severity, days_off, injury_on, first_visit_on)
        payments = payments_of(rng, severity, injury_on, off)
        attending = self._attending(rng, cohe, provider, first_visit_on)
        told = stretches(rng, first_visit_on, off, restricted_days(rng, days_off))
        recovered_on = told[-1].from_on
        statuses, again = statuses_of(rng, severity, initiated_on, established_on, recovered_on)
        if again is not None:
            payments = payments + again
        # Nearly every claim with time loss has an APF: it is what time loss is certified by.
        habit = provider.apf_habit if medical_only else 0.97
        exams = exams_of(rng, told, injury, attending) if rng.random() < habit else []
        manager, manager_phone = pick(rng, self._managers)
        lawyer, lawyer_phone, represented_on = self._lawyer(rng, days_off, off)
        left_fund_on = (
            established_on + DAYS[between(rng, 20, 60)] if rng.random() < 0.0005 else None
        )
        frq_on, frq_positive = frq(rng, days_off, off)
        changes = {initiated_on, established_on, *(s.on for s in statuses)}
        changes.update(a.on for a in attending[1:])
        changes.update(p.known_on for p in payments)
        changes.update(day for day in (represented_on, left_fund_on) if day is not None)
        changes.discard(date.min)
        return ClaimCourse(
            claim_number=self._number(cohe, place),
            cohe=cohe.slug,
            place=place,
            worker=self._worker(rng, cohe, place, injury_on),
            employer=self._employers[cohe.slug].draw(rng),
            provider=provider,
            injury=injury,
            severity=severity,
            injury_on=injury_on,
            first_visit_on=first_visit_on,
            roa=report_of_accident(rng, provider, first_visit_on, initiated_on),
            initiated_on=initiated_on,
            established_on=established_on,
            claim_manager=manager,
            claim_manager_phone=manager_phone,
            statuses=statuses,
            attending=attending,
            exams=tuple(exams),
            payments=tuple(payments),
            days_off=days_off,
            off_from=off[0] if off else None,
            off_to=off[1] if off else None,
            recovered_on=recovered_on,
            surgery_on=surgery(rng, days_off, off),
            frq_on=frq_on,
            frq_positive=frq_positive,
            protest_on=statuses[-1].on + DAYS[20] if rng.random() < 0.01 else None,
            representative=lawyer,
            representative_phone=lawyer_phone,
            represented_on=represented_on,
            combined_into=None,
            combined_on=None,
            left_fund_on=left_fund_on,
            changed_on=tuple(sorted(changes)),
        )

    def _worker(self, rng: Random, cohe: PlannedCohe, place: int, injury_on: date) -> Worker:
        """The injured worker: for three claims in a hundred somebody who had one before."""
        who = place
        if place and rng.random() < 0.03:
            who = place - between(rng, 1, min(place, max(40, cohe.claims_per_year)))
        draw = Random((self._world.seed * 64 + cohe.number + 32) * 100_000_000 + who)
        last, first, language = person(draw)
        # Ages are told back from the day the person first comes up, so that they never change.
        age_days = 18 * 366 + int((draw.random() + draw.random()) / 2 * 46 * 365)
        phone_2 = fictional_phone(draw, cohe.area_codes) if draw.random() < 0.2 else None
        email = None
        if draw.random() < 0.45:
            email = f"{first}.{last}{between(draw, 1, 99)}@mail.example".lower()
        return Worker(
            key=f"W{cohe.number}{who:08d}",
            last_name=last,
            first_name=first,
            birth_date=day_of(cohe, who) - timedelta(days=age_days),
            language=language,
            interpreter=language != "English" and draw.random() < 0.7,
            phone=fictional_phone(draw, cohe.area_codes),
            phone_2=phone_2,
            email=email,
        )

    def _attending(
        self, rng: Random, cohe: PlannedCohe, provider: PlannedProvider, first_visit_on: date
    ) -> tuple[Dated, ...]:
        """Who treats: mostly who filed the report; some workers change later."""
        providers = self._providers[cohe.slug]
        first = provider if rng.random() < 0.93 else providers.draw(rng)
        attending = [Dated(date.min, first.provider_id)]
        if rng.random() < 0.04:
            on = first_visit_on + DAYS[between(rng, 15, 120)]
            attending.append(Dated(on, providers.draw(rng).provider_id))
        return tuple(attending)

    def _lawyer(
        self, rng: Random, days_off: int, off: tuple[date, date] | None
    ) -> tuple[str | None, str | None, date | None]:
        """Some workers who are off for long take a representative."""
        if off is None or days_off <= 60 or rng.random() >= 0.18:
            return None, None, None
        name, phone = pick(rng, self._lawyers)
        return name, phone, off[0] + DAYS[between(rng, 20, 60)]
