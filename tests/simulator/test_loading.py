"""A small demonstration in the database: every row in its place, every story to be found."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from ohms.domain.calendar import add_business_days, add_months, week_start
from ohms.domain.values import (
    AbsenceKind,
    Coordination,
    NoteEventKind,
    ReferralStep,
    Role,
    Service,
)
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim, TriageDecision
from ohms.models.coverage import (
    Absence,
    ApprovedContent,
    Coverage,
    OnboardingStep,
    Training,
    Vacancy,
)
from ohms.models.medical import TimeLossPayment
from ohms.models.notes import CaseNote, NoteEvent
from ohms.models.providers import ProviderAssignment
from ohms.models.referrals import Referral
from ohms.models.reports import Obligation, QuarterlyReport, ReportVersion
from ohms.models.staff import Position, StaffMember
from ohms.models.tasks import Task
from ohms.models.time import TimeEntry
from ohms.queries.audit_chain import first_break
from ohms.queries.checks import recompute
from ohms.queries.rounds import ask
from ohms.queries.scope import parked_beside_providers, visible
from ohms.queries.today_of_cover import cover_today
from tests.house import count_of, known, one
from tests.simulator.conftest import TODAY
from tests.simulator.loaded import as_it_stands, person
from tests.simulator.recomputing import recomputed_equals_shown


def staff_id(username: str) -> int:
    return int(one(select(StaffMember.id).where(StaffMember.username == username)))


def test_every_invariant_of_the_data_holds(demonstration: Flask) -> None:
    with as_it_stands(demonstration):
        faults = [checked.invariant.name for checked in recompute(TODAY) if checked.is_fault]
        assert faults == []
        assert first_break(db.session()) is None


def test_there_is_work_of_every_kind(demonstration: Flask) -> None:
    with as_it_stands(demonstration):
        kinds = (Claim, CaseNote, Task, TimeEntry, Referral, TriageDecision, Coverage, Training)
        assert all(count_of(kind) > 0 for kind in kinds)
        assert count_of(Claim, Claim.last_contact_on.is_not(None)) > 100
        assert count_of(Claim, Claim.open_tasks > 0) > 5


def test_every_unit_leaves_an_audit_entry_with_its_counts(demonstration: Flask) -> None:
    with as_it_stands(demonstration):
        details = db.session.execute(
            visible(person("admin", TODAY), AuditEntry).where(AuditEntry.action == "simulate")
        )
        assert details.all() == []  # the operator's own, of no COHE
        assert count_of(AuditEntry, AuditEntry.action == "simulate") == 2
        entries = select(AuditEntry.detail).where(AuditEntry.action == "simulate")
        last = known(entries.order_by(AuditEntry.number.desc()).limit(1))
        assert f'"time_entries": {count_of(TimeEntry)}' in last


def test_the_accounts_of_the_interface_are_there(demonstration: Flask) -> None:
    with as_it_stands(demonstration):
        for slug in ("cascade", "puget", "inland"):
            for ending in ("hsc1", "hsc2", "assistant1", "supervisor", "privacy"):
                assert len(person(f"{slug}.{ending}", TODAY).positions) == 1
        assert len(person("lni.contract", TODAY).positions) == 3
        for username in ("lni.riskmanagement", "lni.stayatwork", "admin"):
            assert person(username, TODAY).positions[0].cohe_id is None


def test_one_coordinator_of_cascade_is_away_this_week_covered_but_for_one_provider(
    demonstration: Flask,
) -> None:
    with as_it_stands(demonstration):
        away = staff_id("cascade.hsc2")
        absence = select(Absence).where(
            Absence.staff_id == away, Absence.from_on <= TODAY, Absence.to_on >= TODAY
        )
        found = db.session.execute(absence).scalar_one()
        assert found.from_on == week_start(TODAY)
        assert found.kind is AbsenceKind.VACATION
        held = count_of(
            ProviderAssignment,
            ProviderAssignment.staff_id == away,
            ProviderAssignment.to_on.is_(None),
        )
        covered = ask(cover_today(person("cascade.hsc1", TODAY))).colleagues
        now = [len(each.providers) for each in covered if each.from_on <= TODAY]
        assert now == [held - 1]
        assert held > 1


def test_nobody_covers_while_away_themselves(demonstration: Flask) -> None:
    with as_it_stands(demonstration):
        both_away = (
            select(func.count())
            .select_from(Coverage)
            .join(Absence, Absence.staff_id == Coverage.covering_id)
            .where(
                Absence.minutes_a_day.is_(None),
                Absence.from_on <= Coverage.to_on,
                Absence.to_on >= Coverage.from_on,
            )
        )
        assert one(both_away) == 0


def test_the_newcomer_of_puget_has_three_weeks_left_and_150_minutes_of_shadowing(
    demonstration: Flask,
) -> None:
    with as_it_stands(demonstration):
        newcomer = staff_id("puget.hsc4")
        begun = one(select(Position.from_on).where(Position.staff_id == newcomer))
        left = (add_months(begun, 6) - TODAY).days
        assert 17 <= left <= 25
        shadowed = select(func.sum(Training.minutes)).where(
            Training.staff_id == newcomer,
            Training.kind == "shadowing",
            Training.host_confirmed_at.is_not(None),
        )
        assert one(shadowed) == 150
        before = select(Position).join(StaffMember).where(StaffMember.username == "puget.hsc5")
        predecessor = db.session.execute(before).scalar_one()
        assert predecessor.to_on == begun - timedelta(days=1)
        assert count_of(OnboardingStep, OnboardingStep.staff_id == newcomer) == 6


def test_an_assistant_waits_for_one_co_signature(demonstration: Flask) -> None:
    with as_it_stands(demonstration):
        co_signed = select(NoteEvent.note_id).where(NoteEvent.kind == NoteEventKind.CO_SIGNED)
        waiting = select(CaseNote.author_id).where(
            CaseNote.co_signature_needed, CaseNote.id.not_in(co_signed)
        )
        assert one(waiting) == staff_id("puget.assistant1")
        assert count_of(NoteEvent, NoteEvent.kind == NoteEventKind.CO_SIGNED) > 10


def test_one_referral_has_been_silent_for_more_than_three_weeks(demonstration: Flask) -> None:
    with as_it_stands(demonstration):
        actor = person("puget.hsc1", TODAY)
        silent = db.session.execute(
            visible(actor, Referral).where(
                Referral.step == ReferralStep.SENT,
                Referral.service == Service.STAY_AT_WORK,
                Referral.sent_by_id == actor.staff_id,
                Referral.expected_by < TODAY,
            )
        ).scalars()
        sent = [referral.sent_at for referral in silent if referral.sent_at is not None]
        assert any(at.date() <= add_business_days(TODAY, -15) for at in sent)
        assert person("lni.stayatwork", TODAY).holds(Role.DESK_STAY_AT_WORK)


def test_claims_of_a_provider_who_joins_later_are_parked_and_told_to_the_centre(
    demonstration: Flask,
) -> None:
    with as_it_stands(demonstration):
        supervisor = person("puget.supervisor", TODAY)
        cohe_id = supervisor.positions[0].cohe_id
        assert cohe_id is not None
        parked = parked_beside_providers(supervisor, cohe_id)
        assert len(db.session.execute(parked).all()) == 2


def test_training_content_waits_for_the_contract_manager(demonstration: Flask) -> None:
    with as_it_stands(demonstration):
        content = one(select(ApprovedContent).where(ApprovedContent.approved_on.is_(None)))
        assert content.cohe_id == person("cascade.supervisor", TODAY).positions[0].cohe_id


@pytest.mark.parametrize("slug", ["cascade", "puget", "inland"])
def test_the_finished_quarters_of_each_centre_are_frozen(demonstration: Flask, slug: str) -> None:
    with as_it_stands(demonstration):
        cohe_id = person(f"{slug}.supervisor", TODAY).positions[0].cohe_id
        reports = db.session.execute(
            select(QuarterlyReport)
            .where(QuarterlyReport.cohe_id == cohe_id)
            .order_by(QuarterlyReport.id.desc())
        ).scalars()
        last, *older = reports.all()
        assert (last.year, last.quarter, last.state) == (2026, 3, "frozen")
        assert {each.state for each in older} <= {"frozen"}
        for report, benchmarks in ((last, True), *((each, False) for each in older)):
            kept = db.session.execute(
                select(ReportVersion.canonical, ReportVersion.reason)
                .where(ReportVersion.report_id == report.id)
                .order_by(ReportVersion.number)
            ).all()
            is_restated = slug == "cascade" and (report.year, report.quarter) == (2026, 2)
            assert len(kept) == 1 + is_restated
            assert [bool(each.reason) for each in kept] == [False, True][: len(kept)]
            minutes = [int(json.loads(each.canonical)["minutes_on_claims"]) for each in kept]
            assert minutes[-1] - minutes[0] == 240 * is_restated
            for each in kept:
                assert f'"cohe":"{slug}"' in each.canonical
                assert ('"benchmarks"' in each.canonical) is benchmarks
        assert count_of(Obligation) == 0  # a fifth of the volume is below the line


def test_a_claim_left_alone_has_time_loss_since_its_decision(demonstration: Flask) -> None:
    with as_it_stands(demonstration):
        came_back = (
            select(func.count(Claim.id.distinct()))
            .join(TriageDecision, TriageDecision.claim_id == Claim.id)
            .join(TimeLossPayment, TimeLossPayment.claim_id == Claim.id)
            .where(
                TriageDecision.decision == "no_action",
                Claim.coordination == Coordination.CLOSED,
                Claim.on_time_loss,
            )
        )
        assert one(came_back) >= 1


def test_no_vacancy_is_open_where_the_volume_needs_nobody(demonstration: Flask) -> None:
    with as_it_stands(demonstration):
        assert count_of(Vacancy) == 0


def test_the_export_alone_gives_the_same_claims_per_fte_on_all_three_bases(
    demonstration: Flask, tmp_path: Path
) -> None:
    with as_it_stands(demonstration):
        slugs = ("cascade", "puget", "inland")
        assert recomputed_equals_shown(TODAY, tmp_path / "data", slugs) >= len(slugs)
