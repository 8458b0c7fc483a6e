"""Made-up employers: names from own word lists, account ids of the form 123,456-78."""

from dataclasses import replace
from random import Random

from ohms.simulator.draws import between, pick, stream
from ohms.simulator.names import fictional_phone, person
from ohms.simulator.planned import PlannedCohe, PlannedEmployer

_PLACE = [
    "Alder",
    "Anchor",
    "Ashgrove",
    "Basalt",
    "Bellwether",
    "Birchline",
    "Bluebank",
    "Boulder",
    "Brightwater",
    "Brookfell",
    "Cedarvale",
    "Clearcut",
    "Copperhill",
    "Cottonwood",
    "Crestline",
    "Driftwood",
    "Eaglerock",
    "Evergold",
    "Fernhollow",
    "Firwood",
    "Foxglove",
    "Glacier",
    "Graniteway",
    "Harborlight",
    "Hawthorn",
    "Heronbay",
    "Highmeadow",
    "Huckleberry",
    "Ironbark",
    "Juniper",
    "Kingsfell",
    "Larchmont",
    "Lightfoot",
    "Longview",
    "Madrona",
    "Mapleway",
    "Millrace",
    "Mossy",
    "Northpass",
    "Oakhaven",
    "Orchardgate",
    "Otterbrook",
    "Palouse",
    "Pinecrest",
    "Quailrun",
    "Quarry",
    "Redstone",
    "Ridgeway",
    "Rivermark",
    "Saltgrass",
    "Sawtooth",
    "Silverleaf",
    "Skylark",
    "Springbank",
    "Stonebridge",
    "Summitline",
    "Tamarack",
    "Tidewater",
    "Timberline",
    "Twinpeak",
    "Umber",
    "Valleyview",
    "Wheatland",
    "Whitewater",
    "Wildrose",
    "Windgate",
]
_TRADE = (
    ("Roofing", False),
    ("Concrete", False),
    ("Framing", False),
    ("Electric", False),
    ("Plumbing and Heating", False),
    ("Drywall", False),
    ("Landscaping", False),
    ("Tree Care", False),
    ("Logging", False),
    ("Orchards", False),
    ("Packing House", True),
    ("Dairy", False),
    ("Vineyards", False),
    ("Seafoods", True),
    ("Bakery", True),
    ("Meats", True),
    ("Foods", True),
    ("Grill", True),
    ("Cafe", True),
    ("Hotel", True),
    ("Care Home", True),
    ("Home Care", True),
    ("Dental", True),
    ("Childcare", True),
    ("School District", True),
    ("Transit", True),
    ("Trucking", False),
    ("Freight", True),
    ("Warehousing", True),
    ("Cold Storage", True),
    ("Metal Works", True),
    ("Cabinets", True),
    ("Glass", False),
    ("Plastics", True),
    ("Machine Shop", True),
    ("Auto Body", False),
    ("Tire and Lube", False),
    ("Hardware", True),
    ("Grocery", True),
    ("Garden Supply", True),
    ("Janitorial", True),
    ("Staffing", False),
    ("Security", True),
    ("Fire District", True),
    ("Recycling", True),
)
_FORM = ("LLC", "Inc", "Co", "Group", "and Sons")
FIRST, SECOND = 3, 20
"""One firm of each COHE has two accounts: the bench proposes them as one."""


def _employer_name(rng: Random, trade: str) -> str:
    base = f"{pick(rng, _PLACE)} {trade}"
    return base if rng.random() < 0.3 else f"{base} {pick(rng, _FORM)}"


def employers_for(seed: int, cohe: PlannedCohe) -> list[PlannedEmployer]:
    """A COHE's employers, a few large and many small; as many as its claims ask for."""
    rng = stream(seed, "employers", cohe.slug)
    planned: list[PlannedEmployer] = []
    names: set[str] = set()
    count = max(40, cohe.claims_per_year // 16)
    while len(planned) < count:
        trade, often_light = pick(rng, _TRADE)
        name = _employer_name(rng, trade)
        if name in names:
            name = f"{pick(rng, cohe.cities)} {name}"
        if name in names:
            continue
        names.add(name)
        last, first, _ = person(rng)
        rank = len(planned)
        # Thousands of the account number run on, so that no two employers share one.
        number = 100_000 + cohe.number * 200_000 + rank * 61 % 200_000
        planned.append(
            PlannedEmployer(
                account_id=f"{number // 1000},{number % 1000:03d}-{between(rng, 0, 99):02d}",
                name=name,
                contact=f"{first} {last}",
                phone=fictional_phone(rng, cohe.area_codes),
                cohe=cohe.slug,
                weight=1 / (rank + 8),
                has_light_duty=rng.random() < (0.75 if often_light else 0.4),
            )
        )
    planned[SECOND] = replace(planned[SECOND], name=planned[FIRST].name)
    return planned
