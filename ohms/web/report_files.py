"""The files of a Quarterly Status Report: PDF, workbook and CSV of the same sections."""

import csv
import io
from dataclasses import asdict, dataclass
from datetime import datetime

from ohms import clock
from ohms.domain.calendar import written
from ohms.domain.data_out import cell_of
from ohms.domain.quarterly_report import ReportFiles, ReportState, hash_of
from ohms.domain.report_sections import Section, sections_of
from ohms.queries.quarterly_report import Report
from ohms.web.pdf import marked_pdf_of

WIDTHS = (38, 22, 44, 18, 12, 34, 14)
UTF8_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands on every file of one printing."""

    title: str
    cohe: str
    standing: str
    hash: str
    sections: tuple[Section, ...]


def files_of(
    report: Report, *, frozen: bool, reason: str | None = None, at: datetime | None = None
) -> ReportFiles:
    """The files of the report as its facts stand now: to be frozen, or marked as a draft.

    Takes a few tenths of a second: never inside a transaction.
    """
    at = at or clock.now()
    printed = _printed(report, at, frozen=frozen, reason=reason)
    return ReportFiles(_pdf(printed, at), _xlsx(printed, at), _csv(printed))


def _printed(report: Report, at: datetime, *, frozen: bool, reason: str | None) -> Printed:
    day = written(clock.day_of(at))
    standing = f"Draft of {day}: nothing of it is reported yet"
    if frozen:
        number = len(report.frozen) + 1
        standing = f"Frozen on {day}, version {number}" + (f": {reason}" if reason else "")
    elif report.state is ReportState.ATTESTED:
        standing = f"Attested, not frozen yet; printed {day}"
    return Printed(
        f"Quarterly Status Report {report.quarter.named}",
        report.centre.name,
        standing,
        hash_of(report.canonical),
        sections_of(report.content),
    )


def _pdf(printed: Printed, at: datetime) -> bytes:
    day = clock.day_of(at)
    data = {**asdict(printed), "year": day.year, "month": day.month, "day": day.day}
    for section, told in zip(printed.sections, data["sections"], strict=True):
        told["figures"] = [
            column > 0 and section.holds_figures(column) for column in range(len(section.heading))
        ]
    return marked_pdf_of("quarterly_report", data, at)


def _lines(printed: Printed) -> list[tuple[str, ...]]:
    lines: list[tuple[str, ...]] = [
        ("Report", printed.title),
        ("COHE", printed.cohe),
        ("State", printed.standing),
        ("Data SHA-256", printed.hash),
    ]
    for section in printed.sections:
        if section.part and not (section.rows or section.note or section.text):
            continue
        lines += [(), (section.title,), *([section.heading] if section.heading else ())]
        lines += section.rows
        lines += [(each,) for each in (section.note, section.text) if each]
    return lines


def _csv(printed: Printed) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([cell_of(cell) for cell in line] for line in _lines(printed))
    return UTF8_MARK + text.getvalue().encode()


def _xlsx(printed: Printed, at: datetime) -> bytes:
    """Text alone: nothing in it is ever taken for a formula."""
    import xlsxwriter  # of workbooks alone: a start does not wait for it

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.set_properties(
            {"title": printed.title, "company": printed.cohe, "created": at.replace(tzinfo=None)}
        )
        sheet = book.add_worksheet("Report")
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        for number, line in enumerate(_lines(printed)):
            for column, cell in enumerate(line):
                sheet.write_string(number, column, cell)
    return target.getvalue()
