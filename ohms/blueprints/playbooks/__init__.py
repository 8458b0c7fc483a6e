"""The playbooks of one's COHE: the list, one with its versions, a new one."""

from ohms.blueprints.playbooks import editing
from ohms.blueprints.playbooks.room import blueprint

__all__ = ["blueprint", "editing"]
