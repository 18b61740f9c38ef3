"""Vector layers: read, repaired and with a known reference system; written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from .errors import ResourceError, UrbanThinkError
from .provenance import write_provenance
from .run import Run

DRIVERS = {".gpkg": "GPKG", ".geojson": "GeoJSON", ".json": "GeoJSON", ".shp": "ESRI Shapefile", ".fgb": "FlatGeobuf"}

Source = str | os.PathLike[str] | Mapping[str, Any]


def read_vector(
    source: Source,
    run: Run,
    geometry: str = "polygon",
    target_crs: Any = None,
    name: str = "",
    may_be_empty: bool = False,
) -> gpd.GeoDataFrame:
    """Read a vector layer.

    Parameters
    ----------
    source : path or mapping
        A path, or ``{"path": …, "layer": …}``.
    run : Run
        Told what had to be repaired or dropped.
    geometry : {"polygon", "any"}
        With "polygon", everything else is dropped with a warning.
    target_crs : optional
        Reproject to this system.
    may_be_empty : bool
        A layer without features is one, and not a mistake.

    Raises
    ------
    UrbanThinkError
        If the layer cannot be read, has no reference system, or no feature is left.
    """
    path, layer = source_parts(source)
    label = name or path
    try:
        frame = gpd.read_file(path, layer=layer, engine="pyogrio")
    except (DataSourceError, DataLayerError, OSError) as error:
        raise UrbanThinkError(
            "The vector layer {name} cannot be read.", "Check that it opens in QGIS.", name=label
        ) from error
    if not isinstance(frame, gpd.GeoDataFrame):
        raise UrbanThinkError("The layer {name} has no geometry.", "Choose a layer of polygons.", name=label)
    if frame.crs is None:
        raise UrbanThinkError(
            "The layer {name} has no coordinate reference system.",
            "Assign it in QGIS: Vector ▸ Data Management Tools ▸ Define Projection.",
            name=label,
        )
    frame = _repaired(frame, run, label)
    if geometry == "polygon":
        frame = _polygons_only(frame, run, label)
    if frame.empty and not may_be_empty:
        raise UrbanThinkError("The layer {name} has no usable feature.", "Choose a layer with polygons.", name=label)
    return frame if target_crs is None else frame.to_crs(target_crs)


def write_vector(
    frame: gpd.GeoDataFrame,
    final_path: str | os.PathLike[str],
    run: Run,
    layer: str | None = None,
    provenance_inputs: Sequence[str] = (),
) -> Path:
    """Write a layer in the format its suffix names, with its provenance beside it.

    Raises
    ------
    UrbanThinkError
        If the format is not known.
    ResourceError
        If the disk is full or the folder cannot be written.
    """
    partial = run.stage(final_path)
    driver = DRIVERS.get(partial.suffix.lower())
    if driver is None:
        raise UrbanThinkError(
            "The vector format {suffix} is not known.",
            "Use one of {known}.",
            suffix=partial.suffix or "(none)",
            known=", ".join(DRIVERS),
        )
    try:
        pyogrio.write_dataframe(
            frame,
            partial,
            driver=driver,
            layer=layer or Path(final_path).stem,
            # Without a feature nothing tells what the layer is made of, and QGIS takes it for a table.
            geometry_type="Polygon" if frame.empty else None,
            # Newer versions of the format make the GDAL of QGIS 3.40 on Debian print warnings.
            dataset_options={"VERSION": "1.2"} if driver == "GPKG" else None,
        )
        written = pyogrio.read_info(partial)["features"]
    except (DataSourceError, DataLayerError, OSError, RuntimeError) as error:
        raise _not_written(final_path, error) from error
    if written != len(frame):
        raise _not_written(final_path, f"{written} of {len(frame)} features")
    write_provenance(partial, run, provenance_inputs)
    return partial


def source_parts(source: Source) -> tuple[str, str | None]:
    """The path and the layer name of a vector source."""
    if isinstance(source, Mapping):
        return os.fspath(source["path"]), source.get("layer") or None
    return os.fspath(source), None


def _repaired(frame: gpd.GeoDataFrame, run: Run, label: str) -> gpd.GeoDataFrame:
    missing = frame.geometry.isna() | frame.geometry.is_empty
    if missing.any():
        run.log(
            "warning", "{name}: {count} features without geometry were left out.", name=label, count=int(missing.sum())
        )
        frame = frame[~missing].copy()
    broken = ~frame.geometry.is_valid
    if broken.any():
        run.log("warning", "{name}: {count} broken geometries were repaired.", name=label, count=int(broken.sum()))
        repaired = shapely.make_valid(frame.geometry[broken].to_numpy(), method="structure", keep_collapsed=False)
        frame = frame.copy()
        frame.loc[broken, frame.geometry.name] = repaired
        frame = frame[~frame.geometry.is_empty]
    return frame


def _polygons_only(frame: gpd.GeoDataFrame, run: Run, label: str) -> gpd.GeoDataFrame:
    polygons = frame.geom_type.isin(["Polygon", "MultiPolygon"])
    if not polygons.all():
        run.log(
            "warning",
            "{name}: {count} features are no polygons and were left out.",
            name=label,
            count=int((~polygons).sum()),
        )
    return frame[polygons].reset_index(drop=True)


def _not_written(path: object, reason: object) -> ResourceError:
    return ResourceError(
        "The output {path} could not be written whole: {reason}.",
        "The disk is probably full or the folder is protected: choose another place and run it again.",
        path=path,
        reason=reason,
    )
