"""Pages of what belongs to one COHE, kept by its supervisor: which COHE the address means."""

from typing import Any

from flask import request

from ohms import clock
from ohms.domain.access import CLAIM_READERS
from ohms.domain.actor import Actor, HeldPosition
from ohms.domain.values import Role


def supervised_centre(actor: Actor) -> int:
    """The id of the supervised COHE that the address names as `?cohe=`, else of the first."""
    return _asked_for(actor.cohes_as(Role.SUPERVISOR))


def centre_read(actor: Actor, roles: frozenset[Role] = CLAIM_READERS) -> int:
    """The same of the COHEs whose settings one may read in one of these roles: where one sees claims,
    unless told otherwise. One that the actor supervises comes first."""
    supervised, read = actor.cohes_as(Role.SUPERVISOR), actor.cohes_as(*roles)
    return _asked_for((*supervised, *(each for each in read if each not in supervised)))


def centre_frame(
    actor: Actor, cohe_id: int, *, reading: bool = False, also: frozenset[Role] = frozenset()
) -> dict[str, Any]:
    """What such a page says of its COHE: `held`, the ways to the others for who has several (with
    `reading` those that one may read too, `also` in these roles), and whether the actor may change
    anything there."""
    roles = also | (CLAIM_READERS if reading else {Role.SUPERVISOR})
    held: dict[int, HeldPosition] = {}
    for each in actor.positions:
        if each.role in roles and each.cohe_id is not None:
            held.setdefault(each.cohe_id, each)
    return {
        "held": held[cohe_id],
        "centres": list(held.values()) if len(held) > 1 else [],
        "cohe": f"?cohe={cohe_id}" if len(held) > 1 else "",
        "may_edit": cohe_id in actor.cohes_as(Role.SUPERVISOR),
        "local": lambda instant: instant.astimezone(clock.PACIFIC),
    }


def _asked_for(cohes: tuple[int, ...]) -> int:
    return next((each for each in cohes if str(each) == request.args.get("cohe")), cohes[0])
