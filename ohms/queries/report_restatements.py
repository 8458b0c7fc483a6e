"""What each restatement of a report changed: the version before beside it, from what was frozen of both."""

import json
from dataclasses import dataclass
from itertools import pairwise

from ohms.domain.quarterly_report import Difference, differences
from ohms.queries.quarterly_report import FrozenVersion, Report


@dataclass(frozen=True, slots=True)
class Restatement:
    before: FrozenVersion
    after: FrozenVersion
    differences: list[Difference]


def restatements_of(report: Report) -> list[Restatement]:
    """The newest first; nothing where one version stands."""
    return [
        Restatement(before, after, _between(before, after))
        for after, before in pairwise(report.frozen)
    ]


def _between(before: FrozenVersion, after: FrozenVersion) -> list[Difference]:
    return differences(json.loads(before.canonical), json.loads(after.canonical))
