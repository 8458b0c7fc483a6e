"""Templates once compiled: found again by the next start, and never in a page's way."""

from pathlib import Path

import pytest
from flask import Flask

from ohms.web import kept_pages
from ohms.web.kept_pages import FOLDER, keep_compiled_pages


def app_in(instance: Path) -> Flask:
    app = Flask("ohms", instance_path=str(instance))
    keep_compiled_pages(app)
    return app


def test_a_page_compiled_once_is_kept_for_this_account_alone(tmp_path: Path) -> None:
    app_in(tmp_path).jinja_env.get_template("macros/keys.html")
    folder = tmp_path / FOLDER
    (kept,) = folder.iterdir()
    assert (folder.stat().st_mode & 0o777, kept.stat().st_mode & 0o777) == (0o700, 0o600)
    written = kept.stat().st_mtime_ns
    app_in(tmp_path).jinja_env.get_template("macros/keys.html")
    assert [each.stat().st_mtime_ns for each in folder.iterdir()] == [written]


def test_a_folder_that_is_gone_keeps_nobody_from_a_page(tmp_path: Path) -> None:
    app = app_in(tmp_path)
    (tmp_path / FOLDER).rmdir()
    assert app.jinja_env.get_template("macros/keys.html") is not None


def test_where_nothing_can_be_kept_pages_are_compiled_as_ever(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("a file in its place")
    assert app_in(tmp_path).jinja_env.get_template("macros/keys.html") is not None


def test_another_state_of_the_program_takes_over_no_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Jinja folds what a filter makes of constant words: they stand compiled in the page."""
    program = tmp_path / "program"
    program.mkdir()
    (program / "glossary.py").write_text("FTE = 'old'")
    monkeypatch.setattr(kept_pages, "PROGRAM", program)

    def kept() -> set[str]:
        kept_pages._print_of.cache_clear()
        app_in(tmp_path).jinja_env.get_template("macros/keys.html")
        return {each.name for each in (tmp_path / FOLDER).iterdir()}

    (first,) = kept()
    assert kept() == {first}
    (program / "glossary.py").write_text("FTE = 'new'")
    (second,) = kept()
    assert second != first
