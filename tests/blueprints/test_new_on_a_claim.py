"""What came on a claim since its reader was there stands above a line that says so."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from ohms.domain.values import NoteEventKind
from ohms.models.feed import FeedRun
from ohms.models.medical import ReportOfAccident
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
    assert LINE in opened(back + timedelta(minutes=20)), "the same sitting takes nothing off"
    assert LINE not in opened(back + timedelta(hours=2)), "the next one does"
    assert "since you were here" not in opened(back, "alder.supervisor"), "who was never here"


def test_what_came_with_the_feed_or_further_down_is_told_as_new(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    clock(AT.isoformat())
    as_person(client, "alder.hsc1").get(PAGE)
    later = AT + timedelta(hours=3)
    with house.app.app_context():
        run = house.add(
            FeedRun,
            kind="roa",
            file_name="roa.csv",
            sha256="0" * 64,
            as_of_on=later.date(),
            state="done",
            started_at=later,
            finished_at=later,
        )
        house.add(
            ReportOfAccident,
            claim_id=house.claim["AL10002"],
            cohe_id=house.cohe["alder"],
            signed_on=datetime(2026, 11, 2, tzinfo=UTC).date(),
            received_on=datetime(2026, 11, 3, tzinfo=UTC).date(),
            complete=True,
            feed_run_id=run,
        )
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
