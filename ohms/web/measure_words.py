"""A measure of workload in words: its figure as printed, the line in force and where that is from."""

from fractions import Fraction

from ohms.domain.claims_per_fte import beside_limit, decimal_text
from ohms.domain.measure import Measure
from ohms.queries.workload import Workload

SET_BY = {
    "claims_per_fte": "claims_per_fte_limit",
    "at_this_pace": "claims_per_fte_limit",
    "required_fte": "claims_a_year_per_fte",
}
LINED = ("claims_per_fte", "at_this_pace")


def text_of(measure: Measure, load: Workload, value: Fraction | None) -> str:
    """As printed: with two decimals where one would hide the limit."""
    if value is None:
        return "too early" if measure.name == "at_this_pace" else "not computable"
    if measure.name in LINED:
        return beside_limit(value, load.facts.settings.claims_per_fte_limit)
    if measure.unit == "FTE":
        return f"{decimal_text(value, 2)} FTE"
    if value < 0:
        return f"{-int(value):,} too many"
    unit = " min" if measure.unit == "minutes" else ""
    return f"{int(value):,}{unit}"


def line_of(measure: Measure, load: Workload) -> str:
    """The line in force in the quarter: the contract's, or the one set for the COHE."""
    limit = load.facts.settings.claims_per_fte_limit
    return f"more than {float(limit):g}" if measure.name in LINED else measure.threshold


def source_of(measure: Measure, load: Workload) -> str:
    """Where it is from: of a number of the contract, as in force on the quarter's first day."""
    if measure.name not in SET_BY:
        return measure.source
    return load.history.source(SET_BY[measure.name], load.facts.quarter.first_on)
