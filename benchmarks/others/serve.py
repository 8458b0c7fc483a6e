"""Serves one of the others as OHMS is served: granian, one process, eight threads.

OTHERS_FILE=... OTHERS_OWN=... OTHERS_PASSWORD=... python -m benchmarks.others.serve django --port 9000
"""

import argparse

from granian.constants import HTTPModes, Interfaces
from granian.server import Server

THREADS = 8
APPLICATIONS = {
    "django": "benchmarks.others.django_site.wsgi:application",
    "flask-admin": "benchmarks.others.flask_admin_site:application",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("tool", choices=APPLICATIONS)
    parser.add_argument("--port", type=int, required=True)
    asked = parser.parse_args()
    Server(
        APPLICATIONS[asked.tool],
        address="127.0.0.1",
        port=asked.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        http=HTTPModes.http1,
        websockets=False,
        log_enabled=False,
    ).serve()


if __name__ == "__main__":
    main()
