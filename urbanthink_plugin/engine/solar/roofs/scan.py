"""Roof planes tile by tile: footprints and heights are read where buildings stand, and what was found is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from affine import Affine

from ...errors import UrbanThinkError
from ...run import Run
from ..horizon import Core
from ..inputs import Site, Window
from .planes import RoofFindings, RoofScan, find_planes

#: What is read round the buildings of a tile to see the ground they stand on [m].
SURROUNDINGS = 60.0
#: Roofs of 20 to 45° look like this when heights in feet are taken for metres [°].
STEEP_TOWN, ENOUGH_SLOPES = 50.0, 10
#: Buildings are taken together by tiles of so many pixels.
GROUP = 2048


@dataclass(frozen=True)
class RoofTile:
    """The roofs of some buildings.

    Attributes
    ----------
    window : Window
        What was read; its core holds the buildings.
    heights : ndarray
        Of the window [m].
    transform : Affine
        Of the window.
    buildings : ndarray of int
        Position of each footprint in the layer.
    scan : RoofScan
    """

    window: Window
    heights: np.ndarray
    transform: Affine
    buildings: np.ndarray
    scan: RoofScan


def scan_roofs(
    run: Run,
    site: Site,
    footprints: gpd.GeoSeries,
    *,
    core: Core | None = None,
    halo: float = SURROUNDINGS,
    min_area: float = 2.0,
    register: bool = True,
    points: str | None = None,
    points_crs: str | None = None,
) -> Iterator[RoofTile]:
    """Find roof planes, a tile of buildings at a time.

    Parameters
    ----------
    footprints : GeoSeries
        In the system of the surface model.
    core : Core, optional
        Only buildings in this part.
    halo : float
        What to read round the buildings, at least [m].
    points : path, optional
        Laser points to fit the planes on.

    Raises
    ------
    UrbanThinkError
        If no footprint lies on the surface model, or the model shows the bare ground.
    """
    groups = _groups(site, footprints, core or Core(0, 0, *site.geobox.shape))
    if not groups:
        raise UrbanThinkError(
            "No building lies on the surface model.",
            "Check that both layers cover the same place and that their coordinate reference systems are right.",
        )
    seen = sum(len(members) for members, _ in groups)
    if core is None and seen < len(footprints):
        run.log(
            "warning",
            "Left out because they lie outside the surface model: {count} of {all} buildings.",
            count=len(footprints) - seen,
            all=len(footprints),
        )
    found = RoofFindings()
    shifts: list[np.ndarray] = []
    slopes: list[float] = []
    for number, (members, where) in enumerate(groups):
        part = run.part(number / len(groups), (number + 1) / len(groups))
        window = site.window(where, int(np.ceil(max(halo, SURROUNDINGS) / site.pixel)))
        transform = site.geobox.transform * Affine.translation(window.columns.start, window.rows.start)
        heights = site.read(window)
        scan = find_planes(
            heights,
            transform,
            list(footprints.iloc[members]),
            min_area=min_area,
            points=_points_of(run, site, points, points_crs, window, transform),
            register=register,
            tick=partial(_tell_progress, part),
        )
        _gather(found, scan.findings, members)
        slopes += [plane.slope_deg for plane in scan.planes if not plane.is_flat]
        shifts.append(scan.shifts[np.any(scan.shifts != 0, axis=1)])
        yield RoofTile(window, heights, transform, members, scan)
    _tell(run, found, np.concatenate(shifts), seen)
    _doubt_feet(run, slopes)


def _tell_progress(run: Run, share: float) -> None:
    run.progress(share, "Finding roof planes")


def _groups(site: Site, footprints: gpd.GeoSeries, core: Core) -> list[tuple[np.ndarray, Core]]:
    """Footprints that touch the core, by the tile of their middle, with the pixels they take."""
    bounds = footprints.bounds.to_numpy()
    transform = site.geobox.transform
    left, top = (bounds[:, 0] - transform.c) / site.pixel, (transform.f - bounds[:, 3]) / site.pixel
    right, bottom = (bounds[:, 2] - transform.c) / site.pixel, (transform.f - bounds[:, 1]) / site.pixel
    inside = (right > core.column) & (left < core.column + core.width)
    inside &= (bottom > core.row) & (top < core.row + core.height)
    tile = np.stack([(top + bottom) // (2 * GROUP), (left + right) // (2 * GROUP)], axis=1).clip(0)
    groups = []
    for place in np.unique(tile[inside], axis=0):
        members = np.flatnonzero(inside & (tile == place).all(axis=1))
        row0, column0 = max(int(top[members].min()) - 2, 0), max(int(left[members].min()) - 2, 0)
        row1 = min(int(bottom[members].max()) + 3, site.geobox.shape[0])
        column1 = min(int(right[members].max()) + 3, site.geobox.shape[1])
        groups.append((members, Core(row0, column0, row1 - row0, column1 - column0)))
    return groups


def _points_of(
    run: Run, site: Site, points: str | None, crs: str | None, window: Window, transform: Affine
) -> np.ndarray | None:
    """Laser points of a window in the system of the surface model."""
    if not points:
        return None
    from pyproj import CRS

    from ...points import describe_points, read_points

    info = describe_points(points, crs)
    if not CRS.from_user_input(info.crs).to_2d().equals(CRS.from_wkt(site.crs.to_wkt()).to_2d()):
        raise UrbanThinkError(
            "The point cloud {name} and the surface model have different reference systems.",
            "Reproject one of them.",
            name=Path(points).name,
        )
    rows, columns = window.rows.stop - window.rows.start, window.columns.stop - window.columns.start
    (left, top), (right, bottom) = transform * (0, 0), transform * (columns, rows)
    return read_points(points, bounds=(left, bottom, right, top), crs=crs, tick=lambda _: run.check()).roofs


def _doubt_feet(run: Run, slopes: list[float]) -> None:
    """Heights in feet on a map in metres make every roof steep."""
    if len(slopes) >= ENOUGH_SLOPES and np.median(slopes) > STEEP_TOWN:
        run.log(
            "warning",
            "Half of the sloping roofs are steeper than {slope}°: the heights are probably in feet. Multiply them by "
            "0.3048 and run it again.",
            slope=round(float(np.median(slopes))),
        )


def _gather(found: RoofFindings, part: RoofFindings, members: np.ndarray) -> None:
    for name in ("outside", "cut", "no_data", "too_small", "no_plane", "overlapping", "invalid", "flush"):
        getattr(found, name).extend(int(members[index]) for index in getattr(part, name))
    found.judged += part.judged
    found.ground_planes += part.ground_planes


def _tell(run: Run, found: RoofFindings, shifts: np.ndarray, buildings: int) -> None:
    if found.looks_like_terrain:
        raise UrbanThinkError(
            "No building stands out of the surface model: {share} % of the footprints are level with the ground round "
            "them. It is probably a terrain model (DTM).",
            "Give the surface model (DSM), which holds roofs and trees.",
            share=round(100 * found.flush_share),
        )
    counts = {name: len(getattr(found, name)) for name in vars(found) if isinstance(getattr(found, name), list)}
    if counts["outside"]:
        run.log("warning", "Buildings outside the surface model: {count}.", count=counts["outside"])
    if counts["cut"]:
        run.log("warning", "Buildings only in part on the surface model: {count}.", count=counts["cut"])
    if counts["no_data"]:
        run.log("warning", "Buildings in holes of the surface model: {count}.", count=counts["no_data"])
    if counts["too_small"]:
        run.log("info", "Buildings too small to show a roof plane: {count}.", count=counts["too_small"])
    if counts["no_plane"]:
        run.log("info", "Buildings on which nothing plane was found: {count}.", count=counts["no_plane"])
    if counts["flush"]:
        run.log("info", "Buildings that do not stand out of the surface model: {count}.", count=counts["flush"])
    if counts["overlapping"]:
        run.log(
            "warning",
            "{count} footprints overlap an earlier one, which keeps the shared ground.",
            count=counts["overlapping"],
        )
    if len(shifts):
        distance = np.hypot(*shifts.T)
        run.log(
            "info",
            "{count} of {all} footprints were shifted against the surface model and laid on it: by {typical} m "
            "typically, {most} m at most.",
            count=len(shifts),
            all=buildings,
            typical=f"{np.median(distance):.1f}",
            most=f"{distance.max():.1f}",
        )


def plane_table(site: Site, tile: RoofTile, names: Sequence[Any]) -> dict[str, list[Any]]:
    """The columns every layer of planes has."""
    planes = tile.scan.planes
    owner = [names[tile.buildings[plane.building]] for plane in planes]
    return {
        "building_id": owner,
        "slope_deg": [round(plane.slope_deg, 2) for plane in planes],
        "azimuth_deg": [round((plane.grid_azimuth_deg + site.convergence_deg) % 360.0, 2) for plane in planes],
        "area_plan_m2": [round(plane.area_plan_m2, 2) for plane in planes],
        "area_m2": [round(plane.area_m2, 2) for plane in planes],
        "rmse_m": [round(plane.rmse_m, 3) for plane in planes],
        "geometry": [plane.polygon for plane in planes],
    }


def shifted(tile: RoofTile, footprints: gpd.GeoSeries) -> list[Any]:
    """The footprints of a tile where the surface model has them."""
    return [
        shapely.transform(shape, partial(np.add, by))
        for shape, by in zip(footprints.iloc[tile.buildings], tile.scan.shifts, strict=True)
    ]
