"""Cover put into the house for a test."""

from datetime import date
from typing import Any

from tests.house import House


def put_cover(house: House, absent: str, from_on: date, to_on: date, **values: Any) -> int:
    """A coordinator's provider is covered by the other coordinator of the centre; call it inside an
    app context."""
    from ohms.models.coverage import Coverage

    slug, number = absent.split(".hsc")
    other = {"1": "2", "2": "1"}[number]
    return house.add(
        Coverage,
        provider_id=house.provider[f"{slug}.{number}"],
        cohe_id=house.cohe[slug],
        absent_id=house.staff[absent],
        covering_id=house.staff[f"{slug}.hsc{other}"],
        from_on=from_on,
        to_on=to_on,
        **values,
    )
