"""The room's door plate: the blueprint that its views hang on."""

from flask import Blueprint

blueprint = Blueprint("provider_moves", "ohms.blueprints.provider_moves")
