"""Made-up clinics and their attending providers, with habits that differ as widely as in life."""

from datetime import date, timedelta
from random import Random

from ohms.simulator.draws import Weighted, between, pick, stream
from ohms.simulator.names import fictional_phone, person
from ohms.simulator.planned import PlannedClinic, PlannedCohe, PlannedProvider

ROA_ON_TIME = 0.82
"""Share of Reports of Accident received in two business days, over a COHE's claims."""

APF_HABIT = 0.803
"""Share of claims without time loss with an APF by 12 weeks; with time loss nearly all have one,
so that 84 % of all claims do."""

_KIND = (
    "Occupational Health",
    "Urgent Care",
    "Family Medicine",
    "Walk-in Clinic",
    "Chiropractic",
    "Orthopedics",
    "Spine and Sport",
    "Emergency Department",
    "Internal Medicine",
    "Work Injury Clinic",
)
_CREDENTIALS: Weighted[str] = Weighted(
    [("MD", 34), ("DO", 12), ("PA", 22), ("ARNP", 18), ("DC", 11), ("ND", 2), ("DPM", 1)]
)
# The spread of habits: most providers do well, some rarely do.
_HABITS = (0.97, 0.96, 0.94, 0.93, 0.91, 0.89, 0.86, 0.82, 0.76, 0.68, 0.57, 0.42)


def clinics_for(seed: int, cohe: PlannedCohe) -> list[PlannedClinic]:
    """A COHE's clinics: one for about every 350 claims a year, at least five."""
    rng = stream(seed, "clinics", cohe.slug)
    planned: list[PlannedClinic] = []
    names: set[str] = set()
    while len(planned) < max(5, cohe.claims_per_year // 350):
        city = pick(rng, cohe.cities)
        name = f"{city} {pick(rng, _KIND)}"
        if name in names:
            name = f"{pick(rng, ('North', 'South', 'East', 'West', 'Old Town'))} {name}"
        if name in names:
            continue
        names.add(name)
        planned.append(
            PlannedClinic(
                key=f"{cohe.slug}-clinic-{len(planned) + 1}",
                cohe=cohe.slug,
                name=name,
                city=city,
                phone=fictional_phone(rng, cohe.area_codes),
                fax=fictional_phone(rng, cohe.area_codes),
            )
        )
    return planned


def _brought_to_mean(
    habits: list[float], weights: list[float], mean: float, low: float = 0.25
) -> list[float]:
    """The habits moved together until their mean over the claims is the one of the mix."""
    total = sum(weights)
    for _ in range(40):
        off = mean - sum(h * w for h, w in zip(habits, weights, strict=True)) / total
        habits = [min(0.99, max(low, habit + off)) for habit in habits]
    return habits


def _habits(rng: Random, weights: list[float], mean: float) -> list[float]:
    # Dealt out like cards, so that large and small providers get good and bad habits alike.
    dealt = [_HABITS[n % len(_HABITS)] for n in range(len(weights))]
    rng.shuffle(dealt)
    return _brought_to_mean(dealt, weights, mean)


def _provider_id(cohe: PlannedCohe, rank: int) -> str:
    # Every third provider has an older number of six digits.
    base = 110_000 if rank % 3 == 0 else 1_100_000
    return str(base + cohe.number * 100_000 + rank * 137)


def providers_for(
    seed: int, cohe: PlannedCohe, clinics: list[PlannedClinic]
) -> list[PlannedProvider]:
    """A COHE's enrolled providers, busy and less busy, spread over its clinics."""
    rng = stream(seed, "providers", cohe.slug)
    count = max(18, cohe.claims_per_year // 80)
    weights = [1 / (rank + 12) for rank in range(count)]
    on_time = _habits(rng, weights, ROA_ON_TIME)
    complete = _habits(rng, weights, 0.86)
    with_apf = _habits(rng, weights, APF_HABIT)
    planned: list[PlannedProvider] = []
    for rank in range(count):
        clinic = clinics[rank % len(clinics)]
        last, first, _ = person(rng)
        planned.append(
            PlannedProvider(
                provider_id=_provider_id(cohe, rank),
                last_name=last,
                first_name=first,
                credential="DC" if "Chiropractic" in clinic.name else _CREDENTIALS.draw(rng),
                clinic=clinic.key,
                cohe=cohe.slug,
                enrolled_from=date(2012, 1, 1) + timedelta(days=between(rng, 0, 2600)),
                enrolled_to=None,
                weight=weights[rank],
                roa_on_time=on_time[rank],
                roa_complete=complete[rank],
                apf_habit=with_apf[rank],
            )
        )
    return planned
