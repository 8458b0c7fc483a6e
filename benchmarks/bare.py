"""An answer of so many bytes and nothing else: what any page costs at least behind the same server."""

import argparse
from collections.abc import Callable, Iterable
from urllib.parse import parse_qs

from granian.constants import HTTPModes, Interfaces
from granian.server import Server

THREADS = 8


def application(
    environ: dict[str, str], start_response: Callable[[str, list[tuple[str, str]]], object]
) -> Iterable[bytes]:
    size = int(parse_qs(environ.get("QUERY_STRING", "")).get("bytes", ["1000"])[0])
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(size))])
    return [b"x" * size]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--port", type=int, required=True)
    port = parser.parse_args().port
    Server(
        "benchmarks.bare:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        http=HTTPModes.http1,
        websockets=False,
        log_enabled=False,
    ).serve()


if __name__ == "__main__":
    main()
