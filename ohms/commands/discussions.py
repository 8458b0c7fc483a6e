"""The record of a discussion with L&I about a quarter above the limit, and its confirmation."""

from sqlalchemy import select

from ohms import clock
from ohms.commands.refusals import Conflict
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.discussions import (
    Discussion,
    check_discussed,
    check_may_be_confirmed,
    check_open,
)
from ohms.models.reports import Obligation
from ohms.queries.duties import knows_obligation
from ohms.queries.one_in_sight import only


@command(Permission.DISCUSSION_WRITE)
def record_discussion(
    actor: Actor,
    obligation_id: int,
    said: Discussion,
    *,
    what_if: str | None = None,
    version: int | None = None,
) -> None:
    """Write, or write anew, what was discussed; `what_if` is the address of a supposition as it stood.

    Raises RuleBroken beside `discussed_on` and once it is confirmed, Conflict when somebody else wrote
    meanwhile.
    """
    duty = _locked(actor, obligation_id, version)
    check_open(confirmed=duty.confirmed_at is not None)
    check_discussed(said.discussed_on, duty.opened_on, actor.on_day)
    duty.discussed_on, duty.people = said.discussed_on, said.people
    duty.forecast_volumes = said.forecast_volumes
    duty.staffing_strategies = said.staffing_strategies
    duty.agreed, duty.what_if = said.agreed, what_if


@command(Permission.DISCUSSION_CONFIRM)
def confirm_discussion(actor: Actor, obligation_id: int, *, version: int | None = None) -> None:
    """Close the obligation: L&I's side says that it was discussed so. Pressed twice: confirmed once."""
    duty = _locked(actor, obligation_id, None)
    if duty.confirmed_at is not None:
        return
    _check_version(duty, version)
    check_may_be_confirmed(duty.discussed_on)
    duty.confirmed_by_id, duty.confirmed_at = actor.staff_id, clock.now()


def _locked(actor: Actor, obligation_id: int, version: int | None) -> Obligation:
    duty = only(
        select(Obligation)
        .where(Obligation.id == obligation_id, knows_obligation(actor))
        .with_for_update()
    )
    _check_version(duty, version)
    return duty


def _check_version(duty: Obligation, version: int | None) -> None:
    if version is not None and duty.version != version:
        raise Conflict
