"""What charts are drawn with: elements, text widths, round ticks, and free places for labels."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache

from markupsafe import Markup

from ohms.web.escaping import escape

Number = int | float | Fraction
Spot = tuple[float, float]
Segment = tuple[Spot, Spot]
Attribute = str | float

WIDTH, NARROW = 720, 340
"""Of a drawing, and of the one that stands in its place on a phone, at the same size of text."""

FONT = 12
GRID, GREY = "#dde3e9", "#4b5a69"


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart and the table of its numbers (first column: what a row is about)."""

    title: str
    description: str
    svg: Markup
    narrow: Markup
    """The same drawn for a phone."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle that something printed takes up, in the units of the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        """Whether they share any area; touching edges do not."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: "Box") -> bool:
        """Whether the other lies wholly inside."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )


def crosses(segment: Segment, box: Box) -> bool:
    """Whether any part of the segment lies inside the box: clipped side by side (Liang-Barsky)."""
    (x1, y1), (x2, y2) = segment
    enters, leaves = 0.0, 1.0
    for step, room in (
        (x1 - x2, x1 - box.left),
        (x2 - x1, box.right - x1),
        (y1 - y2, y1 - box.top),
        (y2 - y1, box.bottom - y1),
    ):
        if step == 0:
            if room < 0:
                return False
        elif step < 0:
            enters = max(enters, room / step)
        else:
            leaves = min(leaves, room / step)
    return enters <= leaves


def text_width(text: str, size: float = FONT, bold: bool = False) -> float:
    """An upper estimate of a text's width: a little wider than the system faces set it."""
    return len(text) * size * (0.64 if bold else 0.6)


def printed(value: Number) -> str:
    """A number for people: thousands set apart, at most two decimals, none where it is whole."""
    if value == int(value):
        return f"{int(value):,}"
    return f"{float(value):,.2f}"


def ticks(low: Number, high: Number, about: int = 5) -> list[float]:
    """Round steps from at or below low to at or above high, about so many of them."""
    reach = float(high - low) or max(abs(float(high)), 1.0)
    power = 10.0 ** math.floor(math.log10(reach / about))
    step = next(power * by for by in (1, 2, 2.5, 5, 10) if power * by >= reach / about)
    first, last = math.floor(float(low) / step + 1e-9), math.ceil(float(high) / step - 1e-9)
    return [round(step * at, 10) for at in range(first, max(last, first + 1) + 1)]


def element(name: str, content: str | Markup = "", /, **attributes: Attribute) -> Markup:
    """One SVG element; content and attributes are escaped, underscores in names become hyphens."""
    said = "".join([f' {_name_of(key)}="{_written(value)}"' for key, value in attributes.items()])
    return Markup(f"<{name}{said}>{escape(content)}</{name}>")


@cache
def _name_of(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _written(value: Attribute) -> str:
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return _escaped(value)


@lru_cache(maxsize=1024)  # the same colours and classes stand at hundreds of elements
def _escaped(value: str | int) -> Markup:
    return escape(value)


def text_at(x: float, y: float, content: str, anchor: str = "start", **more: Attribute) -> Markup:
    """Text whose baseline is at y; x is its start, middle or end by the anchor."""
    style: dict[str, Attribute] = {"fill": "currentColor", "class": "chart-text", **more}
    return element(
        "text", content, x=float(x), y=float(y), text_anchor=anchor, font_size=FONT, **style
    )


def soft(x: float, y: float, content: str, anchor: str = "start") -> Markup:
    """Text of an axis or a legend, quieter than the numbers."""
    return text_at(x, y, content, anchor, **{"fill": GREY, "class": "chart-soft"})


def rule(segment: Segment, **more: Attribute) -> Markup:
    """A straight line, of the grid unless told otherwise."""
    (x1, y1), (x2, y2) = segment
    style: dict[str, Attribute] = {"stroke": GRID, "class": "chart-grid", **more}
    return element("line", x1=float(x1), y1=float(y1), x2=float(x2), y2=float(y2), **style)


def drawing(
    chart_id: str,
    title: str,
    description: str,
    size: tuple[float, float],
    parts: Iterable[Markup],
) -> Markup:
    """The whole drawing, named by its title and description for those who do not see it."""
    width, height = size
    if width < WIDTH:
        chart_id += "-narrow"
    return element(
        "svg",
        element("title", title, id=f"{chart_id}-title")
        + element("desc", description, id=f"{chart_id}-desc")
        + Markup("").join(parts),
        viewBox=f"0 0 {width:.0f} {height:.0f}",
        role="img",
        class_="chart-wide" if width == WIDTH else "chart-narrow",
        aria_labelledby=f"{chart_id}-title {chart_id}-desc",
        font_family="sans-serif",
    )


@dataclass(frozen=True, slots=True)
class Label:
    """A number's printed place beside its mark."""

    text: str
    x: float
    y: float

    @property
    def box(self) -> Box:
        """The room its digits take and one unit of air; its middle is x and its baseline y."""
        half = text_width(self.text, bold=True) / 2 + 1
        return Box(self.x - half, self.y - FONT, self.x + half, self.y + 4)


def place_labels(
    marks: Sequence[tuple[Spot, str]], lines: Sequence[Segment], area: Box
) -> list[Label | None]:
    """A free place for each mark's text, near it and inside the area; None where there is none.

    Tried in turn: above, below, then further off and to the sides.
    """
    spots = [Box(x - 7, y - 7, x + 7, y + 7) for (x, y), _ in marks]
    placed: list[Label | None] = []
    for (x, y), text in marks:
        aside = text_width(text, bold=True) / 2 + 9
        tries = [(0, -11), (0, 20), (aside, -6), (-aside, -6), (aside, 14), (-aside, 14)]
        tries += [(0, -24), (0, 33), (aside, 4), (-aside, 4), (0, -37), (0, 46)]
        labels = (Label(text, x + dx, y + dy) for dx, dy in tries)
        taken = spots + [label.box for label in placed if label]
        placed.append(next((one for one in labels if _is_free(one.box, taken, lines, area)), None))
    return placed


def _is_free(box: Box, taken: Sequence[Box], lines: Sequence[Segment], area: Box) -> bool:
    return (
        area.holds(box)
        and not any(box.overlaps(other) for other in taken)
        and not any(crosses(line, box) for line in lines)
    )
