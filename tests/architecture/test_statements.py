"""A list asks the database as much for sixty rows as for five: no question is asked once a row."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from ohms.extensions import db
from tests.architecture.many_rows import (
    a_call,
    a_claim,
    a_decision,
    a_document,
    a_draft,
    a_letter,
    a_note,
    a_note_to_co_sign,
    a_referral,
    a_referral_at_a_desk,
    a_task,
    an_offer,
    asked,
    furnish_rows,
    some_minutes,
)
from tests.architecture.routes import signed_in
from tests.architecture.statement_limits import MOST
from tests.house import House
from tests.statements import counted

pytestmark = pytest.mark.every_route


# The same for pages of one claim, whose identity bar asks twice itself.
LISTS_OF_A_CLAIM: dict[str, Callable[[House, int], None]] = {
    "/claims/AL10001": a_note,
    "/claims/AL10001/notes?per_page=50": a_note,
    "/claims/AL10001/time": some_minutes,
    "/claims/AL10001/history": a_decision,
    "/claims/AL10001/disclosures": a_letter,
}


# Who looks at a list, where coordinators do not.
LOOKED_AT_BY = {"/desk?queue=open": "lni.stayatwork"}

# The address of a list, and how one more row comes into it; each row says its AR number.
LISTS: dict[str, Callable[[House, int], None]] = {
    "/drafts": a_draft,
    "/calls": a_call,
    "/claims": a_claim,
    "/claims/AL10001/file": a_document,
    "/referrals": a_referral,
    "/desk?queue=open": a_referral_at_a_desk,
    "/tasks": a_task,
    "/tasks/grouped": a_task,
    "/tasks/grouped?by=employer": a_task,
    "/triage": a_claim,
    "/cosign": a_note_to_co_sign,
    "/claims/hand-over": a_claim,
    "/transfers": an_offer,
}


@pytest.mark.parametrize("path", LISTS)
def test_a_list_asks_no_more_for_sixty_rows_than_for_five(
    path: str, house: House, clock: Callable[[str], None]
) -> None:
    clock("2026-11-24T09:00:00-08:00")
    client = signed_in(house.app, LOOKED_AT_BY.get(path, "alder.hsc1"))
    furnish_rows(house, LISTS[path], range(5))
    client.get(path)  # what is asked once a process is no matter here
    few, shown = asked(house.app, client, path)
    furnish_rows(house, LISTS[path], range(5, 60))
    many, shown_then = asked(house.app, client, path)
    assert shown == 5
    assert shown_then >= 25
    assert len(many) == len(few), f"for 5 rows:\n{few}\nfor {shown_then}:\n{many}"
    assert len(many) <= MOST, str(many)


@pytest.mark.parametrize("path", LISTS_OF_A_CLAIM)
def test_a_page_of_a_claim_asks_no_more_for_sixty_rows_than_for_five(
    path: str, house: House, clock: Callable[[str], None]
) -> None:
    clock("2026-11-24T09:00:00-08:00")
    client = signed_in(house.app, "alder.hsc1")
    furnish_rows(house, LISTS_OF_A_CLAIM[path], range(5))
    client.get(path)
    few, _shown = asked(house.app, client, path)
    furnish_rows(house, LISTS_OF_A_CLAIM[path], range(5, 60))
    many, _shown_then = asked(house.app, client, path)
    assert len(many) == len(few) <= MOST, str(many)
    if path != "/claims/AL10001":
        assert 'rel="next"' in client.get(path).text


@pytest.mark.parametrize("q", ["AR2", "workerar", "10/30/2026"])
def test_a_search_asks_no_more_for_sixty_hits_than_for_five(
    q: str, house: House, clock: Callable[[str], None]
) -> None:
    clock("2026-11-24T09:00:00-08:00")
    client = signed_in(house.app, "alder.hsc1")
    furnish_rows(house, a_claim, range(5))
    client.get(f"/search?q={q}")
    few, _shown = asked(house.app, client, f"/search?q={q}")
    furnish_rows(house, a_claim, range(5, 60))
    many, _shown_then = asked(house.app, client, f"/search?q={q}")
    assert "first 20" in client.get(f"/search?q={q}").text
    assert len(many) == len(few) <= MOST, str(many)


def test_a_page_that_asks_once_a_row_would_be_seen(house: House) -> None:
    """The count itself: three statements by hand are three, a transaction's ends are none."""
    with house.app.app_context(), counted(house.app) as statements:
        for _ in range(3):
            db.session.execute(text("select 1"))
        db.session.rollback()
    assert len(statements) == 3
