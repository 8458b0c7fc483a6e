"""Claims and their notes, read as far as their reader sees them; notes written with their time."""

from datetime import date
from typing import Any

from flask import Response

from ohms.blueprints.api.casework_schemas import one_of
from ohms.blueprints.api.paging import PAGING, going_on, paged
from ohms.blueprints.api.room import asked, blueprint
from ohms.blueprints.api.schemas import SCHEMAS
from ohms.commands.notes import write_note
from ohms.domain.access import Permission
from ohms.domain.api_tokens import TokenScope
from ohms.domain.notes import ComposedContact, ComposedNote, NextStep
from ohms.domain.values import (
    ClaimStatus,
    Complexity,
    Coordination,
    Method,
    Outcome,
    Party,
    StandardWork,
)
from ohms.queries.claim_filter import SORTS, USUAL_SORT, ClaimFilter, ListScope, default_scope
from ohms.queries.claim_list import ListedClaim, claim_page
from ohms.queries.claim_notes import NoteFilter, note_page
from ohms.queries.claims import ClaimShown, claim_by_number, claim_shown
from ohms.queries.timeline_events import Event
from ohms.web.access import current_actor
from ohms.web.api_answers import answered, key_named, version_of
from ohms.web.api_bodies import sent_as
from ohms.web.api_routes import Parameter, operation
from ohms.web.reading import shown

ONE = "/claims/<number>"
SORTED_BY = [*SORTS, *(f"-{name}" for name in SORTS)]
YES_NO = {"enum": ["yes", "no"]}


@operation(
    blueprint,
    "GET",
    "/claims",
    Permission.CLAIM_READ,
    reads="list_claims",
    leaves="export_program_claims",
    says="Claims, as the claim list has them",
    answers="ClaimPage",
    scope=TokenScope.CLAIMS_READ,
    parameters=(
        Parameter(
            "scope",
            one_of(ListScope),
            "One's own list (a coordinator's, else so), what one covers, or all in sight (for others, else so)",
        ),
        Parameter("status", one_of(ClaimStatus), "L&I's status"),
        Parameter("coordination", one_of(Coordination), "Our work on it"),
        Parameter("complexity", one_of(Complexity), "As a coordinator rated it"),
        Parameter("time_loss", YES_NO, "Whether time loss was paid"),
        Parameter("q", {"type": "string", "maxLength": 80}, "A number, a name, a phone number"),
        Parameter("sort", {"enum": SORTED_BY}, "`-` reverses"),
        *PAGING,
    ),
)
def list_claims() -> Response:
    actor, told = current_actor(), asked()
    wanted = ClaimFilter(
        scope=ListScope(told["scope"]) if "scope" in told else default_scope(actor),
        status=ClaimStatus(told["status"]) if "status" in told else None,
        coordination=Coordination(told["coordination"]) if "coordination" in told else None,
        complexity=Complexity(told["complexity"]) if "complexity" in told else None,
        time_loss={"yes": True, "no": False}.get(told.get("time_loss", "")),
        q=told.get("q", ""),
        sort=told.get("sort", USUAL_SORT),
        after=told.get("after"),
        per_page=told.get("per_page", 50),
    )
    page = going_on(claim_page(actor, wanted))
    shown(claim_ids=[row.id for row in page.rows], detail={"total": page.total})
    return answered(paged(page, _listed))


@operation(
    blueprint,
    "GET",
    ONE,
    Permission.CLAIM_READ,
    reads="read_claim",
    leaves="export_program_claims",
    says="One claim with its people",
    answers="Claim",
    scope=TokenScope.CLAIMS_READ,
    has_version=True,
)
def read_claim(number: str) -> Response:
    told = claim_shown(current_actor(), number)
    shown(claim_id=told.claim.id, cohe_id=told.claim.cohe_id)
    body = _claim(told)
    return answered(body, version=version_of(body))


@operation(
    blueprint,
    "GET",
    f"{ONE}/notes",
    Permission.CLAIM_READ,
    reads="read_notes",
    leaves="export_program_notes",
    says="The notes of a claim, the newest first; what is withheld from the reader has no body",
    answers="NotePage",
    scope=TokenScope.NOTES_READ,
    parameters=(Parameter("standard_work", one_of(StandardWork), "Only those of it"), *PAGING),
)
def list_notes(number: str) -> Response:
    actor, told = current_actor(), asked()
    claim = claim_by_number(actor, number)
    work = StandardWork(told["standard_work"]) if "standard_work" in told else None
    wanted = NoteFilter(work, after=told.get("after"), per_page=told.get("per_page", 50))
    page = going_on(note_page(actor, claim.id, wanted))
    shown(claim_id=claim.id, cohe_id=claim.cohe_id, detail={"total": page.total})
    return answered(paged(page, _note))


@operation(
    blueprint,
    "POST",
    f"{ONE}/notes",
    Permission.NOTE_WRITE,
    says="Sign a note with its contacts, its minutes, the tasks that it finishes and the next one",
    answers="Made",
    scope=TokenScope.NOTES_WRITE,
    takes="NewNote",
    status=201,
    with_key=True,
)
def add_note(number: str) -> Response:
    actor = current_actor()
    claim = claim_by_number(actor, number)
    note = _composed(sent_as(SCHEMAS["NewNote"]))
    key = key_named(actor, note)
    return answered({"id": write_note(actor, claim.claim_number, note, key=key)}, status=201)


def _composed(told: dict[str, Any]) -> ComposedNote:
    following = told.get("next_task")
    return ComposedNote(
        standard_work=StandardWork(told["standard_work"]),
        body=told["body"],
        performed_on=date.fromisoformat(told["performed_on"]),
        contacts=tuple(
            ComposedContact(Party(c["party"]), Method(c["method"]), Outcome(c["outcome"]))
            for c in told.get("contacts", ())
        ),
        interpreter=told.get("interpreter", False),
        minutes=told.get("minutes"),
        next_step=following
        and NextStep(following["title"], date.fromisoformat(following["due_by"])),
        finishes=tuple(dict.fromkeys(told.get("finishes", ()))),
    )


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _listed(row: ListedClaim) -> dict[str, Any]:
    return {
        "claim_number": row.claim_number,
        "worker_last_name": row.last_name,
        "worker_first_name": row.first_name,
        "injury_on": _day(row.injury_on),
        "initiated_on": _day(row.initiated_on),
        "employer": row.employer,
        "provider": row.provider,
        "status": row.status,
        "coordination": row.coordination,
        "complexity": row.complexity,
        "work_status": row.work_status,
        "on_time_loss": row.on_time_loss,
        "last_contact_on": _day(row.last_contact_on),
        "next_due_by": _day(row.next_due_by),
        "next_task": row.next_task,
        "coordinator": row.coordinator,
        "purged": row.purged_at is not None,
    }


def _claim(told: ClaimShown) -> dict[str, Any]:
    claim = told.claim
    return {
        "claim_number": claim.claim_number,
        "cohe": told.cohe,
        "worker_last_name": told.worker.last_name,
        "worker_first_name": told.worker.first_name,
        "employer": told.employer.name,
        "initiating_provider": f"{told.initiating.last_name}, {told.initiating.first_name}",
        "attending_provider": f"{told.attending.last_name}, {told.attending.first_name}",
        "clinic": told.clinic.name,
        "status": claim.status,
        "fund": claim.fund,
        "accident_kind": claim.accident_kind,
        "injury_on": _day(claim.injury_on),
        "initiated_on": _day(claim.initiated_on),
        "first_visit_on": _day(claim.first_visit_on),
        "established_on": _day(claim.established_on),
        "coordination": claim.coordination,
        "complexity": claim.complexity,
        "work_status": claim.work_status,
        "on_time_loss": claim.on_time_loss,
        "days_off": told.days_off,
        "last_contact_on": _day(claim.last_contact_on),
        "next_due_by": _day(claim.next_due_by),
        "coordinator": told.coordinator,
        "covered_by": told.covered_by,
        "purged": claim.purged_at is not None,
    }


def _note(event: Event) -> dict[str, Any]:
    return {
        "id": event.subject.id,
        "performed_on": _day(event.on),
        "standard_work": event.subject.standard_work,
        "state": event.state,
        "author": event.by,
        "body": event.text,
        "minutes": event.minutes,
        "contacts": [
            {"party": each.party, "method": each.method, "outcome": each.outcome}
            for each in event.contacts
        ],
    }
