"""What the database itself refuses on both engines: two facts at once, and changes to the final."""

import importlib
from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.errors import RuleBroken
from ohms.domain.text_templates import Purpose
from ohms.domain.values import WorkStatus
from ohms.extensions import db
from ohms.models import Base
from ohms.models.engine import writing
from ohms.models.notes import CaseNote
from ohms.models.playbooks import PlaybookVersion
from ohms.models.reports import QuarterlyReport, ReportVersion
from ohms.models.resources import ResourceVersion
from ohms.models.text_templates import TextTemplateVersion
from ohms.models.transfers import ClaimTransfer
from tests.architecture.centre import MOMENT, Rows
from tests.house import House

GUARDS = importlib.import_module("ohms.migrations.versions.0008_guards")
OVERLAPS = {table: condition for table, _keys, condition in GUARDS.OVERLAPS} | {
    "coordination_period": ""
}

FINAL = [(table, said) for table, _condition, said in GUARDS.FINAL] + [
    ("text_template", "a version of a template never changes"),
    ("playbook", "a version of a playbook never changes"),
    ("resource", "a version of a resource never changes"),
    ("referral_version", "a sent version of a referral never changes"),
    ("referral_packet", "a packet that was sent never changes"),
    ("stay_at_work_use", "a total that a desk told never changes"),
    ("claim_transfer", "an answered offer never changes"),
    ("light_duty_policy", "a version of a light-duty policy never changes"),
    ("work_status_correction", "what stood before a correction never changes"),
]

Range = tuple[str, str | None]
STANDS: Range = ("2026-03-02", "2026-03-10")
OPEN: Range = ("2026-03-02", None)
BESIDE: dict[str, tuple[Range, Range]] = {
    "before": (STANDS, ("2026-02-01", "2026-03-01")),
    "after": (STANDS, ("2026-03-11", "2026-03-20")),
    "after, open": (STANDS, ("2026-03-11", None)),
    "before an open one": (OPEN, ("2026-02-01", "2026-03-01")),
    "one day before one day": (("2026-03-02", "2026-03-02"), ("2026-03-01", "2026-03-01")),
}
AT_ONCE: dict[str, tuple[Range, Range]] = {
    "ends on its first day": (STANDS, ("2026-02-01", "2026-03-02")),
    "begins on its last day": (STANDS, ("2026-03-10", "2026-03-20")),
    "inside": (STANDS, ("2026-03-04", "2026-03-05")),
    "around": (STANDS, ("2026-02-01", "2026-04-01")),
    "identical": (STANDS, STANDS),
    "open from before": (STANDS, ("2026-02-01", None)),
    "open from inside": (STANDS, ("2026-03-05", None)),
    "into an open one": (OPEN, ("2027-01-01", "2027-01-02")),
    "two open ones": (OPEN, ("2026-05-01", None)),
}


class Undone(Exception):
    """Ends an attempt that the database accepted, so that nothing of it stays."""


def facts(house: House, table: str, *, other: bool = False) -> dict[str, Any]:
    """One dated fact of the table without its days; `other` is about somebody else."""
    number = "AL10002" if other else "AL10001"
    provider = house.provider["birch.1" if other else "alder.1"]
    staff = house.staff["alder.hsc2" if other else "alder.hsc1"]
    known: dict[str, Any] = {
        "clinic_id": 2 if other else 1,
        "cohe_id": house.cohe["alder"],
        "provider_id": provider,
        "claim_id": house.claim[number],
        "staff_id": staff,
        "given_by_id": staff,
        "assistant_id": staff,
        "coordinator_id": house.staff["alder.supervisor"],
        "absent_id": staff,
        "covering_id": house.staff["alder.supervisor"],
        "reason": "Asked for",
        "source": "apf",
        "work_status": WorkStatus.OFF_WORK,
    }
    columns = Base.metadata.tables[table].columns.keys()
    return {name: value for name, value in known.items() if name in columns}


def refusal_of(table: str, *rows: dict[str, Any], then: str | None = None) -> str | None:
    """What the database says to the rows one after the other, and to a statement sent then; None
    when it takes them all."""
    statement = insert(Base.metadata.tables[table])
    try:
        with bulk_unit("attempt", None):
            # What the house was furnished with is out of the way for the length of the attempt.
            db.session.execute(text(f"delete from {table}"))
            for row in rows:
                db.session.execute(statement.values(**row))
            if then:
                db.session.execute(text(then))
            raise Undone
    except Undone:
        return None
    except (RuleBroken, IntegrityError) as refusal:
        return str(refusal.__cause__ or refusal)


def dated(row: dict[str, Any], days: Range) -> dict[str, Any]:
    first, last = days
    return row | {
        "from_on": date.fromisoformat(first),
        "to_on": date.fromisoformat(last) if last else None,
    }


def must_end(table: str) -> bool:
    return any(c.name == f"ck_{table}_has_end" for c in Base.metadata.tables[table].constraints)


def pairs(table: str, cases: dict[str, tuple[Range, Range]]) -> list[tuple[str, Range, Range]]:
    """The cases that fit the table: some facts must have an end."""
    return [
        (name, first, second)
        for name, (first, second) in cases.items()
        if not must_end(table) or (first[1] and second[1])
    ]


@pytest.mark.parametrize("table", OVERLAPS)
def test_ranges_that_only_touch_stand_beside_each_other(table: str, standing_house: House) -> None:
    with standing_house.app.app_context():
        row = facts(standing_house, table)
        told = {
            name: refusal_of(table, dated(row, first), dated(row, second))
            for name, first, second in pairs(table, BESIDE)
        }
    assert len(told) >= 3
    assert set(told.values()) == {None}


@pytest.mark.parametrize("table", OVERLAPS)
def test_two_facts_at_once_are_refused(table: str, standing_house: House) -> None:
    with standing_house.app.app_context():
        row = facts(standing_house, table)
        told = {
            name: refusal_of(table, dated(row, first), dated(row, second)) or "taken"
            for name, first, second in pairs(table, AT_ONCE)
        }
    assert len(told) >= 5
    assert [name for name, said in told.items() if f"ex_{table}_overlap" not in said] == []


@pytest.mark.parametrize("table", OVERLAPS)
def test_the_same_days_for_somebody_else_are_no_overlap(table: str, standing_house: House) -> None:
    with standing_house.app.app_context():
        one, other = facts(standing_house, table), facts(standing_house, table, other=True)
        assert refusal_of(table, dated(one, STANDS), dated(other, STANDS)) is None


@pytest.mark.parametrize("table", OVERLAPS)
def test_moving_a_fact_onto_another_is_refused(table: str, standing_house: House) -> None:
    move = f"update {table} set from_on = '{{}}' where from_on = '2026-03-11'"
    with standing_house.app.app_context():
        row = facts(standing_house, table)
        both = dated(row, STANDS), dated(row, ("2026-03-11", "2026-03-20"))
        told = refusal_of(table, *both, then=move.format("2026-03-10"))
        assert told is not None
        assert f"ex_{table}_overlap" in told
        assert refusal_of(table, *both, then=move.format("2026-03-12")) is None


def test_declined_cover_is_out_of_the_way_and_nothing_else_is(standing_house: House) -> None:
    assert {table: said for table, said in OVERLAPS.items() if said} == {
        "coverage": "declined_at is null"
    }
    with standing_house.app.app_context():
        row = dated(facts(standing_house, "coverage"), STANDS)
        assert refusal_of("coverage", row | {"declined_at": MOMENT}, row) is None
        assert refusal_of("coverage", row, row) is not None


@pytest.fixture(scope="module")
def final(standing_house: House, rows: Rows) -> dict[str, int]:
    """The id of a row that is final, by table."""
    with standing_house.app.app_context():
        cohe = standing_house.cohe["alder"]
        report = standing_house.add(QuarterlyReport, cohe_id=cohe, year=2026, quarter=3)
        frozen = {"number": 1, "canonical": "{}", "data_hash": "0" * 64, "frozen_at": MOMENT}
        version = standing_house.add(ReportVersion, report_id=report, cohe_id=cohe, **frozen)
        template = standing_house.add(
            TextTemplateVersion,
            cohe_id=cohe,
            template_key="unable-to-contact",
            number=1,
            purpose=Purpose.LETTER,
            title="Unable to contact",
            body="Please call me.",
            written_by_id=standing_house.staff["alder.supervisor"],
            written_at=MOMENT,
        )
        playbook = standing_house.add(
            PlaybookVersion,
            cohe_id=cohe,
            playbook_key="new-time-loss",
            number=1,
            title="New time-loss claim",
            steps="[]",
            written_by_id=standing_house.staff["alder.supervisor"],
            written_at=MOMENT,
        )
        resource = standing_house.add(
            ResourceVersion,
            cohe_id=cohe,
            resource_key="uw-frq",
            number=1,
            title="The FRQ",
            address="https://deohs.washington.edu/",
            note="",
            place=1,
            written_by_id=standing_house.staff["alder.supervisor"],
            written_at=MOMENT,
        )
        answered = standing_house.add(
            ClaimTransfer,
            claim_id=standing_house.claim["AL10001"],
            cohe_id=cohe,
            claim_number="AL10001",
            to_cohe_id=cohe,
            to_staff_id=standing_house.staff["alder.hsc2"],
            from_on=date(2026, 11, 5),
            reason="Leave",
            offered_by_id=standing_house.staff["alder.hsc1"],
            offered_at=MOMENT,
            decision="declined",
            decided_at=MOMENT,
        )
    kept = {"report_version": version, "text_template": template, "playbook": playbook}
    kept["claim_transfer"] = answered
    kept["resource"] = resource
    return {model.__tablename__: row for model, row in rows.items()} | kept


def sent(house: House, statement: str) -> int:
    """How many rows the statement would change; nothing of it stays."""
    with house.app.app_context(), writing(), db.engine.connect() as connection:
        return connection.execute(text(statement)).rowcount


@pytest.mark.parametrize(("table", "said"), FINAL)
def test_what_is_final_resists_change_and_removal(
    table: str, said: str, standing_house: House, final: dict[str, int]
) -> None:
    row = final[table]
    for statement in (
        f"update {table} set cohe_id = cohe_id where id = {row}",
        f"delete from {table} where id = {row}",
        f"update {table} set cohe_id = {standing_house.cohe['birch']}",
        f"delete from {table}",
    ):
        with pytest.raises(DBAPIError, match=said):
            sent(standing_house, statement)


def test_a_draft_may_be_changed_and_thrown_away(
    standing_house: House, rows: Rows, final: dict[str, int]
) -> None:
    house = standing_house
    with house.app.app_context():
        draft = house.add(
            CaseNote,
            claim_id=house.claim["AL10001"],
            cohe_id=house.cohe["alder"],
            author_id=house.staff["alder.hsc1"],
            position_id=house.position["alder.hsc1"],
            standard_work="barriers",
            body="Not yet signed.",
            performed_on=date(2026, 11, 5),
            written_at=MOMENT,
        )
    assert sent(house, f"update case_note set body = 'Better' where id = {draft}") == 1
    assert sent(house, f"delete from case_note where id = {draft}") == 1
