"""Sentences that stand in a layer, in the language of whom it is made for; QGIS translates what a log says."""

from __future__ import annotations

import html
import os
import re
from functools import cache

from .about import ROOT

VARIABLE = "URBANTHINK_LANGUAGE"
CONTEXT = "<name>UrbanThinkEngine</name>"
MESSAGE = re.compile(r"<source>([^<]*)</source>\s*<translation>([^<]*)</translation>")


def in_language(template: str) -> str:
    """A template marked `translatable`, in the language that ``URBANTHINK_LANGUAGE`` names.

    Parameters
    ----------
    template : str
        English, with ``{named}`` fields.

    Returns
    -------
    str
        Its translation with the same fields; the template itself where there is none.
    """
    return _catalogue(os.environ.get(VARIABLE, "")[:2].lower()).get(template, template)


@cache
def _catalogue(language: str) -> dict[str, str]:
    path = ROOT / "resources" / "i18n" / f"urbanthink_{language}.ts"
    if not language.isalpha() or not path.is_file():
        return {}
    own = path.read_text(encoding="utf-8").partition(CONTEXT)[2].partition("</context>")[0]
    return {html.unescape(source): html.unescape(translation) for source, translation in MESSAGE.findall(own)}
