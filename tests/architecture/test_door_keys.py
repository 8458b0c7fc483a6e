"""Who holds the keys of the reading door: few modules, each named here with its reason."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]

# What opens or weakens the door, and the modules that may use it.
KEYS = {
    "ScopeCriterion": {
        "ohms/queries/guard.py": "defines it and asks for it",
        "ohms/queries/scope.py": "the one maker of it",
    },
    "unscoped": {
        "ohms/queries/guard.py": "defines it",
        "ohms/queries/actors.py": "who signs in, and what they opened by break-glass",
        "ohms/queries/audit_anchors.py": "holds every lane against what was anchored",
        "ohms/cli/nightly.py": "every stored file is looked at",
        "ohms/queries/audit.py": "numbers of claims that entries in one's sight name, no more",
        "ohms/queries/audit_chain.py": "verifies every lane, whoever asks",
        "ohms/queries/checks/__init__.py": "`ohms check` proves the whole of the data",
        "ohms/commands/unit_of_work.py": "bulk units, housekeeping and the audit's own head",
        "ohms/commands/where_allowed.py": "in which COHE a changed row's claim is",
        "ohms/commands/finishing.py": "who began in time finishes, out of the claim's sight",
        "ohms/queries/task_changes.py": "the last act on one task in sight: its name, when and by whom",
        "ohms/queries/timeline_news.py": "when a moved note came to its claim, not from which",
        "ohms/queries/drafts.py": "the number of a claim on which one's own draft was begun",
        "ohms/commands/summaries.py": "a claim's summary is the claim's, not the person's",
        "ohms/commands/no_longer_low.py": "answerability passes, whatever the actor sees",
        "ohms/commands/moving_cohes.py": "a claim goes to another COHE whole, whoever sees it",
        "ohms/commands/transfers_between_cohes.py": "who accepts a claim does not see it yet",
        "ohms/commands/rehoming.py": "the supervisor who takes a claim home does not see it yet",
        "ohms/queries/rehoming.py": "number and initiation of a claim proposed to go home, no more",
        "ohms/commands/provider_moves.py": "restricted claims move with their provider too",
        "ohms/commands/backups/making.py": "a backup takes everything",
        "ohms/commands/data_out.py": "everything a COHE owns leaves with it",
        "ohms/commands/data_in/installation.py": "whether anything stands at all, before data comes",
        "ohms/commands/feed/large.py": "a bulk unit in batches of its own",
        "ohms/commands/feed/pace.py": "the number of the newest entry of the audit, whoever made it",
        "ohms/commands/feed/files.py": "the feed's files go to every claim, whoever imports",
        "ohms/commands/document_reading.py": "at night the text of every document is read",
        "ohms/commands/time.py": "a person's day has 24 hours over all positions",
        "ohms/commands/time_of_calls.py": "a call's minutes go with its claim, whoever worked them",
        "ohms/commands/referral_records.py": "a desk's step changes the tasks of a claim unseen by it",
        "ohms/commands/task_parts.py": "one task of a derived key is open, whoever reopens the earlier",
        "ohms/queries/referral_facts.py": "doubled referrals, and the count of an employer's claims",
        "ohms/queries/stay_at_work.py": "a cap is the claim's, whoever sees which referral of it",
        "ohms/commands/departures.py": "what who leaves had falls, whatever the supervisor sees",
        "ohms/commands/handing_on.py": "a note that only its author saw is adopted",
        "ohms/queries/left_behind.py": "a text that only its author saw, where it is",
        "ohms/queries/departures.py": "where drafts of who left are, not what they say",
        "ohms/queries/positions.py": "the last day under a position, whosoever the claim",
        "ohms/queries/call_matching.py": "a call finds its claim, and nobody is told which",
        "ohms/queries/break_glass.py": "what one has open, and the number that break-glass names",
        "ohms/queries/held_beside.py": "how many claims are lent to somebody or name them, not which",
        "ohms/queries/retention.py": "how many claims are old enough, told without which; who approved a purge",
        "ohms/commands/retention.py": "restricted claims grow old too",
        "ohms/commands/purging.py": "what is purged goes, whoever saw it",
        "ohms/queries/named_files.py": "whether any row names a stored file, not which",
        "ohms/queries/looks.py": "whether somebody had to do with a claim, told without its text",
        "ohms/simulator/loading/looking.py": "whose claim the demonstration's own stories look at",
        "ohms/queries/first_run.py": "whether a COHE has a claim at all, for who sets it up",
        "ohms/queries/bench.py": "how many unsigned notes by whom, and counts by COHE, not which",
        "ohms/queries/note_acts.py": "whether anybody else opened a claim, told without who",
    },
    "row_seen_before": {"ohms/queries/guard.py": "marks refreshes of rows already seen"},
}
# Private names by which the guard could be taken off, and bypasses of SQLAlchemy itself.
NEVER_OUTSIDE_THE_GUARD = frozenset(
    {"_exempt", "_text_refused", "_verdicts", "_refuse_unscoped", "_pass_refreshes"}
    | {"raw_connection", "driver_connection"}
)


def names_used(source: str) -> Iterator[str]:
    """Every name a module mentions: defined, read, imported, as attribute, argument or text."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.alias):
            yield node.name.split(".")[-1]
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.arg
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@cache
def names_of(path: Path) -> frozenset[str]:
    return frozenset(names_used(path.read_text("utf-8")))


def users_of(names: frozenset[str], folder: Path) -> dict[str, set[str]]:
    """Path of each module under `folder` that mentions one of the names, and which ones."""
    found: dict[str, set[str]] = {}
    for path in sorted(folder.rglob("*.py")):
        if used := names & names_of(path):
            found[path.relative_to(folder.parent).as_posix()] = set(used)
    return found


@pytest.mark.parametrize("key", KEYS)
def test_a_key_of_the_reading_door_is_held_by_the_named_modules_alone(key: str) -> None:
    assert set(users_of(frozenset({key}), HOUSE / "ohms")) == set(KEYS[key])


def test_nothing_outside_the_guard_reaches_into_it() -> None:
    found = users_of(NEVER_OUTSIDE_THE_GUARD, HOUSE / "ohms")
    assert set(found) == {"ohms/queries/guard.py"}


@pytest.mark.parametrize(
    "source",
    [
        "from ohms.queries.guard import unscoped\n",
        "from ohms.queries.guard import unscoped as freely\nwith freely('x'):\n    pass\n",
        "from ohms.queries import guard\nwith guard.unscoped('x'):\n    pass\n",
        "opened = getattr(guard, 'unscoped')\n",
    ],
)
def test_each_way_of_taking_a_key_is_found(source: str, tmp_path: Path) -> None:
    (tmp_path / "ohms" / "queries").mkdir(parents=True)
    (tmp_path / "ohms" / "queries" / "claims.py").write_text(source)
    found = users_of(frozenset({"unscoped"}), tmp_path / "ohms")
    assert found == {"ohms/queries/claims.py": {"unscoped"}}


@pytest.mark.parametrize(
    "source",
    [
        "db.session.execute(statement, execution_options={'row_seen_before': True})\n",
        "statement.execution_options(row_seen_before=True)\n",
    ],
)
def test_each_way_of_calling_a_row_seen_is_found(source: str) -> None:
    assert "row_seen_before" in set(names_used(source))


def test_a_word_in_a_comment_is_no_use(tmp_path: Path) -> None:
    (tmp_path / "ohms").mkdir()
    (tmp_path / "ohms" / "notes.py").write_text("unscope = 1  # never unscoped\n")
    assert users_of(frozenset({"unscoped"}), tmp_path / "ohms") == {}
