"""The numbers of a COHE's contract: its supervisor proposes, L&I's contract manager decides."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from ohms import clock
from ohms.commands.audit import Entry
from ohms.commands.idempotency import made_before, remember
from ohms.commands.unit_of_work import command, note_entry
from ohms.domain.access import Permission
from ohms.domain.actor import Actor, check_supervises
from ohms.domain.contract_terms import (
    changed_terms,
    check_approvable,
    check_open,
    checked_start,
    checked_why,
)
from ohms.domain.errors import RuleBroken
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.reports import Setting
from ohms.queries.contract_settings import in_force, is_waiting, last_row_of_contract
from ohms.queries.one_in_sight import only


@command(Permission.CONTRACT_PROPOSE)
def propose_contract_settings(
    actor: Actor,
    cohe_id: int,
    draft: Mapping[str, str],
    *,
    from_on: date | None,
    reason: str | None,
    stood: int,
    key: str | None = None,
) -> int:
    """Propose to L&I other numbers for a supervised COHE's contract; the id of the first row.

    Only what differs from what will be in force on that day is proposed, and nothing holds before it
    is approved. `stood` is the newest row that the form was filled in over. The same form sent twice
    proposes once. RuleBroken beside a setting (also one of which a change waits already), `from_on` or
    `reason`.
    """
    check_supervises(actor, cohe_id)
    if key and (made := made_before(actor, key)) is not None:
        return made
    start = checked_start(from_on, actor.on_day)
    changes = changed_terms(in_force(cohe_id, start)[0], draft)
    why = checked_why(reason, "this is proposed")
    if last_row_of_contract(cohe_id) != stood:
        raise RuleBroken("Somebody else proposed or set something meanwhile. Look at it again.")
    _check_none_waits(cohe_id, changes)
    rows = [
        Setting(
            name=name,
            cohe_id=cohe_id,
            value=value,
            from_on=start,
            source=why,
            proposed_by_id=actor.staff_id,
            proposed_at=clock.now(),
        )
        for name, value in changes.items()
    ]
    db.session.add_all(rows)
    db.session.flush()
    detail = {"from_on": start.isoformat(), "proposed": changes}
    note_entry(
        Entry("propose_contract_settings", "setting", rows[0].id, cohe_id=cohe_id, detail=detail)
    )
    if key:
        remember(actor, key, "propose_contract_settings", rows[0].id)
    return rows[0].id


@command(Permission.CONTRACT_APPROVE)
def approve_contract_setting(actor: Actor, setting_id: int) -> Setting:
    """Let a proposal hold from its day on. RuleBroken for one's own, for one that was decided, and once
    its quarter has begun: nothing takes effect backwards."""
    row = _to_decide(actor, setting_id)
    check_approvable(row.from_on, actor.on_day, own=row.proposed_by_id == actor.staff_id)
    row.approved_by_id, row.approved_at = actor.staff_id, clock.now()
    _note(row, "approve_contract_setting")
    return row


@command(Permission.CONTRACT_APPROVE)
def refuse_contract_setting(actor: Actor, setting_id: int, reason: str | None) -> Setting:
    """Leave it as it is, and say why: the COHE reads it. RuleBroken beside `reason`."""
    row = _to_decide(actor, setting_id)
    why = checked_why(reason, "it is refused")
    row.refused_by_id, row.refused_at, row.refused_why = actor.staff_id, clock.now(), why
    _note(row, "refuse_contract_setting")
    return row


def _check_none_waits(cohe_id: int, changes: Mapping[str, str]) -> None:
    waiting = db.session.execute(
        select(Setting.name).where(
            Setting.cohe_id == cohe_id, Setting.name.in_(changes), is_waiting()
        )
    ).scalar()
    if waiting is not None:
        raise RuleBroken("A change of this waits for the contract manager already.", field=waiting)


def _to_decide(actor: Actor, setting_id: int) -> Setting:
    """The proposal, locked, of a COHE whose contract the actor manages."""
    row = only(
        select(Setting)
        .where(
            Setting.id == setting_id,
            Setting.cohe_id.in_(actor.cohes_as(Role.CONTRACT_MANAGER)),
            Setting.proposed_by_id.is_not(None),
        )
        .with_for_update()
    )
    check_open(decided=row.approved_at is not None or row.refused_at is not None)
    return row


def _note(row: Setting, action: str) -> None:
    detail = {"name": row.name, "value": row.value, "from_on": row.from_on.isoformat()}
    note_entry(Entry(action, "setting", row.id, cohe_id=row.cohe_id, detail=detail))
