"""A kept statement is found by itself, any other by what it says; none is answered with another's."""

from sqlalchemy import Integer, Select, bindparam, column, create_engine, select, table

from ohms.models.compiled import KEPT, Compiled

COUNTED = table("counted", column("number", Integer))


def larger_than(name: str) -> Select[int]:
    return select(COUNTED.c.number).where(COUNTED.c.number > bindparam(name, type_=Integer()))


def test_each_statement_is_answered_with_its_own_however_often_and_however_many_there_are() -> None:
    engine = create_engine("sqlite://", execution_options={"compiled_cache": Compiled()})
    kept = larger_than("least")
    narrowed = kept.where(COUNTED.c.number < 4)
    with engine.connect() as connection:
        connection.exec_driver_sql("create table counted (number integer)")
        connection.exec_driver_sql("insert into counted values (1), (2), (3), (4), (5)")
        for least in range(KEPT * 2 + 3):
            assert connection.scalars(kept, {"least": least}).all() == list(range(least + 1, 6))
            assert connection.scalars(narrowed, {"least": least}).all() == list(range(least + 1, 4))
            made_anew = larger_than("other").where(COUNTED.c.number < least % 7)
            found = connection.scalars(made_anew, {"other": 1}).all()
            assert found == list(range(2, min(least % 7, 6)))


def test_a_statement_found_once_is_not_looked_up_by_what_it_says_again() -> None:
    says = (Said("select"), Said("from"))
    kept = Compiled()
    kept["sqlite", says, ("least",), False, False] = "compiled"
    looked_up = [
        kept.get(("sqlite", says, names, False, many))
        for names, many in (
            (("least",), False),
            (("least",), False),
            ((), False),
            (("least",), True),
        )
    ]
    assert looked_up == ["compiled", "compiled", None, None]
    Said.hashed = 0
    assert kept.get(("sqlite", says, ("least",), False, False)) == "compiled"
    assert Said.hashed == 0
    assert kept.get(("sqlite", (Said("select"), Said("from")), ("least",), False, False))
    assert Said.hashed > 0


class Said(str):
    """A part of a statement that counts how often it is gone through."""

    hashed = 0

    def __hash__(self) -> int:
        Said.hashed += 1
        return super().__hash__()
