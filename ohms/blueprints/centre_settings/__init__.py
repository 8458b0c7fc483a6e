"""What a COHE sets for its own casework: read by who works there, set by its supervisor."""

from ohms.blueprints.centre_settings import setting
from ohms.blueprints.centre_settings.room import blueprint

__all__ = ["blueprint", "setting"]
