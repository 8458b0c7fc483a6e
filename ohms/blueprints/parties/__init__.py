"""Providers with their clinics, and employers: lists, pages, call sheets and logs."""

from ohms.blueprints.parties import employers, light_duty, lists, logs, providers
from ohms.blueprints.parties.room import blueprint

__all__ = ["blueprint", "employers", "light_duty", "lists", "logs", "providers"]
