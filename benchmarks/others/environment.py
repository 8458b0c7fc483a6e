"""The others' own environment beside the databases: their packages, their accounts, a copy to write into."""

import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
import venv
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from ohms.config import DEMO_PASSWORD

HERE = Path(__file__).parent
WANTED = HERE / "requirements.txt"
TOP = HERE.parent.parent
MIGRATED = "benchmarks.others.django_site.settings"
USER = "c1.hsc1"


def made_in(folder: Path) -> Path:
    """The interpreter of an environment with the others' packages; made if it is not there."""
    place = folder / "others"
    python, told = place / "bin" / "python", place / "requirements.txt"
    if told.exists() and told.read_text() == WANTED.read_text():
        return python
    print("installing Django and Flask-Admin in an environment of their own", file=sys.stderr)
    venv.create(place, clear=True, with_pip=True)
    subprocess.run([python, "-I", "-m", "pip", "install", "-q", "-r", WANTED], check=True, cwd=TOP)
    shutil.copy(WANTED, told)
    return python


def versions_in(python: Path) -> str:
    """What is installed there, in words."""
    names = ("django", "flask-admin")
    listed = "import importlib.metadata as m; print(*(m.version(n) for n in {names!r}))"
    said = subprocess.run(
        [python, "-I", "-c", listed.format(names=names)], check=True, capture_output=True, text=True
    )
    django, flask_admin = said.stdout.split()
    return f"Django {django}, Flask-Admin {flask_admin}"


def settings_for(file: Path, own: Path) -> dict[str, str]:
    """What they are told: the file that is shown, and the one where Django keeps accounts and sessions."""
    return {
        "OTHERS_FILE": str(file),
        "OTHERS_OWN": str(own),
        "OTHERS_SECRET": secrets.token_hex(32),
        "OTHERS_PASSWORD": DEMO_PASSWORD,
        "PYTHONPATH": str(TOP),
        "DJANGO_SETTINGS_MODULE": MIGRATED,
    }


def with_accounts(python: Path, settings: Mapping[str, str]) -> None:
    """Django's own tables, and one person who may do everything."""
    told = {"DJANGO_SUPERUSER_PASSWORD": DEMO_PASSWORD, "DJANGO_SUPERUSER_EMAIL": "a@example.org"}
    environment = {**os.environ, **settings, **told}
    for command in (
        ("migrate", "--verbosity", "0"),
        ("createsuperuser", "--noinput", "--username", USER, "--verbosity", "0"),
    ):
        subprocess.run([python, "-m", "django", *command], check=True, env=environment, cwd=TOP)


def copy_of(instance: Path, folder: Path) -> Path:
    """A copy of the database to write into."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / "written.sqlite"
    for each in folder.glob("written.sqlite*"):
        each.unlink()
    with (
        closing(sqlite3.connect(f"file:{instance / 'ohms.sqlite'}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(place)) as copy,
    ):
        source.backup(copy)
    return place
