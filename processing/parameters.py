"""Parameters in one line each: name, description, help, and what makes this one special.

Every helper returns a parameter definition; ``advanced=True`` folds it away in the dialog. Choices use literal keys
(static strings), so that a script survives translation; the help of the parameter explains the keys.
"""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import (
    Qgis,
    QgsProcessingParameterAuthConfig,
    QgsProcessingParameterBand,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterCrs,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)

Definition = QgsProcessingParameterDefinition


def raster(name: str, description: str, help: str, optional: bool = False, advanced: bool = False) -> Definition:
    """One raster layer."""
    return _with(QgsProcessingParameterRasterLayer(name, description, None, optional), help, advanced)


def rasters(name: str, description: str, help: str, optional: bool = False, advanced: bool = False) -> Definition:
    """One or several raster layers."""
    kind = Qgis.ProcessingSourceType.Raster
    return _with(QgsProcessingParameterMultipleLayers(name, description, kind, None, optional), help, advanced)


def polygons(name: str, description: str, help: str, optional: bool = False, advanced: bool = False) -> Definition:
    """A polygon layer; "selected features only" is respected."""
    kinds = [Qgis.ProcessingSourceType.VectorPolygon]
    return _with(QgsProcessingParameterFeatureSource(name, description, kinds, None, optional), help, advanced)


def polygons_or_raster(
    name: str, description: str, help: str, optional: bool = False, advanced: bool = False
) -> Definition:
    """A polygon layer or a raster layer."""
    kinds = [Qgis.ProcessingSourceType.VectorPolygon, Qgis.ProcessingSourceType.Raster]
    return _with(QgsProcessingParameterMapLayer(name, description, None, optional, kinds), help, advanced)


def band(name: str, description: str, help: str, parent: str, advanced: bool = False) -> Definition:
    """A band of the raster parameter `parent`; the first by default."""
    return _with(QgsProcessingParameterBand(name, description, 1, parent, True), help, advanced)


def field(name: str, description: str, help: str, parent: str, advanced: bool = False) -> Definition:
    """An optional column of the layer parameter `parent`."""
    definition = QgsProcessingParameterField(name, description, parentLayerParameterName=parent, optional=True)
    return _with(definition, help, advanced)


def switch(name: str, description: str, help: str, default: bool, advanced: bool = False) -> Definition:
    """Yes or no."""
    return _with(QgsProcessingParameterBoolean(name, description, default), help, advanced)


def choice(
    name: str, description: str, help: str, keys: Sequence[str], default: str, advanced: bool = False
) -> Definition:
    """One of some literal keys."""
    return _with(QgsProcessingParameterEnum(name, description, keys, False, default, False, True), help, advanced)


def choices(
    name: str, description: str, help: str, keys: Sequence[str], default: Sequence[str], advanced: bool = False
) -> Definition:
    """One or several of some literal keys."""
    return _with(QgsProcessingParameterEnum(name, description, keys, True, list(default), False, True), help, advanced)


def text(name: str, description: str, help: str, default: str | None = None, advanced: bool = False) -> Definition:
    """An optional line of text."""
    return _with(QgsProcessingParameterString(name, description, default, False, True), help, advanced)


def integer(
    name: str, description: str, help: str, default: int, minimum: int, maximum: int, advanced: bool = False
) -> Definition:
    """A whole number with a default."""
    kind = Qgis.ProcessingNumberParameterType.Integer
    definition = QgsProcessingParameterNumber(name, description, kind, default, False, minimum, maximum)
    return _with(definition, help, advanced)


def number(
    name: str,
    description: str,
    help: str,
    default: float | None = None,
    minimum: float = -1e12,
    maximum: float = 1e12,
    advanced: bool = False,
) -> Definition:
    """A number; optional when it has no default."""
    kind = Qgis.ProcessingNumberParameterType.Double
    definition = QgsProcessingParameterNumber(name, description, kind, default, default is None, minimum, maximum)
    return _with(definition, help, advanced)


def date(name: str, description: str, help: str, optional: bool = True, advanced: bool = False) -> Definition:
    """A day."""
    kind = Qgis.ProcessingDateTimeParameterDataType.Date
    return _with(QgsProcessingParameterDateTime(name, description, kind, None, optional), help, advanced)


def extent(name: str, description: str, help: str, optional: bool = False) -> Definition:
    """A rectangle: typed, drawn, or that of a layer or of the map."""
    return _with(QgsProcessingParameterExtent(name, description, None, optional), help)


def crs(name: str, description: str, help: str, advanced: bool = False) -> Definition:
    """An optional coordinate reference system."""
    return _with(QgsProcessingParameterCrs(name, description, None, True), help, advanced)


def credentials(name: str, description: str, help: str) -> Definition:
    """An optional configuration of QGIS's authentication manager."""
    return _with(QgsProcessingParameterAuthConfig(name, description, None, True), help)


def file(
    name: str, description: str, help: str, extension: str, optional: bool = False, advanced: bool = False
) -> Definition:
    """A file of one kind, such as ``json``."""
    kind = Qgis.ProcessingFileParameterBehavior.File
    return _with(QgsProcessingParameterFile(name, description, kind, extension, None, optional), help, advanced)


def file_like(name: str, description: str, help: str, patterns: str, advanced: bool = False) -> Definition:
    """An optional file; the dialog shows those of some patterns first, such as ``*.las *.laz``, and takes any."""
    kind = Qgis.ProcessingFileParameterBehavior.File
    shown = f"({patterns});;(*)"
    return _with(QgsProcessingParameterFile(name, description, kind, "", None, True, shown), help, advanced)


def file_or_folder(name: str, description: str, help: str) -> Definition:
    """Any file, or a folder by its path."""
    kind = Qgis.ProcessingFileParameterBehavior.File
    # Without this filter QGIS refuses a path that has no ending.
    return _with(QgsProcessingParameterFile(name, description, kind, "", None, False, "(*)"), help)


def raster_output(
    name: str, description: str, help: str, optional: bool = False, offered: bool | None = None
) -> Definition:
    """A GeoTIFF to write; an optional one is not made unless asked for, or `offered` by the dialog."""
    made = not optional if offered is None else offered
    return _with(QgsProcessingParameterRasterDestination(name, description, None, optional, made), help)


def vector_output(
    name: str, description: str, help: str, optional: bool = False, offered: bool | None = None
) -> Definition:
    """A vector file of polygons to write; an optional one as in `raster_output`."""
    kind = Qgis.ProcessingSourceType.VectorPolygon
    made = not optional if offered is None else offered
    return _with(QgsProcessingParameterVectorDestination(name, description, kind, None, optional, made), help)


def folder_output(name: str, description: str, help: str) -> Definition:
    """A folder to write into."""
    return _with(QgsProcessingParameterFolderDestination(name, description), help)


def _with(definition: Definition, help: str, advanced: bool = False) -> Definition:
    definition.setHelp(help)
    if advanced:
        definition.setFlags(definition.flags() | Qgis.ProcessingParameterFlag.Advanced)
    return definition
