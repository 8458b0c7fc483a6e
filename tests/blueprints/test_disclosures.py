"""What of a claim left the house stands on its page: what, when, by whom, to whom."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.disclosures import OF_MANY_CLAIMS, OF_ONE_CLAIM, WITHOUT_CLAIMS, leaving_of
from ohms.domain.values import Service
from ohms.extensions import db
from ohms.models.documents import Document
from ohms.queries.task_calendar import GIVEN
from ohms.web.access import Access
from ohms.web.acts import ACTS
from tests.blueprints.signing_in import as_person
from tests.house import House
from tests.pages import CheckedClient
from tests.referrals import sent_referral
from tests.tasks import next_link, said

CLAIM = "/claims/AL10001"
PAGE = f"{CLAIM}/disclosures"


@pytest.fixture(autouse=True)
def _as_coordinator(client: CheckedClient, house: House, clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")
    as_person(client, "alder.hsc1")


def listed(client: CheckedClient, page: str = PAGE) -> list[str]:
    """The lines as they are read."""
    text = client.get(page).text
    rows = text[text.index("<tbody>") : text.index("</tbody>")].split("</tr>")[:-1]
    return [said(row) for row in rows]


def test_every_way_out_stands_there_newest_first(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    assert "Nothing left yet" in client.get(PAGE).text
    with house.app.app_context():
        referral_id = sent_referral(house, Service.STAY_AT_WORK)
    acts: list[Callable[[], Any]] = [
        lambda: client.fill(
            f"{CLAIM}/letters/unable-to-contact", f"{CLAIM}/letters/unable-to-contact"
        ),
        lambda: client.get(f"{CLAIM}/notes/print"),
        lambda: client.get(f"{CLAIM}/file.csv"),
        lambda: client.get("/claims.csv"),
        lambda: client.get("/referrals.csv"),
        lambda: client.get(f"/referrals/{referral_id}/packet/1"),
        lambda: client.get(f"/referrals/{referral_id}/packet/1.pdf"),
        lambda: client.get(f"{CLAIM}/file/1/download"),
        lambda: client.get(CLAIM),
        lambda: client.get("/claims"),
    ]
    for minute, act in enumerate(acts, 1):
        clock(f"2026-11-24T12:{minute:02}:00-08:00")
        assert act().status_code < 400
    by = "Rosa Alvarez of alder"
    assert listed(client) == [
        f"Document saved Nov 24, 12:08 pm {by} In a file",
        f"Packet saved, version 1 Nov 24, 12:07 pm {by} In a file",
        f"Packet opened to print, version 1 Nov 24, 12:06 pm {by} On paper",
        f"Referrals exported Nov 24, 12:05 pm {by} In a file",
        f"Claim list exported Nov 24, 12:04 pm {by} In a file",
        f"List of the claim file exported Nov 24, 12:03 pm {by} In a file",
        f"Notes opened to print Nov 24, 12:02 pm {by} On paper",
        f"Letter to the worker: Unable to contact Nov 24, 12:01 pm {by} The worker",
        f"Packet of a referral, version 1 Nov 24, 12:00 pm {by} Stay at Work",
    ]
    page = client.get(PAGE).text
    for address in (f"/referrals/{referral_id}/packet/1", f"{CLAIM}/file/1"):
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200
    assert f'href="{PAGE}"' in client.get(f"{CLAIM}/history").text


def test_it_is_of_this_claim_alone_and_an_export_names_each_claim_in_it(
    client: CheckedClient, house: House
) -> None:
    client.get("/claims/AL10002/notes/print")
    assert client.get(PAGE).text.count("<tr>") == 2, "the heading, and that there is nothing"
    client.get("/claims.csv?q=AL10002")
    client.get("/claims.csv")
    ours = [line for line in listed(client) if "Claim list exported" in line]
    theirs = [
        line
        for line in listed(client, "/claims/AL10002/disclosures")
        if "Claim list exported" in line
    ]
    assert (len(ours), len(theirs)) == (1, 2)


def test_colleagues_supervisors_and_the_assistant_of_the_claim_read_it_and_nobody_else(
    client: CheckedClient, house: House
) -> None:
    client.get("/claims/AL10002/notes/print")
    page = "/claims/AL10002/disclosures"
    for username in ("alder.hsc2", "alder.supervisor", "alder.assistant1"):
        assert "Notes opened to print" in as_person(client, username).get(page).text, username
    assert client.get(PAGE).status_code == 404, "not a claim of this assistant's"
    for username in ("birch.hsc1", "alder.privacy", "lni.stayatwork", "lni.contract", "admin"):
        assert as_person(client, username).get(page).status_code == 404, username


def test_an_assistant_does_not_read_the_title_of_a_flagged_letter(
    client: CheckedClient, house: House
) -> None:
    letter = "/claims/AL10002/letters/unable-to-contact"
    assert client.fill(letter, letter).status_code == 303
    with house.app.app_context(), bulk_unit("flag", None):
        db.session.connection().execute(update(Document).values(mental_health=True))
    page = "/claims/AL10002/disclosures"
    assert "Unable to contact" in listed(client, page)[0]
    as_person(client, "alder.assistant1")
    assert listed(client, page)[0].startswith("Content withheld")


def test_more_than_a_page_is_walked_to_its_end(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    about = {"claim_id": house.claim["AL10001"], "cohe_id": house.cohe["alder"]}
    day = datetime(2026, 11, 5, 18, tzinfo=UTC)
    with house.app.app_context():
        for number in range(70):
            house.add(
                Document,
                **about,
                kind="letter",
                title=f"Letter {number:02}.",
                document_on=day.date(),
                received_on=day.date(),
                listed_at=day.replace(minute=number // 30),
                source="produced",
            )
    first = client.get(PAGE).text
    second = client.get(next_link(first)).text
    found = [n for n in range(70) for text in (first, second) if f"Letter {n:02}." in text]
    assert found == list(range(70))
    assert 'rel="next"' not in second
    assert client.get(f"{PAGE}?after=nonsense").status_code == 200


FORMERLY = {"export_reassignment"}
"""Written no more; entries under them stay for ever, and so do the words for them."""


def test_whatever_prints_saves_or_exports_is_known_to_the_list(app: Flask) -> None:
    views: list[Access] = [vars(view)["access"] for view in app.view_functions.values()]
    ways = {
        view.reads
        for view in views
        if view.reads and view.reads.startswith(("print_", "download_", "export_"))
    }
    told = {view.leaves for view in views}
    known = {*OF_ONE_CLAIM, *OF_MANY_CLAIMS}
    assert ways | told - {None} | {"export_data", GIVEN} | FORMERLY == known | set(WITHOUT_CLAIMS)
    assert set(ACTS) == known
    assert {leaving_of(action).value for action in known} == {"print", "download", "export"}
