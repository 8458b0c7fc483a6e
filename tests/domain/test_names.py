"""Names folded for searching: the same on both engines."""

import pytest

from ohms.domain.names import folded


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Núñez  Ana", "nunez ana"),
        ("O'Brien, Pat", "o'brien pat"),
        ("STRAẞE", "strasse"),
        ("Nguyễn Thị", "nguyen thi"),
        ("ﬁsher", "fisher"),
        ("  ", ""),
    ],
)
def test_a_name_is_folded(text: str, wanted: str) -> None:
    assert folded(text) == wanted
