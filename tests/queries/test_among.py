"""Each way to say that a column has one of some values: what of it the statement holds, on either engine."""

from typing import Any

import pytest
from sqlalchemy import Dialect, Select, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from ohms.domain.tasks import OPEN
from ohms.domain.values import ReferralStep
from ohms.models.claims import Claim
from ohms.models.notes import CaseNote
from ohms.models.providers import ProviderAssignment
from ohms.models.referrals import Referral
from ohms.models.tasks import Task
from ohms.queries.among import (
    among_cohes,
    among_few_rows,
    among_fixed,
    among_thousands,
    among_uneven,
    among_united,
    not_among_uneven,
)

POSTGRESQL: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
SQLITE: Dialect = sqlite.dialect()
ENGINES = (POSTGRESQL, SQLITE)
WRITTEN_OUT_LATER = "POSTCOMPILE"


def written(statement: Select[Any], dialect: Dialect) -> str:
    return " ".join(str(statement.compile(dialect=dialect)).split())


def test_the_sql_of_a_fixed_list_is_not_written_out_each_time_it_is_sent() -> None:
    assert WRITTEN_OUT_LATER in str(select(Task.id).where(Task.state.in_(OPEN)).compile())
    fixed = select(Task.id).where(among_fixed(Task.state, OPEN)).compile()
    assert WRITTEN_OUT_LATER not in str(fixed)
    assert set(fixed.params.values()) == set(OPEN)


@pytest.mark.parametrize(("cohes", "sent"), [((), 0), ((3,), 3)])
def test_the_cohes_of_a_role_are_not_written_out_and_none_leave_the_or_as_it_is(
    cohes: tuple[int, ...], sent: int
) -> None:
    found = select(Task.id).where(or_(Task.owner_id == 7, among_cohes(Task.cohe_id, cohes)))
    told = found.compile()
    assert WRITTEN_OUT_LATER not in str(told)
    assert "task.owner_id = :owner_id_1 OR task.cohe_id IN (" in str(told)
    assert set(told.params.values()) == {7, sent}


def test_nothing_is_among_none() -> None:
    assert "false" in str(select(Task.id).where(among_fixed(Task.state, ()))).lower()


@pytest.mark.parametrize("dialect", ENGINES)
def test_steps_stand_in_the_statement_as_they_are(dialect: Dialect) -> None:
    steps = (ReferralStep.DRAFT, ReferralStep.SENT)
    both = select(Referral.id).where(
        among_uneven(Referral.step, steps), not_among_uneven(Referral.step, steps[:1])
    )
    compiled = both.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    sql = " ".join(str(compiled).split())
    assert "referral.step IN ('draft', 'sent')" in sql
    assert "(referral.step NOT IN ('draft'))" in sql
    assert compiled.params == {}


@pytest.mark.parametrize("dialect", ENGINES)
def test_thousands_are_sent_as_one_value(dialect: Dialect) -> None:
    condition = among_thousands(Claim.id, list(range(5000)), dialect.name)
    compiled = select(Claim.id).where(condition).compile(dialect=dialect)
    assert len(compiled.params) == 1


@pytest.mark.parametrize(
    ("dialect", "expected"),
    [
        (POSTGRESQL, "claim.initiating_provider_id = ANY (ARRAY(SELECT"),
        (SQLITE, "claim.initiating_provider_id IN (SELECT"),
    ],
)
def test_few_rows_are_gathered_first_on_postgresql_alone(dialect: Dialect, expected: str) -> None:
    mine = select(ProviderAssignment.provider_id).where(ProviderAssignment.staff_id == 7)
    condition = or_(Claim.assigned_to_id == 7, among_few_rows(Claim.initiating_provider_id, mine))
    sql = written(select(Claim.id).where(condition), dialect)
    assert expected in sql
    assert sql.count("SELECT") == 2


def test_what_differs_only_in_how_few_rows_are_found_is_not_the_same_statement() -> None:
    column = Claim.initiating_provider_id
    few = select(ProviderAssignment.provider_id)
    as_array, as_it_is = (
        select(Claim.id).where(among_few_rows(column, few)),
        select(Claim.id).where(column.in_(few)),
    )
    assert as_array._generate_cache_key() != as_it_is._generate_cache_key()


@pytest.mark.parametrize("dialect", ENGINES)
def test_what_is_united_takes_nothing_from_the_statement_around_it(dialect: Dialect) -> None:
    own, needed = (
        select(CaseNote.id).where(each)
        for each in (CaseNote.author_id == 7, CaseNote.co_signature_needed.is_(True))
    )
    sql = written(select(CaseNote.id).where(among_united(CaseNote.id, own, needed)), dialect)
    assert sql.count("FROM case_note") == 3
    assert "UNION ALL" in sql
