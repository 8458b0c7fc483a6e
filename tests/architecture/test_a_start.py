"""What `ohms serve` leaves to the first who needs it: a start that loads it again is no longer quick.

No seconds are taken here, for they are the machine's: what was loaded is asked of a process of its own.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.processes import bare_environment

# Libraries and rooms of the house, each with who loads it.
LOADED_LATER = {
    "xlsxwriter": "who asks for a workbook",
    "typst": "who prints a PDF",
    "holidays": "who counts business days",
    "pypdfium2": "who looks at the page of a document",
    "PIL": "who looks at the picture of a document",
    "segno": "who sets up a second step",
    "zxcvbn": "who sets a password",
    "pyrage": "`ohms backup` and `ohms restore`",
    "alembic": "`ohms db`",
    "authlib": "who signs in by an identity provider",
    "requests": "who signs in by an identity provider",
    "smtplib": "`ohms send`",
    "ohms.simulator": "`ohms demo` and `ohms simulate`",
    "ohms.commands.backups": "`ohms backup` and `ohms restore`",
    "ohms.commands.copying": "`ohms db copy`",
    "ohms.commands.data_in": "`ohms import`",
    "ohms.queries.checks": "`ohms check`",
    "ohms.queries.data_out": "`ohms export`",
    "ohms.migrations.env": "`ohms db`",
}

A_START = """
import json, sys
from ohms.cli import COMMANDS

COMMANDS["serve"].load("serve")
from ohms.cli.serving import _built

rules = list(_built().url_map.iter_rules())
late = [rule._build.__func__.__name__ == "first_link" for rule in rules]
print(json.dumps([sorted(sys.modules), len(late), sum(late)]))
"""


@pytest.mark.sqlite_only
def test_a_start_loads_nothing_that_its_first_page_does_not_need(
    database_url: str, tmp_path: Path
) -> None:
    told = subprocess.run(
        [sys.executable, "-c", A_START],
        env=bare_environment({"OHMS_DATABASE_URL": database_url, "OHMS_INSTANCE": str(tmp_path)}),
        capture_output=True,
        text=True,
        check=True,
    )
    loaded, addresses, with_later_links = json.loads(told.stdout)
    assert "ohms.blueprints.claims" in loaded
    assert {name: why for name, why in LOADED_LATER.items() if name in loaded} == {}
    assert with_later_links >= addresses - 1 > 300  # Flask's own for static files is made before
