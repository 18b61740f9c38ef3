"""Laser point clouds (las, laz with COPC, plain xyz text), read by chunks and within an area; and their gridding.

`read_points` is the way in; `grid_heights` makes a surface model of what it returns.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numba
import numpy as np
from affine import Affine

from .errors import UrbanThinkError

Bounds = tuple[float, float, float, float]

#: Points read at a time.
CHUNK = 1_000_000
#: Points kept in memory at most (1.5 GB).
MOST_POINTS = 60_000_000
#: ASPRS LAS 1.4 R15 classes (table 17); those from 64 on are free: in IGN's LiDAR HD, 64 is what lasts above ground.
GROUND, BUILDING, NOISE, WATER = 2, 6, (7, 18), 9
VEGETATION = (3, 4, 5)
_TEXT = (".xyz", ".txt", ".csv", ".asc")


@dataclass(frozen=True)
class PointCloud:
    """Points and their classes.

    Attributes
    ----------
    xyz : ndarray (n, 3)
        Map coordinates and height [m].
    classes : ndarray (n,) of uint8
        ASPRS classes; 0 where nobody classified.
    crs : str
        "EPSG:2154" or WKT.
    """

    xyz: np.ndarray
    classes: np.ndarray
    crs: str

    @property
    def is_classified(self) -> bool:
        """Whether ground or buildings have been told from the rest."""
        return bool(np.isin(self.classes, (GROUND, BUILDING)).any())

    @property
    def surface(self) -> np.ndarray:
        """Points of a surface model (n, 3): all but noise."""
        return self.xyz[~np.isin(self.classes, NOISE)]

    @property
    def roofs(self) -> np.ndarray:
        """Points that may lie on roofs (n, 3): buildings, or where none is marked all but ground, plants and noise.

        In a cloud that is not classified these are all points: `find_planes` leaves out the ones near the ground.
        """
        building = self.classes == BUILDING
        if building.any():
            # Dormers, chimneys and machines are often not "building": they are looked for as well.
            return self.xyz[building | (self.classes >= 64)]
        return self.xyz[~np.isin(self.classes, (GROUND, WATER, *VEGETATION, *NOISE))]


@dataclass(frozen=True)
class CloudInfo:
    """What the header of a cloud says: number of points, area, reference system."""

    path: str
    count: int
    bounds: Bounds
    crs: str


def describe_points(path: str | os.PathLike[str], crs: str | None = None) -> CloudInfo:
    """Read the header of a las or laz file.

    Parameters
    ----------
    path : path
    crs : str, optional
        Reference system of a file that names none.

    Raises
    ------
    UrbanThinkError
        If it is not las or laz, is cut short, is empty, or has no reference system and none was given.
    """
    path = Path(path)
    with _opened(path) as reader:
        header = reader.header
        if header.point_count == 0:
            raise _empty(path)
        needed = header.offset_to_point_data
        if not header.are_points_compressed:
            needed += header.point_count * header.point_format.size
        if path.stat().st_size < needed:
            raise _damaged(path)
        bounds = (float(header.mins[0]), float(header.mins[1]), float(header.maxs[0]), float(header.maxs[1]))
        return CloudInfo(str(path), int(header.point_count), bounds, crs or _crs_of(header, path))


def read_points(
    paths: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    *,
    bounds: Bounds | None = None,
    crs: str | None = None,
    tick: Callable[[float], None] | None = None,
) -> PointCloud:
    """Read the points within an area from one or several files.

    Parameters
    ----------
    paths : path or sequence of paths
        las, laz, or text of x, y, z (further columns are not read); files that do not touch the area are not opened
        beyond their header.
    bounds : tuple, optional
        West, south, east, north in the system of the cloud [m].
    crs : str, optional
        Reference system of files that name none.
    tick : callable, optional
        Told the share done, 0 to 1, after every chunk; may raise to stop.

    Raises
    ------
    UrbanThinkError
        If a file cannot be read whole, names no reference system and none is given, the files have different ones, no
        point lies in the area, or more than 60 million do.
    """
    files = [Path(p) for p in ([paths] if isinstance(paths, (str, os.PathLike)) else paths)]
    found: list[tuple[np.ndarray, np.ndarray]] = []
    known, total = crs, 0
    for number, path in enumerate(files):
        part = _part_of(tick, number, len(files))
        if path.suffix.lower() in _TEXT:
            known = known or _missing_crs(path)
            chunks = _text_chunks(path, part)
        else:
            info = describe_points(path, crs)
            if known is not None and info.crs != known:
                raise UrbanThinkError(
                    "The point clouds have different coordinate reference systems: {first} and {second}.",
                    "Bring them into one system, or run them one by one.",
                    first=known,
                    second=info.crs,
                )
            known = info.crs
            if bounds is not None and not _meet(info.bounds, bounds):
                continue
            chunks = _laser_chunks(path, part)
        for xyz, classes in chunks:
            inside = _within(xyz, bounds)
            found.append((xyz[inside], classes[inside]))
            total += len(found[-1][0])
            if total > MOST_POINTS:
                raise UrbanThinkError(
                    "The area holds more than {most} million points.",
                    "Choose a smaller area, or a thinned cloud.",
                    most=MOST_POINTS // 1_000_000,
                )
    if total == 0:
        raise UrbanThinkError(
            "No point of {name} lies in the area.",
            "Check that the cloud and the buildings are of the same place and in the same reference system.",
            name=", ".join(path.name for path in files[:3]),
        )
    return PointCloud(np.concatenate([f[0] for f in found]), np.concatenate([f[1] for f in found]), str(known))


def grid_heights(
    points: np.ndarray, resolution: float = 0.5, bounds: Bounds | None = None, close: int = 2
) -> tuple[np.ndarray, Affine]:
    """Grid points to a surface model.

    A cell has the mean of its upper points, those less than 0.4 m plus a 45° slope across the cell below the highest:
    as high as a roof and not as its aerials, and without the rise that the highest point of a sloping cell has.

    Parameters
    ----------
    points : ndarray (n, 3)
        x, y, z [m].
    resolution : float
        Cell size [m]; cells begin at whole multiples of it.
    bounds : tuple, optional
        Area to cover; that of the points by default.
    close : int
        Empty cells of whose neighbours five in eight are known get their median, this many times: scan gaps, not ponds.

    Returns
    -------
    heights : ndarray (y, x) of float32
        [m], NaN where there is no point.
    transform : Affine
        North up.
    """
    low, high = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
    west, south, east, north = bounds or (low[0], low[1], high[0], high[1])
    left, top = np.floor(west / resolution) * resolution, np.ceil(north / resolution) * resolution
    shape = max(1, round(np.ceil((top - south) / resolution))), max(1, round(np.ceil((east - left) / resolution)))
    heights = _upper_means(np.ascontiguousarray(points, dtype=np.float64), left, top, resolution, shape)
    for _ in range(close):
        heights = _gaps_closed(heights)
    return heights.astype(np.float32), Affine(resolution, 0, float(left), 0, -resolution, float(top))


@numba.njit(nogil=True, cache=True)
def _upper_means(points: np.ndarray, left: float, top: float, size: float, shape: tuple) -> np.ndarray:
    highest, total = np.full(shape, -np.inf), np.zeros(shape)
    count = np.zeros(shape, np.int32)
    cell = np.empty((len(points), 2), np.int32)
    for n in range(len(points)):
        i, j = int(np.floor((top - points[n, 1]) / size)), int(np.floor((points[n, 0] - left) / size))
        inside = 0 <= i < shape[0] and 0 <= j < shape[1]
        cell[n, 0], cell[n, 1] = (i, j) if inside else (-1, -1)
        if inside:
            highest[i, j] = max(highest[i, j], points[n, 2])
    for n in range(len(points)):
        i, j = cell[n, 0], cell[n, 1]
        if i >= 0 and points[n, 2] >= highest[i, j] - 0.4 - size:
            total[i, j] += points[n, 2]
            count[i, j] += 1
    for i in range(shape[0]):
        for j in range(shape[1]):
            total[i, j] = total[i, j] / count[i, j] if count[i, j] else np.nan
    return total


@numba.njit(nogil=True, cache=True)
def _gaps_closed(heights: np.ndarray) -> np.ndarray:
    rows, columns = heights.shape
    result = heights.copy()
    around = np.empty(8)
    for i in range(rows):
        for j in range(columns):
            if heights[i, j] == heights[i, j]:
                continue
            count, possible = 0, -1
            for k in range(max(i - 1, 0), min(i + 2, rows)):
                for m in range(max(j - 1, 0), min(j + 2, columns)):
                    possible += 1
                    if heights[k, m] == heights[k, m]:
                        around[count] = heights[k, m]
                        count += 1
            if 8 * count >= 5 * possible:
                result[i, j] = np.median(around[:count])
    return result


def _opened(path: Path) -> Any:
    import laspy
    from laspy.errors import LaspyException

    if not path.is_file():
        raise UrbanThinkError("The point cloud {name} is not there.", "Check the path.", name=str(path))
    with path.open("rb") as stream:
        start = stream.read(4)
    if start != b"LASF":
        raise UrbanThinkError(
            "{name} is not a las or laz point cloud.",
            "Choose a .las, .laz or .copc.laz file, or a text file .xyz of x, y and z.",
            name=path.name,
        )
    try:
        return laspy.open(path)
    # lazrs reports damage as RuntimeError, numpy as ValueError.
    except (LaspyException, RuntimeError, ValueError, OSError) as error:
        raise _damaged(path) from error


def _laser_chunks(path: Path, tick: Callable[[float], None] | None) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    from laspy.errors import LaspyException

    with _opened(path) as reader:
        expected, done = int(reader.header.point_count), 0
        chunks = reader.chunk_iterator(CHUNK)
        while done < expected:
            try:
                chunk = next(chunks, None)
            except (LaspyException, RuntimeError, ValueError, OSError) as error:
                raise _damaged(path) from error
            if chunk is None or len(chunk) == 0:
                raise _damaged(path)
            done += len(chunk)
            xyz = np.column_stack([np.asarray(chunk.x), np.asarray(chunk.y), np.asarray(chunk.z)])
            yield xyz, np.asarray(chunk.classification, dtype=np.uint8)
            if tick:
                tick(done / expected)


def _text_chunks(path: Path, tick: Callable[[float], None] | None) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    if not path.is_file():
        raise UrbanThinkError("The point cloud {name} is not there.", "Check the path.", name=str(path))
    size = max(path.stat().st_size, 1)
    with path.open("rb") as stream:
        while lines := stream.readlines(32 * CHUNK):
            try:
                rows = [line.replace(b",", b" ").replace(b";", b" ").split()[:3] for line in lines if line.strip()]
                xyz = np.array(rows, dtype="S32").reshape(-1, 3).astype(np.float64)
            except ValueError as error:
                raise UrbanThinkError(
                    "{name} is not a text of points.",
                    "Every line must begin with x, y and z as numbers, without a heading.",
                    name=path.name,
                ) from error
            yield xyz, np.zeros(len(xyz), np.uint8)
            if tick:
                tick(stream.tell() / size)


def _crs_of(header: Any, path: Path) -> str:
    try:
        crs = header.parse_crs()
    except Exception:  # Whatever is wrong with the record, the user has to name the system.
        crs = None
    if crs is None:
        return _missing_crs(path)
    if crs.is_compound:
        crs = crs.sub_crs_list[0]
    code = crs.to_epsg()
    return f"EPSG:{code}" if code else str(crs.to_wkt())


def _missing_crs(path: Path) -> str:
    raise UrbanThinkError(
        "The point cloud {name} does not say its coordinate reference system.",
        "Choose it in the parameter for the system of the point cloud (LiDAR HD: EPSG:2154).",
        name=path.name,
    )


def _damaged(path: Path) -> UrbanThinkError:
    return UrbanThinkError(
        "The point cloud {name} is damaged or cut short.", "Download or copy it again.", name=path.name
    )


def _empty(path: Path) -> UrbanThinkError:
    return UrbanThinkError("The point cloud {name} has no points.", "Choose another file.", name=path.name)


def _meet(first: Bounds, second: Bounds) -> bool:
    return first[0] <= second[2] and second[0] <= first[2] and first[1] <= second[3] and second[1] <= first[3]


def _within(xyz: np.ndarray, bounds: Bounds | None) -> np.ndarray:
    if bounds is None:
        return np.ones(len(xyz), bool)
    x, y = xyz[:, 0], xyz[:, 1]
    inside: np.ndarray = (x >= bounds[0]) & (x <= bounds[2]) & (y >= bounds[1]) & (y <= bounds[3])
    return inside


def _part_of(tick: Callable[[float], None] | None, number: int, count: int) -> Callable[[float], None] | None:
    if tick is None:
        return None
    return lambda share: tick((number + share) / count)
