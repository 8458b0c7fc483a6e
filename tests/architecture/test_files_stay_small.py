"""A file of more than 500 lines has a second subject; it is split by subject, not by size."""

from collections.abc import Iterator
from pathlib import Path

HOUSE = Path(__file__).parents[2]
MOST_LINES = 500
# What people write and read; pictures, fonts and data are no text to be split.
WRITTEN = frozenset({".py", ".html", ".css", ".js", ".mjs", ".mako", ".typ", ".sql", ".txt", ".md"})


def written_files(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix in WRITTEN:
                yield path


def too_long(*folders: Path) -> list[str]:
    counted = (
        (path, len(path.read_text("utf-8").splitlines())) for path in written_files(*folders)
    )
    return [f"{path}: {lines} lines" for path, lines in counted if lines > MOST_LINES]


def test_no_file_of_the_house_has_more_than_500_lines() -> None:
    """A page for operators as little as a module."""
    assert too_long(*(HOUSE / each for each in ("ohms", "tests", "benchmarks", "docs"))) == []


def test_the_programs_templates_styles_and_tests_are_all_looked_at(tmp_path: Path) -> None:
    for name in ("rule.py", "page.html", "house.css", "list.js"):
        (tmp_path / "deep" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "deep" / name).write_text("line\n" * (MOST_LINES + 1))
    (tmp_path / "enough.py").write_text("line\n" * MOST_LINES)
    found = too_long(tmp_path)
    assert len(found) == 4
    assert all("deep" in each and "501 lines" in each for each in found)
