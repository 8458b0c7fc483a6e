"""The room's door plate: the blueprint that its views hang on, and how its addresses name a view."""

from flask import Blueprint

blueprint = Blueprint("lists", "ohms.blueprints.lists")

ONE_VIEW = "/lists/views/<int(max=2147483647):view_id>"
ONE_TO_CHANGE = "/lists/views/<int(max=2147483647):kept_id>"
