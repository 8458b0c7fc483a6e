"""A file is named for what it is about; a drawer for everything has no name."""

from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
SAYS_NOTHING = frozenset(
    {"util", "utils", "utility", "utilities", "helper", "helpers", "common", "commons"}
    | {"misc", "miscellaneous", "manager", "managers"}
)
# As the last word they say nothing either (note_helpers); claim_manager is L&I's own word.
SAYS_NOTHING_LAST = SAYS_NOTHING - {"manager", "managers"}


def says_nothing(path: Path) -> bool:
    """Whether a folder's or file's name, or a part of its path, only says "something"."""
    for part in path.parts:
        name = part.split(".")[0].lower().replace("-", "_").strip("_")
        if name in SAYS_NOTHING or name.split("_")[-1] in SAYS_NOTHING_LAST:
            return True
    return False


def test_no_file_or_folder_has_a_name_that_says_nothing() -> None:
    named = [
        path.relative_to(HOUSE)
        for folder in ("ohms", "tests", "benchmarks", "docs", "seed_data")
        for path in (HOUSE / folder).rglob("*")
        if "__pycache__" not in path.parts
    ]
    assert Path("ohms/domain/values.py") in named
    assert [str(path) for path in named if says_nothing(path)] == []


@pytest.mark.parametrize(
    "path",
    [
        "ohms/utils.py",
        "ohms/web/_helpers.py",
        "ohms/common/notes.py",
        "ohms/web/note_helpers.py",
        "ohms/templates/misc.html",
        "ohms/static/form-utils.js",
        "tests/manager/test_claims.py",
    ],
)
def test_a_name_that_says_nothing_is_found(path: str) -> None:
    assert says_nothing(Path(path))


@pytest.mark.parametrize(
    "path",
    ["ohms/domain/claims.py", "ohms/domain/common_passwords.py", "ohms/models/claim_manager.py"],
)
def test_a_name_that_says_something_passes(path: str) -> None:
    assert not says_nothing(Path(path))
