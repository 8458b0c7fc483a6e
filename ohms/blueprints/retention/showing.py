"""The pages of what is kept: how much is old enough, purges and holds; and one purge, one hold."""

from flask import render_template, request

from ohms import clock
from ohms.blueprints.retention.forms import CLASSES, HoldForm, LiftForm, PurgeForm
from ohms.blueprints.retention.room import PAGE, blueprint
from ohms.domain.access import Permission
from ohms.domain.actor import Actor, HeldPosition
from ohms.domain.retention import PurgeState
from ohms.domain.values import Role
from ohms.queries.legal_holds import hold_shown, holds_of, purges_before_them
from ohms.queries.retention import ELSEWHERE, LISTED, numbers_in, old_enough, purge_shown, purges
from ohms.web.access import current_actor, requires
from ohms.web.forms import OhmsForm
from ohms.web.reading import shown

ONE = f"{PAGE}/<int(max=2147483647):purge_id>"
HOLD = f"{PAGE}/holds/<int(max=2147483647):hold_id>"
WATCHES = (Role.SUPERVISOR, Role.PRIVACY_OFFICER)


@blueprint.get(PAGE)
@requires(Permission.RETENTION_READ, reads="read_retention")
def index() -> str:
    return page_of(current_actor(), PurgeForm(formdata=None), HoldForm(formdata=None))


@blueprint.get(ONE)
@requires(Permission.RETENTION_READ, reads="read_purge")
def purge(purge_id: int) -> str:
    return page_of_purge(current_actor(), purge_id, OhmsForm(formdata=None))


@blueprint.get(HOLD)
@requires(Permission.RETENTION_READ, reads="read_hold")
def hold(hold_id: int) -> str:
    return page_of_hold(current_actor(), hold_id, LiftForm(formdata=None))


def watched_centre(actor: Actor, *roles: Role) -> HeldPosition:
    """The position in the COHE that the address names as `?cohe=`, else the first such position."""
    held = [each for each in actor.positions if each.role in roles and each.cohe_id is not None]
    asked = request.args.get("cohe")
    return next((each for each in held if str(each.cohe_id) == asked), held[0])


def page_of(actor: Actor, asking: PurgeForm, holding: HoldForm) -> str:
    held = watched_centre(actor, *WATCHES)
    assert held.cohe_id is not None
    here = {each.role for each in actor.positions if each.cohe_id == held.cohe_id}
    several = {
        each.cohe_id: each for each in actor.positions if each.role in WATCHES and each.cohe_id
    }
    holds = holds_of(actor, held.cohe_id)
    shown(cohe_id=held.cohe_id, claim_ids=sorted({each.claim_id for each in holds}))
    return render_template(
        "retention/index.html",
        held=held,
        centres=list(several.values()) if len(several) > 1 else [],
        cohe=f"?cohe={held.cohe_id}" if len(several) > 1 else "",
        asking=asking,
        holding=holding,
        asks=Role.SUPERVISOR in here,
        holds_claims=Role.PRIVACY_OFFICER in here,
        classes=CLASSES,
        old=old_enough(held.cohe_id, actor.on_day),
        purges=purges(actor, held.cohe_id),
        holds=holds,
        local=lambda instant: instant.astimezone(clock.PACIFIC),
    )


def page_of_purge(actor: Actor, purge_id: int, form: OhmsForm) -> str:
    found = purge_shown(actor, purge_id)
    numbers = numbers_in(actor, purge_id)
    shown(
        cohe_id=found.cohe_id,
        claim_ids=[claim_id for _number, _at, claim_id in numbers],
        object_type="purge",
        object_id=purge_id,
    )
    decides = actor.may_in(Permission.PURGE_DECIDE, found.cohe_id)
    return render_template(
        "retention/purge.html",
        found=found,
        form=form,
        classes=CLASSES,
        numbers=numbers,
        listed=LISTED,
        decides=decides and found.state is PurgeState.ASKED,
        asked_oneself=found.asked_by_id == actor.staff_id,
        local=lambda instant: instant.astimezone(clock.PACIFIC),
    )


def page_of_hold(actor: Actor, hold_id: int, form: LiftForm) -> str:
    found, cohe_id = hold_shown(actor, hold_id)
    about = found.claim_id
    shown(claim_id=about, cohe_id=cohe_id, object_type="legal_hold", object_id=hold_id)
    lifts = actor.may_in(Permission.LEGAL_HOLD, cohe_id) and found.lifted_at is None
    return render_template(
        "retention/hold.html",
        found=found,
        cohe_id=cohe_id,
        is_here=found.claim_number != ELSEWHERE,
        waiting=[] if found.lifted_at else purges_before_them(actor, about),
        form=form,
        lifts=lifts,
        local=lambda instant: instant.astimezone(clock.PACIFIC),
    )
