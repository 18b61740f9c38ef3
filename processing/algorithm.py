"""The base of every UrbanThink algorithm: declare, check, run one engine job, relay its words, style its outputs."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from qgis.core import (
    NULL,
    Qgis,
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputDefinition,
    QgsProcessingParameterDefinition,
)
from qgis.PyQt.QtCore import QCoreApplication, QUrl
from qgis.PyQt.QtGui import QIcon

from ..urbanthink_plugin.host.engine import run_job
from ..urbanthink_plugin.host.messages import EngineError, Text
from ..urbanthink_plugin.host.python import PLUGIN_ROOT
from ..urbanthink_plugin.settings import network_environment
from .credentials import read_credentials
from .installed import RESOURCES, engine_text, find_engine, language_environment
from .styling import Restyler, write_style
from .values import EngineValues, input_paths, typed_destination, unreadable_source

translate = QCoreApplication.translate


class Help(NamedTuple):
    """The five parts of every algorithm's help, translated; limited HTML."""

    what: str
    inputs: str
    method: str
    reading: str
    limits: str


class UrbanThinkAlgorithm(QgsProcessingAlgorithm):
    """One engine job as a Processing algorithm.

    A subclass sets the literals below and overrides `title`, `help_parts` and `declare`, and where needed `check`,
    `style_options` and `processAlgorithm`.
    """

    ID = ""
    GROUP = ""
    JOB = ""
    TAGS: tuple[str, ...] = ()
    STYLES: Mapping[str, str] = {}  # output name -> style of resources/styles
    FRONT = ""  # the output that is to lie above the others

    def __init__(self) -> None:
        super().__init__()
        self._python = ""
        self._secrets: dict[str, str] = {}
        self._environment: dict[str, str] = {}
        self._provenance: dict[str, Any] = {}
        self._outputs: dict[str, Any] = {}

    # What a subclass says.

    def title(self) -> str:
        """The translated name."""
        return self.ID

    def help_parts(self) -> Help:
        """The translated help; a test refuses an empty part."""
        return Help("", "", "", "", "")

    def declare(self) -> list[QgsProcessingParameterDefinition | QgsProcessingOutputDefinition]:
        """Parameters and further outputs, in the order of the dialog."""
        return []

    def check(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """One sentence about what is wrong with the parameters taken together; empty when all is well."""
        return ""

    def style_options(self, outputs: dict[str, Any]) -> dict[str, dict[str, Any]]:
        """Per output, what its style needs to know of this run."""
        return {}

    # What QGIS asks.

    def name(self) -> str:
        return self.ID

    def displayName(self) -> str:
        return self.title()

    def groupId(self) -> str:
        return self.GROUP

    def group(self) -> str:
        return group_titles()[self.GROUP]

    def tags(self) -> list[str]:
        return list(self.TAGS)

    def icon(self) -> QIcon:
        return QIcon(self.svgIconPath())

    def svgIconPath(self) -> str:
        return str(RESOURCES / "icons" / f"{self.GROUP}.svg")

    def shortDescription(self) -> str:
        return self.help_parts().what

    def shortHelpString(self) -> str:
        titles = (
            translate("UrbanThink", "What it does"),
            translate("UrbanThink", "Inputs"),
            translate("UrbanThink", "Method"),
            translate("UrbanThink", "How to read the result"),
            translate("UrbanThink", "Limits"),
        )
        parts = zip(titles, self.help_parts(), strict=True)
        return "".join(f"<h3>{title}</h3><p>{part}</p>" for title, part in parts)

    def helpUrl(self) -> str:
        page = PLUGIN_ROOT / "docs" / f"{self.GROUP}.md"
        return QUrl.fromLocalFile(str(page)).toString() if page.is_file() else ""

    def createInstance(self) -> UrbanThinkAlgorithm:
        return type(self)()

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        for definition in self.declare():
            if isinstance(definition, QgsProcessingOutputDefinition):
                self.addOutput(definition)
            else:
                self.addParameter(definition)

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        good, reason = super().checkParameterValues(parameters, context)
        if not good:
            name, path = unreadable_source(self, parameters, context)
            # QGIS says "not found" of any file that it cannot read.
            unreadable = translate(
                "UrbanThink",
                "{parameter}: {path} cannot be read as a layer. It may be damaged, incomplete or of another format: "
                "open it in QGIS or fetch it again.",
            )
            return False, unreadable.format(parameter=name, path=path) if path else reason
        # qgis_process does not ask canExecute(), so the engine is looked for here.
        engine = find_engine()
        if self.JOB and engine.problem:
            return False, sentence(engine.problem)
        reason = self.check(parameters, context) or self._check_outputs(parameters, context)
        return not reason, reason

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        engine = find_engine()
        if self.JOB and engine.problem:
            raise QgsProcessingException(sentence(engine.problem))
        self._python = engine.path
        self._secrets = self._read_secrets(parameters, context)
        # QGIS's network manager belongs to this, the main thread.
        self._environment = {**network_environment(), **language_environment()}
        self._provenance = {
            "algorithm": self.id(),
            "parameters": self._chosen(parameters, context),
            "qgis": Qgis.version(),
        }
        return True

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        values = EngineValues(self, parameters, context, feedback).all()
        self._refuse_overwriting_inputs(values)
        self._outputs = self.run_engine(self.JOB, values, feedback)
        return self._declared(self._outputs)

    def postProcessAlgorithm(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        options = self.style_options(self._outputs)
        for output, style in self.STYLES.items():
            path = self._outputs.get(output)
            if not path:
                continue
            write_style(path, style, **options.get(output, {}))
            if context.willLoadLayerOnCompletion(path):
                details = context.layerToLoadOnCompletionDetails(path)
                details.name = self.parameterDefinition(output).description()
                details.forceName = True
                details.groupName = self.title()
                details.layerSortKey = int(output == self.FRONT)
                details.setPostProcessor(Restyler.create(style))
        return self._declared(self._outputs)

    # What a subclass may use.

    def run_engine(self, job: str, values: dict[str, Any], feedback: QgsProcessingFeedback) -> dict[str, Any]:
        """Run a job of the engine to its end; its outputs, or nothing when the user has cancelled."""
        provenance = dict(self._provenance)
        # Temporary outputs have a name by now; the replay line must tell it.
        chosen = {name.upper(): value for name, value in values.items() if name.startswith("output")}
        provenance["parameters"] = {**provenance.get("parameters", {}), **chosen}
        relay = _Relay(feedback)
        try:
            return run_job(
                self._python,
                job,
                values,
                keep_warm=QgsApplication.platform() == "desktop",
                environment=self._environment,
                secrets=self._secrets,
                provenance=provenance,
                on_progress=relay.progress,
                on_log=relay.log,
                is_cancelled=feedback.isCanceled,
            )
        except EngineError as error:
            if error.kind == "cancelled":
                return {}
            raise QgsProcessingException(sentence(error)) from None

    def _chosen(self, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        """What the user chose, as `qgis_process` takes it; the dialog hands over what is not set as NULL."""
        given = self.asMap(parameters, context).get("inputs", {})
        return {name: value for name, value in given.items() if value not in (None, NULL)}

    def _declared(self, outputs: dict[str, Any]) -> dict[str, Any]:
        """What QGIS knows as outputs; a job may tell more to whom calls it inside the engine."""
        return {name: value for name, value in outputs.items() if self.outputDefinition(name)}

    def _read_secrets(self, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, str]:
        """Credentials for algorithms that declare AUTH."""
        if self.parameterDefinition("AUTH") is None:
            return {}
        secrets, problem = read_credentials(self.parameterAsString(parameters, "AUTH", context))
        if problem:
            raise QgsProcessingException(problem)
        return secrets

    def _check_outputs(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        for definition in self.destinationParameterDefinitions():
            path = typed_destination(parameters.get(definition.name()), context)
            if path and not _can_write_beside(Path(path)):
                return translate(
                    "UrbanThink",
                    "{output}: {path} cannot be written. Choose a folder where you may write.",
                ).format(output=definition.name(), path=path)
        return ""

    @staticmethod
    def _refuse_overwriting_inputs(values: dict[str, Any]) -> None:
        read = {os.path.realpath(path) for path in input_paths(values)}
        for name, path in values.items():
            if name.startswith("output") and isinstance(path, str) and os.path.realpath(path) in read:
                raise QgsProcessingException(
                    translate("UrbanThink", "{path} is an input of this run: choose another output.").format(path=path)
                )


class _Relay:
    """Passes the engine's words on to the feedback, translated."""

    def __init__(self, feedback: QgsProcessingFeedback) -> None:
        self.feedback = feedback
        self.last = ""

    def progress(self, fraction: float, text: Text) -> None:
        self.feedback.setProgress(100 * fraction)
        words = engine_text(text)
        if words and words != self.last:
            self.feedback.setProgressText(words)
            self.last = words

    def log(self, level: str, text: Text) -> None:
        tell = {"warning": self.feedback.pushWarning, "debug": self.feedback.pushDebugInfo}
        tell.get(level, self.feedback.pushInfo)(engine_text(text))


def group_titles() -> dict[str, str]:
    """The groups of the toolbox: frozen id and translated title."""
    return {
        "imagery": translate("UrbanThink", "Imagery"),
        "vegetation": translate("UrbanThink", "Vegetation"),
        "heat": translate("UrbanThink", "Heat"),
        "solar": translate("UrbanThink", "Solar"),
        "energy": translate("UrbanThink", "Energy"),
        "territory": translate("UrbanThink", "Territory"),
    }


def sentence(error: EngineError) -> str:
    """An engine's error in the user's language: what is wrong, and what to do."""
    return " ".join(part for part in (engine_text(error.message), engine_text(error.hint)) if part)


def _can_write_beside(path: Path) -> bool:
    """Whether a file can be made where this one goes; the engine makes the missing folders itself."""
    folder = Path(os.path.abspath(path)).parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
