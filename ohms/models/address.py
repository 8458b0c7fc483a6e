"""Where the database is, and what is wrong, in one sentence, when it cannot be opened."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from ohms.config import BadEnvironment

ENGINES = frozenset({"sqlite", "postgresql"})
HOW_TO_WRITE_IT = (
    "Set OHMS_DATABASE_URL to sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/NAME."
)


def read_address(database_url: str) -> URL:
    """The address of a database of an engine that OHMS runs on; BadEnvironment for any other."""
    try:
        url = make_url(database_url)
    except ArgumentError:
        raise BadEnvironment(HOW_TO_WRITE_IT) from None
    if url.get_backend_name() not in ENGINES:
        raise BadEnvironment(HOW_TO_WRITE_IT)
    return url


def file_of(database_url: str) -> Path | None:
    """The file of an SQLite database; None for a server's."""
    url = read_address(database_url)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def refuse_missing_file(database_url: str) -> None:
    """Opening an SQLite file that is not there would make an empty one: nobody would notice."""
    path = file_of(database_url)
    if path is not None and not path.exists():
        raise BadEnvironment(
            f"There is no database at {path}. Run `ohms demo` or `ohms db upgrade` first,"
            " or set OHMS_DATABASE_URL."
        )


@contextmanager
def opening(database_url: str) -> Iterator[None]:
    """Tell a database that cannot be opened as BadEnvironment: which one it is, what to do."""
    path = file_of(database_url)
    try:
        yield
    except (ModuleNotFoundError, NoSuchModuleError) as missing:
        raise BadEnvironment(
            "The driver for PostgreSQL is missing. Run `pip install 'ohms[postgres]'`,"
            " and begin OHMS_DATABASE_URL with postgresql+psycopg://."
        ) from missing
    except DBAPIError as trouble:
        if path is None:
            where = read_address(database_url).render_as_string(hide_password=True)
            raise BadEnvironment(
                f"The database {where} cannot be used. Check OHMS_DATABASE_URL, and that the server"
                " runs and lets this user in."
            ) from trouble
        raise BadEnvironment(
            f"The database {path} cannot be read ({trouble.orig}). It was left as it is:"
            " put a backup in its place, or set OHMS_DATABASE_URL."
        ) from trouble
