"""Jobs of the territory theme: read the layers, call the science, write the results."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, Any

from ..errors import UrbanThinkError
from ..raster import RasterInfo, describe
from ..run import Run
from ..vector import Source, read_vector, source_parts, write_vector
from .diagnosis import city_diagnosis

__all__ = ["city_diagnosis", "zone_statistics"]

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

DEFAULT_STATISTICS = ("mean", "median", "min", "max", "stdev", "count")


def zone_statistics(
    run: Run,
    *,
    zones: Source,
    raster: str,
    output: str,
    band: int | None = 1,
    prefix: str | None = "",
    statistics: Sequence[str] | None = None,
    threshold: float | None = None,
    min_coverage: float | None = 0.5,
) -> dict[str, Any]:
    """Add statistics of a raster to polygons.

    Parameters
    ----------
    run : Run
    zones : path or mapping
        Polygons, in any reference system; the result keeps theirs.
    raster : path
    output : path
        GeoPackage, GeoJSON, shapefile or FlatGeobuf.
    band : int, optional
        1-based.
    prefix : str, optional
        Put before every column.
    statistics : sequence of str, optional
        Of ``mean median min max stdev p10 p90 sum count share_above``.
    threshold : float, optional
        For ``share_above``, in the raster's unit.
    min_coverage : float, optional
        Statistics stay empty where valid cells cover less than this share of a zone [0-1].

    Returns
    -------
    dict
        ``OUTPUT``.
    """
    chosen = _chosen(statistics, threshold)
    info = describe(raster)
    number = _band(info, 1 if band is None else band)
    frame = read_vector(zones, run)
    run.progress(0.1, "Measuring zones")
    least = 0.5 if min_coverage is None else float(min_coverage)
    found = _measure(run.part(0.1, 0.9), frame, info, number, chosen, threshold, least)
    poor = int((found["coverage"] < least).sum())
    if poor:
        run.log(
            "warning",
            "In {count} of {total} zones valid cells cover less than {share} % of the area: they have no statistics.",
            count=poor,
            total=len(frame),
            share=f"{100 * least:.0f}",
        )
    write_vector(
        _with_columns(run, frame, found, prefix or ""), output, run, provenance_inputs=[source_parts(zones)[0], raster]
    )
    return {"OUTPUT": str(output)}


def _chosen(statistics: Sequence[str] | None, threshold: float | None) -> list[str]:
    from .zones import OPERATIONS

    asked = statistics.split(",") if isinstance(statistics, str) else list(statistics or DEFAULT_STATISTICS)
    chosen = list(dict.fromkeys(name.strip() for name in asked if name.strip()))
    unknown = [name for name in chosen if name not in OPERATIONS]
    if unknown:
        raise UrbanThinkError(
            "No statistic is called '{name}'.",
            "Choose among {known}.",
            name=", ".join(unknown),
            known=", ".join(OPERATIONS),
        )
    if "share_above" in chosen and threshold is None:
        raise UrbanThinkError(
            "The statistic share_above needs a threshold.", "Give THRESHOLD, in the unit of the raster."
        )
    return chosen


def _band(info: RasterInfo, number: int) -> int:
    if 1 <= int(number) <= len(info.names):
        return int(number)
    raise UrbanThinkError(
        "{path} has no band {band}.",
        "Its bands are numbered from 1 to {count}.",
        path=info.path,
        band=number,
        count=len(info.names),
    )


def _measure(
    run: Run,
    frame: gpd.GeoDataFrame,
    info: RasterInfo,
    number: int,
    statistics: Sequence[str],
    threshold: float | None,
    min_coverage: float,
) -> pd.DataFrame:
    """The table of statistics, the zones being projected to the raster's system."""
    from ..raster.windows import PhysicalBand
    from .zones import inside, zone_table

    transform = info.geobox.transform
    if transform.b or transform.d:
        raise UrbanThinkError(
            "{path} is rotated: its rows do not run from west to east.",
            "Straighten it (QGIS: Raster ▸ Projections ▸ Warp).",
            path=info.path,
        )
    projected = frame.to_crs(str(info.geobox.crs))
    with ExitStack() as files:
        values = files.enter_context(closing(PhysicalBand(info.path, number)))
        above = None
        if threshold is not None:
            above = files.enter_context(closing(PhysicalBand(info.path, number, threshold)))
        if not inside(projected, values).any():
            raise UrbanThinkError(
                "No zone overlaps the raster {path}.",
                "Check that both layers cover the same place and that their reference systems are right.",
                path=info.path,
            )
        return zone_table(
            projected,
            values,
            statistics,
            above=above,
            min_coverage=min_coverage,
            progress=lambda fraction: run.progress(fraction, "Measuring zones"),
        )


def _with_columns(run: Run, frame: gpd.GeoDataFrame, found: pd.DataFrame, prefix: str) -> gpd.GeoDataFrame:
    """The zones with the new columns; a field of the same name, in any case, gives way."""
    names = {f"{prefix}{column}".lower() for column in found.columns}
    taken = [name for name in frame.columns if str(name).lower() in names and name != frame.geometry.name]
    if taken:
        run.log("warning", "These fields of the zones were overwritten: {names}.", names=", ".join(map(str, taken)))
    result = frame.drop(columns=taken)
    for column in found.columns:
        result[f"{prefix}{column}"] = found[column].to_numpy()
    return result
