"""Statistics of a raster within polygons, each cell weighing by the share of it that lies inside (exactextract)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
from exactextract import exact_extract
from shapely.geometry import box

from ..raster.windows import PhysicalBand

OPERATIONS = {
    "mean": "mean",
    "median": "median",
    "min": "min",
    "max": "max",
    "stdev": "stdev",
    "p10": "quantile(q=0.1)",
    "p90": "quantile(q=0.9)",
    "sum": "sum",
    "count": "count",
    "share_above": "",
}
"""Statistic to exactextract's operation; ``share_above`` is the mean of a mask."""

BATCH = 200
CELLS_IN_MEMORY = 8_000_000


def zone_table(
    zones: gpd.GeoDataFrame,
    band: PhysicalBand,
    statistics: Sequence[str],
    above: PhysicalBand | None = None,
    min_coverage: float = 0.5,
    progress: Callable[[float], None] = lambda fraction: None,
) -> pd.DataFrame:
    """Statistics of each zone.

    Parameters
    ----------
    zones : GeoDataFrame
        Polygons in the raster's reference system.
    band : PhysicalBand
    statistics : sequence of str
        Keys of `OPERATIONS`. ``count`` is the area in cells, parts of cells included; ``stdev`` is that of the
        population; ``p10``, ``p90`` and ``median`` weigh each cell by its share inside the zone.
    above : PhysicalBand, optional
        The same band with a threshold; needed for ``share_above`` [0-1].
    min_coverage : float
        Statistics are missing where valid cells cover less than this share of a zone [0-1].
    progress : callable
        Told the share done after every batch of zones.

    Returns
    -------
    DataFrame
        One row per zone, in their order: the statistics and ``coverage``, the share of the zone's area that valid
        cells cover [0-1]. A zone beside the raster has coverage 0.
    """
    places = np.flatnonzero(inside(zones, band))
    table = pd.DataFrame(np.nan, index=range(len(zones)), columns=[*statistics, "coverage"])
    table["coverage"] = 0.0
    operations = {key: call for key, call in OPERATIONS.items() if call and key in (*statistics, "count")}
    geometries = gpd.GeoDataFrame(geometry=zones.geometry.to_numpy(), crs=band.srs_wkt())
    cell_area = float(np.prod(band.res()))
    for start in range(0, len(places), BATCH):
        progress(start / len(places))
        rows = places[start : start + BATCH]
        batch = geometries.iloc[rows]
        found = _extract(band, batch, operations)
        if above is not None and "share_above" in statistics:
            found["share_above"] = _extract(above, batch, {"share_above": "mean"})["share_above"]
        covered = found["count"].to_numpy() * cell_area / batch.area.to_numpy()
        table.loc[rows, list(statistics)] = found[list(statistics)].to_numpy()
        table.loc[rows, "coverage"] = np.clip(covered, 0.0, 1.0)
    table.loc[table["coverage"] < min_coverage, list(statistics)] = np.nan
    table.loc[table["coverage"] == 0, list(statistics)] = np.nan
    return table


def inside(zones: gpd.GeoDataFrame, band: PhysicalBand) -> np.ndarray:
    """Which zones touch the raster's rectangle; those that could not be projected to its system do not."""
    finite = np.isfinite(zones.geometry.bounds.to_numpy()).all(axis=1)
    return finite & zones.geometry.intersects(box(*band.extent())).to_numpy()


def _extract(band: PhysicalBand, zones: gpd.GeoDataFrame, operations: Mapping[str, str]) -> pd.DataFrame:
    found: pd.DataFrame = exact_extract(
        band, zones, list(operations.values()), output="pandas", max_cells_in_memory=CELLS_IN_MEMORY
    )
    return found.set_axis(list(operations), axis=1)
