"""Billing: what is unbilled, the batches that were made of it, and the code on their lines."""

from ohms.blueprints.billing import making
from ohms.blueprints.billing.room import blueprint

__all__ = ["blueprint", "making"]
