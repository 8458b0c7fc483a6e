"""Today: what needs me now."""

from flask import Blueprint, render_template

from ohms.blueprints.today.against_limit import against_limit
from ohms.clock import PACIFIC
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.self_check import Line, State
from ohms.domain.values import Role
from ohms.queries.desk_queue import claims_by_cohe
from ohms.queries.today_whole import HELD_TO_THE_CONTRACT, today_of
from ohms.web.access import current_actor, requires
from ohms.web.reading import shown_of_cohes
from ohms.web.self_checked import self_checked

blueprint = Blueprint("today", __name__)


def _ailing(actor: Actor) -> list[Line]:
    """What the self-check would have an administrator act on."""
    if not actor.may(Permission.SETTING_TECHNICAL):
        return []
    return [line for line in self_checked(actor) if line.state is State.BAD]


@blueprint.get("/")
@requires(Permission.TODAY_READ, reads="read_today")
def index() -> str:
    actor = current_actor()
    day = today_of(actor)
    at_the_desk = claims_by_cohe(day.desk.urgent if day.desk else ())
    shown_of_cohes(at_the_desk, claim_ids=day.claim_ids)
    return render_template(
        "today/index.html",
        mine=day.mine,
        came_back=day.came_back,
        lead=day.lead,
        mentions=day.mentions,
        drafts=day.drafts,
        offers=day.offers,
        rehomings=day.rehomings,
        owed=day.owed,
        owes_soon=day.owes_soon(actor.on_day),
        looks=day.looks,
        starting=day.starting,
        desk=day.desk,
        contract_settings=day.contract_settings,
        inbox=day.inbox,
        handovers=day.handovers,
        new_positions=day.new_positions,
        duties=day.duties,
        limits=against_limit(day.running, day.duties or ()),
        feed=day.feed,
        refused=day.refused,
        ailing=_ailing(actor),
        own_id=actor.staff_id,
        several_cohes=len(actor.cohes_as(*HELD_TO_THE_CONTRACT)) > 1,
        supervised=actor.cohes_as(Role.SUPERVISOR),
        local=lambda instant: instant.astimezone(PACIFIC),
        is_assistant=not actor.holds(Role.HSC),
        roles=[role.value for role in Role if role in actor.roles],
    )
