"""The record of acts, and the privacy officer's weekly list made from it."""

from ohms.blueprints.audit import claim_looks, looks, record
from ohms.blueprints.audit.room import blueprint

__all__ = ["blueprint", "claim_looks", "looks", "record"]
