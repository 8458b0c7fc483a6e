"""The room's door plate: the blueprint that its views hang on, and the cursor of its lists."""

from flask import Blueprint, request

blueprint = Blueprint("bench", "ohms.blueprints.bench")


def after_asked() -> int:
    """Below which pair a list goes on; 0 from its beginning."""
    typed = request.args.get("after", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
