"""Spans of days in lanes, one lane a kind: what held when, read without colour."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from ohms.domain.calendar import ONE_DAY, add_months
from ohms.web.chart_bars import SERIES
from ohms.web.chart_drawing import (
    NARROW,
    WIDTH,
    Box,
    Chart,
    drawing,
    element,
    rule,
    soft,
    text_at,
    text_width,
)

_LANE, _TOP = 28, 14
_RED = "#a11d1d"

Place = Callable[[date], float]
"""Where a day begins on the line."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days in a lane, both ends included; `to_on` None: it goes on, drawn up to the last day."""

    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True)
class Lane:
    """What the spans of one row are; `tint` is the number of a series' colour, from 0."""

    label: str
    spans: tuple[Span, ...]
    tint: int = 0


def span_chart(chart_id: str, title: str, lanes: Sequence[Lane], *, today: date) -> Chart:
    """Lanes of spans over a line of days with today marked. At least one lane has a span."""
    first, last = _reach(lanes, today)
    left = max(text_width(lane.label) for lane in lanes) + 14
    bottom = _TOP + _LANE * len(lanes)
    rows = tuple(_rows(lanes, today))
    described = "; ".join(f"{label} {from_} to {to}" for label, from_, to, _days in rows)

    def drawn(width: float) -> Markup:
        stretch = (width - left - 8) / ((last - first).days + 1)

        def x(day: date) -> float:
            return float(left + (day - first).days * stretch)

        parts = [*_months(first, last, x, Box(left, 0, width, bottom))]
        for index, lane in enumerate(lanes):
            top = _TOP + _LANE * index
            parts.append(text_at(left - 10, top + 18, lane.label, "end"))
            parts.extend(_bar(lane, span, x, top, last, width) for span in lane.spans)
        if first <= today <= last:
            parts.extend(_today(x(today) + stretch / 2, bottom, width))
        return drawing(chart_id, title, f"{described}.", (width, bottom + 28), parts)

    columns = ("What", "From", "To", "Days")
    return Chart(title, f"{described}.", drawn(WIDTH), drawn(NARROW), columns, rows)


def _today(at: float, bottom: float, width: float) -> Iterator[Markup]:
    red = {"stroke": _RED, "class": "chart-limit", "stroke-dasharray": "5 4"}
    yield rule(((at, _TOP - 2), (at, bottom)), stroke_width=1.5, **red)
    near_end = at + text_width("Today") / 2 > width
    yield soft(width if near_end else at, 10, "Today", "end" if near_end else "middle")


def _reach(lanes: Sequence[Lane], today: date) -> tuple[date, date]:
    spans = [span for lane in lanes for span in lane.spans]
    first = min(span.from_on for span in spans)
    last = max([span.to_on or span.from_on for span in spans])
    # Some air to the right keeps the last month's name and an open end readable.
    return first, max(last, today) + ONE_DAY


def _months(first: date, last: date, x: Place, area: Box) -> Iterator[Markup]:
    """A line at the first of every nth month, and its name where that is whole and touches none."""
    start = first.replace(day=1)
    months = (last.year - start.year) * 12 + last.month - start.month + 1
    names = max(1, min(8, int((area.right - area.left) / 70)))
    every = next(n for n in (1, 2, 3, 6, 12, 24, 48, 96, months) if months / n <= names)
    free = area.left
    for number in range(0, months + 1, every):
        day = add_months(start, number)
        if first <= day <= last:
            yield rule(((x(day), _TOP - 2), (x(day), area.bottom)))
            name = f"{day:%b %Y}"
            begins = min(x(day), area.right - text_width(name))
            if begins >= free:
                yield soft(begins, area.bottom + 18, name)
                free = begins + text_width(name)


def _bar(lane: Lane, span: Span, x: Place, top: float, last: date, width: float) -> Markup:
    start, end = x(span.from_on), x((span.to_on or last) + ONE_DAY)
    open_end = {"stroke-dasharray": "3 3"} if span.to_on is None else {}
    fill = {"fill": SERIES[lane.tint][0], "class": f"chart-series-{lane.tint + 1}", **open_end}
    until = f"to {_said(span.to_on)}" if span.to_on else "on"
    return element(
        "rect",
        element("title", f"{lane.label}, {_said(span.from_on)} {until}"),
        x=start,
        y=float(top + 4),
        width=max(min(end, width) - start - 1, 2.0),
        height=float(_LANE - 8),
        rx=2.0,
        **fill,
    )


def _rows(lanes: Sequence[Lane], today: date) -> Iterator[tuple[str, str, str, str]]:
    for lane in lanes:
        for span in lane.spans:
            end = span.to_on or max(today, span.from_on)
            days = f"{(end - span.from_on).days + 1:,}"
            yield (
                lane.label,
                _said(span.from_on),
                _said(span.to_on) if span.to_on else "goes on",
                days if span.to_on else f"{days} so far",
            )


def _said(day: date) -> str:
    return f"{day:%b} {day.day}, {day.year}"
