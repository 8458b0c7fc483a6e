"""The desk of an L&I service: its queue, and one referral with what may be answered to it."""

from ohms.blueprints.desk import acting, keeping, listing, showing
from ohms.blueprints.desk.room import blueprint

__all__ = ["acting", "blueprint", "keeping", "listing", "showing"]
