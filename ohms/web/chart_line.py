"""A line over periods, its limit named, what lies above it told by shape as well as by colour."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from ohms.web.chart_drawing import (
    NARROW,
    WIDTH,
    Box,
    Chart,
    Number,
    Segment,
    Spot,
    drawing,
    element,
    place_labels,
    printed,
    rule,
    soft,
    text_at,
    text_width,
    ticks,
)

_BLUE, _RED, _PAPER = "#14588f", "#a11d1d", "#ffffff"


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a line. value None leaves a gap; text is the number as printed (588.02).

    projected: not a finished period; its piece of the line is dashed.
    """

    label: str
    value: Number | None
    text: str = ""
    projected: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """A threshold with the words printed at its line. Strictly more than the value is above.

    steps: where it moved, its value in each period, of which `value` is the last.
    """

    value: Number
    label: str
    steps: tuple[Number, ...] = ()

    def at(self, index: int) -> Number:
        return self.steps[index] if self.steps else self.value


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where the values of a line chart lie in its drawing."""

    area: Box
    low: float
    high: float
    count: int

    def x(self, index: int) -> float:
        # Half a step of air on both sides keeps the first and last label off the axis.
        return self.area.left + (index + 0.5) * (self.area.right - self.area.left) / self.count

    @property
    def room(self) -> float:
        """How wide the name of one period may be."""
        return max((self.area.right - self.area.left) / self.count - 6, 1.0)

    def splits(self, points: Sequence[Point]) -> bool:
        """Whether the periods' names need two lines."""
        return any(text_width(point.label) > self.room for point in points)

    def edge(self, index: int) -> float:
        """Where a period begins, and the one before it ends."""
        return self.area.left + index * (self.area.right - self.area.left) / self.count

    def y(self, value: Number) -> float:
        share = (float(value) - self.low) / (self.high - self.low)
        return self.area.bottom - share * (self.area.bottom - self.area.top)


def line_chart(
    chart_id: str,
    title: str,
    points: Sequence[Point],
    *,
    measure: str,
    period: str = "Quarter",
    limit: Limit | None = None,
    between: tuple[Number, Number] | None = None,
) -> Chart:
    """A line over periods, its limit drawn and named, the points above it triangles in red.

    between: values that the axis shows in any case, such as the ends of a scale.

    chart_id is unique on its page. At least one point must have a value.
    """
    known = [point.value for point in points if point.value is not None]
    if not known:
        raise ValueError("a line needs at least one value")
    shown = [*known, *_value_of(limit), *(between or ())]
    scale = ticks(min(shown), max(shown))
    named = [printed(tick) for tick in scale]
    left = max(text_width(name) for name in named) + 12
    beside = text_width(limit.label, bold=True) + 14 if limit else 8
    description = _line_in_words(points, measure, limit)

    def drawn(width: float) -> Markup:
        plot = _Plot(Box(left, 44, width - beside, 262), scale[0], scale[-1], len(points))
        height = plot.area.bottom + 26 + 15 * plot.splits(points)
        parts = [
            *_line_grid(plot, scale, named),
            *_period_names(plot, points),
            *_line_and_marks(plot, points, limit),
            *_line_legend(points, limit),
        ]
        return drawing(chart_id, title, description, (width, height), parts)

    columns = (period, measure, *([limit.label] if limit else []))
    rows = tuple(
        (point.label, _said(point), *([_standing(point, index, limit)] if limit else []))
        for index, point in enumerate(points)
    )
    return Chart(title, description, drawn(WIDTH), drawn(NARROW), columns, rows)


def _value_of(limit: Limit | None) -> list[Number]:
    return [limit.value, *limit.steps] if limit else []


def _said(point: Point) -> str:
    number = point.text or ("none" if point.value is None else printed(point.value))
    return f"{number} (projected)" if point.projected else number


def _is_above(point: Point, index: int, limit: Limit | None) -> bool:
    return limit is not None and point.value is not None and point.value > limit.at(index)


def _standing(point: Point, index: int, limit: Limit) -> str:
    if point.value is None:
        return "no value"
    words = "above" if _is_above(point, index, limit) else "at or below"
    return f"{words} {printed(limit.at(index))}" if limit.steps else words


def _line_in_words(points: Sequence[Point], measure: str, limit: Limit | None) -> str:
    known = [point for point in points if point.value is not None]
    words = f"{measure} from {known[0].label}, {_said(known[0])}"
    words += f", to {known[-1].label}, {_said(known[-1])}."
    if limit is not None:
        above = [
            point.label for index, point in enumerate(points) if _is_above(point, index, limit)
        ]
        words += f" {limit.label}: above it in {', '.join(above)}." if above else ""
        words += "" if above else f" {limit.label}: never above it."
    return words


def _line_grid(plot: _Plot, scale: Sequence[float], named: Sequence[str]) -> Iterator[Markup]:
    for tick, name in zip(scale, named, strict=True):
        y = plot.y(tick)
        yield rule(((plot.area.left, y), (plot.area.right, y)))
        yield soft(plot.area.left - 8, y + 4, name, "end")


def _period_names(plot: _Plot, points: Sequence[Point]) -> Iterator[Markup]:
    """The periods below the axis, in two lines where one is too wide, every nth where that is."""
    split = plot.splits(points)
    parts = [part for point in points for part in _name_lines(point.label, split)]
    every = max(1, math.ceil(max(text_width(part) for part in parts) / plot.room))
    for index in range(len(points) - 1, -1, -every):
        for below, line in enumerate(_name_lines(points[index].label, split)):
            yield soft(plot.x(index), plot.area.bottom + 19 + 15 * below, line, "middle")


def _name_lines(label: str, split: bool) -> list[str]:
    """The name of a period, its last word above the rest where it is split: Q3 over 2026."""
    return label.rsplit(" ", 1)[::-1] if split else [label]


def _line_and_marks(plot: _Plot, points: Sequence[Point], limit: Limit | None) -> Iterator[Markup]:
    spots = [
        ((plot.x(index), plot.y(point.value)), point, index)
        for index, point in enumerate(points)
        if point.value is not None
    ]
    pieces = [
        ((plot.x(index), plot.y(one.value)), (plot.x(index + 1), plot.y(two.value)), two)
        for index, (one, two) in enumerate(pairwise(points))
        if one.value is not None and two.value is not None
    ]
    lines: list[Segment] = [(start, end) for start, end, _ in pieces]
    if limit is not None:
        style = {"stroke": _RED, "class": "chart-limit", "stroke-dasharray": "5 4"}
        for across in _limit_pieces(plot, limit):
            lines.append(across)
            yield rule(across, stroke_width=1.5, **style)
        red = {"fill": _RED, "class": "chart-limit-text", "font-weight": "600"}
        yield text_at(plot.area.right + 8, plot.y(limit.value) + 4, limit.label, **red)
    for start, end, point in pieces:
        dash = {"stroke-dasharray": "2 4"} if point.projected else {}
        blue = {"stroke": _BLUE, "class": "chart-line", "stroke-linecap": "round", **dash}
        yield rule((start, end), stroke_width=2.0, **blue)
    for spot, point, index in spots:
        yield _mark(spot, _is_above(point, index, limit), f"{point.label}: {_said(point)}")
    texts = [(spot, point.text or printed(point.value or 0)) for spot, point, _index in spots]
    room = Box(plot.area.left, plot.area.top - 18, plot.area.right, plot.area.bottom)
    for label in place_labels(texts, lines, room):
        if label is not None:
            yield text_at(label.x, label.y, label.text, "middle", font_weight="600")


def _limit_pieces(plot: _Plot, limit: Limit) -> Iterator[Segment]:
    """Across the drawing, with an upright between two periods where the limit moved."""
    begun = 0
    for index in range(1, plot.count + 1):
        moves = index < plot.count and limit.at(index) != limit.at(index - 1)
        if moves or index == plot.count:
            y = plot.y(limit.at(index - 1))
            yield (plot.edge(begun), y), (plot.edge(index), y)
            begun = index
        if moves:
            yield (plot.edge(index), y), (plot.edge(index), plot.y(limit.at(index)))


def _mark(spot: Spot, above: bool, title: str = "") -> Markup:
    x, y = spot
    said = element("title", title) if title else Markup("")
    if above:
        corners = f"{x:.1f},{y - 6:.1f} {x + 6:.1f},{y + 5:.1f} {x - 6:.1f},{y + 5:.1f}"
        red = {"fill": _RED, "stroke": _PAPER, "class": "chart-over"}
        return element("polygon", said, points=corners, **red)
    blue: dict[str, str | float] = {"fill": _PAPER, "stroke": _BLUE, "class": "chart-dot"}
    return element("circle", said, cx=x, cy=y, r=4.0, stroke_width=2.0, **blue)


def _line_legend(points: Sequence[Point], limit: Limit | None) -> Iterator[Markup]:
    x = 8.0
    if limit is not None:
        for above, words in ((False, "at or below"), (True, "above")):
            yield _mark((x, 12.0), above)
            yield soft(x + 11, 16, words)
            x += text_width(words) + 32
    if any(point.projected and point.value is not None for point in points):
        blue = {"stroke": _BLUE, "class": "chart-line", "stroke-dasharray": "2 4"}
        yield rule(((x - 4, 12), (x + 16, 12)), stroke_width=2.0, **blue)
        yield soft(x + 23, 16, "projected")
