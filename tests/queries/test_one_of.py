"""Values that are the same each time have places of their own in the SQL."""

from sqlalchemy import select

from ohms.domain.tasks import OPEN
from ohms.models.tasks import Task
from ohms.queries.one_of import is_one_of

WRITTEN_OUT_LATER = "POSTCOMPILE"


def test_the_sql_of_a_fixed_list_is_not_written_out_each_time_it_is_sent() -> None:
    assert WRITTEN_OUT_LATER in str(select(Task.id).where(Task.state.in_(OPEN)).compile())
    fixed = select(Task.id).where(is_one_of(Task.state, OPEN)).compile()
    assert WRITTEN_OUT_LATER not in str(fixed)
    assert set(fixed.params.values()) == set(OPEN)


def test_nothing_is_one_of_none() -> None:
    assert "false" in str(select(Task.id).where(is_one_of(Task.state, ()))).lower()
