"""Grids: one `GeoBox` everywhere; what lies on another grid is aligned with a word about it, never refused."""

from __future__ import annotations

import numpy as np
import xarray as xr
from odc.geo.geobox import GeoBox
from odc.geo.xr import xr_reproject

from ..errors import UrbanThinkError
from ..run import Run

METHODS = ("nearest", "bilinear", "average", "mode")


def align(raster: xr.DataArray, geobox: GeoBox, resampling: str, run: Run, name: str = "") -> xr.DataArray:
    """Bring a raster onto a grid.

    Parameters
    ----------
    raster : xarray.DataArray
    geobox : GeoBox
        The wanted grid.
    resampling : {"nearest", "bilinear", "average", "mode"}
    run : Run
        Told with a warning when anything had to be resampled.
    name : str
        What to call the raster in messages; its path by default.

    Raises
    ------
    UrbanThinkError
        If the raster does not overlap the grid.
    """
    if resampling not in METHODS:
        raise ValueError(f"resampling is one of {METHODS}, not {resampling!r}")
    own = raster.odc.geobox
    if own == geobox or same_grid(own, geobox):
        return raster
    label = name or str(raster.attrs.get("source", "a raster"))
    require_overlap(own, geobox, label)
    run.log(
        "warning",
        "{name} lies on another grid ({own}); it was resampled to {wanted} by the method '{method}'.",
        name=label,
        own=grid_text(own),
        wanted=grid_text(geobox),
        method=resampling,
    )
    side = max(raster.data.chunksize[1:])
    aligned = xr_reproject(raster, geobox, resampling=resampling, dst_nodata=np.nan, chunks=(side, side))
    aligned = aligned.assign_coords(band=raster["band"].values)
    aligned.attrs.update({key: raster.attrs[key] for key in ("source", "units") if key in raster.attrs})
    return aligned


def require_metric(geobox: GeoBox, name: str) -> None:
    """Refuse a grid whose unit is not the metre.

    Raises
    ------
    UrbanThinkError
        If the reference system is geographic or counts in other units.
    """
    crs = geobox.crs
    if crs is None or crs.geographic or crs.units[0] not in ("metre", "meter", "m"):
        raise UrbanThinkError(
            "{name} is in {crs}, whose unit is not the metre; distances and areas need metres.",
            "Reproject it (QGIS: Raster ▸ Projections ▸ Warp), in France to EPSG:2154.",
            name=name,
            crs=crs_text(geobox),
        )


def require_overlap(first: GeoBox, second: GeoBox, name: str) -> None:
    """Refuse two grids that share no ground.

    Raises
    ------
    UrbanThinkError
        If the footprints do not intersect.
    """
    same = second.crs is None or first.crs == second.crs
    footprint = first.extent if same else first.extent.to_crs(second.crs)  # type: ignore[arg-type]
    if not footprint.intersects(second.extent):
        raise UrbanThinkError(
            "{name} does not overlap the other layers.",
            "Check that all layers cover the same place and that their coordinate reference systems are right.",
            name=name,
        )


def same_grid(first: GeoBox, second: GeoBox) -> bool:
    """Equal to within a thousandth of a pixel (files written by different tools round differently)."""
    if first.shape != second.shape or first.crs != second.crs:
        return False
    tolerance = abs(first.resolution.x) * 1e-3
    return bool(np.allclose(np.asarray(first.transform)[:6], np.asarray(second.transform)[:6], rtol=0, atol=tolerance))


def grid_text(geobox: GeoBox) -> str:
    """A grid in words: ``610 × 530 px of 30 m, EPSG:32632``."""
    height, width = geobox.shape
    return f"{width} × {height} px of {abs(geobox.resolution.x):g}, {crs_text(geobox)}"


def crs_text(geobox: GeoBox) -> str:
    """``EPSG:2154``, or the name of a system that has no code."""
    crs = geobox.crs
    if crs is None:
        return "no reference system"
    return f"EPSG:{crs.epsg}" if crs.epsg else str(crs.proj.name)
