"""The database that speed is measured on is one that the product could have come to."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from benchmarks.statewide import build
from ohms import clock
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.notes import CaseNote
from ohms.queries.checks import recompute
from ohms.queries.guard import unscoped
from ohms.simulator.loading.progress import tell_nobody

CLAIMS = 2_500


@pytest.mark.slow
@pytest.mark.sqlite_only
def test_the_statewide_database_breaks_no_invariant(app: Flask) -> None:
    with app.app_context():
        build(CLAIMS, tell_nobody)
        with unscoped("a test looks"):
            claims, notes = (
                db.session.execute(select(func.count()).select_from(model)).scalar_one()
                for model in (Claim, CaseNote)
            )
        faults = {
            checked.invariant.name: list(checked.findings)
            for checked in recompute(clock.today())
            if checked.findings
        }
    assert faults == {}
    assert claims == CLAIMS
    assert 5 < notes / claims < 7
