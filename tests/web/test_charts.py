"""Charts are read by eye, by ear and on paper, and nothing printed in them lies on anything else."""

import re
from datetime import date, timedelta
from fractions import Fraction
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohms.web.chart_drawing import Box, crosses, place_labels, printed, text_width, ticks
from ohms.web.chart_spans import Lane, Span, span_chart
from ohms.web.charts import Bar, Chart, Limit, Point, line_chart, stacked_bars

SVG = "{http://www.w3.org/2000/svg}"
LIMIT = Limit(588, "Limit 588")
QUARTERS = [
    Point("2025 Q4", 512),
    Point("2026 Q1", 588),
    Point("2026 Q2", Fraction(58802, 100), "588.02"),
    Point("2026 Q3", 604, projected=True),
]


def drawn(chart: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(chart.svg)


def both(chart: Chart) -> list[ElementTree.Element]:
    """As it stands on a desk, and on a phone."""
    return [ElementTree.fromstring(each) for each in (chart.svg, chart.narrow)]


def named(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [one for one in root.iter() if one.tag.removeprefix(SVG) == name]


def shapes(root: ElementTree.Element, css_class: str) -> list[ElementTree.Element]:
    return [one for one in root.iter() if one.get("class") == css_class]


def line_of(points: list[Point], limit: Limit | None = LIMIT) -> Chart:
    return line_chart("per-fte", "Claims per FTE", points, measure="Claims per FTE", limit=limit)


def bars_of(bars: list[Bar], series: tuple[str, ...] = ("Active", "Watching")) -> Chart:
    return stacked_bars("caseload", "Open claims", series, bars, unit="claims")


def box_of(text: ElementTree.Element) -> Box:
    x, y = float(text.get("x", "")), float(text.get("y", ""))
    wide = text_width(text.text or "", bold=text.get("font-weight") == "600")
    shift = {"start": 0.0, "middle": wide / 2, "end": wide}[text.get("text-anchor", "start")]
    return Box(x - shift, y - 11, x - shift + wide, y + 3)


def test_a_chart_names_and_describes_itself_for_those_who_do_not_see_it() -> None:
    root = drawn(line_of(QUARTERS))
    ids = {one.get("id") for one in root}
    assert root.get("role") == "img"
    assert set(str(root.get("aria-labelledby")).split()) == {"per-fte-title", "per-fte-desc"} <= ids
    assert named(root, "title")[0].text == "Claims per FTE"
    description = named(root, "desc")[0].text or ""
    assert "Limit 588: above it in 2026 Q2, 2026 Q3." in description
    desk, phone = both(line_of(QUARTERS))
    assert not ids & {one.get("id") for one in phone if one.get("id")}
    assert float(str(phone.get("viewBox")).split()[2]) < float(str(desk.get("viewBox")).split()[2])


def test_only_strictly_more_than_the_limit_is_drawn_as_a_triangle_above_it() -> None:
    root = drawn(line_of(QUARTERS))
    above = [shape[0].text for shape in shapes(root, "chart-over") if len(shape)]
    below = [shape[0].text for shape in shapes(root, "chart-dot") if len(shape)]
    assert above == ["2026 Q2: 588.02", "2026 Q3: 604 (projected)"]
    assert below == ["2025 Q4: 512", "2026 Q1: 588"]
    assert {shape.tag for shape in shapes(root, "chart-over")} == {"polygon"}
    assert {shape.tag for shape in shapes(root, "chart-dot")} == {"circle"}


def test_the_table_holds_every_number_as_it_was_printed() -> None:
    chart = line_of([*QUARTERS, Point("2026 Q4", None, "not computable")])
    assert chart.columns == ("Quarter", "Claims per FTE", "Limit 588")
    assert chart.rows == (
        ("2025 Q4", "512", "at or below"),
        ("2026 Q1", "588", "at or below"),
        ("2026 Q2", "588.02", "above"),
        ("2026 Q3", "604 (projected)", "above"),
        ("2026 Q4", "not computable", "no value"),
    )


def test_a_line_has_a_gap_where_there_is_no_value() -> None:
    whole = drawn(line_of([Point("a", 1), Point("b", 2), Point("c", 3)], None))
    broken = drawn(line_of([Point("a", 1), Point("b", None), Point("c", 3)], None))
    assert len(shapes(whole, "chart-line")) == 2
    assert shapes(broken, "chart-line") == []


def test_a_projected_piece_is_dashed_and_the_legend_says_so() -> None:
    root = drawn(line_of(QUARTERS))
    dashed = [one for one in shapes(root, "chart-line") if one.get("stroke-dasharray")]
    assert len(dashed) == 2  # the last piece and its sample in the legend
    assert "projected" in [text.text for text in named(root, "text")]


def test_a_line_without_any_value_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one value"):
        line_of([Point("2026 Q1", None)])


def test_every_shape_carries_its_colour_as_an_attribute_and_a_class_and_no_style() -> None:
    for chart in (line_of(QUARTERS), bars_of([Bar("R. Alvarez", (31, 12))])):
        root = drawn(chart)
        for one in root.iter():
            assert one.get("style") is None
            if one.tag in {"rect", "line", "circle", "polygon", "text"}:
                assert one.get("class")
                assert one.get("fill") or one.get("stroke")


def test_text_of_people_is_escaped_in_the_drawing() -> None:
    hostile = "<script>alert('x')</script>\" & co"
    chart = bars_of([Bar(hostile, (3, 4))], (hostile, "b"))
    assert "<script" not in chart.svg
    assert any(hostile in (one.text or "") for one in drawn(chart).iter())


VALUES = st.lists(st.none() | st.integers(0, 1200), min_size=1, max_size=16)


@settings(max_examples=40, deadline=None)
@given(VALUES.filter(lambda values: any(value is not None for value in values)))
def test_no_label_of_a_line_lies_on_a_line_a_mark_or_another_label(
    values: list[int | None],
) -> None:
    points = [Point(f"{2023 + at // 4} Q{at % 4 + 1}", value) for at, value in enumerate(values)]
    for root in both(line_of(points)):
        texts = [box_of(text) for text in named(root, "text")]
        assert texts
        lines = [
            tuple(float(one.get(key, "")) for key in ("x1", "y1", "x2", "y2"))
            for css in ("chart-line", "chart-limit")
            for one in shapes(root, css)
        ]
        for at, box in enumerate(texts):
            assert not any(box.overlaps(other) for other in texts[at + 1 :])
            assert not any(crosses(((x1, y1), (x2, y2)), box) for x1, y1, x2, y2 in lines)
        for mark in shapes(root, "chart-dot"):
            x, y = float(mark.get("cx", "")), float(mark.get("cy", ""))
            assert not any(box.overlaps(Box(x - 5, y - 5, x + 5, y + 5)) for box in texts)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.text("aMW -", min_size=1, max_size=40), st.integers(0, 900)),
        min_size=1,
        max_size=8,
    ),
    st.integers(0, 90000),
)
def test_no_text_of_stacked_bars_overlaps_another_or_leaves_the_drawing(
    rows: list[tuple[str, int]], more: int
) -> None:
    chart = bars_of([Bar(name, (value, more)) for name, value in rows])
    for root in both(chart):
        width, height = (float(each) for each in str(root.get("viewBox")).split()[2:])
        texts = [box_of(text) for text in named(root, "text")]
        assert texts
        sheet = Box(-1, -1, width + 1, height + 1)
        for at, box in enumerate(texts):
            assert sheet.holds(box)
            assert not any(box.overlaps(other) for other in texts[at + 1 :])


@settings(max_examples=60, deadline=None)
@given(st.dates(date(2025, 1, 1), date(2026, 11, 30)), st.integers(0, 800), st.integers(0, 800))
def test_no_month_of_spans_overlaps_another_or_leaves_the_drawing(
    from_on: date, days: int, until_today: int
) -> None:
    spans = (Span(from_on, from_on + timedelta(days)),)
    today = from_on + timedelta(until_today)
    chart = span_chart("spans", "Work status", [Lane("Off work", spans)], today=today)
    for root in both(chart):
        width = float(str(root.get("viewBox")).split()[2])
        texts = [box_of(text) for text in named(root, "text")]
        for at, box in enumerate(texts):
            assert box.left >= -1
            assert box.right <= width + 1
            assert not any(box.overlaps(other) for other in texts[at + 1 :])


def test_the_last_month_of_spans_is_named_whole_where_little_of_it_is_drawn() -> None:
    """Its name was cut off at the edge of the drawing."""
    off = Lane("Off work", (Span(date(2026, 9, 8), date(2026, 12, 4)),))
    chart = span_chart("spans", "Work status", [off], today=date(2026, 11, 29))
    (december,) = (each for each in named(drawn(chart), "text") if each.text == "Dec 2026")
    assert box_of(december).right <= 720


def test_stacked_bars_print_a_number_only_where_its_piece_has_room_and_always_the_total() -> None:
    chart = bars_of([Bar("R. Alvarez", (900, 1))])
    texts = [text.text for text in named(drawn(chart), "text")]
    assert "900" in texts
    assert "901" in texts
    assert "1" not in texts
    assert chart.rows == (("R. Alvarez", "900", "1", "901"),)
    assert chart.columns == ("Person", "Active", "Watching", "All claims")


def test_pieces_of_a_bar_stand_apart_by_a_gap() -> None:
    root = drawn(bars_of([Bar("R. Alvarez", (30, 20))]))
    first, second = (shapes(root, f"chart-series-{at}")[-1] for at in (1, 2))
    end = float(first.get("x", "")) + float(first.get("width", ""))
    assert float(second.get("x", "")) - end == pytest.approx(2, abs=0.2)


def test_bars_of_five_series_or_of_none_are_refused() -> None:
    for series in ((), ("a", "b", "c", "d", "e")):
        with pytest.raises(ValueError, match="one to four series"):
            bars_of([Bar("x", (1,) * len(series))], series)


def test_a_label_without_a_free_place_is_left_out_and_not_printed_over_something() -> None:
    crowd = [((50.0 + at, 50.0), "1,234,567") for at in range(30)]
    placed = place_labels(crowd, [], Box(0, 0, 200, 100))
    assert None in placed
    assert any(label is not None for label in placed)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 64, [0, 20, 40, 60, 80]),
        (512, 618, [500, 525, 550, 575, 600, 625]),
        (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (588, 588, [400, 600]),
    ],
)
def test_an_axis_has_round_steps_around_its_values(
    low: int, high: int, expected: list[float]
) -> None:
    assert ticks(low, high) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(3412, "3,412"), (Fraction(58802, 100), "588.02"), (0.5, "0.50"), (-4, "-4")],
)
def test_a_number_is_printed_for_people(value: int | float | Fraction, expected: str) -> None:
    assert printed(value) == expected


def test_coordinates_are_short_so_that_a_page_stays_small() -> None:
    assert not re.search(r"\d\.\d\d", line_of(QUARTERS).svg.replace("588.02", ""))
