"""A served program in a process of its own: started, asked over one kept connection, its CPU told."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

from ohms.config import DEMO_PASSWORD

_OHMS = (sys.executable, "-c", "from ohms.cli import main; main()")
OHMS = (*_OHMS, "serve")
BARE = (sys.executable, "-m", "benchmarks.bare")
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
NANOSECONDS = 1_000_000
MOST_SAID = 4_000  # characters, the last ones


class Served:
    """`with Served(command, folder) as server:` it listens; afterwards it has stopped."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str] | None = None
    ) -> None:
        self.port = _free_port()
        self._errors = TemporaryFile()  # noqa: SIM115 - it is open as long as the server
        self._process = subprocess.Popen(
            [*command, "--port", str(self.port)],
            env={**_without_ours(os.environ), **(environment or {})},
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
        )

    def __enter__(self) -> Self:
        until = time.monotonic() + 120
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                self._refuse_one_that_ended()
                time.sleep(0.1)
        self._stop()
        raise RuntimeError("The server did not listen within two minutes.")

    def __exit__(
        self, _kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None
    ) -> None:
        self._stop()

    def _refuse_one_that_ended(self) -> None:
        if self._process.poll() is None:
            return
        with self._errors:
            self._errors.seek(0)
            said = self._errors.read().decode(errors="replace").strip()
        raise RuntimeError(f"The server ended with {self._process.returncode}: {said[-MOST_SAID:]}")

    def _stop(self) -> None:
        os.killpg(self._process.pid, signal.SIGTERM)
        self._process.wait(90)
        self._errors.close()

    def cpu_milliseconds(self) -> float:
        """What all threads of the server and of what it started have used so far."""
        return sum(
            int(thread.read_text().split()[0]) / NANOSECONDS
            for process in self._processes()
            for thread in Path(f"/proc/{process}/task").glob("*/schedstat")
        )

    def megabytes(self) -> float:
        """The resident memory of the server and of what it started."""
        page = os.sysconf("SC_PAGE_SIZE") / 2**20
        statm = (Path(f"/proc/{each}/statm").read_text().split() for each in self._processes())
        return sum(int(fields[1]) * page for fields in statm)

    def _processes(self) -> list[int]:
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        return [self._process.pid, *map(int, children.read_text().split())]


def house(instance: Path, url: str | None = None) -> dict[str, str]:
    """The environment of `ohms serve` over this installation."""
    return {"OHMS_INSTANCE": str(instance), **({"OHMS_DATABASE_URL": url} if url else {})}


def brought_up(instance: Path, url: str | None) -> None:
    """A database that an older OHMS built, brought to this one's schema."""
    environment = {**_without_ours(os.environ), **house(instance, url)}
    subprocess.run(
        [*_OHMS, "db", "upgrade"], env=environment, check=True, stdout=subprocess.DEVNULL
    )


def _without_ours(environment: Mapping[str, str]) -> dict[str, str]:
    """Whatever installation this process was told of, it is not the one to serve."""
    return {name: value for name, value in environment.items() if name != "OHMS_DATABASE_URL"}


@dataclass
class Browser:
    """One person's connection with its cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    _connection: http.client.HTTPConnection | None = field(default=None, repr=False)

    def get(self, path: str) -> str:
        return self._answered("GET", path)[1]

    def post(self, path: str, fields: Mapping[str, str]) -> int:
        return self._answered("POST", path, fields)[0]

    def _answered(
        self, method: str, path: str, fields: Mapping[str, str] | None = None
    ) -> tuple[int, str]:
        status, text = self.ask(method, path, fields)
        if status >= 400:
            raise RuntimeError(f"{method} {path} was answered by {status}.")
        return status, text

    def sign_in(self, username: str) -> Self:
        hidden = hidden_of(self.get("/login"))
        said = {**hidden, "username": username, "password": DEMO_PASSWORD}
        if self.post("/login", said) != 303:
            raise RuntimeError(f"{username} could not sign in.")
        return self

    def ask(
        self, method: str, path: str, fields: Mapping[str, str] | None = None
    ) -> tuple[int, str]:
        """The status and the text, whatever the answer was."""
        body = None if fields is None else urlencode(fields)
        try:
            return self._once(method, path, body)
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self._connection = None  # kept too long: the server had closed it already
            return self._once(method, path, body)
        except (OSError, http.client.HTTPException):
            self._connection = None
            raise

    def _once(self, method: str, path: str, body: str | None) -> tuple[int, str]:
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": kept} if kept else {}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        for told in answer.headers.get_all("Set-Cookie", ()):
            name, _is, value = told.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, text


def hidden_of(page: str, action: str | None = None) -> dict[str, str]:
    """The hidden fields of the form that is sent to `action`; of the whole page without one."""
    if action is not None:
        start = page.index(f'action="{action}"')
        page = page[start : page.index("</form>", start)]
    return dict(HIDDEN.findall(page))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
