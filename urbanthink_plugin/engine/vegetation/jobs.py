"""Jobs of the vegetation theme: read the images, call the science, write the layers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..about import table
from ..errors import UrbanThinkError
from ..raster import (
    FLOAT32,
    Encoding,
    RasterInfo,
    describe,
    map_pixels,
    write_raster,
)
from ..raster.windows import sample_raster
from ..run import Run
from ..sensors import Calibration, OffsetCheck, calibrate, check_offset, sensor_of
from .bands import require_roles, resolve_bands
from .indices import INDICES, index_block

VISIBLE_AND_NIR = ("blue", "green", "red", "nir")
FINE, COARSE = 1e-4, 1e-3
"""Steps of the stored integers; the coarse one for indices that reach beyond 3.2767."""


def spectral_indices(
    run: Run,
    *,
    input: str,
    output: str,
    indices: Sequence[str],
    bands: str | Sequence[str] | None = None,
    encoding: str = "int16",
    offset: str | None = "auto",
) -> dict[str, Any]:
    """Compute spectral indices of one image, one band per index.

    Parameters
    ----------
    run : Run
    input : path
        Surface reflectance, or the digital numbers it is stored as.
    output : path
    indices : sequence of str
        Names of ``resources/data/spectral_indices.json``.
    bands : str or sequence of str, optional
        What the bands are, where the file does not tell: ``B02,B03,B04,B08`` or ``B04=3,B08=7``.
    encoding : {"int16", "float32"}
        Whole numbers of 0.0001 (0.001 for the indices that need it), or floating point.
    offset : str, optional
        Radiometric offset in digital numbers: ``auto``, ``0``, ``-1000``.

    Returns
    -------
    dict
        ``OUTPUT``.
    """
    wanted = _known(indices)
    info = describe(input)
    names = info.names if info.described else tuple("" for _ in info.names)
    roles = resolve_bands(names, bands, input, sensor_of(input, info.tags))
    for name in wanted:
        require_roles(name, INDICES[name].roles, roles, info.names, input)
    used = sorted({role for name in wanted for role in INDICES[name].roles}, key=lambda role: roles[role])
    told = [f"{role} = {info.names[roles[role] - 1]} ({roles[role]})" for role in used]
    run.log("info", "Bands used: {bands}.", bands=", ".join(told))
    calibration = _calibrated(run, info, roles, used, wanted, offset)
    _explain(run, wanted)

    numbers = sorted({roles[role] for role in used})
    stored = _encoding(wanted, encoding)
    image = map_pixels(
        index_block,
        input,
        numbers,
        bands=wanted,
        encoding=stored,
        names=wanted,
        positions={role: numbers.index(roles[role]) for role in used},
        factor=calibration.factor,
        offset=calibration.offset,
    )
    write_raster(
        image,
        output,
        run.part(0.05, 1.0),
        encoding=stored,
        units="1",
        tags=_tags(wanted, info, calibration),
        provenance_inputs=[input],
        text="Computing indices",
    )
    return {"OUTPUT": str(output)}


def _known(indices: Sequence[str]) -> list[str]:
    """The wanted indices once each, in the order asked; a single string is a comma-separated list."""
    asked = indices.split(",") if isinstance(indices, str) else list(indices)
    names = list(dict.fromkeys(name.strip() for name in asked if name.strip()))
    unknown = [name for name in names if name not in INDICES]
    if unknown or not names:
        raise UrbanThinkError(
            "No spectral index is called '{name}'." if unknown else "No spectral index was chosen.",
            "Choose among {known}.",
            name=", ".join(unknown),
            known=", ".join(INDICES),
        )
    return names


def _calibrated(
    run: Run,
    info: RasterInfo,
    roles: dict[str, int],
    used: Sequence[str],
    wanted: Sequence[str],
    choice: str | None,
) -> Calibration:
    """Find the way to reflectance, say so, and check it on a sample of the image."""
    looked_at = [role for role in VISIBLE_AND_NIR if role in roles] or list(used)
    sample = sample_raster(info.path, [roles[role] for role in looked_at])
    run.progress(0.05, "Checking the reflectance")
    first = roles[used[0]] - 1
    calibration = calibrate(
        info.path,
        info.dtypes[first],
        scale=info.scales[first],
        offset=info.offsets[first],
        tags=info.tags,
        choice=choice,
        median=float(np.nanmedian(sample)),
    )
    _log_calibration(run, calibration)
    if not calibration.is_reflectance:
        _require_scale_free(run, wanted, info.path)
        return calibration
    reflectance = sample * calibration.factor + calibration.offset
    _judge(run, check_offset(dict(zip(looked_at, reflectance, strict=True))), calibration, info.path)
    return calibration


def _judge(run: Run, check: OffsetCheck, calibration: Calibration, path: str) -> None:
    values = {
        "path": path,
        "negative": f"{100 * check.negative:.0f}",
        "red": "–" if np.isnan(check.dense_red) else f"{check.dense_red:.3f}",
    }
    if check.is_doubtful and calibration.rests_on == "user":
        run.log(
            "warning",
            "The OFFSET that was told looks wrong for {path}: {negative} % of the visible pixels are negative, dense "
            "vegetation has a red reflectance of {red} (0 to 0.10 is normal).",
            **values,
        )
    elif check.is_doubtful:
        raise UrbanThinkError(
            "Doubtful radiometric offset in {path}: {negative} % of the visible pixels are negative, dense vegetation "
            "has a red reflectance of {red} (0 to 0.10 is normal).",
            "Sentinel-2 products from processing baseline 04.00 on need OFFSET -1000; older or harmonised ones need "
            "OFFSET 0. Choose the one that fits and run it again.",
            **values,
        )
    elif check.lacks_dark_pixels:
        run.log(
            "warning",
            "{path} has no dark pixel (its darkest reflect {darkest}): cloud, haze, or a missing radiometric offset "
            "(Sentinel-2 from processing baseline 04.00: OFFSET -1000).",
            path=path,
            darkest=f"{check.darkest:.2f}",
        )


def _log_calibration(run: Run, calibration: Calibration) -> None:
    values = {"scale": f"{calibration.factor:g}", "offset": f"{calibration.offset:g}"}
    match calibration.rests_on:
        case "bands":
            run.log("info", "Reflectance: by the scale and offset that the bands declare.")
        case "metadata":
            run.log("info", "Reflectance = value × {scale} + {offset}, as the file's metadata say.", **values)
        case "baseline":
            run.log(
                "info",
                "Reflectance = value × {scale} + {offset}: Sentinel-2, processing baseline {baseline}.",
                baseline=calibration.baseline,
                **values,
            )
        case "sensor":
            run.log("info", "Reflectance = value × {scale} + {offset}, by the sensor's table.", **values)
        case "float":
            run.log("info", "The values are taken as reflectance.")
        case "user":
            run.log("info", "Reflectance = value × {scale} + {offset}, with the OFFSET that was told.", **values)


def _require_scale_free(run: Run, wanted: Sequence[str], path: str) -> None:
    refused = [name for name in wanted if not INDICES[name].scale_free]
    if refused:
        raise UrbanThinkError(
            "{path} holds 8-bit values, which are not reflectance; {indices} cannot be computed from them.",
            "Use a surface reflectance product, or choose ratios such as {ratios}.",
            path=path,
            indices=", ".join(refused),
            ratios=", ".join([name for name, index in INDICES.items() if index.scale_free][:4]),
        )
    run.log(
        "warning",
        "{path} holds 8-bit values, which are not reflectance: compare the indices within this image only.",
        path=path,
    )


def _explain(run: Run, wanted: Sequence[str]) -> None:
    """Say what is easily misread."""
    if "NDWI" in wanted:
        run.log("info", "NDWI is McFeeters' open-water index (1996); Gao's leaf-water NDWI is NDMI here.")
    if "EVI" in wanted:
        run.log("info", "EVI has no data outside −1 … 1.5: over bright cloud and roofs its denominator vanishes.")
    if "NDBI" in wanted:
        run.log("info", "NDBI is exactly the opposite of NDMI.")
    if "IBI" in wanted:
        run.log("info", "IBI is computed with its three components shifted by 1, because the raw form is singular.")


def _encoding(wanted: Sequence[str], encoding: str) -> Encoding:
    if encoding == "float32":
        return FLOAT32
    if encoding != "int16":
        raise UrbanThinkError("ENCODING is '{encoding}'.", "Use int16 or float32.", encoding=encoding)
    reach = [max(abs(limit) for limit in INDICES[name].valid_range) for name in wanted]
    return Encoding(
        "int16", scale=FINE, nodata=-32768, band_scales=tuple(FINE if far <= 32767 * FINE else COARSE for far in reach)
    )


def _tags(wanted: Sequence[str], info: RasterInfo, calibration: Calibration) -> dict[str, str]:
    rows = table("spectral_indices")["indices"]
    dates = {key: value for key, value in info.tags.items() if "DATE" in key.upper()}
    formulas = {f"FORMULA_{name}": f"{rows[name]['formula']} ({rows[name]['reference']})" for name in wanted}
    return {**dates, **formulas, "REFLECTANCE": f"value * {calibration.factor:g} + {calibration.offset:g}"}
