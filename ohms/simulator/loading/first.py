"""The first load: an empty demonstration database filled up to yesterday."""

from datetime import date, timedelta
from pathlib import Path

from ohms.commands.derived_tasks import derive_all_tasks
from ohms.commands.passwords import hash_password
from ohms.commands.unit_of_work import bulk_unit
from ohms.simulator.feed_files import folder_name
from ohms.simulator.loading.answering import put_assignments
from ohms.simulator.loading.attesting import put_attesting
from ohms.simulator.loading.beside import beside
from ohms.simulator.loading.billing import BILLED, put_billing
from ohms.simulator.loading.bringing_in import put_onboarding, put_trainings, put_vacancies
from ohms.simulator.loading.calls import put_calls
from ohms.simulator.loading.contract import (
    put_agreed_line,
    put_contract_proposal,
    put_training_content,
)
from ohms.simulator.loading.coordination import put_triage, set_coordination
from ohms.simulator.loading.entries import put_waiting_entries
from ohms.simulator.loading.feeding import import_written
from ohms.simulator.loading.frozen_reports import freeze_finished_quarters
from ohms.simulator.loading.history import ACTION, Simulated, entry_of, organisation_entry
from ohms.simulator.loading.holds import put_holds
from ohms.simulator.loading.job_descriptions import put_job_descriptions
from ohms.simulator.loading.known import Ids, known_ids
from ohms.simulator.loading.leave import put_absences
from ohms.simulator.loading.light_duty import put_light_duty
from ohms.simulator.loading.organisation import put_assistants, put_cohes, put_people
from ohms.simulator.loading.parked import parked_beside
from ohms.simulator.loading.progress import Stage, Tell
from ohms.simulator.loading.recoveries import put_recoveries
from ohms.simulator.loading.referrals import put_referrals
from ohms.simulator.loading.rehomings import put_rehomings
from ohms.simulator.loading.resources import put_resources
from ohms.simulator.loading.restrictions import put_restrictions
from ohms.simulator.loading.rows import make_room
from ohms.simulator.loading.summaries import refresh_claims
from ohms.simulator.loading.unsigned import put_unsigned_notes
from ohms.simulator.loading.views import put_views
from ohms.simulator.loading.webhooks import put_webhooks
from ohms.simulator.loading.work import WorkLoader
from ohms.simulator.planned import World
from ohms.simulator.planned_work import WorkPlan

ONE_DAY = timedelta(days=1)


def load_first(
    world: World, *, claims_per_year: int | None, password: str, folder: Path, tell: Tell
) -> dict[str, int]:
    """Fill an empty database with a world and its work, up to the day before the world's.

    `folder`: where the feed files are written. Returns how many rows of what there are now.
    """
    to_on = world.today - ONE_DAY
    with beside(world, to_on, folder / folder_name(to_on), tell) as other:
        _put_organisation(world, password)
        feed = folder / folder_name(to_on)
        counts = import_written(other.feed(), world.today, tell)
        import_written(parked_beside(world, to_on, feed), world.today, tell)
        tell(Stage("Planning the work of staff"))
        plan = other.plan()
    done = Simulated(
        seed=world.seed,
        cohes=len(world.cohes),
        claims_per_year=claims_per_year,
        founded_on=world.today,
        first_day=world.first_day,
        notes_from=world.notes_from,
        to_on=to_on,
    )
    with bulk_unit(ACTION, None) as unit:
        ids = known_ids()
        counts |= _put_obligations(world, ids)
        counts |= _put_work(plan, ids, world.today, world.seed, tell)
        tell(Stage("Freezing reports"))
        counts["agreed_lines"] = put_agreed_line(world.today)
        slugs = [cohe.slug for cohe in world.cohes]
        counts |= freeze_finished_quarters(slugs, world.today, world.first_day)
        counts["contract_proposals"] = put_contract_proposal(world.today)
        counts["training_contents"] = put_training_content(world.today)
        counts["resources"] = put_resources(world.today)
        put_attesting(slugs, world.today, counts)
        counts["billing_lines"] = put_billing(BILLED, world.today)
        unit.entries.append(entry_of(done, counts))
        tell(Stage("Saving"))
    return counts


def _put_organisation(world: World, password: str) -> None:
    password_hash = hash_password(password)
    with bulk_unit(ACTION, None) as unit:
        make_room()
        counts = {
            "cohes": put_cohes(world),
            "staff": put_people(world.staff, world.positions, password_hash),
            "assistants": put_assistants(world),
        }
        unit.entries.append(organisation_entry(counts))


def _put_obligations(world: World, ids: Ids) -> dict[str, int]:
    """All that stands around the people: who answers for whom, leave, training, vacancies."""
    return {
        "provider_assignments": put_assignments(world.assignments, ids),
        **put_absences(world, world.absences, ids),
        "trainings": put_trainings(world.trainings, world, ids),
        "onboarding_steps": put_onboarding(world.onboardings, world, ids),
        "vacancies": put_vacancies(world.vacancies, ids),
    }


def _put_work(plan: WorkPlan, ids: Ids, today: date, seed: int, tell: Tell) -> dict[str, int]:
    tell(Stage("Loading time, notes and tasks", 0, len(plan.time_entries)))
    loader = WorkLoader(plan, ids)
    counts = {"first_task": loader.first_task + 1, **loader.put_all()}
    counts |= put_referrals(plan.referrals, ids)
    counts["triage_decisions"] = put_triage(plan.triage, ids)
    tell(Stage("Bringing claims up to their facts"))
    watched = {row.claim_number: row.watch_until for row in plan.triage}
    counts["coordinated"] = set_coordination(plan.coordination, watched, ids)
    refresh_claims()
    counts["calls"] = put_calls(today)
    counts["rehomings"] = put_rehomings(today)
    counts["job_description_steps"] = put_job_descriptions(today)
    counts["waiting_entries"] = put_waiting_entries(today)
    counts["unsigned_notes"] = put_unsigned_notes(today)
    counts["light_duty_policies"] = put_light_duty(today)
    counts["legal_holds"] = put_holds(today)
    counts["restrictions"] = put_restrictions(today)
    counts["views"] = put_views(today)
    counts["webhook_deliveries"] = put_webhooks(today)
    counts["recoveries"] = put_recoveries(today, seed)
    counts["claims_with_derived_tasks"] = derive_all_tasks(today)
    return counts
