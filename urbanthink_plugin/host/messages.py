"""What crosses the boundary towards the user: texts that can still be translated, and errors with a hint."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Text:
    """An English template with its values; the QGIS side translates the template before it formats it."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.said(lambda template: template)

    def said(self, translate: Callable[[str], str]) -> str:
        """The text in a language; a value may be a text of its own, as when one error tells another."""
        values = {
            name: Text(str(value["template"]), value.get("values") or {}).said(translate)
            if isinstance(value, Mapping)
            else value
            for name, value in self.values.items()
        }
        return format_template(translate(self.template), values)

    @classmethod
    def plain(cls, text: str) -> Text:
        """A text with no template behind it, such as a line a library printed."""
        return cls("{text}", {"text": text}) if text else cls("")


class EngineError(Exception):
    """A failure the user can act on: one sentence, and what to do.

    Parameters
    ----------
    message, hint : str or Text
        English templates, literals, so that the translation tool finds them; or what the engine sent.
    kind : str
        ``input``, ``cancelled``, ``crash``, ``resource`` or ``missing`` (no engine).
    **values
        What fills the templates.
    """

    def __init__(self, message: str | Text, hint: str | Text = "", /, kind: str = "crash", **values: object) -> None:
        self.message = message if isinstance(message, Text) else Text(message, values)
        self.hint = hint if isinstance(hint, Text) else Text(hint, values)
        self.kind = kind
        super().__init__(" ".join(part for part in (str(self.message), str(self.hint)) if part))


def format_template(template: str, values: Mapping[str, object]) -> str:
    """Fill a template; one that does not fit its values is shown as it is rather than lost."""
    try:
        return template.format(**values)
    except (KeyError, IndexError, ValueError):
        return template
