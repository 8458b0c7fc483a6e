"""Files that people give for a CSV in UTF-8: told apart by their first bytes, with what to save instead."""

_SAVE = "save it as “CSV UTF-8 (Comma delimited)”."
_BY_FIRST_BYTES = (
    (
        b"PK\x03\x04",
        f"This is a workbook (XLSX) or a ZIP, whatever its name says. Open the workbook and {_SAVE}",
    ),
    (
        b"\xd0\xcf\x11\xe0",
        f"This is an old workbook (XLS), whatever its name says. Open it and {_SAVE}",
    ),
    (
        b"\xff\xfe",
        f"This is “Unicode Text” (UTF-16). Open it in the spreadsheet again and {_SAVE}",
    ),
    (b"\xfe\xff", f"This is Unicode text (UTF-16). Open it in the spreadsheet again and {_SAVE}"),
)
_OLD_MACINTOSH = f"The lines of this file end as on an old Macintosh. Open it in the spreadsheet again and {_SAVE}"
_BY_SEPARATOR = (
    (
        ";",
        "The columns of this file are separated by semicolons, as spreadsheets do where Windows writes a"
        " decimal comma. Separate the columns by commas: choose the comma as the list separator of"
        " Windows (Region, Additional settings), open the file again and save it.",
    ),
    (
        "\t",
        "The columns of this file are separated by tabs. Separate the columns by commas: open it in the"
        f" spreadsheet again and {_SAVE}",
    ),
)


def no_csv(first_line: bytes) -> str | None:
    """What a file is by its first line, and what to do, where it is surely no CSV in UTF-8."""
    for begins, told in _BY_FIRST_BYTES:
        if first_line.startswith(begins):
            return told
    is_old_macintosh = b"\r" in first_line and b"\n" not in first_line and b'"' not in first_line
    return _OLD_MACINTOSH if is_old_macintosh else None


def otherwise_separated(header: str) -> str | None:
    """By what else than commas the columns of a header of one cell are separated, and what to do."""
    return next((told for sign, told in _BY_SEPARATOR if sign in header), None)
