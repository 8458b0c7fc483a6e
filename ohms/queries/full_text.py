"""One way to ask the indexes of texts: the same words find the same rows on SQLite and PostgreSQL.

Words come from `domain/search.py` as letters and figures alone, so nothing that was typed is syntax.
The COHE is a word of the index: texts of other COHEs are not even looked at.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, TableClause, cast
from sqlalchemy.dialects.postgresql import TSQUERY

from ohms.domain.access import CLAIM_READERS
from ohms.domain.actor import Actor
from ohms.domain.search import Term
from ohms.extensions import db


def holds_in(
    index: TableClause, cohes: Sequence[int], terms: Sequence[Term]
) -> ColumnElement[bool]:
    """Rows of the index, of these COHEs, that hold every term."""
    return matches(index, wanted_in(cohes, terms), engine())


def wanted_of(actor: Actor, terms: Sequence[Term]) -> str:
    """What to ask an index for, of the COHEs whose claims the actor reads."""
    return wanted_in(actor.cohes_as(*CLAIM_READERS), terms)


def wanted_in(cohes: Sequence[int], terms: Sequence[Term]) -> str:
    """What to ask an index for: every term, in the language of the engine."""
    return (_for_postgres if engine() == "postgresql" else _for_sqlite)(cohes, terms)


def matches(index: TableClause, wanted: Any, engine: str) -> ColumnElement[bool]:
    """Rows of the index that hold what is wanted."""
    condition: ColumnElement[Any]
    if engine == "postgresql":
        condition = index.c.words.op("@@")(cast(wanted, TSQUERY))
    else:
        condition = index.c[index.name].op("match")(wanted)
    return condition


def engine() -> str:
    return db.session.get_bind().dialect.name


def _for_sqlite(cohes: Sequence[int], terms: Sequence[Term]) -> str:
    cohe = " OR ".join(f'"{each}"' for each in cohes) or '""'
    phrases = (f'"{" ".join(term.words)}"{"*" if term.begins else ""}' for term in terms)
    return f"cohe_id : ({cohe}) AND body : ({' AND '.join(phrases)})"


def _for_postgres(cohes: Sequence[int], terms: Sequence[Term]) -> str:
    cohe = " | ".join(f"'@{each}'" for each in cohes) or "'@'"
    return " & ".join((f"({cohe})", *(f"({_phrase(term)})" for term in terms)))


def _phrase(term: Term) -> str:
    *before, last = (f"'{word}'" for word in term.words)
    return " <-> ".join((*before, f"{last}:*" if term.begins else last))
