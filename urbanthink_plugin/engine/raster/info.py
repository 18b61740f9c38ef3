"""What a raster file says of itself, and whether it can be trusted."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

import rasterio
from odc.geo.geobox import GeoBox
from rasterio.errors import RasterioIOError

from ..errors import UrbanThinkError


@dataclass(frozen=True)
class RasterInfo:
    """The header of a raster file.

    Attributes
    ----------
    names : tuple of str
        Band descriptions; ``band 1`` … where a band has none.
    scales, offsets : tuple of float
        physical = stored · scale + offset, as the bands declare it (1 and 0 when they do not).
    nodata : tuple
        The stored value that means "no data", per band, or None.
    tags : dict
        Dataset-level metadata.
    """

    path: str
    geobox: GeoBox
    names: tuple[str, ...]
    described: bool
    dtypes: tuple[str, ...]
    nodata: tuple[float | None, ...]
    scales: tuple[float, ...]
    offsets: tuple[float, ...]
    units: tuple[str | None, ...]
    block_shape: tuple[int, int]
    tags: dict[str, str] = field(default_factory=dict)

    @property
    def is_scaled(self) -> bool:
        """Whether any band declares a scale or an offset of its own."""
        return any(scale != 1.0 for scale in self.scales) or any(offset != 0.0 for offset in self.offsets)


def describe(path: str | os.PathLike[str]) -> RasterInfo:
    """Read the header of a raster file.

    Raises
    ------
    UrbanThinkError
        If the file is missing, is no raster, is cut short, or has no coordinate reference system.
    """
    name = os.fspath(path)
    if _is_plain_file(name) and not os.path.exists(name):
        raise UrbanThinkError("The raster {path} does not exist.", "Check the path.", path=name)
    try:
        with rasterio.open(name) as source:
            _require_complete(source, name)
            if source.crs is None:
                raise UrbanThinkError(
                    "The raster {path} has no coordinate reference system.",
                    "Assign it in QGIS: Raster ▸ Projections ▸ Assign Projection.",
                    path=name,
                )
            descriptions = source.descriptions
            return RasterInfo(
                path=name,
                geobox=GeoBox((source.height, source.width), source.transform, source.crs.to_wkt()),
                names=tuple(text or f"band {number}" for number, text in enumerate(descriptions, 1)),
                described=all(descriptions),
                dtypes=tuple(source.dtypes),
                nodata=tuple(source.nodatavals),
                scales=tuple(source.scales),
                offsets=tuple(source.offsets),
                units=tuple(source.units),
                block_shape=source.block_shapes[0],
                tags=dict(source.tags()),
            )
    except RasterioIOError as error:
        raise UrbanThinkError(
            "The file {path} is not a raster that can be read.",
            "Check that it opens in QGIS; if it was downloaded or copied, do it again.",
            path=name,
        ) from error


def unreadable(path: str, error: BaseException) -> UrbanThinkError:
    """The sentence for a raster whose pixels cannot be read."""
    return UrbanThinkError(
        "The pixels of {path} cannot be read: {reason}.",
        "The file is damaged or incomplete: copy or download it again.",
        path=path,
        reason=error.__cause__ or error,
    )


def _require_complete(source: rasterio.DatasetReader, name: str) -> None:
    """A TIFF whose blocks lie beyond the end of the file was cut short; GDAL only notices when it reads that far."""
    if source.driver not in ("GTiff", "COG") or not _is_plain_file(name):
        return
    size = os.path.getsize(name)
    rows, columns = source.block_shapes[0]
    last_row, last_column = (source.height - 1) // rows, (source.width - 1) // columns
    needed = 0
    for band in source.indexes:
        for row in {0, last_row // 2, last_row}:
            for column in {0, last_column // 2, last_column}:
                offset = source.get_tag_item(f"BLOCK_OFFSET_{column}_{row}", "TIFF", bidx=band)
                length = source.get_tag_item(f"BLOCK_SIZE_{column}_{row}", "TIFF", bidx=band)
                if offset and length:
                    needed = max(needed, int(offset) + int(length))
    if needed > size:
        raise UrbanThinkError(
            "The raster {path} is incomplete: the file ends {missing} bytes too early.",
            "Copy or download it again.",
            path=name,
            missing=needed - size,
        )


def _is_plain_file(name: str) -> bool:
    return not name.startswith("/vsi") and "://" not in name and not (":" in name[2:] and not os.path.exists(name))
