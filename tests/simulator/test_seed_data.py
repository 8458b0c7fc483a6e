"""The small feed that comes with the product is one, and its faults are faults."""

from pathlib import Path

import pytest

from ohms.domain.feed import FeedKind, as_of_day, read_feed
from tests.simulator.conftest import TODAY

SEED_DATA = Path(__file__).parents[2] / "seed_data"
FOLDER = next(SEED_DATA.glob("lni-feed-*"))
FAULTY = next(SEED_DATA.glob("claims-with-faults-*.csv"))


def outcomes(kind: FeedKind, path: Path) -> list[object]:
    as_of = as_of_day(path.name, path.parent.name, today=TODAY)
    with path.open("rb") as stream:
        return [line.outcome for line in read_feed(kind, stream, as_of)]


@pytest.mark.parametrize("kind", [kind for kind in FeedKind if kind is not FeedKind.DOCUMENTS])
def test_every_line_of_the_small_feed_is_good(kind: FeedKind) -> None:
    found = outcomes(kind, FOLDER / kind.file_name)
    assert found
    assert not [outcome for outcome in found if isinstance(outcome, list)]


def test_the_faulty_file_has_good_lines_and_lines_to_be_refused() -> None:
    found = outcomes(FeedKind.CLAIMS, FAULTY)
    refused = [outcome for outcome in found if isinstance(outcome, list)]
    assert len(found) - len(refused) >= 3
    assert len({refusal[0].field for refusal in refused}) >= 4
