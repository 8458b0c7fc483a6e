"""Whether a worker's memory stays flat: so many requests of the measured pages, one after another.

    python -m benchmarks.memory --data /somewhere/100000 --requests 10000

Prints a table in Markdown: the resident memory after each tenth of the requests. The first tenth warms
up: statements, templates and caches are filled once.
"""

import argparse
import itertools
import sys
from pathlib import Path

from benchmarks.engines import SqliteFile
from benchmarks.operations import Asking
from benchmarks.raw import Raw
from benchmarks.served import OHMS, Served, house
from ohms import clock

TENTHS = 10
MOST_MEGABYTES = 40
"""By which it may grow over all that comes after the first tenth."""


def main() -> int:
    asked = _arguments()
    raw = Raw(SqliteFile(asked.data), clock.today())
    with Served(OHMS, house(asked.data)) as server:
        pages = itertools.cycle(Asking(server.port, raw).reads().values())
        at = []
        print("| requests | memory MB |\n|---:|---:|", flush=True)
        for tenth in range(1, TENTHS + 1):
            for _request in range(asked.requests // TENTHS):
                next(pages)()
            at.append(server.megabytes())
            print(f"| {tenth * asked.requests // TENTHS:,} | {at[-1]:.0f} |", flush=True)
    print(f"\ngrown after the first tenth: {at[-1] - at[0]:.0f} MB, at most {MOST_MEGABYTES}")
    return 0 if at[-1] - at[0] <= MOST_MEGABYTES else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder of one size")
    parser.add_argument("--requests", type=int, default=10_000)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
