"""A job description sent, approved and taken back: what it does to task, referral and employer."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update

from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.job_descriptions import JobStep
from ohms.domain.services import SERVICES
from ohms.domain.values import Coordination, DocumentKind, Service, TaskState
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim
from ohms.models.documents import Document
from ohms.models.job_descriptions import JobDescriptionStep
from ohms.models.tasks import Task
from ohms.queries.checks import recompute
from ohms.queries.guard import unscoped
from ohms.queries.referral_facts import known_of_claim
from tests.blueprints.signing_in import as_person
from tests.house import House, count_of, one
from tests.pages import CheckedClient
from tests.tasks import said

CLAIM = "/claims/AL10001"
LISTED = datetime(2026, 11, 10, 18, tzinfo=UTC)


@pytest.fixture
def page(house: House, clock: Callable[[str], None]) -> str:
    """The address of a job description in the file of a claim that we coordinate."""
    clock("2026-11-24T10:00:00-08:00")
    with house.app.app_context():
        with bulk_unit("furnish", None):
            about = Claim.id == house.claim["AL10001"]
            active = {"coordination": Coordination.ACTIVE}
            db.session.execute(update(Claim).where(about).values(**active))
        document = house.add(
            Document,
            claim_id=house.claim["AL10001"],
            cohe_id=house.cohe["alder"],
            kind=DocumentKind.JOB_DESCRIPTION,
            document_on=date(2026, 11, 9),
            received_on=date(2026, 11, 10),
            title="Front desk at the mill",
            source="feed",
            listed_at=LISTED,
        )
    return f"{CLAIM}/file/{document}"


def note(client: CheckedClient, page: str, step: str, on: str, **more: str) -> None:
    answer = client.fill(page, f"{page}/steps", step=step, on=on, **more)
    assert answer.status_code == 303, answer.text


def begins(house: House) -> dict[str, str]:
    """What a Stay at Work referral's fields begin with."""
    with house.app.app_context(), unscoped("a test looks"):
        claim = one(select(Claim).where(Claim.id == house.claim["AL10001"]))
        facts = SERVICES[Service.STAY_AT_WORK]
        return known_of_claim(house.actor("alder.hsc1"), claim, facts)


def asking(house: House) -> tuple[TaskState, date, str | None]:
    with house.app.app_context(), unscoped("a test looks"):
        task = one(select(Task).where(Task.derived_key.like("job_description:%")))
        return task.state, task.due_by, task.evidence_text


def test_the_providers_word_ends_the_task_and_reaches_the_referral_and_the_employer(
    client: CheckedClient, house: House, page: str
) -> None:
    as_person(client, "alder.hsc1")
    assert "Nobody noted yet that it was sent." in said(client.get(page).text)
    assert begins(house)["job_approved"] == "not_known"
    note(client, page, "sent", "11/20")
    assert asking(house) == (TaskState.TO_DO, date(2026, 12, 1), None)
    note(client, page, "approved", "11/23", by_whom="Dr. Lee, by phone")
    state, _due, evidence = asking(house)
    assert state is TaskState.DONE
    assert evidence == "Job description approved on Mon Nov 23, 2026 by Dr. Lee, by phone"
    assert begins(house)["job_approved"] == "yes"
    assert begins(house)["job_description"] == "Front desk at the mill"
    employer = said(client.get(f"/employers/{house.employer['Mill']}").text)
    assert "Front desk at the mill Approved Nov 23 by Dr. Lee, by phone" in employer
    step = f"{page}/steps/2/void"
    assert client.fill(page, step).status_code == 303
    assert "taken back" in said(client.get(page).text)
    assert begins(house)["job_approved"] == "not_known"
    with house.app.app_context():
        assert count_of(JobDescriptionStep) == 2
        faults = [each.invariant.name for each in recompute(date(2026, 11, 24)) if each.findings]
        assert faults == ["coordination_periods"], "the test made the claim active by itself"


def test_the_fax_that_asks_for_the_word_notes_the_description_as_sent_in_the_same_act(
    client: CheckedClient, house: House, page: str
) -> None:
    as_person(client, "alder.hsc1")
    fax = f"{CLAIM}/letters/job-description-fax"
    assert "Front desk at the mill" in client.get(fax).text
    assert "noted as sent" not in client.get(f"{CLAIM}/letters/unable-to-contact").text
    empty = client.fill(fax, fax, text=" ")
    assert empty.status_code == 422
    with house.app.app_context():
        assert count_of(JobDescriptionStep) == 0
    assert client.fill(fax, fax).status_code == 303
    with house.app.app_context():
        assert one(select(JobDescriptionStep.step)) is JobStep.SENT
        assert one(select(JobDescriptionStep.happened_on)) == date(2026, 11, 24)
        entries = (
            AuditEntry.action == "file_letter",
            AuditEntry.object_type == "job_description_step",
        )
        assert count_of(AuditEntry, *entries) == 1
    assert client.fill(fax, fax, job="").status_code == 303
    with house.app.app_context():
        assert count_of(JobDescriptionStep) == 1
    foreign = client.fill(fax, fax, job="9999")
    assert (foreign.status_code, "Choose one of the list." in foreign.text) == (422, True)


def test_a_day_before_the_description_or_nobody_is_told_beside_its_field(
    client: CheckedClient, house: House, page: str
) -> None:
    as_person(client, "alder.hsc1")
    early = client.fill(page, f"{page}/steps", step="sent", on="11/2")
    assert (early.status_code, "on or after the description" in early.text) == (422, True)
    nobody = client.fill(page, f"{page}/steps", step="approved", on="11/20", by_whom=" ")
    assert (nobody.status_code, "Enter who it was" in nobody.text) == (422, True)
    with house.app.app_context():
        assert count_of(JobDescriptionStep) == 0
