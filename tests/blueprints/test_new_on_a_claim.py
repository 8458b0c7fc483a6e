"""What came on a claim since its reader was there stands above a line that says so."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from ohms.domain.values import DocumentKind, NoteEventKind
from ohms.models.documents import Document, EnteredForm
from ohms.models.feed import FeedRun
from ohms.models.medical import ReportOfAccident
from ohms.models.notes import CallIntake
from ohms.queries.rounds import ask
from ohms.queries.timeline import timeline_of
from tests.blueprints.signing_in import as_person
from tests.blueprints.test_claim_notes import put_event, put_note
from tests.house import House
from tests.pages import CheckedClient
from tests.statements import counted
from tests.tasks import said

PAGE = "/claims/AL10002"
LINE = "New since you were here, "
AT = datetime(2026, 11, 20, 22, 2, tzinfo=UTC)
MOST_STATEMENTS = 12


def of_the_claim(house: House, number: str = "AL10002") -> dict[str, Any]:
    return {"claim_id": house.claim[number], "cohe_id": house.cohe["alder"]}


def put_run(house: House, **changes: Any) -> int:
    facts = {"kind": "roa", "file_name": "roa.csv", "sha256": "0" * 64, "as_of_on": AT.date()}
    return house.add(FeedRun, **{**facts, "state": "done", "started_at": AT, **changes})


def put_roa(house: House, day: int, **changes: Any) -> int:
    facts = {"signed_on": date(2026, 11, day - 1), "received_on": date(2026, 11, day)}
    return house.add(ReportOfAccident, **of_the_claim(house), **facts, complete=True, **changes)


def test_a_line_stands_under_what_others_did_since_one_was_here(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    def opened(at: datetime, username: str = "alder.hsc1") -> str:
        clock(at.isoformat())
        return said(as_person(client, username).get(PAGE).text)

    later = AT + timedelta(hours=3)
    with house.app.app_context():
        put_note(house, "Seen before.", signed_at=AT - timedelta(days=1))
    first = opened(AT)
    assert "since you were here" not in first
    with house.app.app_context():
        put_note(house, "My own.", written_at=later, signed_at=later)
    assert "since you were here" not in opened(AT + timedelta(hours=1)), "it is one's own"
    with house.app.app_context():
        put_note(house, "By a colleague.", "alder.hsc2", written_at=later, signed_at=later)
    back = AT + timedelta(hours=4)
    told = opened(back)
    assert f"{LINE}Nov 20, 3:02 pm" in told
    above, below = told.split(LINE)
    assert "By a colleague." in above
    assert "Seen before." in below
    with house.app.app_context():
        answered = back + timedelta(minutes=10)
        put_note(house, "My answer.", written_at=answered, signed_at=answered)
    above, below = opened(back + timedelta(minutes=20)).split(LINE)
    assert "My answer." in above, "what one wrote oneself since does not push the line out of place"
    assert "By a colleague." in above, "the same sitting takes nothing off"
    assert "Seen before." in below
    assert LINE not in opened(back + timedelta(hours=2)), "the next one does"
    assert "since you were here" not in opened(back, "alder.supervisor"), "who was never here"


def test_what_ones_own_note_ended_by_itself_is_not_new(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    clock((AT + timedelta(days=4)).isoformat())
    page, notes = "/claims/AL10001", "/claims/AL10001/notes"
    reached = {"party": "worker", "method": "phone", "outcome": "reached"}
    as_person(client, "alder.hsc2").get(page)
    as_person(client, "alder.hsc1").fill(page, notes, body="What is missing is asked for.")
    assert "Make the first contact" in client.get(page).text
    clock((AT + timedelta(days=4, hours=3)).isoformat())
    as_person(client, "alder.hsc1").fill(page, notes, **reached, body="Spoke.")
    own = said(client.get(page).text)
    assert "Task done: Make the first contact" in own
    assert LINE not in own
    assert LINE in said(as_person(client, "alder.hsc2").get(page).text)


def test_what_came_with_the_feed_or_further_down_is_told_as_new(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    clock(AT.isoformat())
    as_person(client, "alder.hsc1").get(PAGE)
    later = AT + timedelta(hours=3)
    with house.app.app_context():
        put_roa(house, 3, feed_run_id=put_run(house, finished_at=later))
        old = put_note(house, "Told again.")
        put_event(house, old, NoteEventKind.ADDENDUM, body="They call back.", at=later)
        put_note(house, "On top.", written_at=AT, signed_at=AT - timedelta(hours=1))
    clock((later + timedelta(hours=1)).isoformat())
    as_person(client, "alder.hsc1")
    with counted(house.app) as statements:
        told = said(client.get(PAGE).text)
    assert len(statements) <= MOST_STATEMENTS, statements
    assert "2 new since you were here, Nov 20, 2:02 pm, further down" in told
    assert "ROA received New" in told
    assert LINE in said(client.get(f"{PAGE}?show=status").text)


def test_what_came_to_the_claim_late_is_new_however_old_it_is(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    """A call that found its claim, a note moved here, a form entered, a run that ended after another."""
    before, later = AT - timedelta(days=1), AT + timedelta(hours=3)
    theirs, mine = house.staff["alder.hsc2"], house.staff["alder.hsc1"]

    def put_call(day: int, matched_at: datetime, by: int) -> None:
        house.add(
            CallIntake,
            **of_the_claim(house),
            taken_by_id=theirs,
            position_id=house.position["alder.hsc2"],
            caller="Okapi",
            message="Rings back.",
            performed_on=date(2026, 10, day),
            taken_at=before,
            matched_at=matched_at,
            matched_by_id=by,
        )

    def put_moved(day: int, at: datetime, by: str) -> None:
        left = put_note(house, "Left.", claim_id=house.claim["AL10003"])
        put_event(
            house,
            left,
            NoteEventKind.VOIDED,
            **{**of_the_claim(house, "AL10003"), "at": at, "staff_id": house.staff[by]},
            reason="Belongs to another claim",
            belongs_elsewhere=True,
        )
        old = {"written_at": before, "signed_at": before, "performed_on": date(2026, 10, day)}
        moved = put_note(house, "Moved.", "alder.hsc2", **old, moved_from_id=left)
        put_event(house, moved, NoteEventKind.ADDENDUM, body="Copied.", at=before)

    def put_entered(day: int, at: datetime, by: int) -> None:
        paper = house.add(
            Document,
            **of_the_claim(house),
            kind=DocumentKind.ROA,
            document_on=date(2026, 10, 1),
            received_on=date(2026, 10, 1),
            title="A ROA",
            source="upload",
            uploaded_by_id=mine,
            listed_at=before,
        )
        house.add(
            EnteredForm,
            **of_the_claim(house),
            document_id=paper,
            report_of_accident_id=put_roa(house, day),
            entered_by_id=by,
            entered_at=at,
        )

    with house.app.app_context():
        under_way, late = put_run(house, state="running"), put_run(house, finished_at=later)
        seen = put_run(house, finished_at=before)
        put_call(1, later, theirs)
        put_call(2, before, theirs)
        put_call(3, later, mine)
        put_moved(4, later, "alder.supervisor")
        put_moved(5, before, "alder.supervisor")
        put_moved(6, later, "alder.hsc1")
        put_entered(2, later, theirs)
        put_entered(4, before, theirs)
        put_entered(6, later, mine)
        put_roa(house, 8, feed_run_id=late)
        put_roa(house, 10, feed_run_id=seen)
        put_roa(house, 12, feed_run_id=under_way)
    clock(AT.isoformat())
    as_person(client, "alder.hsc1").get(PAGE)
    clock((later + timedelta(hours=1)).isoformat())
    as_person(client, "alder.hsc1")
    with counted(house.app) as statements:
        client.get(PAGE)
    assert len(statements) <= MOST_STATEMENTS, statements
    with house.app.app_context():
        told = ask(timeline_of(house.actor("alder.hsc1"), house.claim["AL10002"]))
    new = {(event.what, event.on.day) for event in told.events if event.is_new}
    assert new == {("call", 1), ("note", 4), ("roa", 2), ("roa", 8), ("roa", 12)}
