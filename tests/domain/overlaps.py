"""Whether episodes share a day, told by walking over the days themselves."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from ohms.domain.work_status import EpisodeFact


def check_no_overlap(episodes: Iterable[EpisodeFact]) -> None:
    """No day has two statuses, and none ends before it begins."""
    told = list(episodes)
    last = max(
        (day for each in told for day in (each.from_on, each.to_on) if day), default=date.min
    )
    days: Counter[date] = Counter()
    for each in told:
        length = ((each.to_on or last) - each.from_on).days
        assert length >= 0
        days.update(each.from_on + timedelta(days=day) for day in range(length + 1))
    assert set(days.values()) <= {1}
