"""A simulated database goes on: the missing days come, people's changes stay, stories begin anew."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, insert, select, update

from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import bulk_unit
from ohms.config import DEMO_PASSWORD
from ohms.domain.errors import RuleBroken
from ohms.domain.values import Coordination, NoteEventKind, ReferralStep
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.coordination import CoordinationPeriod
from ohms.models.coverage import Absence, Training, Vacancy
from ohms.models.notes import CaseNote, NoteEvent
from ohms.models.referrals import Referral
from ohms.models.staff import Position, StaffMember
from ohms.models.tasks import Task
from ohms.models.time import TimeEntry
from ohms.queries.audit_chain import first_break
from ohms.queries.checks import recompute
from ohms.simulator.loading.running import fill_demonstration, simulate_days, standing
from tests.databases import Databases
from tests.house import count_of, one
from tests.simulator.conftest import TODAY
from tests.simulator.loaded import as_it_stands, loaded, nine_o_clock

NEXT_MONDAY = date(2026, 11, 30)
AFTER_EVERY_DUE_DAY = date(2027, 1, 20)


@pytest.fixture(scope="module")
def going_on(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Four weeks of a small world, to be simulated onward by the tests of this module in turn."""
    yield from loaded(
        databases, tmp_path_factory.mktemp("onward"), TODAY, days=28, claims_per_year=3_000
    )


def until(today: date, environment: pytest.MonkeyPatch) -> dict[str, int]:
    """Bring the database up to the eve of a day, as a second `ohms demo` does."""
    environment.setenv("OHMS_CLOCK", nine_o_clock(today))
    return fill_demonstration(password=DEMO_PASSWORD)


def faults(today: date) -> list[str]:
    broken = [checked.invariant.name for checked in recompute(today) if checked.is_fault]
    return broken + (["audit"] if first_break(db.session()) else [])


def waiting() -> int:
    co_signed = select(NoteEvent.note_id).where(NoteEvent.kind == NoteEventKind.CO_SIGNED)
    return count_of(CaseNote, CaseNote.co_signature_needed, CaseNote.id.not_in(co_signed))


def test_the_same_day_again_adds_no_claim_and_no_minute(
    going_on: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with as_it_stands(going_on):
        before = count_of(Claim), count_of(TimeEntry), count_of(Absence), count_of(Task)
        assert waiting() == 1
        until(TODAY, monkeypatch)
        assert before == (count_of(Claim), count_of(TimeEntry), count_of(Absence), count_of(Task))
        assert faults(TODAY) == []


def test_a_co_signed_note_is_followed_by_another_that_waits(
    going_on: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with as_it_stands(going_on):
        _co_sign_everything()
        assert waiting() == 0
        until(TODAY, monkeypatch)
        assert waiting() == 1
        assert faults(TODAY) == []


def _co_sign_everything() -> None:
    with bulk_unit("furnish", None) as unit:
        unit.entries.append(Entry("furnish"))
        co_signed = select(NoteEvent.note_id).where(NoteEvent.kind == NoteEventKind.CO_SIGNED)
        notes = db.session.execute(
            select(CaseNote).where(CaseNote.co_signature_needed, CaseNote.id.not_in(co_signed))
        ).scalars()
        for note in notes.all():
            db.session.add(
                NoteEvent(
                    note_id=note.id,
                    claim_id=note.claim_id,
                    cohe_id=note.cohe_id,
                    kind=NoteEventKind.CO_SIGNED,
                    staff_id=note.author_id,
                    position_id=note.position_id,
                    at=note.written_at,
                )
            )


def test_the_missing_days_bring_claims_notes_and_this_weeks_absence(
    going_on: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with as_it_stands(going_on):
        kept = one(select(Claim.id).where(Claim.coordination == Coordination.CLOSED).limit(1))
        with bulk_unit("furnish", None) as unit:
            unit.entries.append(Entry("furnish"))
            db.session.execute(
                update(Claim).where(Claim.id == kept).values(coordination=Coordination.ON_HOLD)
            )
            whose = {
                "claim_id": kept,
                "cohe_id": one(select(Claim.cohe_id).where(Claim.id == kept)),
            }
            db.session.execute(insert(CoordinationPeriod).values(**whose, from_on=TODAY))
        before = count_of(Claim), count_of(CaseNote)
        counts = until(NEXT_MONDAY, monkeypatch)
        assert counts["claims_lines"] > 0
        assert count_of(Claim) > before[0]
        assert count_of(CaseNote) > before[1]
        yesterday = NEXT_MONDAY - timedelta(days=1)
        assert one(select(func.max(TimeEntry.performed_on))) == date(2026, 11, 25)  # Thanksgiving
        assert standing().simulated is not None
        assert standing().simulated.to_on == yesterday  # type: ignore[union-attr]
        vacation = count_of(Absence, Absence.from_on == NEXT_MONDAY, Absence.to_on > NEXT_MONDAY)
        assert vacation == 1
        assert waiting() == 1
        stood = one(select(Claim.coordination).where(Claim.id == kept))
        assert stood is Coordination.ON_HOLD
        assert faults(NEXT_MONDAY) == []


def test_other_settings_than_those_of_the_founding_are_refused(going_on: Flask) -> None:
    with as_it_stands(going_on):
        with pytest.raises(RuleBroken, match="--seed"):
            simulate_days(1, password=DEMO_PASSWORD, seed=77)
        with pytest.raises(RuleBroken, match="--cohes"):
            simulate_days(1, password=DEMO_PASSWORD, cohes=2)


def test_no_vacancy_and_no_training_is_missed_and_answers_arrive(
    going_on: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with as_it_stands(going_on):
        left = _open_a_vacancy()
        answered = count_of(Referral, Referral.step == ReferralStep.COMPLETED)
        counts = until(AFTER_EVERY_DUE_DAY, monkeypatch)
        assert counts["referral_answers"] > 0
        assert count_of(Referral, Referral.step == ReferralStep.COMPLETED) > answered
        vacancy = db.session.execute(select(Vacancy)).scalar_one()
        assert vacancy.closed_how == "replaced"
        assert vacancy.closed_on is not None
        assert vacancy.closed_on <= vacancy.due_by
        hired = one(select(Position.staff_id).where(Position.id == vacancy.replacement_id))
        assert hired != left
        assert count_of(TimeEntry, TimeEntry.staff_id == hired) > 0
        newcomer = select(StaffMember.id).where(StaffMember.username == "puget.hsc4")
        shadowed = select(func.sum(Training.minutes)).where(
            Training.staff_id == one(newcomer), Training.kind == "shadowing"
        )
        assert one(shadowed) == 240
        assert faults(AFTER_EVERY_DUE_DAY) == []


def _open_a_vacancy() -> int:
    """The one of the story, which a small volume does not call for; who left."""
    with bulk_unit("furnish", None) as unit:
        unit.entries.append(Entry("furnish"))
        position = db.session.execute(
            select(Position)
            .join(StaffMember, StaffMember.id == Position.staff_id)
            .where(StaffMember.username == "inland.hsc11")
        ).scalar_one()
        assert position.to_on is not None
        assert position.cohe_id is not None
        db.session.add(
            Vacancy(
                cohe_id=position.cohe_id,
                position_id=position.id,
                opened_on=position.to_on + timedelta(days=1),
                due_by=date(2027, 1, 12),
            )
        )
    return position.staff_id


def test_a_database_with_other_centres_is_left_alone(app: Flask, house: object) -> None:
    with as_it_stands(app), pytest.raises(RuleBroken, match="not simulated to the end"):
        fill_demonstration(password=DEMO_PASSWORD)
