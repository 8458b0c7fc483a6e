"""Claims in which every text is a word that stands nowhere else: where one is found, it leaked.

Every column of text of every table below is filled, also one that is added to a table later.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import Enum, String, insert

from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.recovery import BarrierCategory, ContactRuleKind, GoalRung, MeasureKind
from ohms.domain.values import (
    AccidentKind,
    ClaimStatus,
    Complexity,
    DocumentKind,
    Fund,
    Party,
    StandardWork,
    WorkStatus,
)
from ohms.extensions import db
from ohms.models import Base
from ohms.models.claims import Claim
from ohms.models.documents import Document, DocumentText
from ohms.models.medical import ActivityPrescription, ReportOfAccident, WorkStatusEpisode
from ohms.models.notes import CaseNote, NoteEvent
from ohms.models.recovery import (
    Barrier,
    ContactRule,
    FrqAnswer,
    RecoveryMeasure,
    ReturnToWorkGoal,
)
from ohms.models.tasks import Task
from ohms.models.workers import ContactPoint, Employer, Worker
from tests.house import House

MARK = "QZX"
NUMBERS = "CN"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
FOUND = re.compile(rf"{MARK}[{LETTERS}]{{0,9}}|{NUMBERS}[0-9]{{5}}", re.IGNORECASE)
FIRST = 700_000
AT = datetime(2026, 11, 5, 18, tzinfo=UTC)
Rows = dict[type[Base], list[dict[str, Any]]]


def canaries_in(text: str) -> set[str]:
    """Every canary, or beginning of one, in a text, however it is broken into lines."""
    return set(FOUND.findall("".join(text.split())))


def number_of(place: int) -> str:
    return f"{NUMBERS}{place:05d}"


def add_marked_claims(house: House, count: int, rng: Random) -> list[int]:
    """Claims of the centre alder, each with an employer of its own, and everything that is told of
    a claim; their ids. The employer's own name and account are no secret."""
    rows: Rows = {}
    for place in range(count):
        for model, values in _one_claim(house, place, rng):
            told = {name: _canary(rng) for name in _texts(model) if name not in values}
            rows.setdefault(model, []).append({"id": FIRST + place} | told | values)
    with bulk_unit("mark", None) as unit:
        unit.entries.append(Entry("mark"))
        for model, several in rows.items():
            db.session.execute(insert(model), several)
    return [FIRST + place for place in range(count)]


def _texts(model: type[Base]) -> list[str]:
    """The columns of a table that hold text of somebody, not one of a few words."""
    return [
        column.key
        for column in model.__table__.columns
        if isinstance(column.type, String)
        and not isinstance(column.type, Enum)
        and column.computed is None
    ]


def _canary(rng: Random) -> str:
    return MARK + "".join(rng.choices(LETTERS, k=9))


def _one_claim(
    house: House, place: int, rng: Random
) -> Iterator[tuple[type[Base], dict[str, Any]]]:
    own, hsc = FIRST + place, house.staff["alder.hsc1"]
    day = date(2026, 11, 2) - timedelta(days=rng.randrange(60))
    centre = {"cohe_id": house.cohe["alder"]}
    about = centre | {"claim_id": own}
    provider = house.provider["alder.1"]
    position = house.position["alder.hsc1"]
    noted, taken = (
        {"noted_by_id": hsc, "noted_at": AT},
        {"taken_by_id": hsc, "taken_at": AT},
    )
    name = {"name": f"Works {place}", "search_name": f"works {place}"}
    yield Employer, {"account_id": f"{place:03d},000-{place % 90 + 10}", **name}
    yield Worker, {**centre, "birth_date": date(1980, 1, 1)}
    yield (
        Claim,
        {
            **centre,
            "claim_number": number_of(place),
            "worker_id": own,
            "employer_id": own,
            "initiating_provider_id": provider,
            "attending_provider_id": provider,
            "status": rng.choice(list(ClaimStatus)),
            "fund": Fund.STATE_FUND,
            "accident_kind": rng.choice(list(AccidentKind)),
            "complexity": rng.choice(list(Complexity)),
            "injury_on": day,
            "initiated_on": day,
            "first_visit_on": day,
        },
    )
    status = rng.choice(list(WorkStatus))
    exam = {"provider_id": provider, "exam_on": day, "from_on": day, "complete": True}
    yield ActivityPrescription, {**about, **exam, "work_status": status}
    report = {"signed_on": day, "received_on": day, "complete": False}
    yield ReportOfAccident, {**about, **report}
    yield WorkStatusEpisode, {**about, "work_status": status, "source": "apf", "from_on": day}
    note = {"author_id": hsc, "position_id": position, "standard_work": StandardWork.BARRIERS}
    yield CaseNote, {**about, **note, "performed_on": day, "written_at": AT, "signed_at": AT}
    addendum = {"note_id": own, "kind": "addendum", "staff_id": hsc, "position_id": position}
    yield NoteEvent, {**about, **addendum, "at": AT}
    listed = {"document_on": day, "received_on": day, "listed_at": AT, "source": "feed"}
    kind = rng.choice(list(DocumentKind))
    flagged = {"mental_health": rng.random() < 0.3, "sha256": None}
    yield Document, {**about, **listed, **flagged, "kind": kind}
    yield DocumentText, {**about, "document_id": own, "page": 1}
    category = rng.choice(list(BarrierCategory))
    yield Barrier, {**about, **noted, "category": category, "since_on": day}
    answers = {"q1": rng.random() < 0.5, "q2": rng.randrange(11), "q3_sites": rng.randrange(21)}
    low_back = {"q3_low_back_with_leg": rng.random() < 0.5}
    yield FrqAnswer, {**about, **taken, **answers, **low_back, "answered_on": day}
    measured = {"kind": rng.choice(list(MeasureKind)), "value": rng.randrange(11)}
    yield RecoveryMeasure, {**about, **taken, **measured, "measured_on": day}
    rule = rng.choice(list(ContactRuleKind))
    yield ContactRule, {**about, **noted, "kind": rule, "from_on": day}
    reach = {"party": Party.WORKER, "kind": "email", "source": "by_hand", "noted_on": day}
    yield ContactPoint, {**about, **reach}
    goal = {"rung": rng.choice(list(GoalRung)), "target_on": day, "set_by_id": hsc, "set_at": AT}
    yield ReturnToWorkGoal, {**about, **goal}
    due = {"due_by": day, "appears_on": day, "written_at": AT, "origin": "by_hand"}
    keys = {"derived_key": None, "playbook_key": None}
    yield Task, {**about, **due, **keys, "owner_id": hsc}
