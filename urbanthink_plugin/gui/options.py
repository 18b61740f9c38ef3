"""The options page: which Python runs the engine, where its cache is, and the button that installs it."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.gui import QgsFileWidget, QgsOptionsPageWidget, QgsOptionsWidgetFactory
from qgis.PyQt.QtCore import QCoreApplication, QLocale, Qt
from qgis.PyQt.QtWidgets import (
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from .. import settings
from ..host.python import profile_engine_folder
from .engine_state import EngineState
from .installer import Installer
from .look import OPTIONS_KEY, icon

translate = QCoreApplication.translate

# Measured with the lock file on Linux, Python 3.11; Windows and macOS are close.
DOWNLOAD_MB = 260
DISK_GB = 0.9


class OptionsFactory(QgsOptionsWidgetFactory):
    """Puts the page into QGIS's options dialog."""

    def __init__(self, state: EngineState) -> None:
        super().__init__()
        self.state = state
        self.installer = Installer(state)
        self.setTitle("UrbanThink")
        self.setIcon(icon("urbanthink"))
        self.setKey(OPTIONS_KEY)

    def createWidget(self, parent: QWidget | None = None) -> QgsOptionsPageWidget:
        return OptionsPage(parent, self.state, self.installer)


class OptionsPage(QgsOptionsPageWidget):
    """Paths and workers above, the engine below."""

    def __init__(self, parent: QWidget | None, state: EngineState, installer: Installer) -> None:
        super().__init__(parent)
        self.setObjectName("UrbanThinkOptionsPage")
        self.state = state
        self.installer = installer
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._engine_box())
        column.addWidget(self._settings_box())
        column.addStretch(1)
        state.changed.connect(self._show_state)
        installer.changed.connect(self._show_state)
        installer.said.connect(self._show_line)
        for line in installer.lines:
            self._show_line(line)
        self._show_state()
        state.ensure_checked()

    def apply(self) -> None:
        """Store what was typed; the engine is looked for again if its path changed."""
        before = settings.ENGINE_PYTHON.stored
        settings.ENGINE_PYTHON.store(self.python.filePath())
        settings.CACHE.store(self.cache.filePath())
        settings.WORKERS.store(str(self.workers.value() or ""))
        settings.export()
        if before != settings.ENGINE_PYTHON.stored:
            self.state.check()

    def _engine_box(self) -> QWidget:
        box = QGroupBox(translate("UrbanThink", "Analysis engine"))
        column = QVBoxLayout(box)
        top = QHBoxLayout()
        self.mark, self.sentence = QLabel(), QLabel()
        self.sentence.setWordWrap(True)
        top.addWidget(self.mark)
        top.addWidget(self.sentence, 1)
        about = QLabel(
            translate(
                "UrbanThink",
                "The calculations run in a Python environment of their own, apart from QGIS. Installing it downloads "
                "about {download} MB from the Python Package Index and takes {disk} GB in your QGIS profile.",
            ).format(download=DOWNLOAD_MB, disk=QLocale().toString(DISK_GB, "f", 1))
        )
        about.setWordWrap(True)
        about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.install_button = QPushButton(translate("UrbanThink", "Install the analysis engine"))
        self.remove_button = QPushButton(translate("UrbanThink", "Remove"))
        self.wheels_button = QPushButton(translate("UrbanThink", "Install from a folder of wheels…"))
        self.cancel_button = QPushButton(translate("UrbanThink", "Cancel"))
        self.install_button.clicked.connect(lambda _checked: self.installer.install())
        self.wheels_button.clicked.connect(lambda: self.installer.install_from_folder(self))
        self.remove_button.clicked.connect(lambda: self.installer.remove(self))
        self.cancel_button.clicked.connect(self.installer.cancel)
        buttons = QHBoxLayout()
        for button in (self.install_button, self.wheels_button, self.remove_button, self.cancel_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(6)
        self.log = QPlainTextEdit()
        self.log.setReadOnly(True)
        self.log.setMaximumBlockCount(2000)
        self.log.setFixedHeight(150)
        column.addLayout(top)
        column.addWidget(about)
        column.addLayout(buttons)
        column.addWidget(self.bar)
        column.addWidget(self.log)
        return box

    def _settings_box(self) -> QWidget:
        box = QGroupBox(translate("UrbanThink", "Settings"))
        form = QFormLayout(box)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.python = _path(QgsFileWidget.StorageMode.GetFile, translate("UrbanThink", "found automatically"))
        self.cache = _path(QgsFileWidget.StorageMode.GetDirectory, translate("UrbanThink", "chosen by the engine"))
        self.workers = QSpinBox()
        self.workers.setRange(0, 256)
        self.workers.setSpecialValueText(translate("UrbanThink", "all cores"))
        rows = (
            (translate("UrbanThink", "The engine's Python"), self.python, settings.ENGINE_PYTHON),
            (translate("UrbanThink", "Cache folder"), self.cache, settings.CACHE),
            (translate("UrbanThink", "Worker threads"), self.workers, settings.WORKERS),
        )
        for label, widget, setting in rows:
            form.addRow(label, self._overridable(widget, setting))
        return box

    def _overridable(self, widget: QWidget, setting: settings.Setting) -> QWidget:
        """The field with its stored value; where the machine's environment wins, say so and take no input."""
        if isinstance(widget, QSpinBox):
            widget.setValue(int(setting.stored) if setting.stored.isdigit() else 0)
        else:
            widget.setFilePath(setting.stored)
        if not setting.override:
            return widget
        widget.setEnabled(False)
        words = translate("UrbanThink", "The environment variable {variable} wins: {value}")
        note = QLabel(words.format(variable=setting.variable, value=setting.override))
        note.setTextFormat(Qt.TextFormat.PlainText)
        note.setWordWrap(True)
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(widget)
        column.addWidget(note)
        return both

    def _show_state(self) -> None:
        busy = self.installer.busy
        self.mark.setPixmap(self.state.icon().pixmap(16, 16))
        self.sentence.setText(
            "\n".join(filter(None, (self.installer.sentence or self.state.sentence(), self.state.details())))
        )
        own = profile_engine_folder(QgsApplication.qgisSettingsDirPath()).exists()
        self.install_button.setText(
            translate("UrbanThink", "Repair or update")
            if own
            else translate("UrbanThink", "Install the analysis engine")
        )
        for button in (self.install_button, self.wheels_button):
            button.setVisible(not busy)
        self.remove_button.setVisible(own and not busy)
        self.cancel_button.setVisible(busy)
        self.bar.setVisible(busy)
        self.bar.setValue(round(100 * self.installer.fraction))
        self.log.setVisible(bool(self.installer.lines))

    def _show_line(self, line: str) -> None:
        self.log.setVisible(True)
        self.log.appendPlainText(line)
        self.bar.setValue(round(100 * self.installer.fraction))


def _path(mode: QgsFileWidget.StorageMode, empty: str) -> QgsFileWidget:
    widget = QgsFileWidget()
    widget.setStorageMode(mode)
    line: QLineEdit = widget.lineEdit()
    line.setPlaceholderText(empty)
    return widget
