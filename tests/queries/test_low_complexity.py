"""The facts that forbid low complexity, read from the tables."""

from datetime import UTC, date, datetime
from itertools import product

from sqlalchemy import select

from ohms.domain.frq import Frq, is_positive
from ohms.extensions import db
from ohms.models.recovery import FrqAnswer
from ohms.queries.guard import unscoped
from ohms.queries.low_complexity import frq_is_positive
from tests.house import House


def test_the_database_finds_the_same_frqs_positive_as_the_rule(house: House) -> None:
    answers = list(product((True, False), (0, 4, 5, 10), (0, 1, 2, 20), (True, False)))
    with house.app.app_context():
        taken = {
            "claim_id": house.claim["AL10001"],
            "cohe_id": house.cohe["alder"],
            "answered_on": date(2026, 11, 5),
            "taken_by_id": house.staff["alder.hsc1"],
            "taken_at": datetime(2026, 11, 5, 18, tzinfo=UTC),
        }
        for q1, q2, sites, leg in answers:
            house.add(FrqAnswer, q1=q1, q2=q2, q3_sites=sites, q3_low_back_with_leg=leg, **taken)
        columns = FrqAnswer.q1, FrqAnswer.q2, FrqAnswer.q3_sites, FrqAnswer.q3_low_back_with_leg
        with unscoped("a test looks"):
            found = db.session.execute(select(*columns).where(frq_is_positive())).all()
    assert found
    assert {tuple(row) for row in found} == {each for each in answers if is_positive(Frq(*each))}
