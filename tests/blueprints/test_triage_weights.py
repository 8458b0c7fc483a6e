"""The points of triage as settings of the COHE."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from ohms.models.reports import Setting
from ohms.models.workers import Worker
from tests.blueprints.signing_in import as_person
from tests.house import House
from tests.pages import CheckedClient
from tests.tasks import said
from tests.triage import (
    listed,
)

Clock = Callable[[str], None]
ADAY = datetime(2026, 11, 20, 18, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_noon(clock: Clock) -> None:
    clock("2026-11-24T12:00:00-08:00")


@pytest.fixture
def hsc(client: CheckedClient, house: House) -> CheckedClient:
    return as_person(client, "alder.hsc1")


def test_the_points_are_settings_of_the_cohe(hsc: CheckedClient, house: House) -> None:
    with house.app.app_context():
        worker = house.worker["AL10002"]
        from sqlalchemy import update

        from ohms.commands.unit_of_work import bulk_unit
        from ohms.extensions import db

        with bulk_unit("furnish", None):
            db.session.execute(
                update(Worker).where(Worker.id == worker).values(interpreter_needed=True)
            )
        for cohe, points in ((house.cohe["alder"], "70"), (house.cohe["birch"], "90")):
            house.add(
                Setting,
                name="triage.interpreter",
                cohe_id=cohe,
                value=points,
                from_on=date(2026, 11, 1),
                source="Decided by the supervisor",
                proposed_at=ADAY,
                approved_at=ADAY,
            )
    assert listed(hsc) == ["AL10002", "AL10001"]
    assert "70 An interpreter is needed: language not told." in said(hsc.get("/triage").text)
