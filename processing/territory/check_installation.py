"""Say in plain words what is installed, what is missing and what to do; install the engine where asked to."""

from __future__ import annotations

import html
import os
import platform
from pathlib import Path
from typing import Any, NamedTuple

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputBoolean,
    QgsProcessingOutputString,
    QgsProcessingParameterFileDestination,
)
from qgis.PyQt.QtCore import QCoreApplication, qVersion

from ...urbanthink_plugin.host.engine import shutdown
from ...urbanthink_plugin.host.install import LOCK, install
from ...urbanthink_plugin.host.messages import EngineError
from ...urbanthink_plugin.host.python import (
    PLUGIN_ROOT,
    EnginePython,
    Probe,
    install_command,
    probe,
    profile_engine_folder,
)
from ...urbanthink_plugin.settings import proxy_environment
from ..algorithm import Help, UrbanThinkAlgorithm, sentence
from ..installed import find_engine, origin_words, version
from ..parameters import switch

translate = QCoreApplication.translate

VARIABLES = (
    "URBANTHINK_PYTHON",
    "URBANTHINK_CACHE",
    "URBANTHINK_SCHEDULER",
    "URBANTHINK_WORKERS",
    "URBANTHINK_SH_BASE_URL",
    "URBANTHINK_SH_TOKEN_URL",
    "SH_CLIENT_ID",
    "SH_CLIENT_SECRET",
    "HTTPS_PROXY",
    "NO_PROXY",
    "REQUESTS_CA_BUNDLE",
)
SHOWN = ("URBANTHINK_PYTHON", "URBANTHINK_CACHE", "URBANTHINK_WORKERS", "NO_PROXY", "REQUESTS_CA_BUNDLE")

CHOSEN = ("environment", "setting")  # origins of a Python that somebody named
STYLE = (
    "body{font:15px/1.5 sans-serif;max-width:46em;margin:2em auto;padding:0 1em;color:#223}"
    "h1{font-size:1.4em}h2{font-size:1.1em;margin:1.6em 0 .4em}table{border-collapse:collapse;width:100%}"
    "td{padding:.25em .6em .25em 0;border-bottom:1px solid #dde;vertical-align:top;overflow-wrap:anywhere}"
    "td:first-child{width:14em;color:#456}.ok,.bad{padding:.6em .9em;border-left:5px solid}"
    ".ok{background:#eaf5ec;border-color:#4f9d5d}.bad{background:#fdf0e6;border-color:#cf3f2e}"
)


class Section(NamedTuple):
    """A heading and its rows of label and value."""

    title: str
    rows: list[tuple[str, str]]


class CheckInstallation(UrbanThinkAlgorithm):
    ID = "check_installation"
    GROUP = "territory"
    TAGS = ("install", "engine", "version", "diagnostic", "doctor")

    def __init__(self) -> None:
        super().__init__()
        self._proxies: dict[str, str] = {}

    def title(self) -> str:
        return translate("UrbanThink", "Check installation")

    def help_parts(self) -> Help:
        return Help(
            translate(
                "UrbanThink",
                "Says which versions of QGIS, of UrbanThink and of the analysis engine are installed, what is missing "
                "and what to do about it. It can also install or repair the engine.",
            ),
            translate(
                "UrbanThink",
                "None. With <b>INSTALL</b>, the engine is installed into this QGIS profile, or repaired, before the "
                "report is made; this downloads its packages.",
            ),
            translate(
                "UrbanThink",
                "The engine's Python is looked for in this order: the environment variable URBANTHINK_PYTHON, the "
                "UrbanThink options, the folder .venv beside the plugin, this QGIS profile. It is then started, and "
                "each package the engine needs is imported.",
            ),
            translate(
                "UrbanThink",
                "The first line is the verdict. OK is true when every algorithm can run. Attach the report when you "
                "ask for help: it holds no password.",
            ),
            translate(
                "UrbanThink",
                "It does not test the network, nor the accounts of image providers.",
            ),
        )

    def declare(self) -> list:
        make = switch(
            "INSTALL",
            translate("UrbanThink", "Install or repair the analysis engine"),
            translate(
                "UrbanThink", "Downloads the engine's packages into this QGIS profile if they are missing or broken."
            ),
            default=False,
        )
        report = QgsProcessingParameterFileDestination(
            "OUTPUT", translate("UrbanThink", "Report"), "HTML (*.html)", None, optional=True, createByDefault=True
        )
        report.setHelp(translate("UrbanThink", "The report as a web page."))
        return [
            make,
            report,
            QgsProcessingOutputString("TEXT", translate("UrbanThink", "Report as text")),
            QgsProcessingOutputBoolean("OK", translate("UrbanThink", "Everything is in place")),
        ]

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        self._proxies = proxy_environment()  # QGIS's network manager belongs to this, the main thread
        return super().prepareAlgorithm(parameters, context, feedback)

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        found, answer = look()
        if self.parameterAsBoolean(parameters, "INSTALL", context) and not is_ready(found, answer):
            self._install(found, feedback)
            if feedback.isCanceled():
                return {}
            found, answer = look()
        sections = report_sections(found, answer)
        verdict, advice = verdict_of(found, answer)
        text = as_text(verdict, advice, sections)
        for line in text.splitlines():
            feedback.pushInfo(line)
        self._outputs = {"TEXT": text, "OK": is_ready(found, answer)}
        page = self.parameterAsFileOutput(parameters, "OUTPUT", context)
        if page:
            document = as_html(verdict, advice, sections, self._outputs["OK"])
            self._outputs["OUTPUT"] = _write(page, document)
        return self._outputs

    def _install(self, found: EnginePython, feedback: QgsProcessingFeedback) -> None:
        """Make the engine anew where it was found, or in the profile; a Python that somebody named is theirs."""
        if found.origin in CHOSEN:
            raise QgsProcessingException(
                translate(
                    "UrbanThink",
                    "The engine's Python is {origin}, so installing another would change nothing. "
                    "Remove that choice first, then install again.",
                ).format(origin=origin_words(found.origin))
            )
        beside = found.origin == "plugin"
        folder = Path(found.path).parents[1] if beside else profile_engine_folder(QgsApplication.qgisSettingsDirPath())
        shutdown()  # a running engine holds the files that are to be replaced
        try:
            install(folder, None, feedback.pushConsoleInfo, feedback.isCanceled, self._proxies, repair=True)
        except EngineError as error:
            if error.kind != "cancelled":
                raise QgsProcessingException(sentence(error)) from None


def look() -> tuple[EnginePython, Probe]:
    """Find the engine's Python and ask it what it has."""
    found = find_engine()
    return found, Probe() if found.problem else probe(found.path)


def is_ready(found: EnginePython, answer: Probe) -> bool:
    """Whether every algorithm can run."""
    return not (found.problem or answer.problem or answer.missing)


def verdict_of(found: EnginePython, answer: Probe) -> tuple[str, str]:
    """What is so, and what to do about it."""
    problem = found.problem or answer.problem
    if problem:
        return sentence(problem), ""
    if answer.missing:
        words = translate("UrbanThink", "The analysis engine is incomplete: {packages} cannot be used.")
        if found.origin in CHOSEN:
            advice = translate(
                "UrbanThink",
                "Its Python is {origin}: install the packages of {lock} there, or remove that choice.",
            ).format(origin=origin_words(found.origin), lock=LOCK)
            return words.format(packages=", ".join(sorted(answer.missing))), advice
        advice = translate(
            "UrbanThink",
            "Repair it: in QGIS, Settings ▸ Options ▸ UrbanThink ▸ Install the analysis engine; elsewhere run "
            "{command}, or this check with INSTALL=true.",
        )
        return words.format(packages=", ".join(sorted(answer.missing))), advice.format(command=install_command())
    return translate("UrbanThink", "Everything is in place: UrbanThink is ready to run."), ""


def report_sections(found: EnginePython, answer: Probe) -> list[Section]:
    """The facts, in the order a reader asks for them."""
    none = translate("UrbanThink", "none")
    programs = [
        ("UrbanThink", version()),
        ("QGIS", Qgis.version()),
        ("Qt", qVersion()),
        (translate("UrbanThink", "Python of QGIS"), platform.python_version()),
        ("GDAL", _gdal_version()),
        (translate("UrbanThink", "System"), platform.platform()),
        (translate("UrbanThink", "Plugin folder"), str(PLUGIN_ROOT)),
        (translate("UrbanThink", "QGIS profile"), QgsApplication.qgisSettingsDirPath()),
    ]
    engine = [
        (translate("UrbanThink", "Python of the engine"), found.path or none),
        (translate("UrbanThink", "Where it comes from"), origin_words(found.origin) or none),
        (translate("UrbanThink", "Its version"), answer.python_version or none),
    ]
    hidden = translate("UrbanThink", "set, not shown")
    variables = [(name, os.environ[name] if name in SHOWN else hidden) for name in VARIABLES if os.environ.get(name)]
    sections = [
        Section(translate("UrbanThink", "Programs"), programs),
        Section(translate("UrbanThink", "Analysis engine"), engine),
        Section(translate("UrbanThink", "Packages that cannot be used"), sorted(answer.missing.items())),
        Section(translate("UrbanThink", "Packages of the engine"), sorted(answer.packages.items())),
        Section(translate("UrbanThink", "Environment variables"), variables),
    ]
    return [section for section in sections if section.rows]


def as_text(verdict: str, advice: str, sections: list[Section]) -> str:
    """The report for a terminal."""
    lines = [verdict, *([advice] if advice else [])]
    for title, rows in sections:
        width = max(len(label) for label, _ in rows)
        lines += ["", title, *(f"  {label:<{width}}  {value}" for label, value in rows)]
    return "\n".join(lines)


def as_html(verdict: str, advice: str, sections: list[Section], good: bool) -> str:
    """The report as a page that needs nothing else."""
    heading = html.escape(translate("UrbanThink", "UrbanThink: check of the installation"))
    words = "".join(f"<p>{html.escape(part)}</p>" for part in (verdict, advice) if part)
    tables = "".join(
        f"<h2>{html.escape(title)}</h2><table>"
        + "".join(f"<tr><td>{html.escape(label)}</td><td>{html.escape(value)}</td></tr>" for label, value in rows)
        + "</table>"
        for title, rows in sections
    )
    language = QgsApplication.locale()[:2]
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{heading}</title>'
        f'<style>{STYLE}</style></head><body><h1>{heading}</h1><div class="{"ok" if good else "bad"}">{words}</div>'
        f"{tables}</body></html>\n"
    )


def _write(path: str, document: str) -> str:
    try:
        Path(path).write_text(document, encoding="utf-8")
    except OSError as error:
        raise QgsProcessingException(
            translate("UrbanThink", "The report {path} cannot be written: {reason}.").format(
                path=path, reason=error.strerror
            )
        ) from None
    return path


def _gdal_version() -> str:
    from osgeo import gdal

    return gdal.__version__
