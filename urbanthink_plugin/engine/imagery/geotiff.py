"""Plain GeoTIFFs: one image, a time stack, or one file per band; what they hold is read from names and metadata."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path, PurePosixPath

import numpy as np
import rasterio
from rasterio.enums import Resampling

from ..about import table
from ..dates import acquisition_date, find_date
from ..errors import UrbanThinkError
from ..raster import RasterInfo, describe
from ..run import Run
from ..sensors import LANDSAT, SENTINEL2, Calibration, baseline_of, calibrate, check_offset, sensor_of
from .containers import Container
from .pixels import LST, MASKS, Layer, sample_files
from .radiometry import Declared, decide_offset, landsat_scaling, require_plausible
from .scenes import OPTICAL_SCALE, Scene

#: One file per Sentinel-2 band: ``S2A_MSIL2A_20170617T113321_4_55_B02.tif``, ``T31TFJ_20240701T103031_B04_10m.tif``.
BAND_FILE = re.compile(
    r"(?:^|/)(?P<scene>(?:S2[ABCD]_|T\d\d[A-Z]{3}_)[^/]*?)_(?P<band>B(?:0[1-9]|1[0-2]|8A)|SCL)(?:_\d\dm)?\.(?:tiff?|jp2)$",
    re.IGNORECASE,
)
_SENSORS = {
    "": "auto", "auto": "auto",
    "sentinel2": "sentinel2", "sentinel2l2a": "sentinel2", "s2": "sentinel2",
    "landsat": "landsat", "landsatc2l2": "landsat", "landsatl2": "landsat",
    "reflectance": "reflectance", "optical": "reflectance",
    "temperature": "temperature", "surfacetemperature": "temperature", "thermal": "temperature", "lst": "temperature",
}  # fmt: skip
_KELVIN = ("k", "kelvin", "kelvins", "degk")
_SURFACE_TEMPERATURE = re.compile(
    r"land.?surface.?temperature|(^|[^a-z])lst([^a-z]|$)|surface_temperature", re.IGNORECASE
)
SAMPLE_SIDE = 512
UNKNOWN_DAY = date(1970, 1, 1)


def known_sensor(sensor: str | None) -> str:
    """``auto``, ``sentinel2``, ``landsat``, ``reflectance`` or ``temperature``.

    Raises
    ------
    UrbanThinkError
        For anything else.
    """
    found = _SENSORS.get(re.sub(r"[^a-z0-9]", "", (sensor or "").lower()))
    if found is None:
        raise UrbanThinkError(
            "There is no sensor called {sensor}.",
            "Use auto, sentinel2, landsat, reflectance or temperature.",
            sensor=sensor,
        )
    return found


def band_file_scenes(container: Container, run: Run) -> tuple[list[Scene], str]:
    """Sentinel-2 acquisitions kept as one file per band, each at its own resolution."""
    groups: dict[str, dict[str, str]] = {}
    for name in container.rasters():
        match = BAND_FILE.search(name)
        if match:
            groups.setdefault(match["scene"], {}).setdefault(match["band"].upper(), container.gdal_path(name))
    return [_band_file_scene(scene, paths, run) for scene, paths in sorted(groups.items())], "L2"


def raster_scenes(
    paths: Sequence[str], sensor: str, bands: str | Sequence[str] | None, run: Run
) -> tuple[list[Scene], str]:
    """The acquisitions in one or several GeoTIFFs, by date, and their level where a name or the metadata tell it.

    Raises
    ------
    UrbanThinkError
        If a file cannot be used or does not say what it holds.
    """
    scenes = [scene for path in paths for scene in _file_scenes(path, sensor, _told(bands), run)]
    levels = {str(scene.private["level"]) for scene in scenes}
    return sorted(scenes, key=lambda scene: (scene.datetime, scene.scene_id)), levels.pop() if len(levels) == 1 else ""


def _band_file_scene(scene_id: str, paths: Mapping[str, str], run: Run) -> Scene:
    layers = {band: Layer(path, 1, OPTICAL_SCALE, 0.0, 0.0) for band, path in sorted(paths.items())}
    if "SCL" in layers:
        layers["SCL"] = Layer(paths["SCL"], nodata=0.0)
    sample = sample_files(layers, SAMPLE_SIDE)
    info = describe(paths.get("B02") or next(iter(paths.values())))
    baseline = baseline_of(scene_id, {}) or baseline_of("", info.tags)
    decision = decide_offset("pixels" if not baseline else "baseline", Declared(baseline), sample)
    require_plausible(scene_id, decision.offset, sample)
    run.log(
        "info",
        "{scene}: radiometric offset {offset}, by its {reason}.",
        scene=scene_id,
        offset=f"{decision.offset:g}",
        reason=decision.rests_on,
    )
    shift = decision.offset * OPTICAL_SCALE
    layers = {
        band: layer if band == "SCL" else Layer(layer.path, 1, OPTICAL_SCALE, shift, 0.0)
        for band, layer in layers.items()
    }
    day = acquisition_date("", True, info.tags, scene_id)
    return _scene(scene_id, day, info, layers, "sentinel-2-l2a", "L2", baseline)


def _file_scenes(path: str, sensor: str, told: Sequence[str], run: Run) -> list[Scene]:
    info = describe(path)
    names = _names(info, told)
    kind = _kind(info, names, sensor, bool(told))
    if kind == "temperature":
        return _temperature_scenes(info, names, run)
    days = [find_date(name) for name in names]
    if len(names) > 1 and all(days):
        # A time stack: "B04 2024-06-01" or "B04 2024-06".
        return _optical_stack(info, names, days, sensor, run)
    day = acquisition_date("", True, info.tags, _file_name(info))
    return [_optical_scene(info, dict(enumerate(names, 1)), day, sensor, run)]


def _kind(info: RasterInfo, names: Sequence[str], sensor: str, told: bool) -> str:
    if sensor != "auto":
        is_thermal = sensor == "temperature" or (sensor == "landsat" and _is_landsat_temperature(info))
        return "temperature" if is_thermal else "reflectance"
    described = " ".join([*names, *(info.tags.get(key, "") for key in ("long_name", "LST"))])
    units = {str(unit or info.tags.get("units") or info.tags.get("UNITS") or "").lower() for unit in info.units}
    if _is_landsat_temperature(info) or units <= set(_KELVIN) or _SURFACE_TEMPERATURE.search(described):
        return "temperature"
    if told or any(_band_code(name) for name in names):
        return "reflectance"
    if all(find_date(name) for name in names) and _is_kelvin(_median(info, range(1, len(names) + 1))):
        return "temperature"
    raise UrbanThinkError(
        "{path} does not tell what it holds; its bands are: {names}.",
        "Name its bands in file order with BANDS (for example B02,B03,B04,B08), or set SENSOR to temperature.",
        path=info.path,
        names=", ".join(info.names),
    )


def _temperature_scenes(info: RasterInfo, names: Sequence[str], run: Run) -> list[Scene]:
    single = len(names) == 1
    scenes = []
    for number, name in enumerate(names, 1):
        day = acquisition_date(name, single, info.tags, _file_name(info))
        scale, offset = _kelvin_scaling(info, number)
        nodata = info.nodata[number - 1]
        layer = Layer(info.path, number, scale, offset, 0.0 if nodata is None and _is_whole(info, number) else nodata)
        level = "L2" if _is_landsat_temperature(info) or _SURFACE_TEMPERATURE.search(" ".join(info.names)) else ""
        scene_id = Path(info.path).stem if single else f"{Path(info.path).stem} {name}"
        scenes.append(_scene(scene_id, day, info, {LST: layer}, "temperature", level))
    median = _median(info, [1]) * scenes[0].private["layers"][LST].scale + scenes[0].private["layers"][LST].offset
    if not _is_kelvin(median):
        raise UrbanThinkError(
            "The values of {path} (median {median}) are no surface temperature in kelvin.",
            "Give kelvin, or a Landsat band ST_B10 under its own name; heat_island takes degrees Celsius as they are.",
            path=info.path,
            median=f"{median:.4g}",
        )
    _warn_undated(scenes, run)
    return scenes


def _optical_stack(
    info: RasterInfo, names: Sequence[str], days: Sequence[date | None], sensor: str, run: Run
) -> list[Scene]:
    by_day: dict[date, dict[int, str]] = {}
    for number, (name, day) in enumerate(zip(names, days, strict=True), 1):
        by_day.setdefault(day or UNKNOWN_DAY, {})[number] = name
    return [_optical_scene(info, group, day, sensor, run) for day, group in sorted(by_day.items())]


def _optical_scene(info: RasterInfo, numbered: Mapping[int, str], day: date | None, sensor: str, run: Run) -> Scene:
    named = {number: _band_code(name) or name for number, name in numbered.items() if name not in ("", "-")}
    known = _sensor(info, sensor)
    bands = {number: name for number, name in named.items() if name not in MASKS}
    first = next(iter(bands)) - 1
    calibration = calibrate(
        info.path,
        info.dtypes[first],
        scale=info.scales[first],
        offset=info.offsets[first],
        tags={**info.tags, "platform": "landsat"} if known == LANDSAT else info.tags,
        median=_median(info, bands),
    )
    if not calibration.is_reflectance:
        raise UrbanThinkError(
            "{path} holds 8-bit values, which are not reflectance.",
            "Use a surface reflectance product.",
            path=info.path,
        )
    layers = {name: _layer(info, number, name, calibration, known) for number, name in named.items()}
    _require_offset(info, layers)
    run.log(
        "info",
        "{path}: reflectance = value × {scale} + {offset}.",
        path=_file_name(info),
        scale=f"{calibration.factor * info.scales[first]:g}",
        offset=f"{calibration.factor * info.offsets[first] + calibration.offset:g}",
    )
    scene_id = Path(info.path).stem if len(numbered) == len(info.names) else f"{Path(info.path).stem} {day}"
    collection = "landsat-c2-l2" if known == LANDSAT else "sentinel-2-l2a" if known == SENTINEL2 else "reflectance"
    scene = _scene(scene_id, day, info, layers, collection, "L2" if known else "", calibration.baseline)
    _warn_undated([scene], run)
    return scene


def _layer(info: RasterInfo, number: int, name: str, calibration: Calibration, known: str | None) -> Layer:
    nodata = info.nodata[number - 1]
    if name in MASKS:
        return Layer(info.path, number, nodata=nodata)
    if nodata is None and known and _is_whole(info, number):
        nodata = float(table("sensors")[known]["nodata"])
    scale, offset = info.scales[number - 1], info.offsets[number - 1]
    factor = calibration.factor
    return Layer(info.path, number, scale * factor, offset * factor + calibration.offset, nodata)


def _require_offset(info: RasterInfo, layers: Mapping[str, Layer]) -> None:
    """The guard on the offset, by dense vegetation (NDVI) where there is no classification."""
    roles = {"B02": "blue", "B03": "green", "B04": "red", "B08": "nir"}
    thin: dict[str, np.ndarray] = {}
    with rasterio.open(info.path) as source:
        for name, role in roles.items():
            if name in layers:
                stored = source.read(layers[name].number, out_shape=_thin_shape(info), resampling=Resampling.nearest)
                nodata = layers[name].nodata
                valid = np.ones(stored.shape, bool) if nodata is None else stored != nodata
                thin[role] = layers[name].physical(stored, valid)
    check = check_offset(thin)
    if check.is_doubtful:
        raise UrbanThinkError(
            "Doubtful radiometric offset in {path}: {negative} % of its visible pixels are negative, dense vegetation "
            "has a red reflectance of {red} (0 to 0.10 is normal).",
            "Import the product under its own name (it tells the processing baseline), or write scale and offset into "
            "the file.",
            path=info.path,
            negative=f"{100 * check.negative:.0f}",
            red="–" if np.isnan(check.dense_red) else f"{check.dense_red:.3f}",
        )


def _kelvin_scaling(info: RasterInfo, number: int) -> tuple[float, float]:
    """Kelvin = stored · scale + offset: as the band declares, as its sensor's table says, else as it is."""
    scale, offset = info.scales[number - 1], info.offsets[number - 1]
    if scale != 1.0 or offset != 0.0:
        return scale, offset
    if _is_whole(info, number) and _is_landsat_temperature(info):
        return landsat_scaling("ST_B10")
    return 1.0, 0.0


def _scene(
    scene_id: str,
    day: date | None,
    info: RasterInfo,
    layers: Mapping[str, Layer],
    collection: str,
    level: str,
    baseline: str = "",
) -> Scene:
    return Scene(
        scene_id=scene_id,
        datetime=datetime.combine(day or UNKNOWN_DAY, time(12), UTC),
        cloud_cover=None,
        tile="",
        source="local",
        collection=collection,
        footprint=info.geobox.extent.to_crs("EPSG:4326"),
        baseline=baseline or None,
        private={"layers": dict(layers), "level": level, "dated": day is not None},
    )


def _warn_undated(scenes: Sequence[Scene], run: Run) -> None:
    for scene in scenes:
        if not scene.private["dated"]:
            run.log(
                "warning",
                "{scene} does not tell its date (band description, metadata, file name); it is given as 1970-01-01.",
                scene=scene.scene_id,
            )


def _names(info: RasterInfo, told: Sequence[str]) -> tuple[str, ...]:
    # Where the file tells, names only choose among its bands, and the caller does that.
    if not told or (info.described and set(told) <= {_band_code(name) or name for name in (*info.names, LST)}):
        return info.names
    if len(told) != len(info.names):
        raise UrbanThinkError(
            "BANDS names {told} bands, but {path} has {count}.",
            "Name every band in file order; write - for one that is not needed.",
            told=len(told),
            path=info.path,
            count=len(info.names),
        )
    return tuple(told)


def _told(bands: str | Sequence[str] | None) -> list[str]:
    parts = re.split(r"[,;]", bands) if isinstance(bands, str) else list(bands or [])
    return [part.strip() for part in parts if part.strip()]


def _band_code(name: str) -> str:
    """``B4``, ``b04`` and ``B04 2024-06-01`` are B04; Landsat names, words and masks as they are; else empty."""
    text = re.sub(r"[\s_]*(?:19|20)\d{2}-\d{2}(?:-\d{2})?$", "", name.strip())
    code = re.fullmatch(r"B0*(\d{1,2}A?)", text, re.IGNORECASE)
    if code:
        return f"B{code.group(1).upper():0>2}"
    if re.fullmatch(r"SR_B[1-7]|SCL|QA_PIXEL", text, re.IGNORECASE):
        return text.upper()
    words = ("blue", "green", "red", "nir", "swir1", "swir2", "red_edge_1", "red_edge_2", "red_edge_3", "nir_narrow")
    return text.lower() if text.lower() in words else ""


def _sensor(info: RasterInfo, sensor: str) -> str | None:
    told = {"sentinel2": SENTINEL2, "landsat": LANDSAT}.get(sensor)
    return told or sensor_of(info.path, info.tags)


def _is_landsat_temperature(info: RasterInfo) -> bool:
    return re.search(table("sensors")["landsat_c2"]["file_name"], _file_name(info)) is not None


def _is_whole(info: RasterInfo, number: int) -> bool:
    return np.dtype(info.dtypes[number - 1]).kind != "f"


def _is_kelvin(median: float) -> bool:
    low, high = table("sensors")["landsat_c2"]["plausible_median_kelvin"]
    return bool(low <= median <= high)


def _median(info: RasterInfo, numbers: Sequence[int] | Mapping[int, str] | range) -> float:
    """Median of thinned stored values, NaN where there are none."""
    with rasterio.open(info.path) as source:
        stored = source.read(list(numbers), out_shape=(len(numbers), *_thin_shape(info)), masked=True)
    values = stored.compressed().astype(np.float64)
    values = values[np.isfinite(values) & (values != 0)]
    return float(np.median(values)) if values.size else float("nan")


def _thin_shape(info: RasterInfo) -> tuple[int, int]:
    height, width = info.geobox.shape
    step = max(1.0, max(height, width) / SAMPLE_SIDE)
    return max(1, int(height / step)), max(1, int(width / step))


def _file_name(info: RasterInfo) -> str:
    return PurePosixPath(info.path.replace("\\", "/")).name
