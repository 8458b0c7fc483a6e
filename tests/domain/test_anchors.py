"""The lines of the anchors' file follow one another, and a restore explains what it took alone."""

from datetime import date

import pytest

from ohms.domain.anchors import START, Anchor, Restored, hash_of_line, read_anchors
from ohms.domain.errors import RuleBroken

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
RESTORED = Restored("2026-11-23T18:00:00+00:00", {0: (7, "b" * 64)})


def lines() -> list[str]:
    written, before = list[str](), START
    for anchor in (
        Anchor(MONDAY, {0: (5, "a" * 64)}),
        Anchor(TUESDAY, {0: (8, "c" * 64)}, RESTORED),
        Anchor(TUESDAY, {0: (9, "d" * 64)}),
    ):
        written.append(anchor.as_line(before))
        before = hash_of_line(written[-1])
    return written


def test_what_was_written_is_read_again() -> None:
    assert [anchor.restored for anchor in read_anchors(lines())] == [None, RESTORED, None]


@pytest.mark.parametrize("spoil", ["first gone", "middle gone", "turned", "changed", "in between"])
def test_a_file_that_was_edited_before_its_end_is_refused(spoil: str) -> None:
    first, second, third = lines()
    spoilt = {
        "first gone": [second, third],
        "middle gone": [first, third],
        "turned": [second, first, third],
        "changed": [first.replace("aa", "ab", 1), second, third],
        "in between": [first, second, second, third],
    }[spoil]
    with pytest.raises(RuleBroken, match="was changed"):
        list(read_anchors(spoilt))


OLD = ['{"heads": {"0": [1, "e"]}, "on": "2026-11-20"}', '{"heads": {}, "on": "2026-11-21"}']


def test_lines_from_before_lines_were_chained_stand_at_the_top_alone() -> None:
    chained = Anchor(MONDAY, {}).as_line(hash_of_line(OLD[-1]))
    assert len(list(read_anchors([*OLD, chained]))) == 3
    for spoilt in ([OLD[0], chained], [*OLD, chained, OLD[0]]):
        with pytest.raises(RuleBroken, match="was changed"):
            list(read_anchors(spoilt))


@pytest.mark.parametrize(
    ("on", "lane", "number", "took"),
    [
        (MONDAY, 0, 7, False),
        (MONDAY, 0, 8, True),
        (MONDAY, 3, 1, True),
        (TUESDAY, 0, 6, True),  # of another past: the backup is older than this anchor
    ],
)
def test_a_restore_took_what_its_backup_did_not_hold(
    on: date, lane: int, number: int, took: bool
) -> None:
    for made_at in (RESTORED.made_at, "2026-11-24T05:00:00+00:00"):  # Monday evening in Washington
        restored = Restored(made_at, RESTORED.heads)
        assert restored.took(Anchor(on, {lane: (number, "e" * 64)}), lane) is took
