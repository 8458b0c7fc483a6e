"""What a Quarterly Status Report says, computed from the facts as they stand."""

from collections.abc import Mapping
from typing import Any

from ohms.domain.actor import Actor
from ohms.domain.contract import FteBasis
from ohms.domain.contract_terms import in_text
from ohms.domain.report_benchmarks import CONTENT, content_of_benchmarks
from ohms.domain.report_texts import ReportPart
from ohms.domain.staffing import staffed_on
from ohms.models.claims import Claim
from ohms.queries.benchmarks import every_benchmark
from ohms.queries.report_lists import coverage_of, staffing_changes, training_of, vacancies_of
from ohms.queries.rounds import Question, asked, settled, side_by_side
from ohms.queries.staffing import initiated
from ohms.queries.workload import Workload


def content_of(
    actor: Actor, load: Workload, texts: Mapping[ReportPart, str], *, benchmarks: bool
) -> Question[dict[str, Any]]:
    """Everything the report says, as facts: exact fractions as text, days in ISO."""
    facts, centre = load.facts, load.centre
    if not facts.has_begun:
        return {}
    bases, settings = facts.bases(), facts.settings
    first_on, last_on = facts.quarter.first_on, facts.as_of
    ids = (
        initiated(actor, centre.id)
        .where(Claim.initiated_on.between(first_on, last_on))
        .with_only_columns(Claim.id)
    )
    period = centre.id, first_on, last_on
    (initiated_ids,), judged, changes, vacancies, training, coverage = yield from side_by_side(
        asked(ids),
        every_benchmark(actor, centre, facts.quarter) if benchmarks else settled(None),
        staffing_changes(*period),
        vacancies_of(*period),
        training_of(*period),
        coverage_of(*period),
    )
    numbers = in_text(settings)
    return {
        "cohe": centre.slug,
        "quarter": str(facts.quarter),
        "as_of": last_on.isoformat(),
        "basis": facts.basis.value,
        "claims_initiated": facts.claims,
        # Sorted here: asked for their order, SQLite begins at the enrolments and takes fifty times as long.
        "claim_ids": sorted(claim_id for (claim_id,) in initiated_ids),
        "fte": {basis.value: str(bases.on(basis)) for basis in FteBasis},
        "claims_per_fte": _ratio(load, bases),
        "needs_discussion": facts.figure(facts.basis, bases).needs_discussion,
        "minutes_on_claims": str(bases.minutes_on_claims),
        "minutes_available": bases.available,
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
        "required": _required(load),
        **({CONTENT: content_of_benchmarks(judged.figures, judged.as_of)} if judged else {}),
        "staffing_changes": changes,
        "vacancies": vacancies,
        "training": training,
        "coverage": coverage,
        "texts": {part.value: text for part, text in texts.items()},
        "settings": numbers,
        "sources": {name: load.history.source(name, first_on) for name in numbers},
    }


def _ratio(load: Workload, bases: Any) -> str | None:
    ratio = load.facts.figure(load.facts.basis, bases).ratio
    return None if ratio is None else str(ratio)


def _required(load: Workload) -> dict[str, Any] | None:
    found, facts = load.required, load.facts
    if found is None:
        return None
    staffed = staffed_on(facts.as_of, facts.positions, facts.settings)
    return {
        "claims": found.claims,
        "exact": str(found.exact),
        "half_steps": str(found.half_steps),
        "staffed": str(staffed),
    }
