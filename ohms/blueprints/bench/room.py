"""The room's door plate: the blueprint that its views hang on."""

from flask import Blueprint

blueprint = Blueprint("bench", "ohms.blueprints.bench")
