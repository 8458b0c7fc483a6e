"""The simulated feed read in by the same door as L&I's own."""

from collections.abc import Iterable
from datetime import date

from ohms.commands.feed import Step, import_file
from ohms.domain.access import operator
from ohms.domain.feed.lines import FeedKind
from ohms.simulator.feed_files import FeedWritten
from ohms.simulator.loading.progress import Stage, Tell

ORDER = (FeedKind.PROVIDERS, FeedKind.CLAIMS, FeedKind.ROA, FeedKind.APF, FeedKind.TIME_LOSS)

NAMES = {
    FeedKind.PROVIDERS: "Importing providers",
    FeedKind.CLAIMS: "Importing claims",
    FeedKind.ROA: "Importing Reports of Accident",
    FeedKind.APF: "Importing APFs",
    FeedKind.TIME_LOSS: "Importing time loss",
}


def import_written(
    written: FeedWritten, today: date, tell: Tell, *, kinds: Iterable[FeedKind] = ORDER
) -> dict[str, int]:
    """Import a folder's files in the right order; how many lines of each were good.

    Good lines are applied and wrong ones refused, as an administrator does it with `--good-lines`.
    """
    counts = {}
    for kind in kinds:
        lines = written.lines.get(kind)
        if not lines:
            continue
        stage = NAMES[kind]
        tell(Stage(stage, 0, lines))

        def step(at: Step, stage: str = stage, lines: int = lines) -> None:
            tell(Stage(stage, min(at.done, lines) if at.stage == "applying" else 0, lines))

        outcome = import_file(
            operator(today),
            kind,
            written.folder / kind.file_name,
            file_name=f"{written.folder.name}/{kind.file_name}",
            as_of=written.as_of,
            good_lines=True,
            progress=step,
        )
        counts[f"{kind.value}_lines"] = outcome.added + outcome.updated
    return counts
