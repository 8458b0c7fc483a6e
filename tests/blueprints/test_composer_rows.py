"""More rows in the composer without a script: further claims and contacts, and what is kept."""

from sqlalchemy import select

from ohms.domain.values import Method, Outcome, Party
from ohms.extensions import db
from ohms.models.notes import CaseNote, Contact
from ohms.models.time import TimeEntry
from ohms.queries.guard import unscoped
from tests.blueprints.signing_in import as_person
from tests.forms import posting_form
from tests.house import House, count_of, one
from tests.pages import CheckedClient

CLAIM = "/claims/AL10001"
ACTION = f"{CLAIM}/notes"
CALL = {
    "party": "worker",
    "method": "phone",
    "outcome": "reached",
    "body": "Spoke with the worker about light duty.",
    "minutes": "12",
}


def test_one_more_claim_renders_the_form_again_with_everything_kept_and_saves_nothing(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    first = client.fill(CLAIM, ACTION, **CALL, also=["AL10002"], also_body=["Its"], more="claim")
    assert first.status_code == 200
    form = posting_form(first.text, ACTION)
    assert form.holds["also"] == ["AL10002", ""]
    assert form.holds["also_body"] == ["Its", ""]
    for name, value in CALL.items():
        assert form.holds[name][0].strip() == value
    assert "There is a problem" not in first.text
    assert "12 minutes: 6 and 6" in first.text
    again = client.post(ACTION, data=form.filled_in({"more": "claim"}))
    assert len(posting_form(again.text, ACTION).holds["also"]) == 3
    with house.app.app_context():
        assert count_of(CaseNote) == 0


def test_the_rows_that_were_added_are_saved_with_the_note(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    page = client.fill(CLAIM, ACTION, **CALL, more="contact").text
    form = posting_form(page, ACTION)
    assert [len(form.holds[name]) for name in ("party", "method", "outcome")] == [2, 2, 2]
    both = {
        "party": ["worker", "employer"],
        "method": ["phone", "email"],
        "outcome": ["reached", "left_message"],
        "also": ["AL10002"],
    }
    assert client.post(ACTION, data=form.filled_in(both)).status_code == 303
    with house.app.app_context():
        assert count_of(Contact) == 4
        mine = Contact.claim_id == house.claim["AL10002"]
        assert count_of(Contact, mine, Contact.party == Party.EMPLOYER) == 1
        left = (Contact.method == Method.EMAIL, Contact.outcome == Outcome.LEFT_MESSAGE)
        assert count_of(Contact, *left) == 2
        with unscoped("a test looks"):
            minutes = db.session.execute(select(TimeEntry.minutes)).scalars().all()
        assert list(minutes) == [6, 6]


def test_an_empty_added_row_is_no_contact(client: CheckedClient, house: House) -> None:
    as_person(client, "alder.hsc1")
    form = posting_form(client.fill(CLAIM, ACTION, **CALL, more="contact").text, ACTION)
    assert client.post(ACTION, data=form.holds).status_code == 303
    with house.app.app_context():
        assert one(select(Contact.party)) is Party.WORKER


def test_an_unfinished_added_contact_is_told_and_every_row_kept(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    form = posting_form(client.fill(CLAIM, ACTION, **CALL, more="contact").text, ACTION)
    half = {"party": ["worker", "employer"]}
    answer = client.post(ACTION, data=form.filled_in(half))
    assert answer.status_code == 422
    assert "Choose how it was tried." in answer.text
    assert posting_form(answer.text, ACTION).holds["party"] == ["worker", "employer"]
    with house.app.app_context():
        assert count_of(CaseNote) == 0


def test_a_note_takes_at_most_ten_contacts(client: CheckedClient, house: House) -> None:
    as_person(client, "alder.hsc1")
    form = posting_form(client.get(CLAIM).text, ACTION)
    many = {name: [CALL[name]] * 11 for name in ("party", "method", "outcome")}
    answer = client.post(ACTION, data={**form.filled_in(CALL), **many})
    assert answer.status_code == 422
    assert "Name at most 10 contacts in one note." in answer.text
