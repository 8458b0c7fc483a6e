"""Claims per FTE of the quarters that were, as points of a chart."""

from ohms.domain.claims_per_fte import beside_limit
from ohms.domain.contract import FteBasis
from ohms.domain.quarter_figures import QuarterFacts
from ohms.queries.workload import Workload
from ohms.web.charts import Point

NOTHING = "none"
"""Where neither claims nor HSC time make a figure."""


def past_points(load: Workload) -> list[Point]:
    """One a quarter, all on the basis of the shown one; the running one at its pace."""
    return [_point(facts, load.facts.basis) for facts in load.past]


def _point(facts: QuarterFacts, basis: FteBasis) -> Point:
    label = facts.quarter.named
    if not facts.has_begun:
        return Point(label, None)
    bases = facts.bases()
    if facts.is_finished:
        figure = facts.figure(basis, bases)
        return Point(label, figure.ratio, figure.shown)
    pace = facts.pace(basis, bases)
    text = "too early" if pace.too_early else NOTHING
    if pace.at_this_pace is not None:
        text = beside_limit(pace.at_this_pace, pace.limit)
    return Point(label, pace.at_this_pace, text, projected=True)
