"""Today: what needs me now."""

from datetime import timedelta

from flask import Blueprint, render_template

from ohms import clock
from ohms.clock import PACIFIC
from ohms.domain.access import CLAIM_READERS, Actor, Permission
from ohms.domain.values import Role
from ohms.queries import duties as contract
from ohms.queries import today as asking
from ohms.queries.contract_inbox import ContractInbox, contract_inbox
from ohms.queries.contract_settings import ContractChange, changes_waiting
from ohms.queries.drafts import count_drafts
from ohms.queries.looks import looks_to_review
from ohms.queries.mentions import unread_mentions
from ohms.queries.obligations import owed_by_oneself
from ohms.queries.positions import new_with_sight
from ohms.queries.rehoming import rehomings_to_decide
from ohms.queries.today_of_supervisor import supervision
from ohms.queries.transfers import waiting_for
from ohms.web.access import current_actor, requires
from ohms.web.reading import shown

blueprint = Blueprint("today", __name__)

HELD_TO_THE_CONTRACT = (Role.SUPERVISOR, Role.CONTRACT_MANAGER)
DECIDED_LATELY = timedelta(days=14)
REPORTED_LATELY = timedelta(days=184)


@blueprint.get("/")
@requires(Permission.TODAY_READ, reads="read_today")
def index() -> str:
    actor = current_actor()
    mine = asking.casework(actor) if asking.works_on_claims(actor) else None
    lead = supervision(actor) if actor.holds(Role.SUPERVISOR) else None
    of_lead = (
        {*(orphan.id for orphan in lead.orphans), *lead.calls.claim_ids, *lead.opened_ids}
        if lead
        else ()
    )
    mentions = unread_mentions(actor) if actor.holds(*CLAIM_READERS) else []
    offers = waiting_for(actor) if actor.may(Permission.CLAIM_HAND_OVER) else []
    rehomings = rehomings_to_decide(actor) if actor.may(Permission.REHOMING_DECIDE) else []
    of_mentions = [mention.claim_id for mention in mentions]
    shown(
        claim_ids=sorted(
            {
                *(mine.claim_ids if mine else ()),
                *of_lead,
                *of_mentions,
                *(o.claim_id for o in offers),
                *(each.claim_id for each in rehomings),
            }
        )
    )
    return render_template(
        "today/index.html",
        mine=mine,
        lead=lead,
        mentions=mentions,
        drafts=count_drafts(actor),
        offers=offers,
        rehomings=rehomings,
        owed=owed_by_oneself(actor),
        looks=looks_to_review(actor) if actor.may(Permission.LOOK_REVIEW) else None,
        contract_settings=_contract_settings(actor),
        inbox=_inbox(actor),
        handovers=mine.handovers if mine else lead.handovers if lead else [],
        own_id=actor.staff_id,
        new_positions=new_with_sight(actor) if lead else [],
        duties=contract.duties(actor) if actor.holds(*HELD_TO_THE_CONTRACT) else None,
        several_cohes=len(actor.cohes_as(*HELD_TO_THE_CONTRACT)) > 1,
        supervised=actor.cohes_as(Role.SUPERVISOR),
        local=lambda instant: instant.astimezone(PACIFIC),
        feed=asking.feed_as_of(actor),
        is_assistant=not actor.holds(Role.HSC),
        roles=[role.value for role in Role if role in actor.roles],
    )


def _contract_settings(actor: Actor) -> list[ContractChange]:
    """What L&I's side has to decide on; for a supervisor also what it decided these two weeks."""
    if not actor.holds(*HELD_TO_THE_CONTRACT):
        return []
    since = clock.now() - DECIDED_LATELY if actor.holds(Role.SUPERVISOR) else None
    return changes_waiting(actor.cohes_as(*HELD_TO_THE_CONTRACT), or_decided_since=since)


def _inbox(actor: Actor) -> ContractInbox | None:
    """What L&I's contract manager has beside their duties."""
    if not actor.holds(Role.CONTRACT_MANAGER):
        return None
    since = clock.now() - REPORTED_LATELY
    return contract_inbox(actor.cohes_as(Role.CONTRACT_MANAGER), since=since)
