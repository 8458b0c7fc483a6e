"""Templates once compiled are kept, as Python keeps its modules: whoever comes first after a restart
does not wait for them. They are of one state of the program: Jinja folds what a filter makes of constant
words into them, so that another program must not take them over.

They lie in the instance folder, for the program's own account alone. Whoever may write there has
the database and the secret in their hands anyway.
"""

import hashlib
import os
from contextlib import suppress
from functools import cache
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache, __version__
from jinja2.bccache import Bucket

import ohms

FOLDER = "compiled"
PROGRAM = Path(ohms.__file__).parent


class KeptPages(FileSystemBytecodeCache):
    """A disk that refuses keeps nobody from a page: it is compiled again the next time."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def keep_compiled_pages(app: Flask) -> None:
    """Where the folder cannot be made nothing is kept."""
    folder = Path(app.instance_path) / FOLDER
    with suppress(OSError):
        ending = f".jinja-{__version__}-{_print_of(PROGRAM)}"
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)
        app.jinja_env.bytecode_cache = KeptPages(str(folder), f"%s{ending}")
        for each in folder.iterdir():
            if not each.name.endswith(ending):
                each.unlink()


@cache
def _print_of(program: Path) -> str:
    """What tells one state of the program from another: all that its modules say, for the times of files
    may stand still over an upgrade."""
    found = hashlib.sha256()
    for folder, folders, names in os.walk(program):  # half of what Path.rglob takes of a start
        folders.sort()
        for name in sorted(names):
            if name.endswith(".py"):
                path = Path(folder, name)
                found.update(f"{path}\n".encode())
                found.update(path.read_bytes())
    return found.hexdigest()[:16]
