"""The L&I feed applied to the database: `import_file` is the one way in, by page and by command line."""

from ohms.commands.feed.importing import ONE_TRANSACTION, import_file
from ohms.commands.feed.outcome import FeedOutcome, Progress, Step, tell_nobody

__all__ = ["ONE_TRANSACTION", "FeedOutcome", "Progress", "Step", "import_file", "tell_nobody"]
