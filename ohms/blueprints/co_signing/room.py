"""The room's door plate: the blueprint that its views hang on."""

from flask import Blueprint

blueprint = Blueprint("co_signing", "ohms.blueprints.co_signing")
