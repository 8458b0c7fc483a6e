"""The text templates of one's COHE: the list, one with its versions, a new one."""

from ohms.blueprints.text_templates import editing
from ohms.blueprints.text_templates.room import blueprint

__all__ = ["blueprint", "editing"]
