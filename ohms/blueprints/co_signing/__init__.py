"""The co-sign queue: assistants' notes and entries that wait for a co-signature, one at a time."""

from ohms.blueprints.co_signing import entries, signing
from ohms.blueprints.co_signing.room import blueprint

__all__ = ["blueprint", "entries", "signing"]
