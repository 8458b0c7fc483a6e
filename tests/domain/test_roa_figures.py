"""How soon and how whole Reports of Accident reach L&I."""

from datetime import date

from ohms.domain.roa_figures import RoaFigures, RoaSent, share

WEDNESDAY = date(2026, 11, 25)  # the day before Thanksgiving: vector 23


def sent(
    received_on: date,
    *,
    signed_on: date = WEDNESDAY,
    visit: date | None = WEDNESDAY,
    missing: str | None = None,
) -> RoaSent:
    return RoaSent(1, "AL10001", visit, signed_on, received_on, missing is None, missing)


def test_a_report_is_in_time_on_the_second_business_day_itself() -> None:
    due = date(2026, 12, 1)
    assert not sent(due).is_late
    assert sent(date(2026, 12, 2)).is_late
    assert sent(due).due_by == due


def test_without_a_first_visit_no_clock_runs() -> None:
    figures = RoaFigures([sent(date(2026, 12, 9), visit=None), sent(date(2026, 12, 1))])
    assert figures.late == []
    assert figures.in_time_share == "100"
    assert len(figures.clocked) == 1


def test_the_median_is_of_days_from_signature_to_arrival() -> None:
    days = [sent(date(2026, 11, 25 + each)) for each in (0, 1, 2)]
    assert RoaFigures(days).median_days == "1"
    assert RoaFigures(days[:2]).median_days == "0.5"
    assert RoaFigures([]).median_days == "–"


def test_what_is_missing_is_counted_by_name_the_commonest_first() -> None:
    figures = RoaFigures(
        [
            sent(WEDNESDAY, missing="icd10;work_status"),
            sent(WEDNESDAY, missing="icd10"),
            sent(WEDNESDAY),
        ]
    )
    assert figures.missed == [("ICD-10 code", 2), ("work status", 1)]
    assert figures.complete_share == "33"


def test_a_share_below_a_benchmark_never_reads_as_met() -> None:
    assert share(799, 1000) == "79"
    assert share(8, 10) == "80"
    assert share(0, 0) == "–"
