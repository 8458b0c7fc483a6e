"""Lists of allowed values in the database's checks, in the words that SQLite reads fastest.

For `kind in ('a', 'b', 'c')` within a check SQLite builds the list anew for every row that is written:
half of the time of an insert of a claim or a contact point, measured. `kind = 'a' or kind = 'b' ...`
says the same and is compared at once. PostgreSQL is given the list as it is.
"""

import re
from typing import Any

from sqlalchemy import CheckConstraint
from sqlalchemy.ext.compiler import compiles

_TEXT = r"'(?:[^']|'')*'"
_LIST_CHECK = re.compile(
    rf"\bcheck \((\w+) in \(\s*({_TEXT}(?:\s*,\s*{_TEXT})*)\s*\)\)", re.IGNORECASE
)


def checks_one_by_one(table: str) -> str:
    """The words that created a table, with each check that is but a list compared one by one."""
    return _LIST_CHECK.sub(_compared, table)


def _compared(found: re.Match[str]) -> str:
    column, texts = found.groups()
    return "CHECK (" + " or ".join(f"{column} = {each}" for each in re.findall(_TEXT, texts)) + ")"


@compiles(CheckConstraint, "sqlite")
def _check_on_sqlite(check: CheckConstraint, compiler: Any, **options: Any) -> str:
    written: str = getattr(compiler, f"visit_{check.__visit_name__}")(check, **options)
    return checks_one_by_one(written)
