"""The room's door plate: the blueprint that its views hang on, and the cursor of its lists."""

from flask import Blueprint, request

from ohms.web.fields import chosen_id

blueprint = Blueprint("bench", "ohms.blueprints.bench")


def after_asked() -> int:
    """Below which pair a list goes on; 0 from its beginning."""
    return chosen_id(request.args.get("after")) or 0
