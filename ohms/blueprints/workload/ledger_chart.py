"""Claims per FTE of the quarters that were and of those ahead, beside the limit."""

from fractions import Fraction

from ohms.blueprints.workload.ahead import ahead_lines
from ohms.blueprints.workload.quarter_points import past_points
from ohms.queries.outlook import Outlook
from ohms.queries.workload import Workload
from ohms.web.charts import Chart, Limit, Point, line_chart


def chart_of(running: Workload, found: Outlook) -> Chart | None:
    """Of twelve quarters up to the running one those that are finished, and the four ahead under what is
    supposed."""
    quarters = found.supposed or found.ahead
    back = [point for point in past_points(running) if not point.projected]
    ahead = [
        Point(each.quarter.named, each.ratio, line.ratio, projected=True)
        for each, line in zip(quarters, ahead_lines(quarters), strict=True)
    ]
    points = [*back, *ahead]
    if all(point.value is None for point in points):
        return None
    limit = found.facts.settings.claims_per_fte_limit
    return line_chart(
        "claims-per-fte-ahead",
        "Claims per FTE, past and ahead",
        points,
        measure="Claims per FTE on the report’s basis",
        limit=Limit(limit, f"{Fraction(limit)}"),
    )
