"""The room's door plate: the blueprint that its views hang on, and how its addresses name a call."""

from flask import Blueprint

blueprint = Blueprint("calls", "ohms.blueprints.calls")

# An id beyond what the database can hold is no call.
ONE_CALL = "/calls/<int(max=2147483647):call_id>"
