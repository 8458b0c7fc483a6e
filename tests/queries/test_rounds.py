"""Several questions in one statement: the same rows as each asked alone, in the same order."""

import pytest
from sqlalchemy import func, select

from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.recovery import FrqAnswer
from ohms.models.referrals import Referral
from ohms.models.staff import Position, StaffMember
from ohms.models.tasks import Task
from ohms.queries.guard import UnscopedQuery
from ohms.queries.rounds import CannotTravel, Question, ask, ask_all, asked
from ohms.queries.scope import visible
from tests.architecture.both_centres import furnish_both
from tests.house import House
from tests.statements import counted


def test_rows_that_travel_together_are_those_asked_alone(house: House) -> None:
    """Of every type: days, instants, choices, yes and no, fractions of an hour, text that JSON quotes,
    and nothing."""
    with house.app.app_context():
        furnish_both(house)
        actor = house.actor("alder.hsc1")
        claims = visible(actor, Claim).order_by(Claim.claim_number.desc())
        selects = (
            claims.with_only_columns(*Claim.__table__.c),
            visible(actor, Task).with_only_columns(*Task.__table__.c).order_by(Task.id),
            visible(actor, FrqAnswer).with_only_columns(*FrqAnswer.__table__.c),
            visible(actor, Referral).with_only_columns(*Referral.__table__.c),
            select(*Position.__table__.c).order_by(Position.id.desc()),
            select(StaffMember.name, func.max(StaffMember.added_at), StaffMember.name == '"é\\')
            .group_by(StaffMember.name)
            .order_by(StaffMember.name),
            select(StaffMember.id).where(StaffMember.id < 0),
        )
        with counted(house.app) as statements:
            together = ask(asked(*selects))
        assert len(statements) == 1
        alone = [[tuple(row) for row in db.session.execute(each)] for each in selects]
    assert [[tuple(row) for row in rows] for rows in together] == alone
    assert all(alone[:-1])
    assert alone[-1] == []


def test_a_row_of_a_model_travels_with_its_columns_by_name(house: House) -> None:
    with house.app.app_context():
        actor = house.actor("alder.hsc1")
        statement = (
            visible(actor, Claim)
            .join(StaffMember, StaffMember.id == house.staff["alder.hsc1"])
            .with_only_columns(Claim, StaffMember.name)
            .order_by(Claim.id)
        )
        rows, _same = ask(asked(statement, statement))
        assert rows[0].Claim.claim_number == "AL10001"
        first = db.session.execute(statement).first()
        assert first is not None
        assert rows[0].Claim.status is first.Claim.status
        assert rows[0].name == "Rosa Alvarez of alder"


def _twice() -> Question[list[int]]:
    (first,) = yield (select(StaffMember.id).where(StaffMember.username == "alder.hsc1"),)
    (second,) = yield (select(StaffMember.id).where(StaffMember.username == "alder.hsc2"),)
    return [first[0].id, second[0].id]


def _not_at_all() -> Question[str]:
    yield from ()
    return "known already"


def test_side_by_side_the_longest_question_says_how_often_is_asked(house: House) -> None:
    with house.app.app_context(), counted(house.app) as statements:
        one, other, known = ask_all(_twice(), _twice(), _not_at_all())
    ids = [house.staff["alder.hsc1"], house.staff["alder.hsc2"]]
    assert (one, other, known) == (ids, ids, "known already")
    assert len(statements) == 2


def test_the_guard_reads_what_travels(house: House) -> None:
    open_door = select(Task.id)
    with house.app.app_context(), pytest.raises(UnscopedQuery, match="task"):
        ask(asked(select(StaffMember.id), open_door))


def test_what_json_cannot_tell_exactly_does_not_travel(house: House) -> None:
    halves = select(StaffMember.id / 2)
    with house.app.app_context(), pytest.raises(CannotTravel):
        ask(asked(select(StaffMember.id), halves))
