#!/usr/bin/env python3
"""The French of the plugin: collect the English texts, check their translation, compile it.

``update``   merges the texts of the sources into ``resources/i18n/urbanthink_fr.ts``: what was translated stays, what
             is new is marked unfinished, what is gone is dropped.
``check``    fails if a text is missing, unfinished or obsolete, if its fields or tags differ, or if it is no literal.
``compile``  makes ``urbanthink_fr.qm`` with Qt's ``lrelease``.

Two contexts: ``UrbanThink`` for what QGIS shows, ``UrbanThinkEngine`` for what the engine says, looked up by template.
Texts are found in the syntax tree, so that implicit concatenation and line breaks do not matter.
"""

from __future__ import annotations

import argparse
import ast
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
TS = ROOT / "resources" / "i18n" / "urbanthink_fr.ts"
QGIS, ENGINE = "UrbanThink", "UrbanThinkEngine"
QGIS_SOURCES = ("urbanthink_plugin/plugin.py", "urbanthink_plugin/gui", "urbanthink_plugin/host", "processing")
ENGINE_SOURCES = ("urbanthink_plugin/engine", "urbanthink_plugin/host")
BASE_ERRORS = ("UrbanThinkError", "EngineError")
CARRIED = ("message_template", "hint_template")
MARKER = "translatable"  # marks templates that are said later
NEVER = 1_000_000  # the position of what is passed by name only
LRELEASE = ("lrelease", "lrelease-qt6", "lrelease6", "pyside6-lrelease", "lrelease-qt5")
FIELD = re.compile(r"(?<!\{)\{[A-Za-z_][^{}]*\}(?!\})|%\d")
TAG = re.compile(r"</?[a-z][a-z0-9]*", re.IGNORECASE)


@dataclass
class Message:
    """One text in one context."""

    source: str
    translation: str = ""
    places: set[str] = field(default_factory=set)


Catalogue = dict[tuple[str, str], Message]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=("update", "check", "compile"))
    action = parser.parse_args(arguments).action
    if action == "compile":
        return compile_qm()
    found, problems = collect()
    if action == "update":
        merged = merge(found, read_ts())
        write_ts(merged)
        missing = sum(not message.translation for message in merged.values())
        print(f"{TS.relative_to(ROOT)}: {len(merged)} texts, {missing} not translated")
    else:
        problems += faults(found, read_ts())
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems and action == "check" else 0


def collect(root: Path = ROOT) -> tuple[Catalogue, list[str]]:
    """Every text of the sources, and the places where a text is not a literal."""
    found: Catalogue = {}
    problems: list[str] = []

    def add(context: str, text: str, place: str) -> None:
        if text.strip():
            found.setdefault((context, text), Message(text)).places.add(place)

    trees = {
        context: {path.relative_to(root).as_posix(): _tree(path) for path in _python_files(root, sources)}
        for context, sources in ((QGIS, QGIS_SOURCES), (ENGINE, ENGINE_SOURCES))
    }
    carriers = Carriers(list(trees[ENGINE].values()))
    finders = {QGIS: _qgis_texts, ENGINE: carriers.texts}
    for context, files in trees.items():
        for place, tree in files.items():
            for node in finders[context](tree):
                texts = _literals(node)
                if texts is None:
                    problems.append(f"{place}:{node.lineno}: this text must be a literal, with {{named}} fields")
                for text in texts or ():
                    add(context, text, place)
    return found, problems


def merge(found: Catalogue, known: Catalogue) -> Catalogue:
    """The texts of the sources with the translations that are known."""
    return {
        key: Message(message.source, known[key].translation if key in known else "", message.places)
        for key, message in found.items()
    }


def faults(found: Catalogue, known: Catalogue) -> list[str]:
    """What keeps the translation from being complete and safe to show."""
    lines = [f"missing in the .ts, run update: [{c}] {s!r}" for c, s in found.keys() - known.keys()]
    lines += [f"obsolete in the .ts, run update: [{c}] {s!r}" for c, s in known.keys() - found.keys()]
    for (context, source), message in known.items():
        if not message.translation:
            lines.append(f"not translated: [{context}] {source!r}")
            continue
        for what, pattern in (("fields", FIELD), ("tags", TAG)):
            theirs, ours = Counter(pattern.findall(source)), Counter(pattern.findall(message.translation))
            if what == "fields":  # a field may be said twice, never forgotten nor invented
                theirs, ours = Counter(set(theirs)), Counter(set(ours))
            if theirs != ours:
                lines.append(f"{what} differ: [{context}] {source!r} → {message.translation!r}")
    return sorted(lines)


def read_ts(path: Path = TS) -> Catalogue:
    """The messages of a Qt translation source; unfinished ones come with an empty translation."""
    if not path.exists():
        return {}
    known: Catalogue = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        name = context.findtext("name", "")
        for element in context.iter("message"):
            source, target = element.findtext("source", ""), element.find("translation")
            done = target is not None and target.get("type") is None
            known[name, source] = Message(source, (target.text or "") if done else "")
    return known


def write_ts(catalogue: Catalogue, path: Path = TS) -> None:
    """Write a Qt translation source, sorted, without line numbers, so that its history stays readable."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        "<!DOCTYPE TS>",
        '<TS version="2.1" language="fr_FR" sourcelanguage="en">',
    ]
    for context in sorted({context for context, _ in catalogue}):
        lines += ["<context>", f"    <name>{context}</name>"]
        for (owner, source), message in sorted(catalogue.items()):
            if owner != context:
                continue
            lines.append("    <message>")
            lines += [f'        <location filename="../../{place}"/>' for place in sorted(message.places)]
            lines.append(f"        <source>{escape(source)}</source>")
            if message.translation:
                lines.append(f"        <translation>{escape(message.translation)}</translation>")
            else:
                lines.append('        <translation type="unfinished"></translation>')
            lines.append("    </message>")
        lines.append("</context>")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*lines, "</TS>"]) + "\n", encoding="utf-8")


def compile_qm() -> int:
    """Make the .qm that Qt loads."""
    tool = next(filter(None, map(shutil.which, LRELEASE)), None)
    if tool is None:
        print(
            "Qt's lrelease is not installed (Debian: qttools5-dev-tools): the plugin stays in English.", file=sys.stderr
        )
        return 1
    return subprocess.run([tool, "-silent", str(TS), "-qm", str(TS.with_suffix(".qm"))], check=False).returncode


class Carriers:
    """What carries the engine's texts to the user.

    `run.progress(fraction, text)`, `run.log(level, text)`, the message and hint of errors, `translatable(text)`, and
    the functions that hand a parameter of theirs on to one of these, whose callers then hold the literal.
    """

    def __init__(self, trees: list[ast.Module]) -> None:
        nodes = [node for tree in trees for node in ast.walk(tree)]
        classes = [node for node in nodes if isinstance(node, ast.ClassDef)]
        functions = [node for node in nodes if isinstance(node, ast.FunctionDef)]
        self.errors = set(BASE_ERRORS)
        self.forwarders: dict[str, tuple[int, str]] = {}  # function -> position and name of its text
        self.handed_on: set[ast.expr] = set()
        self.defaults: dict[ast.FunctionDef, ast.expr] = {}
        known = -1
        while known != (known := len(self.errors) + len(self.forwarders)):  # a caller may stand before its callee
            self.errors |= {node.name for node in classes if self.errors & {_name(base) for base in node.bases}}
            for function in functions:
                self._learn(function)

    def texts(self, tree: ast.Module) -> Iterator[ast.expr]:
        """The expressions of a file that must be literals."""
        for call in _calls(tree):
            yield from (node for node in self._carried(call) if node not in self.handed_on)
        yield from (self.defaults[node] for node in ast.walk(tree) if node in self.defaults)

    def _learn(self, function: ast.FunctionDef) -> None:
        ordered, named = function.args.args, function.args.kwonlyargs
        names = [argument.arg for argument in (*ordered, *named)]
        defaults = (
            [None] * (len(ordered) - len(function.args.defaults)) + function.args.defaults + function.args.kw_defaults
        )
        for call in _calls(function):
            for node in self._carried(call):
                if isinstance(node, ast.Name) and node.id in names:
                    self.handed_on.add(node)
                    place = names.index(node.id)
                    position = place - (names[0] == "self") if place < len(ordered) else NEVER
                    self.forwarders[function.name] = (position, node.id)
                    if defaults[place] is not None:
                        self.defaults[function] = defaults[place]

    def _carried(self, call: ast.Call) -> Iterator[ast.expr]:
        name = _name(call.func)
        arguments = [argument for argument in call.args if not isinstance(argument, ast.Starred)]
        if name in ("progress", "log") and isinstance(call.func, ast.Attribute):
            if _name(call.func.value) not in ("np", "numpy", "math"):
                yield from arguments[1:2]
        elif name == MARKER:
            yield from arguments[:1]
        elif name in self.errors:
            yield from arguments[:2]
            yield from (keyword.value for keyword in call.keywords if keyword.arg in ("message", "hint"))
        elif name in self.forwarders:
            position, parameter = self.forwarders[name]
            yield from arguments[position : position + 1]
            yield from (keyword.value for keyword in call.keywords if keyword.arg == parameter)


def _qgis_texts(tree: ast.Module) -> Iterator[ast.expr]:
    """`translate("UrbanThink", text)`, called as a function or as a method."""
    for call in _calls(tree):
        if _name(call.func) == "translate" and len(call.args) >= 2:
            context = call.args[0]
            # The engine's context is looked up by templates that arrive at run time.
            if not (isinstance(context, ast.Constant) and context.value == ENGINE):
                yield call.args[1]


def _literals(node: ast.expr) -> list[str] | None:
    """The strings an expression may be, or None if one is not a literal."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.IfExp):
        parts = (_literals(node.body), _literals(node.orelse))
        return None if None in parts else [text for part in parts for text in part or ()]
    if isinstance(node, ast.Attribute) and node.attr in CARRIED:
        return []  # an error told as a log: its literals stand where it was made
    return None


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _python_files(root: Path, sources: tuple[str, ...]) -> Iterator[Path]:
    for source in sources:
        path = root / source
        yield from [path] if path.is_file() else sorted(path.rglob("*.py"))


if __name__ == "__main__":
    sys.exit(main())
