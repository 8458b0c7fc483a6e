"""The L&I feed applied to the database: `import_file` is the one way in, by page and by command line."""

from ohms.commands.feed.beside import ArchiveFiles, Beside, FolderFiles
from ohms.commands.feed.files import FeedFiles
from ohms.commands.feed.importing import ONE_TRANSACTION, import_file
from ohms.commands.feed.outcome import STOPPED, FeedOutcome, Progress, Step, tell_nobody

__all__ = [
    "ONE_TRANSACTION",
    "STOPPED",
    "ArchiveFiles",
    "Beside",
    "FeedFiles",
    "FeedOutcome",
    "FolderFiles",
    "Progress",
    "Step",
    "import_file",
    "tell_nobody",
]
