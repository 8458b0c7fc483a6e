"""Feed files that the product's own reader takes, as of a day, whole or by increments."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from ohms.domain.feed.lines import ClaimLine, FeedKind, Refusal
from ohms.domain.feed.reader import read_feed
from ohms.simulator.claims import ClaimMaker
from ohms.simulator.courses import ClaimCourse
from ohms.simulator.feed_files import FeedWritten, folder_name, write_first_load, write_period
from ohms.simulator.planned import World
from ohms.simulator.world import build_world

TODAY = date(2026, 11, 24)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture(scope="module")
def few() -> tuple[World, list[ClaimCourse]]:
    """Half a year of a small state: some 600 claims."""
    world = build_world(TODAY, claims_per_year=1_200)
    return world, ClaimMaker(world).courses(date(2026, 5, 25), YESTERDAY)


def _read(written: FeedWritten, kind: FeedKind) -> list[object]:
    with (written.folder / kind.file_name).open("rb") as stream:
        return [line.outcome for line in read_feed(kind, stream, written.as_of)]


def test_every_line_of_the_first_load_is_taken(
    few: tuple[World, list[ClaimCourse]], tmp_path: Path
) -> None:
    written = write_first_load(*few, YESTERDAY, tmp_path / folder_name(YESTERDAY))
    assert set(written.lines) == set(FeedKind) - {FeedKind.DOCUMENTS}
    for kind, count in written.lines.items():
        outcomes = _read(written, kind)
        assert len(outcomes) == count > 0
        assert not [o for o in outcomes if isinstance(o, list)]
    assert written.lines[FeedKind.CLAIMS] == len(few[1])


def test_the_same_world_writes_the_same_bytes(
    few: tuple[World, list[ClaimCourse]], tmp_path: Path
) -> None:
    for name in ("one", "two"):
        write_first_load(*few, YESTERDAY, tmp_path / name)
    for one in sorted((tmp_path / "one").iterdir()):
        assert one.read_bytes() == (tmp_path / "two" / one.name).read_bytes()


def test_a_file_never_tells_what_came_after_its_as_of_day(
    few: tuple[World, list[ClaimCourse]], tmp_path: Path
) -> None:
    earlier = date(2026, 8, 14)
    written = write_first_load(*few, earlier, tmp_path)
    claims = [line for line in _read(written, FeedKind.CLAIMS) if isinstance(line, ClaimLine)]
    assert 0 < len(claims) < len(few[1])
    for line in claims:
        told = (line.initiated_on, line.established_on, line.time_loss_to)
        assert all(day is None or day <= earlier for day in told)


def test_increments_lead_to_what_one_load_tells(
    few: tuple[World, list[ClaimCourse]], tmp_path: Path
) -> None:
    world, courses = few
    day, n = date(2026, 10, 30), 0
    parts = [write_first_load(world, courses, day, tmp_path / "first")]
    while day < YESTERDAY:
        n += 1
        until = min(day + timedelta(days=1 + n % 4), YESTERDAY)
        begin = day + timedelta(days=1)
        parts.append(write_period(world, courses, begin, until, tmp_path / until.isoformat()))
        day = until
    whole = write_first_load(world, courses, YESTERDAY, tmp_path / "whole")
    for kind, key_fields in {
        FeedKind.CLAIMS: ("claim_number",),
        FeedKind.ROA: ("claim_number", "signed_on"),
        FeedKind.APF: ("claim_number", "provider_id", "exam_on"),
        FeedKind.TIME_LOSS: ("claim_number", "paid_from"),
    }.items():
        state: dict[tuple[object, ...], object] = {}
        for part in parts:
            for line in _read(part, kind) if kind in part.lines else []:
                state[tuple(getattr(line, name) for name in key_fields)] = line
        expected = {
            tuple(getattr(line, name) for name in key_fields): line for line in _read(whole, kind)
        }
        assert state == expected


def test_an_increment_holds_only_claims_that_changed(
    few: tuple[World, list[ClaimCourse]], tmp_path: Path
) -> None:
    written = write_period(*few, YESTERDAY, YESTERDAY, tmp_path)
    assert 0 < written.lines[FeedKind.CLAIMS] < len(few[1]) / 5
    assert not (tmp_path / "providers.csv").exists()


def test_refusable_lines_come_only_when_asked_for_and_are_refused(
    few: tuple[World, list[ClaimCourse]], tmp_path: Path
) -> None:
    world, courses = few
    written = write_period(world, courses, YESTERDAY, YESTERDAY, tmp_path, with_refusable=True)
    outcomes = _read(written, FeedKind.CLAIMS)
    refused = [o for o in outcomes if isinstance(o, list)]
    other_fund = [o for o in outcomes if isinstance(o, ClaimLine) and o.fund != "state_fund"]
    assert len(refused) == 5
    assert all(isinstance(reason, Refusal) for reasons in refused for reason in reasons)
    assert len(other_fund) == 2
