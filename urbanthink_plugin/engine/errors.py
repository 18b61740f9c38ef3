"""The errors a user is meant to read, and the one that ends a cancelled job."""

from __future__ import annotations


class UrbanThinkError(Exception):
    """What is wrong, and what to do, in words for the user.

    Parameters
    ----------
    message, hint : str
        English templates with ``{named}`` fields; they are the keys under which translations are found.
    **values
        What fills the fields.
    """

    kind = "input"

    def __init__(self, message: str, hint: str = "", **values: object) -> None:
        self.message_template = message
        self.hint_template = hint
        self.values = values
        super().__init__(self.message)

    @property
    def message(self) -> str:
        return self.message_template.format(**self.values)

    @property
    def hint(self) -> str:
        return self.hint_template.format(**self.values)


class ResourceError(UrbanThinkError):
    """The machine, not the input, is at fault: disk full, no permission, out of memory."""

    kind = "resource"


class Cancelled(Exception):
    """Raised inside a job when the user asked it to stop."""


def translatable(template: str) -> str:
    """Mark a template that is said later, so that the catalogue of translations has it."""
    return template
