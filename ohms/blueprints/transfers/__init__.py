"""Claims offered and answered: the lists, one offer, and what is done with it."""

from ohms.blueprints.transfers import answering, showing
from ohms.blueprints.transfers.room import blueprint

__all__ = ["answering", "blueprint", "showing"]
