"""Sentences of a layer are in the user's language, and English where there is no translation."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from urbanthink_plugin.engine.language import in_language

sys.path.append(str(Path(__file__).resolve().parents[2] / "tools"))
i18n = importlib.import_module("i18n")


@pytest.mark.parametrize("locale", ["fr", "fr_FR", "FR"])
def test_a_french_user_reads_french(monkeypatch, locale):
    monkeypatch.setenv("URBANTHINK_LANGUAGE", locale)
    known = [message for (context, _), message in i18n.read_ts().items() if context == i18n.ENGINE]
    assert len(known) > 100
    assert [
        message for message in known if in_language(message.source) != (message.translation or message.source)
    ] == []
    assert in_language("A sentence that nobody translated.") == "A sentence that nobody translated."


@pytest.mark.parametrize("locale", ["", "en", "de", "C", "../"])
def test_everybody_else_reads_english(monkeypatch, locale):
    monkeypatch.setenv("URBANTHINK_LANGUAGE", locale)
    source = next(source for context, source in i18n.read_ts() if context == i18n.ENGINE)
    assert in_language(source) == source
