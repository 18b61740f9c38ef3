"""From QGIS's parameter values to what the engine takes: paths, numbers, strings, by the type of the parameter.

Called in ``processAlgorithm``, in its thread: a layer that is no file of GDAL or OGR is exported there. A source that
QGIS cannot open is handed over as it was typed, because the engine says best what is wrong with a file.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from osgeo import gdal
from qgis.core import (
    NULL,
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterNumber,
    QgsProcessingUtils,
    QgsProperty,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication

translate = QCoreApplication.translate

VECTOR_FORMATS = ["gpkg", "geojson", "json", "shp", "fgb", "gml", "kml", "sqlite"]


class EngineValues:
    """Converts the parameters of one run.

    Parameters
    ----------
    algorithm : QgsProcessingAlgorithm
        The algorithm that runs.
    parameters : dict
        What QGIS hands to ``processAlgorithm``.
    """

    def __init__(
        self,
        algorithm: QgsProcessingAlgorithm,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> None:
        self.algorithm = algorithm
        self.parameters = parameters
        self.context = context
        self.feedback = feedback

    def all(self) -> dict[str, Any]:
        """Every parameter that is set, under its lower-case name; credentials are left out."""
        values = {}
        for definition in self.algorithm.parameterDefinitions():
            convert = _CONVERTERS.get(definition.type())
            if convert is not None and self._is_set(definition):
                values[definition.name().lower()] = convert(self, definition)
        return values

    def _is_set(self, definition: QgsProcessingParameterDefinition) -> bool:
        value = self.parameters.get(definition.name(), definition.defaultValue())
        return value not in (None, NULL, "", [])

    def _raster(self, definition: QgsProcessingParameterDefinition) -> str:
        layer = self.algorithm.parameterAsRasterLayer(self.parameters, definition.name(), self.context)
        return self._raster_path(layer, definition) if layer else self._typed(definition)

    def _rasters(self, definition: QgsProcessingParameterDefinition) -> list[str]:
        typed = self.parameters.get(definition.name(), definition.defaultValue())
        paths = []
        for item in typed if isinstance(typed, (list, tuple)) else [typed]:
            layer = item if isinstance(item, QgsMapLayer) else self._layer_named(item)
            paths.append(self._raster_path(layer, definition) if layer else _absolute(str(item)))
        return paths

    def _layer_named(self, item: Any) -> QgsMapLayer | None:
        if isinstance(item, QgsProperty):
            item = item.valueAsString(self.context.expressionContext())[0]
        return QgsProcessingUtils.mapLayerFromString(str(item), self.context, True, QgsProcessingUtils.LayerHint.Raster)

    def _raster_path(self, layer: QgsMapLayer, definition: QgsProcessingParameterDefinition) -> str:
        if not isinstance(layer, QgsRasterLayer) or layer.providerType() != "gdal":
            raise QgsProcessingException(
                translate(
                    "UrbanThink",
                    "{parameter}: the layer {layer} is not a raster file. Save it as a GeoTIFF "
                    "(right-click ▸ Export ▸ Save As…) and choose that file.",
                ).format(parameter=definition.name(), layer=layer.name())
            )
        parts = QgsProviderRegistry.instance().decodeUri("gdal", layer.source())
        return _absolute(layer.source() if parts.get("layerName") else parts.get("path") or layer.source())

    def _vector(self, definition: QgsProcessingParameterDefinition) -> dict[str, str | None]:
        name = definition.name()
        source = self.parameters.get(name, definition.defaultValue())
        if isinstance(source, QgsProcessingFeatureSourceDefinition):
            source = source.source
        layer = self.algorithm.parameterAsVectorLayer({name: source}, name, self.context)
        if layer is None:
            return {"path": self._typed(definition), "layer": None}
        path, layer_name = self.algorithm.parameterAsCompatibleSourceLayerPathAndLayerName(
            self.parameters, name, self.context, VECTOR_FORMATS, "gpkg", self.feedback
        )
        if not path:
            raise QgsProcessingException(
                translate(
                    "UrbanThink", "{parameter}: the layer {layer} cannot be read. Save it as a GeoPackage first."
                ).format(parameter=name, layer=layer.name())
            )
        return {"path": _absolute(path), "layer": layer_name or None}

    def _either(self, definition: QgsProcessingParameterDefinition) -> dict[str, str | None]:
        layer = self.algorithm.parameterAsLayer(self.parameters, definition.name(), self.context)
        if isinstance(layer, QgsVectorLayer):
            return {"kind": "vector", **self._vector(definition)}
        path = self._raster_path(layer, definition) if layer else self._typed(definition)
        return {"kind": "raster", "path": path}

    def _typed(self, definition: QgsProcessingParameterDefinition) -> str:
        """The source as it was typed, without what QGIS adds to it."""
        value = self.parameters.get(definition.name(), definition.defaultValue())
        if isinstance(value, QgsProcessingFeatureSourceDefinition):
            value = value.source
        if isinstance(value, QgsProperty):
            value = value.valueAsString(self.context.expressionContext())[0]
        return _absolute(str(value).split("|")[0])

    def _number(self, definition: QgsProcessingParameterNumber) -> int | float:
        if definition.dataType() == QgsProcessingParameterNumber.Type.Integer:
            return self.algorithm.parameterAsInt(self.parameters, definition.name(), self.context)
        return self.algorithm.parameterAsDouble(self.parameters, definition.name(), self.context)

    def _band(self, definition: QgsProcessingParameterDefinition) -> int:
        return self.algorithm.parameterAsInt(self.parameters, definition.name(), self.context)

    def _boolean(self, definition: QgsProcessingParameterDefinition) -> bool:
        return self.algorithm.parameterAsBoolean(self.parameters, definition.name(), self.context)

    def _choice(self, definition: Any) -> str | list[str]:
        if definition.allowMultiple():
            return self.algorithm.parameterAsEnumStrings(self.parameters, definition.name(), self.context)
        return self.algorithm.parameterAsEnumString(self.parameters, definition.name(), self.context)

    def _text(self, definition: QgsProcessingParameterDefinition) -> str:
        return self.algorithm.parameterAsString(self.parameters, definition.name(), self.context)

    def _field(self, definition: Any) -> str | list[str]:
        names = self.algorithm.parameterAsStrings(self.parameters, definition.name(), self.context)
        return names if definition.allowMultiple() else names[0]

    def _date(self, definition: QgsProcessingParameterDefinition) -> str:
        moment = self.algorithm.parameterAsDateTime(self.parameters, definition.name(), self.context)
        return moment.date().toString("yyyy-MM-dd")

    def _extent(self, definition: QgsProcessingParameterDefinition) -> dict[str, Any]:
        name = definition.name()
        box = self.algorithm.parameterAsExtent(self.parameters, name, self.context)
        crs = self.algorithm.parameterAsExtentCrs(self.parameters, name, self.context)
        bounds = [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()]
        return {"bounds": bounds, "crs": crs.authid() or crs.toWkt()}

    def _crs(self, definition: QgsProcessingParameterDefinition) -> str:
        crs = self.algorithm.parameterAsCrs(self.parameters, definition.name(), self.context)
        return crs.authid() or crs.toWkt()

    def _file(self, definition: QgsProcessingParameterDefinition) -> str:
        return _absolute(self.algorithm.parameterAsFile(self.parameters, definition.name(), self.context))

    def _output_layer(self, definition: QgsProcessingParameterDefinition) -> str | None:
        path = self.algorithm.parameterAsOutputLayer(self.parameters, definition.name(), self.context)
        return _absolute(path) if path else None

    def _output_file(self, definition: QgsProcessingParameterDefinition) -> str | None:
        path = self.algorithm.parameterAsFileOutput(self.parameters, definition.name(), self.context)
        return _absolute(path) if path else None

    def _output_folder(self, definition: QgsProcessingParameterDefinition) -> str:
        return _absolute(self.algorithm.parameterAsString(self.parameters, definition.name(), self.context))


# "authcfg" is missing on purpose: credentials travel apart, as secrets.
_CONVERTERS: dict[str, Callable[[EngineValues, Any], Any]] = {
    "raster": EngineValues._raster,
    "multilayer": EngineValues._rasters,
    "source": EngineValues._vector,
    "vector": EngineValues._vector,
    "layer": EngineValues._either,
    "band": EngineValues._band,
    "number": EngineValues._number,
    "distance": EngineValues._number,
    "boolean": EngineValues._boolean,
    "enum": EngineValues._choice,
    "string": EngineValues._text,
    "field": EngineValues._field,
    "datetime": EngineValues._date,
    "extent": EngineValues._extent,
    "crs": EngineValues._crs,
    "file": EngineValues._file,
    "rasterDestination": EngineValues._output_layer,
    "vectorDestination": EngineValues._output_layer,
    "fileDestination": EngineValues._output_file,
    "folderDestination": EngineValues._output_folder,
}


def unreadable_source(algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: Any) -> tuple[str, str]:
    """The first parameter whose file is there but is no layer, and that file; empty when there is none."""
    for definition in algorithm.parameterDefinitions():
        value = parameters.get(definition.name())
        if definition.type() in ("raster", "source", "layer") and isinstance(value, str):
            path = value.split("|")[0]
            if os.path.isfile(path) and QgsProcessingUtils.mapLayerFromString(value, context) is None:
                return definition.name(), path
    return "", ""


def typed_destination(value: Any, context: QgsProcessingContext) -> str:
    """The path somebody chose for an output; empty for a temporary or skipped one."""
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = value.sink
    if isinstance(value, QgsProperty):
        value = value.valueAsString(context.expressionContext())[0]
    return value if isinstance(value, str) and value != QgsProcessing.TEMPORARY_OUTPUT else ""


def band_unit(layer: QgsRasterLayer, band: int) -> str:
    """The unit written in a raster file for one band, for legends; QGIS's own provider does not tell it."""
    dataset = gdal.OpenEx(layer.source(), gdal.OF_RASTER)
    unit = dataset.GetRasterBand(max(band, 1)).GetUnitType() if dataset else ""
    return "" if unit == "1" else unit


def input_paths(values: dict[str, Any]) -> list[str]:
    """Every file that a job reads."""
    paths = []
    for name, value in values.items():
        if name.startswith("output"):
            continue
        for item in value if isinstance(value, list) else [value]:
            path = item.get("path") if isinstance(item, dict) else item
            if isinstance(path, str) and os.path.isabs(path):
                paths.append(path)
    return paths


def _absolute(path: str) -> str:
    """Absolute, for messages and provenance; what is no plain path (``/vsizip/``, ``NETCDF:``) stays as it is."""
    return os.path.abspath(path) if path and not path.startswith("/vsi") and ":" not in path[2:] else path
