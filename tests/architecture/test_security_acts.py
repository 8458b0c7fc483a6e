"""What administrators read of everybody: every act on accounts and signing in, by the commands' own text."""

import ast
from pathlib import Path

from ohms.queries.security_acts import OF_SECURITY

COMMANDS = Path(__file__).parents[2] / "ohms" / "commands"
ROOMS = (
    "account_care",
    "accounts",
    "api_tokens",
    "identities",
    "own_password",
    "second_factors",
    "sessions",
    "sign_in",
    "sign_in_rules",
    "webhooks",
)


def acts_of(room: str) -> set[str]:
    """Its commands, under whose names entries are written, and the entries that it names itself."""
    acts: set[str] = set()
    for node in ast.walk(ast.parse((COMMANDS / f"{room}.py").read_text())):
        if isinstance(node, ast.FunctionDef) and any(
            isinstance(each, ast.Call) and getattr(each.func, "id", "") == "command"
            for each in node.decorator_list
        ):
            acts.add(node.name)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Entry":
            acts.update(str(each.value) for each in node.args[:1] if isinstance(each, ast.Constant))
    return acts


def test_no_act_on_accounts_or_signing_in_is_hidden_from_other_administrators() -> None:
    for room in ROOMS:
        assert acts_of(room), room
        assert not acts_of(room) - OF_SECURITY, room
