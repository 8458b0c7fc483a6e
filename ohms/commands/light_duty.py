"""What a COHE knows of an employer's light duty: each save is a new version."""

from ohms import clock
from ohms.commands.idempotency import made_before, remember
from ohms.commands.refusals import Conflict
from ohms.commands.unit_of_work import command
from ohms.domain.access import CLAIM_READERS, Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import NotFound
from ohms.domain.light_duty import checked_policy
from ohms.extensions import db
from ohms.models.light_duty import LightDutyPolicy
from ohms.queries.asked_parties import asked_employer
from ohms.queries.light_duty import newest_version


@command(Permission.LIGHT_DUTY_WRITE)
def save_light_duty(
    actor: Actor, employer_id: int, cohe_id: int, body: str, *, number: int, key: str
) -> int:
    """The next version of one's own COHE's text on an employer; its id.

    `number` is the version that it was written over: Conflict when another was saved since. NotFound
    for an employer out of sight and for another COHE. Sent twice under one `key` it is one version.
    """
    if (made := made_before(actor, key)) is not None:
        return made
    asked_employer(actor, employer_id)
    if cohe_id not in actor.cohes_as(*CLAIM_READERS):
        raise NotFound
    standing_number, standing = newest_version(actor, employer_id, cohe_id)
    if standing_number != number:
        raise Conflict
    row = LightDutyPolicy(
        employer_id=employer_id,
        cohe_id=cohe_id,
        number=number + 1,
        body=checked_policy(body, standing),
        written_by_id=actor.staff_id,
        written_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    remember(actor, key, "save_light_duty", row.id)
    return row.id
