"""Whose list a claim is on, also where people changed what the demonstration began with."""

from dataclasses import replace

from ohms.domain.values import Role
from ohms.simulator.caseload import Caseload
from ohms.simulator.claims import ClaimMaker
from ohms.simulator.planned import World


def test_a_claim_whose_provider_was_left_to_nobody_is_seen_to_in_its_cohe(world: World) -> None:
    course = ClaimMaker(world).courses(world.first_day, world.first_day)[0]
    provider = course.provider.provider_id
    others = tuple(row for row in world.assignments if row.provider_id != provider)
    assert len(others) < len(world.assignments)
    caseload = Caseload(replace(world, assignments=others), [course], frozenset())
    here = {position.staff for position in world.positions_of(course.cohe, Role.HSC)}
    assert caseload.coordinator_on(course, world.today) in here
