"""`among_few`: an IN that each engine can enter an index by, meaning the same on both."""

import pytest
from sqlalchemy import or_, select
from sqlalchemy.dialects import postgresql, sqlite

from ohms.models.claims import Claim
from ohms.models.providers import ProviderAssignment
from ohms.queries.among_few import among_few


@pytest.mark.parametrize(
    ("dialect", "written"),
    [
        (postgresql.dialect(), "claim.initiating_provider_id = ANY (ARRAY(SELECT"),
        (sqlite.dialect(), "claim.initiating_provider_id IN (SELECT"),
    ],
)
def test_few_are_gathered_first_on_postgresql_alone(dialect, written):
    mine = select(ProviderAssignment.provider_id).where(ProviderAssignment.staff_id == 7)
    condition = or_(Claim.assigned_to_id == 7, among_few(Claim.initiating_provider_id, mine))
    sql = " ".join(str(select(Claim.id).where(condition).compile(dialect=dialect)).split())
    assert written in sql
    assert sql.count("SELECT") == 2


def test_what_differs_only_in_them_is_not_the_same_statement():
    column = Claim.initiating_provider_id
    few = select(ProviderAssignment.provider_id)
    as_array, as_it_is = (
        select(Claim.id).where(among_few(column, few)),
        select(Claim.id).where(column.in_(few)),
    )
    assert as_array._generate_cache_key() != as_it_is._generate_cache_key()
