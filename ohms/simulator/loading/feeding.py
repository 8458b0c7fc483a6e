"""The simulated feed read in by the same door as L&I's own."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from ohms.commands.feed import import_file
from ohms.domain.actor import operator
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


def import_written(parts: Iterable[FeedWritten], today: date, tell: Tell) -> dict[str, int]:
    """Import the files of a feed in the right order; how many lines of each kind were good.

    A part may still be being written while the one before it is read in. Good lines are applied and
    wrong ones refused, as an administrator does it with `--good-lines`.
    """
    good, done, total = Counter[FeedKind](), Counter[FeedKind](), Counter[FeedKind]()
    for written in parts:
        for kind, paths in written.files.items():
            total[kind] += written.lines[kind]
            for path in paths:
                tell(Stage(NAMES[kind], done[kind], total[kind]))
                outcome = import_file(
                    operator(today),
                    kind,
                    path,
                    file_name=f"{written.folder.name}/{path.name}",
                    as_of=written.as_of,
                    instance=written.folder,  # what is made up passes with its own files
                    good_lines=True,
                )
                applied = outcome.added + outcome.updated
                good[kind] += applied
                done[kind] += applied + outcome.unchanged + outcome.refused
    return {f"{kind.value}_lines": lines for kind, lines in good.items()}
