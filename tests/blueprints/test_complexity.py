"""A claim's complexity page: why it is not low, its rating, and what people tell of it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from ohms.commands.feed import import_file
from ohms.commands.no_longer_low import TAKE_OVER
from ohms.domain.actor import operator
from ohms.domain.feed import FeedKind
from ohms.domain.values import Complexity
from ohms.models.claims import Claim, ComplexityGround, Delegation
from ohms.models.notes import CaseNote
from ohms.models.tasks import Task
from tests.blueprints.signing_in import as_person
from tests.forms import posting_form
from tests.house import House, one
from tests.pages import CheckedClient
from tests.tasks import said

LOW, STANDARD = "/claims/AL10002/complexity", "/claims/AL10001/complexity"


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def rated(house: House, number: str) -> Complexity:
    with house.app.app_context():
        found: Complexity = one(select(Claim.complexity).where(Claim.id == house.claim[number]))
        return found


def test_an_assistant_says_that_it_is_harder_and_everybody_reads_why_it_is_not_low(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.assistant1")
    page = said(client.get(LOW).text)
    assert "nothing known speaks against it" in page
    assert "Rate it" not in page, "coordinators rate"
    told = client.fill(
        LOW, f"{LOW}/raise", ground="decision_protested", remark="Of the closing order"
    )
    assert told.status_code == 303
    assert rated(house, "AL10002") is Complexity.STANDARD
    for path in ("/claims/AL10002", "/claims/AL10002/recovery"):
        shown = said(client.get(path).text)
        assert "Not low complexity" in shown
        assert "a decision is protested" in shown
    as_person(client, "alder.hsc1")
    assert "Of the closing order" in said(client.get(LOW).text)
    assert "Take the claim over from the assistant" in client.get("/claims/AL10002").text


def test_rating_it_low_is_refused_beside_the_field_with_what_forbids_it(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    assert (
        client.fill(STANDARD, f"{STANDARD}/raise", ground="surgery_planned_or_done").status_code
        == 303
    )
    refused = client.fill(STANDARD, STANDARD, complexity="low")
    assert refused.status_code == 422
    assert "cannot be given to an assistant: surgery is planned or done." in said(refused.text)
    assert 'href="#complexity"' in refused.text
    with house.app.app_context():
        told = one(select(ComplexityGround.id))
    assert client.fill(STANDARD, f"{STANDARD}/{told}/lift").status_code == 303
    assert client.fill(STANDARD, STANDARD, complexity="low").status_code == 303
    assert rated(house, "AL10001") is Complexity.LOW
    assert as_person(client, "alder.assistant1").get("/claims/AL10001").status_code == 200


def test_a_claim_is_lent_for_calls_and_taken_back_and_its_page_tells_both(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    lend = "/claims/AL10001/delegations"
    to = str(house.staff["alder.assistant1"])
    refused = client.fill(STANDARD, lend, to_staff_id=to, scope="calls", remark="Ask the clinic")
    assert refused.status_code == 422
    assert "Enter the last day: what is lent ends by itself." in said(refused.text)
    assert "Ask the clinic" in refused.text
    sent = {"to_staff_id": to, "scope": "calls", "to_on": "12/1"}
    assert client.fill(STANDARD, lend, **sent).status_code == 303
    assert "Kari Olsen of alder" in said(client.get(STANDARD).text)
    as_person(client, "alder.assistant1")
    for path in ("", "/recovery", "/parties", "/complexity", "/file"):
        assert client.get(f"/claims/AL10001{path}").status_code == 200, path
    assert "Withdraw" not in client.get(STANDARD).text
    shown = said(client.get("/claims/AL10001").text)
    assert "lent to you in part" in shown
    assert "Milestones" not in shown
    as_person(client, "alder.hsc1")
    with house.app.app_context():
        lent = one(select(Delegation.id))
    assert client.fill(STANDARD, f"{lend}/{lent}/withdraw").status_code == 303
    assert "withdrawn" in client.get(STANDARD).text
    assert as_person(client, "alder.assistant1").get("/claims/AL10001").status_code == 404


def test_when_time_loss_arrives_during_her_call_she_still_finishes_the_note(
    client: CheckedClient, house: House, tmp_path: Path
) -> None:
    claim = "/claims/AL10002"
    as_person(client, "alder.assistant1")
    panel = posting_form(client.get(claim).text, f"{claim}/notes")
    with house.app.app_context():
        paid = tmp_path / "time_loss.csv"
        paid.write_text(
            "claim_number,paid_from,paid_to,kind\nAL10002,2026-11-10,2026-11-20,time_loss\n"
        )
        import_file(
            operator(date(2026, 11, 24)),
            FeedKind.TIME_LOSS,
            paid,
            file_name=paid.name,
            as_of=date(2026, 11, 23),
            instance=tmp_path,
        )
    assert rated(house, "AL10002") is Complexity.STANDARD
    typed = {"standard_work": "barriers", "body": "The mill has light duty from Monday."}
    sent = {name: values[0] for name, values in panel.holds.items() if values} | typed
    assert client.post(f"{claim}/notes", data=sent).status_code == 303
    with house.app.app_context():
        note = one(select(CaseNote))
        assert (note.author_id, note.co_signature_needed) == (
            house.staff["alder.assistant1"],
            True,
        )
        assert note.signed_at is not None
        told = one(select(Task).where(Task.title == TAKE_OVER))
        assert (told.owner_id, told.because) == (house.staff["alder.hsc1"], "time loss was paid")
    assert "The mill has light duty" in client.get(claim).text
    as_person(client, "alder.hsc1")
    assert "AL10002" in client.get("/cosign").text
    assert TAKE_OVER in client.get("/tasks").text
