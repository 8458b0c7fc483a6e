"""Standing deputies, cover arranged by the supervisor, and cover declined by who was to do it."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import or_, select

from ohms import clock
from ohms.commands.covering import arrange, follow_facts, lock_cover
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor, check_supervises
from ohms.domain.calendar import ONE_DAY
from ohms.domain.coverage import CoverFact, check_may_cover
from ohms.domain.errors import NotFound, RuleBroken
from ohms.extensions import db
from ohms.models.coverage import Coverage
from ohms.models.providers import StandingDeputy
from ohms.queries.coverage import deputies_of, plan_of
from ohms.queries.one_in_sight import only
from ohms.queries.people import coordinators_of
from ohms.queries.rounds import ask


@command(Permission.STAFFING_MANAGE)
def name_deputy(actor: Actor, cohe_id: int, provider_id: int, *, deputy_id: int | None) -> None:
    """Who covers a provider from today on whenever its coordinator is away; None: nobody.

    Raises NotFound for a provider or COHE of elsewhere, RuleBroken beside `deputy`.
    """
    check_supervises(actor, cohe_id)
    lock_cover(cohe_id)
    line = next((e for e in deputies_of(actor, cohe_id) if e.provider_id == provider_id), None)
    if line is None:
        raise NotFound
    if deputy_id is not None:
        _check_coordinates(actor, cohe_id, deputy_id)
    if deputy_id is not None and deputy_id == line.coordinator_id:
        raise RuleBroken("The coordinator cannot be their own deputy.", field="deputy")
    if deputy_id is not None and deputy_id == line.deputy_id:
        return
    _put_deputy(actor, cohe_id, [provider_id], deputy_id)
    follow_facts(cohe_id, actor.on_day)


@command(Permission.STAFFING_MANAGE)
def name_deputy_of_the_rest(
    actor: Actor, cohe_id: int, shown: Collection[int], *, deputy_id: int | None
) -> tuple[int, int]:
    """One coordinator covers from today on those providers who were shown without a standing deputy and
    have none still: of how many they became it, and how many have none since they coordinate those
    themselves.

    Raises NotFound for a COHE of elsewhere, RuleBroken beside `deputy`.
    """
    check_supervises(actor, cohe_id)
    lock_cover(cohe_id)
    _check_coordinates(actor, cohe_id, deputy_id)
    lines = [line for line in deputies_of(actor, cohe_id) if line.provider_id in shown]
    without = [line for line in lines if line.deputy_id is None]
    others = [line for line in without if line.coordinator_id != deputy_id]
    was_named = any(line.deputy_id == deputy_id for line in lines)  # the form was sent twice
    if without and not others and not was_named:
        raise RuleBroken(
            "They coordinate all of those themselves: choose somebody else.", field="deputy"
        )
    _put_deputy(actor, cohe_id, [line.provider_id for line in others], deputy_id)
    follow_facts(cohe_id, actor.on_day)
    return len(others), len(without) - len(others)


def _check_coordinates(actor: Actor, cohe_id: int, deputy_id: int | None) -> None:
    if deputy_id not in dict(coordinators_of(actor, [cohe_id])):
        raise RuleBroken("Choose a coordinator of this COHE.", field="deputy")


def _put_deputy(
    actor: Actor, cohe_id: int, provider_ids: Collection[int], deputy_id: int | None
) -> None:
    """From today on, in place of whoever was or was to be."""
    rows = db.session.execute(
        select(StandingDeputy).where(
            StandingDeputy.provider_id.in_(provider_ids),
            StandingDeputy.cohe_id == cohe_id,
            or_(StandingDeputy.to_on.is_(None), StandingDeputy.to_on >= actor.on_day),
        )
    ).scalars()
    for row in rows:
        if row.from_on >= actor.on_day:
            db.session.delete(row)
        else:
            row.to_on = actor.on_day - ONE_DAY
    db.session.flush()
    if deputy_id is not None:
        db.session.add_all(
            StandingDeputy(
                provider_id=provider_id, cohe_id=cohe_id, staff_id=deputy_id, from_on=actor.on_day
            )
            for provider_id in provider_ids
        )


@command(Permission.STAFFING_MANAGE)
def arrange_cover(
    actor: Actor,
    cohe_id: int,
    absent_id: int,
    *,
    covering_id: int | None,
    provider_ids: Collection[int],
    from_on: date | None,
    to_on: date | None,
) -> int:
    """Have somebody cover these providers of an absent coordinator on these days; how many
    provider-days that is.

    In place of whoever was to. Raises RuleBroken beside `covering` where they are away on one of the
    days, beside `from_on` where the coordinator is there on all, NotFound for elsewhere.
    """
    check_supervises(actor, cohe_id)
    lock_cover(cohe_id)
    first = max(from_on or actor.on_day, actor.on_day)
    last = to_on or first
    people = dict(coordinators_of(actor, [cohe_id]))
    if covering_id not in people:
        raise RuleBroken("Choose who covers.", field="covering")
    assert covering_id is not None
    plan = ask(plan_of(cohe_id, first, last))
    wanted = [
        (each.provider_id, absent_id, each.day)
        for each in plan.days(first, last)
        if each.coordinator_id == absent_id
        and each.provider_id in provider_ids
        and not plan.presence.is_there(absent_id, each.day)
    ]
    if not wanted:
        raise RuleBroken("Their coordinator is there on these days.", field="from_on")
    days = {day for _provider, _absent, day in wanted}
    check_may_cover(people[covering_id], covering_id, absent_id, plan.presence, days)
    far = ask(plan_of(cohe_id, actor.on_day, date.max))
    standing = far.to_be(actor.on_day, _end_of(far.covers, last))
    arrange(cohe_id, far, {**standing, **dict.fromkeys(wanted, covering_id)}, actor.on_day)
    return len(wanted)


@command(Permission.ABSENCE_RECORD)
def decline_cover(actor: Actor, coverage_id: int) -> None:
    """Not from today on, for none of the colleague's providers on these days: they fall back to the
    supervisor as a gap. Twice: once."""
    cover = only(
        select(Coverage).where(Coverage.id == coverage_id, Coverage.covering_id == actor.staff_id)
    )
    lock_cover(cover.cohe_id)
    if cover.declined_at is not None:
        return
    if cover.to_on is None or cover.to_on < actor.on_day:
        raise RuleBroken("This cover is over.")
    same = select(Coverage).where(
        Coverage.cohe_id == cover.cohe_id,
        Coverage.absent_id == cover.absent_id,
        Coverage.covering_id == cover.covering_id,
        Coverage.from_on == cover.from_on,
        Coverage.to_on == cover.to_on,
        Coverage.declined_at.is_(None),
    )
    for each in db.session.execute(same.order_by(Coverage.id)).scalars().all():
        _decline(actor, each)
    follow_facts(cover.cohe_id, actor.on_day)


def _decline(actor: Actor, cover: Coverage) -> None:
    if cover.from_on < actor.on_day:
        until, cover.to_on = cover.to_on, actor.on_day - ONE_DAY
        rest = Coverage(
            absence_id=cover.absence_id,
            provider_id=cover.provider_id,
            cohe_id=cover.cohe_id,
            absent_id=cover.absent_id,
            covering_id=cover.covering_id,
            from_on=actor.on_day,
            to_on=until,
            declined_at=clock.now(),
        )
        db.session.add(rest)
    else:
        cover.declined_at = clock.now()


def _end_of(covers: Collection[CoverFact], last: date) -> date:
    """The last day that any cover or this arrangement reaches."""
    return max([last, *(each.to_on for each in covers)])
