"""Rows and requests for the page templates that no bare address shows: those that a question leads to, and
those with which a form is answered."""

import json
from datetime import timedelta

from ohms.domain.values import DocumentKind
from ohms.models.claims import Claim
from ohms.models.documents import Document
from ohms.models.housekeeping import Draft
from ohms.models.second_factors import SecondFactor
from ohms.web.document_files import document_store
from tests.architecture.centre import DAY, MOMENT, Rows
from tests.house import House
from tests.pdf_files import pdf
from tests.tasks import put_task

Asked = tuple[str, str]
"""By whom, and the address."""


def asked_with_a_question(house: House, rows: Rows) -> list[Asked]:
    """Call it inside an app context: it puts in what the questions are about."""
    task = put_task(house, "AL10002", "Call the clinic")
    of_claim = {"claim_id": rows[Claim], "cohe_id": house.cohe["alder"]}
    days = {"document_on": DAY, "received_on": DAY, "listed_at": MOMENT, "source": "feed"}
    content = pdf("Off work until Monday.")
    file = {"sha256": document_store().store(content), "size": len(content)}
    form = house.add(
        Document,
        kind=DocumentKind.APF,
        title="APF",
        media_type="application/pdf",
        **file,
        **of_claim,
        **days,
    )
    _leave_drafts(house)
    return [
        ("alder.hsc1", f"/tasks/bulk?task={task}&act=done"),
        ("alder.hsc1", "/claims/bulk?act=close&claim=AL10002"),
        ("alder.supervisor", f"/tasks/reassign?task={task}"),
        ("alder.hsc1", f"/claims/AL10002/file/{form}/fields"),
        ("alder.hsc1", "/drafts/throw-away?draft=seen"),
        ("alder.assistant1", "/drafts/finish?draft=gone"),
    ]


def _leave_drafts(house: House) -> None:
    """One of a claim in sight, one of a claim that left its author's list."""
    content = json.dumps([["body", "Spoke with the shift lead."]])
    at = MOMENT + timedelta(days=18)
    for tab, username, number in (
        ("seen", "alder.hsc1", "AL10002"),
        ("gone", "alder.assistant1", "AL10003"),
    ):
        house.add(
            Draft,
            staff_id=house.staff[username],
            tab=tab,
            form="note",
            path=f"/claims/{number}",
            claim_id=house.claim[number],
            content=content,
            begun_at=at,
            saved_at=at,
            in_sight_at=at,
        )


def add_second_step(house: House, username: str) -> None:
    """A person whom a code is asked for after the password; call it inside an app context."""
    house.add(
        SecondFactor,
        staff_id=house.staff[username],
        salt="a salt of the tests",
        confirmed_at=MOMENT,
    )
