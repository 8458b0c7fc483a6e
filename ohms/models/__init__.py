"""What is remembered: facts and constraints, one module a subject. Importing this maps them all."""

from sqlalchemy import Table

from ohms.models import (
    account_links,
    apf_reviews,
    api_tokens,
    attesting,
    audit,
    billing,
    break_glass,
    bulk,
    claims,
    co_signing,
    cohes,
    coordination,
    coverage,
    departures,
    documents,
    feed,
    housekeeping,
    identities,
    job_descriptions,
    light_duty,
    lists,
    looks,
    medical,
    notes,
    playbooks,
    providers,
    recovery,
    referrals,
    reports,
    resources,
    retention,
    roll_ups,
    second_factors,
    staff,
    tasks,
    text_templates,
    time,
    transfers,
    value_lists,
    webhooks,
    workers,
)
from ohms.models.base import Base, Housekeeping, Scoped

__all__ = [
    "HOUSEKEEPING_TABLES",
    "SCOPED_TABLES",
    "Base",
    "Scoped",
    "account_links",
    "apf_reviews",
    "api_tokens",
    "attesting",
    "audit",
    "billing",
    "break_glass",
    "bulk",
    "claims",
    "co_signing",
    "cohes",
    "coordination",
    "coverage",
    "departures",
    "documents",
    "feed",
    "housekeeping",
    "identities",
    "job_descriptions",
    "light_duty",
    "lists",
    "looks",
    "medical",
    "notes",
    "playbooks",
    "providers",
    "recovery",
    "referrals",
    "reports",
    "resources",
    "retention",
    "roll_ups",
    "second_factors",
    "staff",
    "tasks",
    "text_templates",
    "time",
    "transfers",
    "value_lists",
    "webhooks",
    "workers",
]


def _tables_marked(mark: type) -> frozenset[str]:
    return frozenset(
        mapper.local_table.name
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, mark) and isinstance(mapper.local_table, Table)
    )


SCOPED_TABLES = _tables_marked(Scoped)
HOUSEKEEPING_TABLES = _tables_marked(Housekeeping)
