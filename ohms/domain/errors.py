"""What is said to somebody who is refused."""

from ohms.domain.access import Permission


class RuleBroken(Exception):
    """An act that the rules do not allow, told so that a person can act on it.

    `message` is plain text in the form "Enter ...", "Choose ..." or a sentence that names the rule;
    `field` is the form field it belongs beside, or None when it is about the whole act.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotCertain(Exception):
    """It cannot be told whether an act was carried out: it may stand."""


class NotAllowed(Exception):
    """A function that none of the actor's positions gives: 403 on what they may see."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(permission.value)
        self.permission = permission


class NotFound(Exception):
    """What does not exist for this actor: the same answer for missing, foreign and hidden."""
