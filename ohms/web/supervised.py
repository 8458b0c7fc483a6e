"""Pages on which a supervisor keeps what belongs to one COHE: which one the address means."""

from typing import Any

from flask import request

from ohms import clock
from ohms.domain.access import Actor
from ohms.domain.values import Role


def supervised_centre(actor: Actor) -> int:
    """The id of the supervised COHE that the address names as `?cohe=`, else of the first."""
    cohes = actor.cohes_as(Role.SUPERVISOR)
    return next((each for each in cohes if str(each) == request.args.get("cohe")), cohes[0])


def centre_frame(actor: Actor, cohe_id: int) -> dict[str, Any]:
    """What such a page says of its COHE: `held`, and the ways to the others for who has several."""
    held = [h for h in actor.positions if h.role is Role.SUPERVISOR and h.cohe_id is not None]
    return {
        "held": next(each for each in held if each.cohe_id == cohe_id),
        "centres": held if len(held) > 1 else [],
        "cohe": f"?cohe={cohe_id}" if len(held) > 1 else "",
        "local": lambda instant: instant.astimezone(clock.PACIFIC),
    }
