"""How entries of the audit are chained: which fields are hashed, and how.

Each entry's hash covers its fields and the hash of the entry before it in its lane; the first one
of a lane follows `START`. Writing (`commands/audit.py`) and verifying (`queries/audit_chain.py`)
share this one definition.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

START = "0" * 64
LANES = 16
HASHED = (
    "lane",
    "number",
    "at",
    "staff_id",
    "role",
    "cohe_id",
    "action",
    "object_type",
    "object_id",
    "claim_id",
    "claim_ids",
    "result",
    "detail",
    "address",
    "session_hash",
    "request_id",
    "previous_hash",
)
# Made once: `json.dumps` would make one for each entry, and a chain has millions.
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def lane_of(staff_id: int | None) -> int:
    """The lane of a person's acts where there are many: one after another, in the order of their
    commits."""
    return (staff_id or 0) % LANES


def hash_of(row: Mapping[str, Any]) -> str:
    """SHA-256 over the entry's fields as canonical JSON; the instant in UTC to the microsecond."""
    fields = {name: row[name] for name in HASHED}
    fields["at"] = row["at"].isoformat(timespec="microseconds")
    return hashlib.sha256(_CANONICAL.encode(fields).encode()).hexdigest()
