"""Writes docs/<theme>.md from the algorithms themselves. Run inside QGIS's Python: ``write`` or ``check``."""

from __future__ import annotations

import html
import re
import sys
from itertools import groupby
from pathlib import Path

from qgis.core import QgsApplication, QgsProcessingParameterDefinition

REPOSITORY = Path(__file__).resolve().parents[1]
DOCS = REPOSITORY / "docs"
NOTICE = "<!-- Made by `make docs` from the algorithms. Change their help, not this page. -->"


def main(command: str) -> int:
    pages = build_pages()
    if command == "write":
        DOCS.mkdir(exist_ok=True)
        for name, text in pages.items():
            (DOCS / name).write_text(text, encoding="utf-8")
        return 0
    stale = [name for name, text in pages.items() if not _is_current(DOCS / name, text)]
    if stale:
        print(f"Not up to date: {', '.join(stale)}. Run make docs.", file=sys.stderr)
    return 1 if stale else 0


def build_pages() -> dict[str, str]:
    """File name and text of each theme's page."""
    sys.path.insert(0, str(REPOSITORY / "build" / "plugins"))
    from urbanthink.processing.provider import UrbanThinkProvider

    provider = UrbanThinkProvider()
    provider.loadAlgorithms()
    algorithms = sorted(provider.algorithms(), key=lambda algorithm: (algorithm.groupId(), algorithm.name()))
    pages = {}
    for theme, members in groupby(algorithms, key=lambda algorithm: algorithm.groupId()):
        listed = list(members)
        parts = [NOTICE, f"# {listed[0].group()}", *(_describe(algorithm) for algorithm in listed)]
        pages[f"{theme}.md"] = "\n\n".join(parts) + "\n"
    return pages


def _describe(algorithm) -> str:
    lines = [
        f"## {algorithm.displayName()}",
        f"`urbanthink:{algorithm.name()}`",
        _markdown(algorithm.shortHelpString()),
    ]
    rows = [_parameter_row(parameter) for parameter in algorithm.parameterDefinitions()]
    lines.append("\n".join(["| Parameter | Meaning | Default |", "|---|---|---|", *rows]))
    outputs = [f"| `{output.name()}` | {output.description()} |" for output in algorithm.outputDefinitions()]
    lines.append("\n".join(["| Output | Meaning |", "|---|---|", *outputs]))
    return "\n\n".join(lines)


def _parameter_row(parameter) -> str:
    optional = bool(parameter.flags() & QgsProcessingParameterDefinition.Flag.FlagOptional)
    default = parameter.defaultValue()
    words = f"{parameter.description()}. {parameter.help()}"
    if parameter.type() == "enum":
        words += " One of: " + ", ".join(f"`{option}`" for option in parameter.options()) + "."
    shown = "optional" if default is None and optional else "" if default is None else f"`{default}`"
    return f"| `{parameter.name()}` | {_cell(words)} | {_cell(shown)} |"


def _markdown(text: str) -> str:
    """The limited HTML of the help as Markdown."""
    text = re.sub(r"<h3>(.*?)</h3>", r"\n\n**\1.** ", text)
    text = re.sub(r"</?(p|ul|ol)>", "", text)
    text = re.sub(r"<li>(.*?)</li>", r"\n- \1", text)
    text = re.sub(r"</?(i|em)>", "*", text)
    text = re.sub(r"</?(b|strong)>", "**", text)
    text = re.sub(r'<a href="([^"]*)">(.*?)</a>', r"[\2](\1)", text)
    text = re.sub(r"<br ?/?>", "\n", text)
    return html.unescape(text).strip()


def _cell(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", text))).replace("|", "\\|").strip()


def _is_current(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    application = QgsApplication([], False)
    application.initQgis()
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
