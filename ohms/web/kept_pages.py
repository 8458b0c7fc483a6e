"""Templates once compiled are kept, as Python keeps its modules: whoever comes first after a restart
does not wait for them.

They lie in the instance folder, for the program's own account alone. Whoever may write there has
the database and the secret in their hands anyway.
"""

from contextlib import suppress
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache, __version__
from jinja2.bccache import Bucket

FOLDER = "compiled"


class KeptPages(FileSystemBytecodeCache):
    """A disk that refuses keeps nobody from a page: it is compiled again the next time."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def keep_compiled_pages(app: Flask) -> None:
    """Where the folder cannot be made nothing is kept."""
    folder = Path(app.instance_path) / FOLDER
    with suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)
        app.jinja_env.bytecode_cache = KeptPages(str(folder), f"%s.jinja-{__version__}")
