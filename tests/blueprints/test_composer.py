"""One save of the composer, through the page: everything of it or nothing."""

from datetime import date

from sqlalchemy import select

from ohms.domain.values import Capture, Coordination, Outcome, TaskState
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim
from ohms.models.notes import CaseNote, Contact, NoteEvent
from ohms.models.referrals import Referral, ReferralStepTaken
from ohms.models.tasks import Task
from ohms.models.time import TimeEntry
from ohms.web.forms import CARRIED_OUT_OTHERWISE
from tests.blueprints.signing_in import as_person
from tests.forms import posting_form
from tests.house import House, add_claim, count_of, one
from tests.pages import CheckedClient
from tests.statements import counted

CALL = {
    "party": "worker",
    "method": "phone",
    "outcome": "reached",
    "standard_work": "return_to_work",
    "body": "Spoke with the worker about light duty.",
    "minutes": "12",
}
ACTION = "/claims/AL10001/notes"
MOST_STATEMENTS = 26
"""Of a save with a contact, minutes and a next task: 22, three more where it is the first on a new claim,
and one by which PostgreSQL holds the person."""


def test_one_save_writes_note_contact_minutes_and_the_next_task(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    answer = client.fill(
        "/claims/AL10001",
        ACTION,
        **CALL,
        next_task="Ask for the job description",
        next_task_due="+5b",
        referral="stay_at_work",
    )
    assert answer.status_code == 303
    page = client.get("/claims/AL10001").text
    for text in (
        "Spoke with the worker about light duty.",
        "12 min",
        "Phone, worker, reached",
        "Ask for the job description",
        "Referral, Stay at Work",
    ):
        assert text in page
    with house.app.app_context():
        assert one(select(Contact.outcome)) is Outcome.REACHED
        assert one(select(TimeEntry.minutes)) == 12
        assert one(select(TimeEntry.capture)) is Capture.TYPED
        assert one(select(Task.state)) is TaskState.TO_DO
        assert one(select(NoteEvent.kind)).value == "signed"
        assert one(select(ReferralStepTaken.step)).value == "draft"
        claim = select(Claim.coordination).where(Claim.claim_number == "AL10001")
        assert one(claim) is Coordination.ACTIVE


def test_the_summaries_of_the_claim_follow_in_the_same_save(
    client: CheckedClient, house: House, clock: object
) -> None:
    assert callable(clock)
    clock("2026-11-24T10:00:00-08:00")
    as_person(client, "alder.hsc1")
    client.fill("/claims/AL10001", ACTION, **CALL, next_task="Call again", next_task_due="11/30")
    with house.app.app_context():
        mine = Claim.claim_number == "AL10001"
        assert one(select(Claim.last_contact_on).where(mine)) == date(2026, 11, 24)
        assert one(select(Claim.next_due_by).where(mine)) == date(2026, 11, 30)
        assert one(select(Claim.open_tasks).where(mine)) == 1


def test_a_save_finishes_the_ticked_tasks_with_the_note_as_evidence(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    client.fill("/claims/AL10001", ACTION, **CALL, next_task="Call again", next_task_due="+1b")
    with house.app.app_context():
        task = one(select(Task.id))
    client.fill("/claims/AL10001", ACTION, **CALL, finishes=[str(task)])
    with house.app.app_context():
        assert one(select(Task.state)) is TaskState.DONE
        newest = one(select(CaseNote.id).order_by(CaseNote.id.desc()).limit(1))
        assert one(select(Task.evidence_note_id)) == newest


def test_a_refused_save_keeps_every_typed_value_and_writes_nothing(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    answer = client.fill(
        "/claims/AL10001",
        ACTION,
        **{**CALL, "body": "A long story.", "minutes": "2000"},
        next_task="Call again",
        next_task_due="32/32",
    )
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    for text in ("A long story.", 'value="2000"', 'value="Call again"', 'value="32/32"'):
        assert text in answer.text
    with house.app.app_context():
        assert count_of(CaseNote) == count_of(Task) == count_of(TimeEntry) == 0


def test_a_double_click_makes_one_note(client: CheckedClient, house: House) -> None:
    as_person(client, "alder.hsc1")
    form = posting_form(client.get("/claims/AL10001").text, ACTION)
    data = form.filled_in({**CALL, "next_task": "Call again", "next_task_due": "+5b"})
    with counted(house.app) as statements:
        assert client.post(ACTION, data=data).status_code == 303
    assert len(statements) <= MOST_STATEMENTS, str(statements)
    for _ in range(5):
        assert client.post(ACTION, data=data).status_code == 303
    with house.app.app_context():
        assert count_of(CaseNote) == count_of(TimeEntry) == count_of(Contact) == 1


def test_minutes_may_stay_empty_and_the_note_is_kept(client: CheckedClient, house: House) -> None:
    as_person(client, "alder.hsc1")
    client.fill("/claims/AL10001", ACTION, **{**CALL, "minutes": ""})
    with house.app.app_context():
        assert count_of(CaseNote) == 1
        assert count_of(TimeEntry) == 0


def test_the_minutes_of_a_call_about_three_claims_sum_to_the_call(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        add_claim(house, "alder", "AL50000", provider="alder.1")
    as_person(client, "alder.hsc1")
    client.fill(
        "/claims/AL10001",
        ACTION,
        **{**CALL, "minutes": "11"},
        also=["al10002"],
        also_body=["The same employer asks about this one."],
    )
    with house.app.app_context():
        assert count_of(CaseNote) == 2
        shares = [
            one(select(TimeEntry.minutes).where(TimeEntry.claim_id == house.claim[number]))
            for number in ("AL10001", "AL10002")
        ]
        assert shares == [6, 5]
        assert count_of(CaseNote, CaseNote.body.startswith("The same employer")) == 1


def test_a_further_claim_out_of_sight_is_told_beside_its_field_and_nothing_is_written(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    for number in ("BI10001", "ZZ99999"):
        answer = client.fill("/claims/AL10001", ACTION, **CALL, also=[number])
        assert answer.status_code == 422
        assert f"Enter a claim number that is on your list: {number} is not." in answer.text
    with house.app.app_context():
        assert count_of(CaseNote) == 0


def test_captured_minutes_over_an_hour_wait_until_the_person_confirmed_them(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    client.fill("/claims/AL10001", ACTION, **{**CALL, "minutes": "75"}, minutes_from="call")
    with house.app.app_context():
        assert one(select(TimeEntry.confirmed_at)) is None
    client.fill(
        "/claims/AL10001",
        ACTION,
        **{**CALL, "minutes": "76"},
        minutes_from="call",
        minutes_confirmed="yes",
    )
    with house.app.app_context():
        assert count_of(TimeEntry, TimeEntry.confirmed_at.is_not(None)) == 1


def test_a_draft_is_its_authors_alone_until_it_is_signed(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    client.fill("/claims/AL10001", ACTION, **CALL, action="draft")
    assert "Draft, only you see it" in client.get("/claims/AL10001").text
    as_person(client, "alder.hsc2")
    assert "Spoke with the worker" not in client.get("/claims/AL10001").text
    with house.app.app_context():
        note = one(select(CaseNote.id))
        assert count_of(TimeEntry) == 0
    form = posting_form(client.get("/claims/AL10001").text, ACTION)
    rude = client.post(f"/claims/AL10001/notes/{note}/sign", data=form.holds)
    assert rude.status_code == 404
    as_person(client, "alder.hsc1")
    client.fill("/claims/AL10001", f"/claims/AL10001/notes/{note}/sign")
    assert "Spoke with the worker" in as_person(client, "alder.hsc2").get("/claims/AL10001").text


def test_an_assistants_barrier_note_waits_for_a_co_signature(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.assistant1")
    action = "/claims/AL10002/notes"
    client.fill("/claims/AL10002", action, **{**CALL, "standard_work": "barriers"})
    assert "Waits for a co-signature" in client.get("/claims/AL10002").text


def test_every_row_of_a_save_stands_in_the_audit_under_its_name(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    client.fill("/claims/AL10001", ACTION, **CALL, next_task="Call again", next_task_due="+1b")
    with house.app.app_context():
        for table in ("case_note", "note_event", "contact", "task", "time_entry", "claim"):
            entry = (AuditEntry.action == "write_note", AuditEntry.object_type == table)
            assert count_of(AuditEntry, *entry) >= 1, table
            assert (
                count_of(AuditEntry, *entry, AuditEntry.claim_id == house.claim["AL10001"]) >= 1
            ), table


def test_a_second_referral_to_the_same_service_is_refused_while_one_is_open(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    client.fill("/claims/AL10001", ACTION, **CALL, referral="stay_at_work")
    answer = client.fill("/claims/AL10001", ACTION, **CALL, referral="stay_at_work")
    assert answer.status_code == 422
    assert "A referral to this service is open on the claim already." in answer.text
    with house.app.app_context():
        assert count_of(Referral) == count_of(CaseNote) == 1


def test_signing_a_signed_note_again_is_told_and_changes_nothing(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    client.fill("/claims/AL10001", ACTION, **CALL)
    with house.app.app_context():
        note = one(select(CaseNote.id))
    form = posting_form(client.get("/claims/AL10001").text, ACTION)
    answer = client.post(
        f"/claims/AL10001/notes/{note}/sign", data=form.holds, follow_redirects=True
    )
    assert "This note is signed already." in answer.text
    with house.app.app_context():
        assert count_of(NoteEvent) == 1


def test_a_note_that_comes_again_with_other_words_is_told_and_may_be_saved_as_well(
    client: CheckedClient, house: House
) -> None:
    """As after the browser's Back. The page's own clock went on meanwhile: that is no other note."""
    as_person(client, "alder.hsc1")
    form = posting_form(client.get("/claims/AL10001").text, ACTION)
    sent = form.filled_in({**CALL, "minutes_from": "call", "action": "sign"})
    assert client.post(ACTION, data=sent).status_code == 303
    assert client.post(ACTION, data={**sent, "minutes": ["13"]}).status_code == 303
    other = client.post(ACTION, data={**sent, "body": ["The employer called back."]})
    assert (other.status_code, CARRIED_OUT_OTHERWISE in other.text) == (422, True)
    shown = posting_form(other.text, ACTION)
    assert shown.holds["body"] == ["The employer called back."]
    typed = {**shown.holds, "body": "The employer called back at noon."}
    kept = client.post("/drafts", data=typed, headers={"Accept": "application/json"})
    assert kept.status_code == 200, "what stands in it is kept while it is typed"
    assert client.post(ACTION, data={**shown.holds, "action": "sign"}).status_code == 303
    with house.app.app_context():
        assert count_of(CaseNote) == 2
