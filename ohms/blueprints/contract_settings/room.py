"""The room's door plate: the blueprint that its views hang on."""

from flask import Blueprint

blueprint = Blueprint("contract_settings", "ohms.blueprints.contract_settings")
PAGE = "/admin/contract"
