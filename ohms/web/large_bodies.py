"""Letting a body in that is larger than any other, for the views that take files.

The view is exempt from the general look for a CSRF token, because that reads the body before the door
is passed; it calls `let_in` first, which raises the limit of this request alone and looks for the
token then.
"""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, request
from flask.blueprints import BlueprintSetupState


def let_in(largest: int) -> None:
    """Take a body of at most so many bytes (413 for more), and refuse one without its token."""
    request.max_content_length = largest
    current_app.extensions["csrf"].protect()


def leave_the_token_to(view: Callable[..., Any], blueprint: Blueprint) -> None:
    """Whoever may not use the view shall not make the server read a large body for it."""

    def exempt(state: BlueprintSetupState) -> None:
        state.app.extensions["csrf"].exempt(view)

    blueprint.record_once(exempt)
