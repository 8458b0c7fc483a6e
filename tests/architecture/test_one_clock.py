"""`ohms/clock.py` is the only reader of the time.

Whoever reads it elsewhere is right until the clock stands still in a test, or it is 5 p.m. in
Seattle and tomorrow in UTC. The database's clock counts as elsewhere.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[2] / "ohms"
READS_THE_TIME = frozenset(
    {f"datetime.datetime.{name}" for name in ("now", "today", "utcnow")}
    | {"datetime.date.today"}
    | {f"time.{name}" for name in ("time", "time_ns", "localtime", "gmtime", "ctime", "asctime")}
)
# Of sqlalchemy.func, wherever it was imported from.
DATABASE_CLOCK = ("func.now", "func.current_timestamp", "func.current_date", "func.localtimestamp")


def imported_names(tree: ast.AST) -> dict[str, str]:
    """What each imported name of a module stands for, in full."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for each in node.names:
                first = each.name.split(".")[0]
                names[each.asname or first] = each.name if each.asname else first
        elif isinstance(node, ast.ImportFrom):
            for each in node.names:
                names[each.asname or each.name] = f"{node.module}.{each.name}"
    return names


def dotted(node: ast.expr, names: dict[str, str]) -> str | None:
    """`dt.datetime.now` written out, with imported names in full; None for anything computed."""
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute):
        base = dotted(node.value, names)
        return base and f"{base}.{node.attr}"
    return None


def readings(source: str) -> Iterator[tuple[int, str]]:
    """Line and name of every place that reads the time or hands the reading on."""
    tree = ast.parse(source)
    names = imported_names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute):
            name = dotted(node, names)
            if name and (name in READS_THE_TIME or name.endswith(DATABASE_CLOCK)):
                yield node.lineno, name


def test_nothing_but_the_clock_reads_the_time() -> None:
    files = [path for path in PROGRAM.rglob("*.py") if path != PROGRAM / "clock.py"]
    assert files
    found = [
        f"{path.relative_to(PROGRAM)}:{line}: {name}"
        for path in files
        for line, name in readings(path.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime\nstarted = datetime.now(UTC)",
        "from datetime import datetime as moment\nstarted = moment.utcnow()",
        "import datetime\ntoday = datetime.date.today()",
        "import datetime as dt\ntoday = dt.datetime.today()",
        "from datetime import date\nday: date = field(default_factory=date.today)",
        "import time\nstarted = time.time()",
        "import time\nstarted = time.time_ns()",
        "from time import time\nstarted = time()",
        "def late():\n    from time import time as seconds\n    return seconds()",
        "from sqlalchemy import func\nat = mapped_column(server_default=func.now())",
        "import sqlalchemy as sa\nat = sa.func.current_timestamp()",
    ],
)
def test_each_way_of_reading_the_time_is_found(source: str) -> None:
    assert len(list(readings(source))) == 1


@pytest.mark.parametrize(
    "source",
    [
        "import time\nstarted = time.monotonic()",
        "from time import perf_counter\nstarted = perf_counter()",
        "from ohms import clock\nstarted = clock.now()",
        "from datetime import date\nday = date.fromisoformat(text)",
        "today = context.date.today",
        "from sqlalchemy import func\nrows = select(func.count())",
    ],
)
def test_asking_our_clock_and_measuring_a_length_pass(source: str) -> None:
    assert list(readings(source)) == []
