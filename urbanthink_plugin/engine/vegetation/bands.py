"""Which band of a file is red, which is near infrared: from the names in the file, or as the user says.

Names of Sentinel-2 (``B04``, ``B4``, ``B8A``) and Landsat (``SR_B4``) and plain words (``red``, ``nir``, ``swir1``) are
known; the bands of each sensor are in ``resources/data/sensors.json``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..about import table
from ..errors import UrbanThinkError
from ..sensors import LANDSAT, SENTINEL2

WITHOUT_ROLE = re.compile(r"-|B\d{1,2}|S[RT]_B\d{1,2}|SCL|AOT|WVP|CLD|SNW|QA\w*|ST_\w+", re.IGNORECASE)
"""What may stand in a full list of bands although no index uses it."""

WORDS = {
    "blue": "blue",
    "green": "green",
    "red": "red",
    "rededge": "red_edge_1",
    "rededge1": "red_edge_1",
    "rededge2": "red_edge_2",
    "rededge3": "red_edge_3",
    "re1": "red_edge_1",
    "re2": "red_edge_2",
    "re3": "red_edge_3",
    "nir": "nir",
    "nir1": "nir",
    "nir2": "nir_narrow",
    "nirnarrow": "nir_narrow",
    "swir1": "swir1",
    "swir2": "swir2",
    "swir16": "swir1",
    "swir22": "swir2",
}
"""Words found as band names in products and catalogues, without case, spaces, hyphens and underscores."""

LABELS = {
    "blue": "blue",
    "green": "green",
    "red": "red",
    "red_edge_1": "red edge 1",
    "red_edge_2": "red edge 2",
    "red_edge_3": "red edge 3",
    "nir": "near infrared",
    "nir_narrow": "narrow near infrared",
    "swir1": "short-wave infrared 1",
    "swir2": "short-wave infrared 2",
}


def resolve_bands(
    names: Sequence[str], given: str | Sequence[str] | None, path: str, sensor: str | None = None
) -> dict[str, int]:
    """Find the band of each role.

    Parameters
    ----------
    names : sequence of str
        Band descriptions, in file order.
    given : str or sequence of str, optional
        The BANDS parameter: all names in file order (``B02,B03,B04``) or some with their numbers (``B04=3,B08=7``).
    path : str
        The file, for messages.
    sensor : str, optional
        Key of ``sensors.json``: decides what bare names such as ``B5`` mean.

    Returns
    -------
    dict
        Role (``red``, ``nir`` ...) to 1-based band number. Bands that play no role are left out.

    Raises
    ------
    UrbanThinkError
        If `given` does not fit the file, or one role is played by several bands.
    """
    told = _told(given)
    if told:
        return _as_told(told, len(names), path, sensor)
    roles: dict[str, int] = {}
    for number, name in enumerate(names, 1):
        role = role_of(name, sensor)
        if role in roles:
            raise UrbanThinkError(
                "{path} has several {role} bands ({first} and {second}); it is probably a time stack.",
                "Use one date at a time: extract it, or tell the bands to use with BANDS, for example B04=3,B08=7.",
                path=path,
                role=LABELS[role],
                first=names[roles[role] - 1],
                second=name,
            )
        if role:
            roles[role] = number
    return _with_fallback(roles)


def require_roles(index: str, needed: Sequence[str], found: Mapping[str, int], names: Sequence[str], path: str) -> None:
    """Refuse an index whose bands are not all there.

    Raises
    ------
    UrbanThinkError
        Naming the index, the missing bands, and what the file has.
    """
    missing = [role for role in needed if role not in found]
    if not missing:
        return
    codes = {row["role"]: code for code, row in table("sensors")[SENTINEL2]["bands"].items()}
    raise UrbanThinkError(
        "{index} needs the band {missing}, which {path} does not have; its bands are: {names}.",
        "If the band is there under another name, tell all band names in file order with BANDS (for example "
        "B02,B03,B04,B08), or some by number (B04=3,B08=7). Otherwise leave {index} out.",
        index=index,
        missing=", ".join(f"{codes[role]} ({LABELS[role]})" for role in missing),
        path=path,
        names=", ".join(names),
    )


def role_of(name: str, sensor: str | None = None) -> str:
    """The role of a band by its name, or an empty string: ``role_of("B04") == "red"``."""
    text = name.strip()
    word = re.sub(r"[\s_\-]", "", text).lower()
    if word in WORDS:
        return WORDS[word]
    # "nir08" is Landsat's only near infrared, but Sentinel-2's narrow one.
    if word == "nir08":
        return "nir" if sensor and sensor != SENTINEL2 else "nir_narrow"
    code = re.match(r"(SR_)?B0*(\d{1,2}A?)(?![0-9A-Za-z])", text, re.IGNORECASE)
    if not code:
        return ""
    is_landsat = bool(code.group(1)) or (sensor is not None and sensor != SENTINEL2)
    bands = table("sensors")[LANDSAT if is_landsat else SENTINEL2]["bands"]
    number = code.group(2).upper()
    row = bands.get(f"SR_B{number}" if is_landsat else f"B{number:0>2}")
    return str(row["role"]) if row else ""


def _told(given: str | Sequence[str] | None) -> list[str]:
    parts = re.split(r"[,;]", given) if isinstance(given, str) else list(given or [])
    return [part.strip() for part in parts if part.strip()]


def _as_told(told: Sequence[str], count: int, path: str, sensor: str | None) -> dict[str, int]:
    numbered = [part.partition("=") for part in told]
    if not any(sign for _, sign, _ in numbered) and len(told) != count:
        raise UrbanThinkError(
            "BANDS names {told} bands, but {path} has {count}.",
            "Name every band in file order, or only some with their numbers, for example B04=3,B08=7.",
            told=len(told),
            path=path,
            count=count,
        )
    roles: dict[str, int] = {}
    for place, (name, sign, text) in enumerate(numbered, 1):
        role = role_of(name, sensor)
        if not role and not (WITHOUT_ROLE.fullmatch(name.strip()) and not sign):
            raise UrbanThinkError(
                "BANDS: '{name}' is no band name that is known.",
                "Use Sentinel-2 names (B02, B03, B04, B05, B06, B07, B08, B8A, B11, B12), Landsat names "
                "(SR_B2 … SR_B7) or words (blue, green, red, rededge1, nir, swir1, swir2).",
                name=name.strip(),
            )
        if role in roles:
            raise UrbanThinkError("BANDS names the {role} band twice.", "Name each band once.", role=LABELS[role])
        if role:
            roles[role] = _band_number(text, count, path) if sign else place
    return _with_fallback(roles)


def _band_number(text: str, count: int, path: str) -> int:
    if text.strip().isdigit() and 1 <= int(text) <= count:
        return int(text)
    raise UrbanThinkError(
        "BANDS: {path} has no band number '{number}'.",
        "Its bands are numbered from 1 to {count}.",
        path=path,
        number=text.strip(),
        count=count,
    )


def _with_fallback(roles: dict[str, int]) -> dict[str, int]:
    """A 20 m product has no B08: its B8A serves as near infrared."""
    if "nir" not in roles and "nir_narrow" in roles:
        return {**roles, "nir": roles["nir_narrow"]}
    return roles
