"""What a backup says of itself, and when it may take a database's place.

A backup is one file: the database as of one instant, the claim file's documents, and this manifest
at its end. Source: security.md, "Durability" and "Operation".
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field

from ohms.domain.errors import RuleBroken

FORMAT = 1
MANIFEST, DATABASE, DOCUMENTS = "manifest.json", "database", "documents/"


@dataclass(frozen=True, slots=True)
class Manifest:
    """`tables`: rows of each; `lanes`: last number and hash of each lane of the audit chain;
    `members`: SHA-256 of each member; `damaged`: documents whose file holds something else."""

    made_at: str
    engine: str
    kind: str
    schema: str
    tables: Mapping[str, int]
    lanes: Mapping[str, tuple[int, str]]
    members: Mapping[str, str] = field(default_factory=dict)
    damaged: tuple[str, ...] = ()
    format: int = FORMAT

    def as_text(self) -> str:
        return json.dumps(asdict(self), indent=1, sort_keys=True)


def read_manifest(text: str) -> Manifest:
    """RuleBroken for what this program did not write, or cannot read yet."""
    try:
        said = json.loads(text)
        if said["format"] > FORMAT:
            raise RuleBroken("This backup was made by a newer OHMS. Install that version.")
        said["lanes"] = {lane: (number, head) for lane, (number, head) in said["lanes"].items()}
        return Manifest(**{**said, "damaged": tuple(said["damaged"])})
    except (ValueError, KeyError, TypeError, RecursionError):
        raise RuleBroken("This is no backup of OHMS: its manifest cannot be read.") from None


def check_whole(manifest: Manifest, found: Mapping[str, str]) -> None:
    """Every member is there as it was written. `found`: SHA-256 by member, the manifest left out."""
    for name, sha256 in manifest.members.items():
        if found.get(name) != sha256:
            raise RuleBroken(f"The backup is damaged: {name} is not what was saved.")
    if strangers := sorted(set(found) - set(manifest.members)):
        raise RuleBroken(f"The backup is damaged: nobody saved {strangers[0]}.")


def check_same_data(
    manifest: Manifest, tables: Mapping[str, int], lanes: Mapping[str, tuple[int, str]]
) -> None:
    """The database that was put back holds what the backup says."""
    for name in sorted(set(manifest.tables) | set(tables)):
        saved, standing = manifest.tables.get(name), tables.get(name)
        if saved != standing:
            raise RuleBroken(f"{name} held {saved} rows when it was saved and holds {standing}.")
    if dict(manifest.lanes) != dict(lanes):
        raise RuleBroken("The audit chain does not end where it ended when it was saved.")


def check_may_be_read_here(manifest: Manifest, engine: str, revisions: Collection[str]) -> None:
    """A backup goes back to the engine it came from, and never to an older program."""
    if manifest.engine != engine:
        raise RuleBroken(
            f"This backup is of a {manifest.engine} database; OHMS_DATABASE_URL names {engine}."
        )
    if manifest.schema not in revisions:
        raise RuleBroken(
            f"This backup is of a newer OHMS (schema {manifest.schema}). Install that version."
        )
