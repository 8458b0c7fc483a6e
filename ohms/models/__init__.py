"""What is remembered: facts and constraints, one module a subject. Importing this maps them all."""

from ohms.models import (
    audit,
    claims,
    cohes,
    coverage,
    documents,
    feed,
    housekeeping,
    medical,
    notes,
    providers,
    referrals,
    reports,
    staff,
    tasks,
    time,
    workers,
)
from ohms.models.base import Base, Housekeeping, Scoped

__all__ = [
    "HOUSEKEEPING_TABLES",
    "SCOPED_TABLES",
    "Base",
    "audit",
    "claims",
    "cohes",
    "coverage",
    "documents",
    "feed",
    "housekeeping",
    "medical",
    "notes",
    "providers",
    "referrals",
    "reports",
    "staff",
    "tasks",
    "time",
    "workers",
]


def _tables_marked(mark: type) -> frozenset[str]:
    return frozenset(
        str(mapper.class_.__tablename__)
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, mark)
    )


SCOPED_TABLES = _tables_marked(Scoped)
HOUSEKEEPING_TABLES = _tables_marked(Housekeeping)
