"""The report of each COHE's last finished quarter, frozen with the figures of the product's rules."""

import json
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import insert, select

from ohms import clock
from ohms.domain.access import Actor
from ohms.domain.calendar import Quarter, add_business_days
from ohms.domain.contract import FteBasis
from ohms.domain.quarter_figures import QuarterFacts
from ohms.extensions import db
from ohms.models.reports import Obligation, QuarterlyReport, ReportVersion
from ohms.queries.actors import actor_of
from ohms.queries.workload import centres, workload
from ohms.simulator.loading.rows import at_minute

FROZEN_AFTER = 10
"""Business days after the quarter's end on which its report was frozen, or today if that is earlier."""

TEN = 10 * 60


def freeze_last_quarters(slugs: list[str], today: date) -> dict[str, int]:
    """Freeze what is not frozen yet; a report above the line opens its obligation.

    Inside a bulk unit. Counts of reports and obligations.
    """
    quarter = Quarter.of(today).previous
    counts = {"reports": 0, "obligations": 0}
    for slug in slugs:
        supervisor = actor_of(f"{slug}.supervisor", today)
        if supervisor is None or not supervisor.positions:
            continue
        cohe_id = supervisor.positions[0].cohe_id
        if cohe_id is not None and not _is_kept(cohe_id, quarter):
            counts["obligations"] += _freeze(supervisor, slug, quarter)
            counts["reports"] += 1
    return counts


def _is_kept(cohe_id: int, quarter: Quarter) -> bool:
    known = select(QuarterlyReport.id).where(
        QuarterlyReport.cohe_id == cohe_id,
        QuarterlyReport.year == quarter.year,
        QuarterlyReport.quarter == quarter.number,
    )
    return db.session.execute(known).first() is not None


def _freeze(supervisor: Actor, slug: str, quarter: Quarter) -> int:
    """The report with its version; 1 when it opened an obligation, else 0."""
    centre = next(each for each in centres(supervisor) if each.slug == slug)
    facts = workload(supervisor, centre, quarter).facts
    frozen_at = _frozen_at(quarter)
    canonical = canonical_of(slug, facts)
    report_id = _insert(
        QuarterlyReport,
        cohe_id=centre.id,
        year=quarter.year,
        quarter=quarter.number,
        state="frozen",
    )
    version_id = _insert(
        ReportVersion,
        report_id=report_id,
        cohe_id=centre.id,
        number=1,
        canonical=canonical,
        data_hash=sha256(canonical.encode()).hexdigest(),
        frozen_by_id=supervisor.staff_id,
        frozen_at=frozen_at,
    )
    if not facts.figure(facts.basis, facts.bases()).needs_discussion:
        return 0
    _insert(
        Obligation,
        cohe_id=centre.id,
        report_version_id=version_id,
        opened_on=clock.day_of(frozen_at),
    )
    return 1


def _frozen_at(quarter: Quarter) -> datetime:
    return min(at_minute(add_business_days(quarter.last_on, FROZEN_AFTER), TEN), clock.now())


def _insert(model: type[QuarterlyReport | ReportVersion | Obligation], **values: Any) -> int:
    statement = insert(model).values(**values).returning(model.id)
    return int(db.session.execute(statement).scalar_one())


def canonical_of(slug: str, facts: QuarterFacts) -> str:
    """A quarter's figures as JSON in one spelling: exact fractions, sorted names, no blanks."""
    bases = facts.bases()
    settings = facts.settings
    content = {
        "cohe": slug,
        "quarter": str(facts.quarter),
        "as_of": facts.as_of.isoformat(),
        "basis": facts.basis.value,
        "claims_initiated": facts.claims,
        "fte": {basis.value: str(bases.on(basis)) for basis in FteBasis},
        "claims_per_fte": str(facts.figure(facts.basis, bases).ratio),
        "needs_discussion": facts.figure(facts.basis, bases).needs_discussion,
        "minutes_on_claims": str(bases.minutes_on_claims),
        "minutes_waiting": sum(facts.minutes.waiting.values()),
        "positions": [
            {
                "position": each.position_id,
                "staffed": str(each.staffed),
                "available": each.available,
                "on_claims": str(each.on_claims),
            }
            for each in bases.positions
        ],
        "settings": {
            "claims_per_fte_limit": str(settings.claims_per_fte_limit),
            "full_time_minutes_a_week": settings.full_time_minutes_a_week,
            "full_time_hours_a_year": settings.full_time_hours_a_year,
            "assistants_count": settings.assistants_count,
        },
    }
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
