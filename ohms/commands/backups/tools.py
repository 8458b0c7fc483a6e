"""PostgreSQL's own programs, `pg_dump` and `pg_restore`: nothing else knows its format."""

import os
import shutil
import subprocess
from collections.abc import Sequence

from sqlalchemy import URL

from ohms.config import BadEnvironment


def run_tool(program: str, arguments: Sequence[str], url: URL | None = None) -> str:
    """Run it, against a database where one is named; returns what it printed. The password goes by the
    environment, never by the arguments.

    Raises BadEnvironment where it is missing or fails, with the last line that it said.
    """
    found = shutil.which(program)
    if found is None:
        raise BadEnvironment(f"{program} is missing. Install the client of your PostgreSQL server.")
    database = ["--dbname", _without_password(url)] if url else []
    done = subprocess.run(
        [found, *database, *arguments],
        env={**os.environ, "PGPASSWORD": (url.password if url else None) or ""},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it said nothing"]
        raise BadEnvironment(f"{program} failed: {said[-1]}")
    return done.stdout


def _without_password(url: URL) -> str:
    plain = url.set(drivername="postgresql")
    return URL.create(
        "postgresql", plain.username, None, plain.host, plain.port, plain.database, plain.query
    ).render_as_string()
