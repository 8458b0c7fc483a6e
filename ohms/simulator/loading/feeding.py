"""The simulated feed read in by the same door as L&I's own."""

from datetime import date

from ohms.commands.feed import import_file
from ohms.domain.access import operator
from ohms.domain.feed.lines import FeedKind
from ohms.simulator.feed_files import FeedWritten
from ohms.simulator.loading.progress import Stage, Tell

NAMES = {
    FeedKind.PROVIDERS: "Importing providers",
    FeedKind.CLAIMS: "Importing claims",
    FeedKind.ROA: "Importing Reports of Accident",
    FeedKind.APF: "Importing APFs",
    FeedKind.TIME_LOSS: "Importing time loss",
}


def import_written(written: FeedWritten, today: date, tell: Tell) -> dict[str, int]:
    """Import a folder's files in the right order; how many lines of each kind were good.

    Good lines are applied and wrong ones refused, as an administrator does it with `--good-lines`.
    """
    counts = {}
    for kind, paths in written.files.items():
        total, done, good = written.lines[kind], 0, 0
        for path in paths:
            tell(Stage(NAMES[kind], done, total))
            outcome = import_file(
                operator(today),
                kind,
                path,
                file_name=f"{written.folder.name}/{path.name}",
                as_of=written.as_of,
                good_lines=True,
            )
            good += outcome.added + outcome.updated
            done += outcome.added + outcome.updated + outcome.unchanged + outcome.refused
        counts[f"{kind.value}_lines"] = good
    return counts
