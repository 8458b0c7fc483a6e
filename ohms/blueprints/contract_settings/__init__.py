"""The numbers of a COHE's contract with L&I: read, proposed by its supervisor, decided by L&I."""

from ohms.blueprints.contract_settings import deciding, proposing
from ohms.blueprints.contract_settings.room import blueprint

__all__ = ["blueprint", "deciding", "proposing"]
