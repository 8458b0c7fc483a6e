"""The guard of the reading door, on the program's own session: what it stops and what it lets by.

Each forgotten scope is sent to the real database twice: the second time the statement comes from
SQLAlchemy's cache, and the verdict must come with it.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import (
    ColumnElement,
    Select,
    delete,
    func,
    insert,
    literal_column,
    select,
    text,
    update,
)
from sqlalchemy.sql.visitors import iterate

from ohms.commands.unit_of_work import ChangeOutsideCommand
from ohms.domain.actor import Actor
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.cohes import Cohe
from ohms.models.housekeeping import Draft
from ohms.queries.guard import (
    ScopeCriterion,
    UnscopedQuery,
    fault_of,
    final_froms,
    is_guarded,
    serving,
)
from ohms.queries.scope import sees, visible
from tests.architecture.centre import Rows
from tests.architecture.reading_samples import FORGOTTEN, HONEST, Statement
from tests.house import House


@pytest.fixture
def actor(standing_house: House, rows: Rows) -> Iterator[Actor]:
    """alder.hsc1, inside an app context, with a row of everything to be found."""
    with standing_house.app.app_context():
        yield standing_house.actor("alder.hsc1")


def test_the_programs_session_is_guarded(actor: Actor) -> None:
    assert is_guarded(db.session())


@pytest.mark.parametrize("forgetful", FORGOTTEN.values(), ids=FORGOTTEN)
def test_a_forgotten_scope_is_refused_the_first_time_and_again(
    forgetful: Statement, actor: Actor
) -> None:
    for _ in range(2):
        with pytest.raises(UnscopedQuery, match="is read without visible"):
            db.session.execute(forgetful(actor))
        db.session.rollback()


@pytest.mark.parametrize("forgetful", FORGOTTEN.values(), ids=FORGOTTEN)
def test_a_connection_taken_from_the_session_is_no_way_round(
    forgetful: Statement, actor: Actor
) -> None:
    with pytest.raises(UnscopedQuery, match="is read without visible"):
        db.session.connection().execute(forgetful(actor))
    with db.engine.connect() as connection, pytest.raises(UnscopedQuery):
        connection.execute(forgetful(actor))


@pytest.mark.parametrize("honest", HONEST.values(), ids=HONEST)
def test_an_honest_statement_passes_and_brings_rows(honest: Statement, actor: Actor) -> None:
    for _ in range(2):
        assert db.session.execute(honest(actor)).all()
        db.session.rollback()
    assert db.session.connection().execute(honest(actor)).all()


@pytest.mark.parametrize("made", (FORGOTTEN | HONEST).values(), ids=FORGOTTEN | HONEST)
def test_the_guard_sees_the_tables_that_sqlalchemy_itself_finds(
    made: Statement, actor: Actor
) -> None:
    """It asks for them without having the SQL written, by a way of SQLAlchemy that is not public."""
    selects = [each for each in iterate(made(actor)) if isinstance(each, Select)]
    told = [[str(source) for source in final_froms(each)] for each in selects]
    assert told == [[str(source) for source in each.get_final_froms()] for each in selects]


def test_a_row_is_not_to_be_had_by_its_id(actor: Actor, rows: Rows) -> None:
    for ask in (db.session.get, db.session.get_one):
        with pytest.raises(UnscopedQuery, match="claim is read"):
            ask(Claim, rows[Claim])
    with pytest.raises(UnscopedQuery):
        db.session.get(Claim, rows[Claim], populate_existing=True)
    with pytest.raises(UnscopedQuery):
        db.session.query(Claim).first()
    with pytest.raises(UnscopedQuery):
        db.session.query(Claim).count()


def test_a_row_seen_before_is_refreshed_and_its_columns_are_loaded(actor: Actor) -> None:
    claim = db.session.execute(visible(actor, Claim)).scalars().first()
    assert claim is not None
    number = claim.claim_number
    db.session.refresh(claim)
    db.session.expire(claim)
    assert claim.claim_number == number


def condition_in(scoped: ScopeCriterion) -> ColumnElement[bool]:
    condition = scoped.element
    assert isinstance(condition, ColumnElement)
    return condition


def test_the_same_text_without_the_criterion_is_told_apart_from_the_allowed_one(
    actor: Actor,
) -> None:
    scoped = sees(actor, Claim)
    allowed = select(Claim.id).where(scoped)
    bare = select(Claim.id).where(condition_in(scoped).self_group())
    assert " ".join(str(bare).split()) == " ".join(str(allowed).split())
    for _ in range(2):
        assert db.session.execute(allowed).all()
        with pytest.raises(UnscopedQuery):
            db.session.execute(bare)
        db.session.rollback()


def test_a_criterion_for_another_table_is_told_apart_too(actor: Actor) -> None:
    """Statements of one text and one shape share no verdict when their criteria differ."""
    scoped = sees(actor, Claim)
    allowed = select(Claim.id).where(scoped)
    lying = select(Claim.id).where(ScopeCriterion(condition_in(scoped), "task"))
    assert str(lying) == str(allowed)
    for _ in range(2):
        assert db.session.execute(allowed).all()
        with pytest.raises(UnscopedQuery, match="claim is read"):
            db.session.execute(lying)
        db.session.rollback()


def test_an_insert_from_an_unscoped_select_is_refused(actor: Actor) -> None:
    stolen = select(Claim.claim_number, Claim.id)
    with pytest.raises((UnscopedQuery, ChangeOutsideCommand)) as refused:
        db.session.execute(insert(Cohe).from_select(["slug", "name"], stolen))
    assert refused.type is UnscopedQuery
    drafts = update(Draft).values(claim_id=select(func.max(Claim.id)).scalar_subquery())
    with pytest.raises(UnscopedQuery):
        db.session.execute(drafts.execution_options(synchronize_session=False))
    chosen = update(Draft).where(Draft.claim_id.in_(select(Claim.id))).values(content="")
    with pytest.raises(UnscopedQuery):
        db.session.execute(chosen.execution_options(synchronize_session=False))


def test_raw_text_is_refused_while_a_request_is_served(actor: Actor) -> None:
    with serving():
        with pytest.raises(UnscopedQuery, match="Raw SQL"):
            db.session.execute(text("select claim_number from claim"))
        with pytest.raises(UnscopedQuery, match="Raw SQL"):
            db.session.connection().exec_driver_sql("select claim_number from claim")
        with pytest.raises(UnscopedQuery, match="Raw SQL"):
            db.session.execute(text("  update claim set restricted = false"))
        assert db.session.execute(visible(actor, Claim)).all()
    assert db.session.execute(text("select count(*) from claim")).scalar_one() == 6


HOLDING_TEXT = {
    "typed": text("select claim_number from claim").columns(Claim.claim_number),
    "as entities": select(Claim).from_statement(text("select * from claim")),
    "a column": select(text("claim_number from claim")),
    "a literal column": select(literal_column("(select max(claim_number) from claim)")),
    "a condition": select(Cohe.id).where(text("exists (select 1 from claim)")),
    "a source": select(literal_column("1")).select_from(text("claim")),
}


@pytest.mark.parametrize("statement", HOLDING_TEXT.values(), ids=HOLDING_TEXT)
def test_a_statement_that_holds_raw_text_is_refused_while_a_request_is_served(
    statement: Any, actor: Actor
) -> None:
    for _ in range(2):
        with serving(), pytest.raises(UnscopedQuery, match="Raw SQL"):
            db.session.execute(statement)
        db.session.rollback()


def test_a_change_that_takes_a_scoped_table_along_is_refused(actor: Actor) -> None:
    taken = update(Draft).where(Draft.claim_id == Claim.id).values(content=Claim.claim_number)
    removed = delete(Draft).where(Draft.claim_id == Claim.id)
    hidden = select(delete(Claim).returning(Claim.id).cte().c.id)
    for statement in (taken, removed, hidden):
        assert fault_of(statement) is not None
    assert fault_of(delete(Draft).where(Draft.claim_id == 1)) is None
    assert fault_of(update(Claim).where(Claim.id == 1).values(safety_flag="x")) is None


def test_a_request_is_served_with_raw_text_refused(standing_house: House) -> None:
    refusals = []

    def ask() -> None:
        try:
            db.session.execute(text("select claim_number from claim"))
        except UnscopedQuery as refused:
            refusals.append(str(refused))

    app = standing_house.app
    app.before_request_funcs.setdefault(None, []).append(ask)
    try:
        app.test_client().get("/about")
    finally:
        app.before_request_funcs[None].remove(ask)
    assert refusals == ["Raw SQL text is refused while a request is served."]
