"""Time: my week as a grid with its entries, attesting; and for supervisors who attested, what came late,
and the lock of a quarter."""

from ohms.blueprints.time import attesting, showing, supervising
from ohms.blueprints.time.room import blueprint

__all__ = ["attesting", "blueprint", "showing", "supervising"]
