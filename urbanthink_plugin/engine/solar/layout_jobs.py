"""The job that lays modules on given planes, and what is written of modules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from ..errors import UrbanThinkError
from ..run import Run
from ..vector import read_vector, write_vector
from .inputs import place_on_earth, require_metric_crs, require_true_to_scale
from .panels.layout import panel_layout as lay_out_planes
from .panels.rules import read_module


def panel_layout(
    run: Run,
    *,
    planes: Any,
    output: str,
    obstacles: Any = None,
    module: str | None = None,
    orientation: str = "best",
    setback: float = 0.5,
    output_planes: str | None = None,
) -> dict[str, Any]:
    """Lay modules on given planes.

    Returns
    -------
    dict
        OUTPUT, OUTPUT_PLANES and COUNT.
    """
    frame, latitude, convergence = _planes(run, planes)
    chosen = read_module(module)
    standing = (
        read_vector(obstacles, run, target_crs=frame.crs, name="OBSTACLES", may_be_empty=True).geometry
        if obstacles
        else ()
    )
    run.progress(0.1, "Laying modules")
    layouts = lay_out_planes(
        list(frame.geometry),
        frame["slope_deg"].astype(float).tolist(),
        frame["azimuth_deg"].astype(float).tolist(),
        chosen,
        obstacles=standing,
        convergence_deg=convergence,
        orientation=orientation,
        latitude=latitude,
        overrides={"setback_m": setback},
    )
    run.check()
    ids = frame["plane_id"].tolist() if "plane_id" in frame.columns else list(range(1, len(frame) + 1))
    modules = gpd.GeoDataFrame(module_table(ids, layouts, chosen), geometry="geometry", crs=frame.crs)
    inputs = [path for path in (path_of(planes), path_of(obstacles)) if path]
    write_vector(modules, output, run, provenance_inputs=inputs)
    result: dict[str, Any] = {"OUTPUT": output, "COUNT": len(modules)}
    if output_planes:
        counted = frame.assign(
            modules=[layout.count for layout in layouts],
            kwp=[round(layout.kwp, 3) for layout in layouts],
            reason_key=[layout.reason for layout in layouts],
        )
        write_vector(counted, output_planes, run, provenance_inputs=inputs)
        result["OUTPUT_PLANES"] = output_planes
    run.log(
        "info",
        "{count} modules of {power} W on {planes} planes.",
        count=len(modules),
        power=f"{chosen.power_wp:g}",
        planes=len(frame),
    )
    return result


def module_table(ids: Sequence[Any], layouts: Sequence[Any], module: Any) -> dict[str, Any]:
    """One row per module."""
    laid = [(plane, layout) for plane, layout in zip(ids, layouts, strict=True) if layout.count]
    owner = [plane for plane, layout in laid for _ in range(layout.count)]
    layouts = [layout for _, layout in laid]
    if not laid:
        names = ("plane_id", "row", "column", "orientation", "tilt_deg", "azimuth_deg", "power_wp", "geometry")
        return {name: [] for name in names}
    return {
        "plane_id": owner,
        "row": np.concatenate([layout.row for layout in layouts]),
        "column": np.concatenate([layout.column for layout in layouts]),
        "orientation": [layout.orientation for layout in layouts for _ in range(layout.count)],
        "tilt_deg": np.round(np.concatenate([np.full(layout.count, layout.tilt_deg) for layout in layouts]), 2),
        "azimuth_deg": np.round(np.concatenate([layout.azimuth_deg for layout in layouts]), 2),
        "power_wp": [module.power_wp] * len(owner),
        "geometry": shapely.polygons(np.concatenate([layout.corners for layout in layouts])),
    }


def path_of(source: Any) -> str | None:
    """The file of a layer."""
    return source["path"] if isinstance(source, dict) else source


def _planes(run: Run, planes: Any) -> tuple[gpd.GeoDataFrame, float, float]:
    """The planes, their latitude and the true azimuth of their grid's north [°]."""
    frame = read_vector(planes, run, name="PLANES")
    require_metric_crs(frame.crs, "PLANES")
    missing = [name for name in ("slope_deg", "azimuth_deg") if name not in frame.columns]
    if missing:
        raise UrbanThinkError(
            "PLANES has no column {columns}.",
            "Take the output of Roof planes, or give each plane its slope_deg and azimuth_deg.",
            columns=", ".join(missing),
        )
    middle = frame.union_all().centroid
    require_true_to_scale(frame.crs, middle.x, middle.y, "PLANES")
    _, latitude, convergence = place_on_earth(frame.crs, middle.x, middle.y)
    return frame, latitude, convergence
