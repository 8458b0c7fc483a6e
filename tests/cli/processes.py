"""`ohms` as a process of its own, with warnings as errors."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from tests.postgres import free_port

Environment = Mapping[str, str]

PATIENCE = 30.0


def command_line(*arguments: str) -> list[str]:
    return [sys.executable, "-W", "error", "-c", "from ohms.cli import main; main()", *arguments]


def bare_environment(settings: Environment) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OHMS_")}
    return {**kept, **settings}


class Served:
    """A running `ohms serve` (or Flask's `run`) whose log goes to a file."""

    def __init__(
        self,
        settings: Environment,
        log: Path,
        *options: str,
        command: str = "serve",
        port: int | None = None,
    ) -> None:
        self.port, self._log = port or free_port(), log
        with log.open("w") as output:
            self.process = subprocess.Popen(
                command_line(command, "--port", str(self.port), *options),
                env=bare_environment(settings),
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def get(self, path: str) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def wait_until_ready(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            try:
                if self.get("/readyz")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.05)
        raise AssertionError(f"ohms serve did not become ready:\n{self._log.read_text()}")

    def wait_for_line(self, words: str) -> None:
        until = time.monotonic() + PATIENCE
        while words not in self.log():
            assert time.monotonic() < until, f"{words!r} was not said:\n{self.log()}"
            assert self.process.poll() is None, self.log()
            time.sleep(0.01)

    def ask_to_stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def stop(self) -> int:
        self.ask_to_stop()
        return self.process.wait(PATIENCE)

    def end(self) -> None:
        """Whatever happened: nothing of it is left running."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(PATIENCE)

    def log(self) -> str:
        return self._log.read_text()

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log().splitlines()]
