"""The room's door plate: the blueprint that its views hang on, and how its addresses name a referral."""

from flask import Blueprint

blueprint = Blueprint("desk", "ohms.blueprints.desk")

ONE_REFERRAL = "/desk/<int(max=2147483647):referral_id>"
