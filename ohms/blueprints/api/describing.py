"""What the API is, told to whoever asks: it says nothing of anybody."""

from flask import Response

from ohms.blueprints.api.room import blueprint
from ohms.blueprints.api.schemas import SCHEMAS
from ohms.web.api_answers import answered
from ohms.web.api_routes import operation, operations
from ohms.web.openapi import description


@operation(
    blueprint,
    "GET",
    "/openapi.json",
    None,
    says="This description",
    answers="Description",
)
def describe() -> Response:
    return answered(description(operations().values(), SCHEMAS))
