"""A loaded database simulated onward: the feed and the work of the days that are missing."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import select

from ohms.commands.derived_tasks import derive_all_tasks
from ohms.commands.passwords import hash_password
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.calendar import ONE_DAY
from ohms.domain.values import Coordination
from ohms.extensions import db
from ohms.models.claims import Claim, TriageDecision
from ohms.simulator.absences import absences_of
from ohms.simulator.claims import ClaimMaker
from ohms.simulator.courses import ClaimCourse
from ohms.simulator.deciding import coordination_of
from ohms.simulator.feed_files import folder_name, write_period
from ohms.simulator.loading.attesting import put_attesting
from ohms.simulator.loading.billing import BILLED, put_billing
from ohms.simulator.loading.carrying_on import (
    answer_referrals,
    co_sign_older,
    finish_due_tasks,
    has_silent_referral,
)
from ohms.simulator.loading.contract import put_contract_proposal, put_training_content
from ohms.simulator.loading.coordination import put_triage, set_coordination
from ohms.simulator.loading.entries import put_waiting_entries
from ohms.simulator.loading.feeding import import_written
from ohms.simulator.loading.frozen_reports import freeze_finished_quarters
from ohms.simulator.loading.hiring import fill_vacancies, finish_shadowing
from ohms.simulator.loading.history import ACTION, Simulated, entry_of, organisation_entry
from ohms.simulator.loading.known import known_ids
from ohms.simulator.loading.leave import put_absences
from ohms.simulator.loading.progress import Stage, Tell
from ohms.simulator.loading.rearming import wait_for_a_co_signature
from ohms.simulator.loading.referrals import put_referrals
from ohms.simulator.loading.rehomings import put_rehomings
from ohms.simulator.loading.resources import put_resources
from ohms.simulator.loading.rows import make_room
from ohms.simulator.loading.standing import standing_world
from ohms.simulator.loading.summaries import refresh_claims
from ohms.simulator.loading.work import WorkLoader
from ohms.simulator.planned import PlannedAbsence, World
from ohms.simulator.planned_work import WorkPlan
from ohms.simulator.workdays import on_or_after
from ohms.simulator.worklog import plan_work
from ohms.simulator.world import build_world


def founded_world(done: Simulated) -> World:
    """The world as it was founded, the same whenever it is built again."""
    world = build_world(
        done.founded_on,
        done.seed,
        claims_per_year=done.claims_per_year,
        cohes=done.cohes,
        first_day=done.first_day,
    )
    return replace(world, notes_from=done.notes_from)


def simulate_onward(
    done: Simulated, to_on: date, *, password: str, folder: Path, tell: Tell
) -> dict[str, int]:
    """Simulate the days after `done` up to a day, none when there is none, and re-arm the stories.

    Counts of what came. What people did meanwhile stays as they left it.
    """
    from_on = done.to_on + ONE_DAY
    to_on = max(to_on, done.to_on)
    tell(Stage("Preparing the days that are missing"))
    world, done = _prepare(done, from_on, to_on, hash_password(password))
    counts: dict[str, int] = {}
    plan = WorkPlan(from_on, to_on)
    courses: list[ClaimCourse] = []
    if from_on <= to_on:
        tell(Stage("Making claims"))
        courses = ClaimMaker(world).courses(world.first_day, to_on)
        tell(Stage("Writing the feed"))
        written = write_period(
            world, courses, from_on, to_on, folder / folder_name(to_on), with_refusable=True
        )
        counts |= import_written([written], world.today, tell)
        with bulk_unit(ACTION, None):
            known = known_ids().claim
        courses = [course for course in courses if course.claim_number in known]
        tell(Stage("Planning the work of staff"))
        plan = plan_work(world, courses, to_on, from_on=from_on)
    tell(Stage("Loading time, notes and tasks"))
    with bulk_unit(ACTION, None) as unit:
        counts |= _put_period(world, courses, plan)
        slugs = [cohe.slug for cohe in world.cohes]
        counts |= freeze_finished_quarters(slugs, world.today, world.first_day)
        counts["contract_proposals"] = put_contract_proposal(world.today)
        counts["training_contents"] = put_training_content(world.today)
        counts["resources"] = put_resources(world.today)
        put_attesting(slugs, world.today, counts)
        counts["billing_lines"] = put_billing(BILLED, world.today)
        unit.entries.append(entry_of(replace(done, to_on=to_on), counts))
    return counts


def _prepare(
    done: Simulated, from_on: date, to_on: date, password_hash: str
) -> tuple[World, Simulated]:
    """What must stand before the work of the period is planned: hires, training, absences."""
    founded = founded_world(done)
    with bulk_unit(ACTION, None) as unit:
        make_room()
        hired = fill_vacancies(founded, from_on, to_on, password_hash)
        done = replace(done, hired=(*done.hired, *hired))
        world = standing_world(founded, to_on + ONE_DAY, done.hired)
        trained = finish_shadowing(world, to_on)
        absences = _new_absences(world, from_on)
        world = replace(world, absences=(*world.absences, *absences))
        counts = put_absences(world, absences, known_ids())
        counts |= {"hired": len(hired), "trainings": trained}
        unit.entries.append(organisation_entry(counts))
    return world, done


def _new_absences(world: World, from_on: date) -> tuple[PlannedAbsence, ...]:
    """The leave that the days bring: none that overlaps what is recorded, none in the past."""
    taken: dict[str, list[tuple[date, date]]] = {}
    for absence in world.absences:
        taken.setdefault(absence.staff, []).append((absence.from_on, absence.to_on))
    working = [p for p in world.positions if p.staff not in world.resting]
    new = []
    for absence in absences_of(world.seed, working, world.first_day, world.today):
        begins = max(absence.from_on, from_on)
        spans = taken.setdefault(absence.staff, [])
        if absence.to_on < from_on or any(
            first <= absence.to_on and begins <= last for first, last in spans
        ):
            continue
        spans.append((begins, absence.to_on))
        new.append(replace(absence, from_on=begins))
    return tuple(new)


def _put_period(world: World, courses: list[ClaimCourse], plan: WorkPlan) -> dict[str, int]:
    ids = known_ids()
    counts = {
        "tasks_finished": finish_due_tasks(plan.from_on, plan.to_on),
        "referral_answers": answer_referrals(world, plan.from_on, plan.to_on, ids),
    }
    if has_silent_referral(plan.to_on, ids):
        plan.referrals = [row for row in plan.referrals if row.key != plan.silent_referral]
    loader = WorkLoader(plan, ids)
    counts |= {"first_task": loader.first_task + 1, **loader.put_all()}
    counts |= put_referrals(plan.referrals, ids)
    if plan.waiting_note is not None:
        co_sign_older(world, plan.from_on, on_or_after(plan.from_on), ids)
    counts |= _coordinate(world, courses, plan)
    counts["notes"] += wait_for_a_co_signature(world, plan.to_on, ids)
    counts["waiting_entries"] = put_waiting_entries(world.today)
    counts["rehomings"] = put_rehomings(world.today)
    refresh_claims()
    derive_all_tasks(world.today)
    return counts


def _coordinate(world: World, courses: list[ClaimCourse], plan: WorkPlan) -> dict[str, int]:
    """Decide on what is undecided, and move what stands where the simulation had left it."""
    ids = known_ids()
    decided = set(
        db.session.execute(
            select(Claim.claim_number).join(TriageDecision, TriageDecision.claim_id == Claim.id)
        ).scalars()
    )
    triage = [
        row
        for row in plan.triage
        if row.decided_on >= plan.from_on and row.claim_number not in decided
    ]
    before = {
        state.claim_number: state
        for state in coordination_of(courses, plan.from_on - ONE_DAY, None)
    }
    now: dict[str, Coordination] = {
        row[0]: row[1] for row in db.session.execute(select(Claim.claim_number, Claim.coordination))
    }
    moved = [
        state
        for state in plan.coordination
        if state != before.get(state.claim_number)
        and now[state.claim_number]
        is (
            before[state.claim_number].coordination
            if state.claim_number in before
            else Coordination.NEW
        )
    ]
    watched = {row.claim_number: row.watch_until for row in triage}
    return {
        "triage_decisions": put_triage(triage, ids),
        "coordinated": set_coordination(moved, watched, ids),
    }
