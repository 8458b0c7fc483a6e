"""Our coordination of a claim as a FHIR R4 EpisodeOfCare: valid however it stands, with nothing empty."""

from datetime import date
from itertools import product

import pytest

from ohms.domain.care_episode import (
    STATUS,
    STATUSES,
    CareEpisode,
    coordinations_of,
    episode_of_care,
)
from ohms.domain.values import Coordination
from tests.domain.test_referral_exchange import check_valid, references

BEGUN, ENDED = date(2026, 3, 2), date(2026, 9, 30)


@pytest.mark.parametrize(
    ("coordination", "coordinator", "from_on"),
    [*product(Coordination, ("Rosa Alvarez", None), (BEGUN, None))],
)
def test_every_coordination_is_a_valid_episode_whose_parts_are_in_it(
    coordination: Coordination, coordinator: str | None, from_on: date | None
) -> None:
    told = CareEpisode(
        "AL10001", coordination, "Rosa Lindqvist", "Puget COHE", coordinator, from_on, ENDED
    )
    made = episode_of_care(told)
    check_valid(made)
    within = {f"#{each['id']}" for each in made["contained"]}
    assert set(references(made)) == within
    assert ("careManager" in made) == (coordinator is not None)
    ends = coordination is Coordination.CLOSED
    if from_on is None:
        assert "period" not in made
    else:
        assert made["period"] == {"start": "2026-03-02"} | ({"end": "2026-09-30"} if ends else {})


def test_what_is_watched_is_active_and_every_status_is_found_again() -> None:
    assert STATUSES == ("planned", "active", "onhold", "finished")
    assert coordinations_of("active") == [Coordination.WATCHING, Coordination.ACTIVE]
    assert sorted(each for status in STATUSES for each in coordinations_of(status)) == sorted(
        STATUS
    )
    assert coordinations_of("cancelled") == []
