"""The list of referrals, one referral, and each of its steps."""

from ohms.blueprints.referrals import acting, figures, lists, packets, showing
from ohms.blueprints.referrals.room import blueprint

__all__ = ["acting", "blueprint", "figures", "lists", "packets", "showing"]
