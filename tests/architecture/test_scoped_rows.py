"""Every scoped table has a rule, the rule runs, and it shows a row to those who may see it alone."""

import pytest
from sqlalchemy import func, select

from ohms.extensions import db
from ohms.models import SCOPED_TABLES, Base, Scoped
from ohms.models.cohes import Cohe
from ohms.models.workers import Worker
from ohms.queries.row_sight import CONDITIONS
from ohms.queries.scope import NotScoped, countable, visible
from tests.architecture.centre import Rows
from tests.architecture.who_sees import EACH_ROLE, ELSEWHERE, seen_by
from tests.house import House

SCOPED: list[type[Base]] = sorted(
    (
        m.class_
        for m in Base.registry.mappers
        if issubclass(m.class_, Base) and issubclass(m.class_, Scoped)
    ),
    key=lambda model: model.__name__,
)
OWN_WAY_TO_COUNT = [model for model in SCOPED if hasattr(model, "cohe_id")]


def seen(house: House, username: str, model: type[Base], row_id: int) -> int:
    """How many rows of this id the person's own SELECT brings: one or none."""
    rows = visible(house.actor(username), model).where(model.id == row_id)
    found = db.session.execute(rows.with_only_columns(func.count())).scalar_one()
    assert len(db.session.execute(rows).all()) == found
    db.session.rollback()
    return int(found)


def test_every_scoped_table_has_a_row_in_these_tests(rows: Rows) -> None:
    assert {model.__tablename__ for model in rows} == SCOPED_TABLES


def test_every_scoped_table_is_seen_through_its_claim_or_by_a_rule_of_its_own() -> None:
    unreachable = [m for m in SCOPED if m not in CONDITIONS and not hasattr(m, "claim_id")]
    assert unreachable == []
    assert {model.__tablename__ for model in SCOPED} == SCOPED_TABLES


def test_every_table_with_rows_of_one_claim_or_worker_is_scoped() -> None:
    """Whoever adds such a table marks it `Scoped`, or names here why everyone may read it."""
    of_people = {"claim_id", "worker_id", "note_id", "document_id", "referral_id"}
    open_to_all = {
        mapper.class_.__tablename__
        for mapper in Base.registry.mappers
        if of_people & set(mapper.columns.keys()) and not issubclass(mapper.class_, Scoped)
    }
    assert open_to_all == {"draft", "file_reading"}  # each read by its own person alone
    assert issubclass(Worker, Scoped)


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model.__tablename__)
def test_a_row_is_seen_by_those_who_may_and_by_nobody_else(
    model: type[Base], standing_house: House, rows: Rows
) -> None:
    with standing_house.app.app_context():
        everyone = (*EACH_ROLE, *ELSEWHERE)
        seers = {name for name in everyone if seen(standing_house, name, model, rows[model])}
    assert seers == seen_by(model)


def test_of_a_foreign_centre_nothing_is_seen_and_of_ones_own_much(
    standing_house: House, rows: Rows
) -> None:
    with standing_house.app.app_context():
        tables = {m: seen(standing_house, "birch.hsc1", m, row) for m, row in rows.items()}
        own = {m for m, row in rows.items() if seen(standing_house, "alder.hsc1", m, row)}
    assert set(tables.values()) == {0}
    # All but what the feed has parked, what another COHE opened, what is kept and purged,
    # what the privacy officer found, and a whole COHE's figures.
    assert len(own) == len(SCOPED) - 7


@pytest.mark.parametrize("model", OWN_WAY_TO_COUNT, ids=lambda model: model.__tablename__)
def test_figures_count_the_rows_of_the_centres_one_supervises_or_manages(
    model: type[Base], standing_house: House, rows: Rows
) -> None:
    with standing_house.app.app_context():
        counted = {}
        for username in (*EACH_ROLE, *ELSEWHERE):
            rows_of = countable(standing_house.actor(username), model)
            statement = rows_of.where(model.id == rows[model]).with_only_columns(func.count())
            counted[username] = db.session.execute(statement).scalar_one()
            db.session.rollback()
    assert {name for name, count in counted.items() if count} == {
        "alder.supervisor",
        "lni.contract",
    }


def test_a_table_that_everyone_may_read_is_no_matter_for_visible(standing_house: House) -> None:
    with standing_house.app.app_context():
        actor = standing_house.actor("alder.hsc1")
        with pytest.raises(NotScoped):
            visible(actor, Cohe)
        assert len(db.session.execute(select(Cohe.id)).all()) == 2
