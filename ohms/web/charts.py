"""Charts as inline SVG, made on the server and read without colour, script or sight.

Every colour stands as an attribute (for paper and PDF, which know no style sheet) and as a class
(which the style sheets turn for the dark). A chart carries its title, a description and the table
of the same numbers. No label ever lies on a line, a mark or another label: one that finds no free
place is left out, and its number stands in the table and in the mark's own title.
"""

from ohms.web.chart_bars import Bar, stacked_bars
from ohms.web.chart_drawing import Chart
from ohms.web.chart_line import Limit, Point, line_chart
from ohms.web.chart_spans import Lane, Span, span_chart

__all__ = [
    "Bar",
    "Chart",
    "Lane",
    "Limit",
    "Point",
    "Span",
    "line_chart",
    "span_chart",
    "stacked_bars",
]
