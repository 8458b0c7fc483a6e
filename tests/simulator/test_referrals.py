"""The simulated referrals say what their services need, and their desks have taken and answered them."""

from flask import Flask
from sqlalchemy import select

from ohms.domain.referral_content import checklist, read_content
from ohms.domain.referrals import NEEDS_REASON
from ohms.domain.services import SERVICES, Told
from ohms.domain.values import Fund, ReferralStep, Service
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.referrals import Referral, ReferralStepTaken, ReferralVersion
from ohms.queries.guard import unscoped
from tests.simulator.loaded import as_it_stands


def test_each_could_have_been_sent_as_it_stands(demonstration: Flask) -> None:
    with as_it_stands(demonstration), unscoped("a test looks"):
        rows = db.session.execute(
            select(Referral.service, ReferralVersion.content, Claim.claim_number)
            .join(ReferralVersion, ReferralVersion.referral_id == Referral.id)
            .join(Claim, Claim.id == Referral.claim_id)
        ).all()
        assert {Service.STAY_AT_WORK, Service.RISK_MANAGEMENT} <= {row.service for row in rows}
        for service, text, number in rows:
            facts, content = SERVICES[service], read_content(text)
            lacking = [
                each.said for each in checklist(facts, content, Fund.STATE_FUND) if not each.holds
            ]
            assert lacking == [], (service, number)
            assert all(content.get(f"told_{each.value}") for each in facts.told)
            assert (number in text) is (Told.CLAIM in facts.told)


def test_a_step_that_needs_a_reason_has_one_and_what_is_completed_its_outcome(
    demonstration: Flask,
) -> None:
    with as_it_stands(demonstration), unscoped("a test looks"):
        without = select(ReferralStepTaken.id).where(
            ReferralStepTaken.step.in_(NEEDS_REASON), ReferralStepTaken.reason.is_(None)
        )
        assert db.session.execute(without).all() == []
        done = select(Referral.outcome).where(Referral.step == ReferralStep.COMPLETED)
        outcomes = db.session.execute(done).scalars().all()
        assert outcomes
        assert all(outcomes)


def test_a_desk_has_what_it_took_and_nobody_what_only_came(demonstration: Flask) -> None:
    with as_it_stands(demonstration), unscoped("a test looks"):
        rows = db.session.execute(
            select(Referral.step, Referral.officer_id).where(
                Referral.service == Service.STAY_AT_WORK
            )
        ).all()
        taken = {step for step, officer in rows if officer is not None}
        assert taken
        assert ReferralStep.RECEIVED not in taken
