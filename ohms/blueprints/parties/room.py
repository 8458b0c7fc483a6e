"""The room's door plate: the blueprint that its views hang on, and how its addresses name a party."""

from flask import Blueprint

blueprint = Blueprint("parties", "ohms.blueprints.parties")

# An id beyond what the database can hold is nobody.
ONE_PROVIDER = "/providers/<int(max=2147483647):provider_id>"
ONE_EMPLOYER = "/employers/<int(max=2147483647):employer_id>"
