"""The anchors' file: whole lines alone are read, and each follows the one before."""

from datetime import date
from pathlib import Path

import pytest

from ohms.domain.anchors import Anchor
from ohms.domain.errors import RuleBroken
from ohms.models.anchor_file import AnchorFile

MONDAY = Anchor(date(2026, 11, 23), {0: (5, "a" * 64)})
TUESDAY = Anchor(date(2026, 11, 24), {0: (8, "c" * 64)})


def test_what_its_writer_did_not_come_to_the_end_of_was_never_said(tmp_path: Path) -> None:
    file = AnchorFile(tmp_path)
    file.append(MONDAY)
    whole = file.place.read_bytes()
    file.append(TUESDAY)
    written = file.place.read_bytes()
    for length in range(len(whole), len(written)):
        file.place.write_bytes(written[:length])
        assert list(file.anchors()) == [MONDAY]
    file.append(TUESDAY)
    assert file.place.read_bytes() == written
    assert file.place.stat().st_mode & 0o077 == 0


def test_half_a_line_before_the_end_is_a_change(tmp_path: Path) -> None:
    file = AnchorFile(tmp_path)
    file.append(MONDAY)
    half = file.place.read_bytes()[:20]
    file.append(TUESDAY)
    file.place.write_bytes(file.place.read_bytes().replace(half, half + b"\n", 1))
    with pytest.raises(RuleBroken, match="was changed"):
        list(file.anchors())
