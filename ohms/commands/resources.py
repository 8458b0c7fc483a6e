"""The pages that a COHE keeps at hand: each save is a new version, what stood before stays."""

import secrets

from ohms import clock
from ohms.commands.idempotency import made_before, remember
from ohms.commands.refusals import Conflict
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor, check_supervises
from ohms.domain.errors import RuleBroken
from ohms.domain.resources import MOST_RESOURCES, Resource, checked_resource
from ohms.extensions import db
from ohms.models.resources import ResourceVersion
from ohms.queries.resources import resource_by_key, resources_of


@command(Permission.RESOURCE_EDIT)
def save_resource(actor: Actor, cohe_id: int, resource: Resource) -> int:
    """The next version of a page of a COHE that the actor supervises; its number.

    `resource.number` is the version it was written over: Conflict when another was saved since.
    RuleBroken without a title, or with an address that is none.
    """
    check_supervises(actor, cohe_id)
    standing = resource_by_key(cohe_id, resource.key)
    checked = checked_resource(resource)
    if standing.number != resource.number:
        raise Conflict
    return _add(actor, cohe_id, checked, resource.key, standing.number + 1).number


@command(Permission.RESOURCE_EDIT)
def add_resource(actor: Actor, cohe_id: int, resource: Resource, *, key: str) -> None:
    """A COHE's own page beside the house's; what it is known by is made here. A form load adds once."""
    check_supervises(actor, cohe_id)
    if made_before(actor, key) is not None:
        return
    checked = checked_resource(resource)
    standing = resources_of(cohe_id)
    if len(standing) >= MOST_RESOURCES:
        raise RuleBroken(f"A COHE keeps at most {MOST_RESOURCES} pages: change one instead.")
    if any(each.listed and each.address == checked.address for each in standing):
        raise RuleBroken("This page stands in the list already.", field="address")
    row = _add(actor, cohe_id, checked, f"own-{secrets.token_hex(6)}", 1)
    remember(actor, key, "add_resource", row.id)


def _add(
    actor: Actor, cohe_id: int, resource: Resource, resource_key: str, number: int
) -> ResourceVersion:
    row = ResourceVersion(
        cohe_id=cohe_id,
        resource_key=resource_key,
        number=number,
        title=resource.title,
        address=resource.address,
        note=resource.note,
        place=resource.place,
        listed=resource.listed,
        written_by_id=actor.staff_id,
        written_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    return row
