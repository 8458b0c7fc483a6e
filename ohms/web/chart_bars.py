"""Stacked horizontal bars: pieces in the order of their legend, each with its number, and totals."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ohms.web.chart_drawing import (
    FONT,
    NARROW,
    WIDTH,
    Box,
    Chart,
    Number,
    Spot,
    drawing,
    element,
    printed,
    rule,
    soft,
    text_at,
    text_width,
    ticks,
)

# The fill of each series and the ink of the number upon it.
SERIES = (
    ("#14588f", "#ffffff"),
    ("#7fb0da", "#0b1720"),
    ("#d6a545", "#1c1300"),
    ("#8a96a3", "#0b1117"),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of stacked bars: a value (0 or more) for each series, in the order of the series."""

    label: str
    values: tuple[Number, ...]


def stacked_bars(
    chart_id: str,
    title: str,
    series: Sequence[str],
    bars: Sequence[Bar],
    *,
    unit: str,
    row: str = "Person",
) -> Chart:
    """Horizontal bars of up to four series, each piece with its number where it fits, and totals.

    The pieces follow the order of the legend and are set apart by a gap, so that the order tells
    them apart where colours do not. unit: what is counted, such as "claims".
    """
    if not bars or not 1 <= len(series) <= len(SERIES):
        raise ValueError("stacked bars need a bar, and one to four series")
    totals = [sum(bar.values, start=0) for bar in bars]
    scale = ticks(0, max(totals) or 1)
    names = max(text_width(bar.label) for bar in bars) + 10
    beside = max(text_width(printed(total), bold=True) for total in totals) + 12
    described = f"{unit[:1].upper()}{unit[1:]} by {row.lower()}, {', '.join(series)}. " + "; ".join(
        f"{bar.label} {printed(total)}" for bar, total in zip(bars, totals, strict=True)
    )
    rows = tuple(
        (bar.label, *(printed(value) for value in bar.values), printed(total))
        for bar, total in zip(bars, totals, strict=True)
    )

    def drawn(width: float) -> Markup:
        left = min(names, 200.0, 0.4 * width)
        stretch = (width - beside - left) / scale[-1]
        legend, top = _bar_legend(series, width)
        bottom = top + 32 * len(bars)
        parts = list(legend)
        wide = max(text_width(printed(tick)) for tick in scale) + 6
        every = math.ceil(wide / ((scale[1] - scale[0]) * stretch))
        for at, tick in enumerate(scale):
            x = left + tick * stretch
            parts.append(rule(((x, top), (x, bottom))))
            if at % every == 0:
                parts.append(soft(x, bottom + 18, printed(tick), "middle"))
        for index, (bar, total) in enumerate(zip(bars, totals, strict=True)):
            parts.extend(_bar(bar, total, series, (left, top + 32 * index + 5), stretch))
        return drawing(chart_id, title, f"{described}.", (width, bottom + 28), parts)

    columns = (row, *series, f"All {unit}")
    return Chart(title, f"{described}.", drawn(WIDTH), drawn(NARROW), columns, rows)


def _bar_legend(series: Sequence[str], width: float) -> tuple[list[Markup], float]:
    """The series' names above the bars, in as many lines as they need, and where the bars begin."""
    parts, x, y = [], 2.0, 8.0
    for index, name in enumerate(series):
        wide = text_width(name) + 34
        if x > 2 and x + wide > width:
            x, y = 2.0, y + 20
        parts.append(_piece(Box(x, y - 2, x + 12, y + 10), index))
        parts.append(soft(x + 18, y + 8, name))
        x += wide
    return parts, y + 20


def _piece(box: Box, index: int, title: str = "") -> Markup:
    said = element("title", title) if title else Markup("")
    return element(
        "rect",
        said,
        x=box.left,
        y=box.top,
        width=box.right - box.left,
        height=box.bottom - box.top,
        rx=2.0,
        **{"fill": SERIES[index][0], "class": f"chart-series-{index + 1}"},
    )


def _bar(
    bar: Bar, total: Number, series: Sequence[str], corner: Spot, stretch: float
) -> Iterator[Markup]:
    left, top = corner
    yield text_at(left - 8, top + 15, _shortened(bar.label, left - 10), "end")
    x = left
    for index, (name, value) in enumerate(zip(series, bar.values, strict=True)):
        wide = float(value) * stretch
        if wide > 0:
            # A gap of two keeps neighbours apart even where both print as the same grey.
            box = Box(x, top, x + max(wide - 2, 0.5), top + 22)
            yield _piece(box, index, f"{bar.label}, {name}: {printed(value)}")
            yield from _piece_number(printed(value), box, index)
        x += wide
    yield text_at(x + 4, top + 15, printed(total), font_weight="600")


def _piece_number(text: str, box: Box, index: int) -> Iterator[Markup]:
    if text_width(text) + 6 <= box.right - box.left:
        ink = {"fill": SERIES[index][1], "class": f"chart-ink-{index + 1}"}
        yield text_at((box.left + box.right) / 2, box.top + 15, text, "middle", **ink)


def _shortened(text: str, room: float) -> str:
    """The text, cut with an ellipsis to the room there is; the table has it whole."""
    if text_width(text) <= room:
        return text
    return f"{text[: max(1, int(room / (FONT * 0.6)) - 1)]}…"
