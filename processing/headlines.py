"""The numbers of a diagnosis in words: figures with their basis, for the report and the first page of the PDF."""

from __future__ import annotations

from typing import Any, NamedTuple

from qgis.PyQt.QtCore import QCoreApplication

from .installed import version
from .solar_words import solar_figures, solar_method, solar_sources
from .styling import heat_class_titles, range_label
from .wording import Figure, about, dates_text, decimal, interval, kelvin, percent, whole

translate = QCoreApplication.translate

MODERATE = 3  # value of the first class that a town should act on


class ClassRow(NamedTuple):
    """One class of heat: its limits, its share of the built-up area, its residents."""

    value: int
    title: str
    limits: str
    share: float
    residents: int | None


def figures(summary: dict[str, Any]) -> list[Figure]:
    """The headline figures, the most important first."""
    found = []
    heat, zones, vegetation = summary["heat"], summary["zones"], summary["vegetation"]
    if heat:
        found += [_intensity(heat), _hot_share(heat)]
    if zones and zones["residents_by_class"]:
        found.append(_exposed(zones))
    if vegetation:
        found.append(_greenness(vegetation, zones))
    if summary["solar"]:
        found += solar_figures(summary["solar"])
    return found


def class_rows(summary: dict[str, Any]) -> list[ClassRow]:
    """The classes of heat with what is in them."""
    heat, zones = summary["heat"], summary["zones"]
    residents = (zones or {}).get("residents_by_class") or {}
    titles = heat_class_titles()
    lows = [row["from_kelvin"] for row in heat["classes"]]
    return [
        ClassRow(
            row["value"],
            titles[row["key"]],
            range_label(low, high, "K"),
            heat["built_up_share"].get(str(row["value"]), 0.0),
            residents.get(str(row["value"])),
        )
        for row, low, high in zip(heat["classes"], lows, [*lows[1:], None], strict=True)
    ]


def hottest_rows(summary: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """Name, mean, interval and residents of the hottest zones."""
    rows = (summary["zones"] or {}).get("hottest") or []
    return [
        (
            row["name"],
            kelvin(row["mean"]),
            interval(row["low"], row["high"]),
            "" if row["residents"] is None else whole(row["residents"]),
        )
        for row in rows
    ]


def surface_note() -> str:
    """What a satellite does not see; printed on every heat map."""
    return translate(
        "UrbanThink",
        "Surface temperature is not felt temperature: a satellite sees roofs, ground and tree tops on clear days, "
        "not the air that people breathe nor the night.",
    )


def subtitle(summary: dict[str, Any]) -> str:
    """What the diagnosis tells about."""
    parts = []
    if summary["heat"]:
        parts.append(translate("UrbanThink", "surface heat island"))
    if summary["vegetation"]:
        parts.append(translate("UrbanThink", "vegetation"))
    if summary["zones"]:
        parts.append(translate("UrbanThink", "{count} blocks").format(count=whole(summary["zones"]["count"])))
    if summary["solar"]:
        parts.append(translate("UrbanThink", "solar potential"))
    words = ", ".join(parts)
    return words[:1].upper() + words[1:]


def method(summary: dict[str, Any]) -> list[tuple[str, str]]:
    """How each figure was made, term by term."""
    heat, vegetation, zones = summary["heat"], summary["vegetation"], summary["zones"]
    found = []
    if heat:
        found.append(
            (
                translate("UrbanThink", "Surface heat island"),
                translate(
                    "UrbanThink",
                    "On each date, temperature minus the median of the reference ({reference}, {pixels} pixels); then "
                    "the median of the dates of the season. The 90 % interval comes from drawing dates again. Class "
                    "limits: −1, 1, 3 and 6 K; they are a choice of this software, no standard imposes them.",
                ).format(reference=reference_words(heat["reference"]), pixels=whole(heat["rural_pixels"])),
            )
        )
    if zones and zones["residents_by_class"]:
        found.append(
            (
                translate("UrbanThink", "Residents"),
                translate(
                    "UrbanThink",
                    "All residents of a block are counted in the class of its mean. The interval of a block is its "
                    "mean ± 1.64 standard errors of its pixels.",
                ),
            )
        )
    if vegetation:
        found.append(
            (
                translate("UrbanThink", "Vegetation"),
                translate(
                    "UrbanThink",
                    "NDVI = (near infrared − red) / (near infrared + red), from surface reflectance. Ground with "
                    "{threshold} and more is called vegetated.",
                ).format(threshold=decimal(vegetation["threshold"], 1)),
            )
        )
    if summary["solar"]:
        found += solar_method(summary["solar"])
    found.append(
        (
            translate("UrbanThink", "To make it again"),
            translate(
                "UrbanThink",
                "recipe.json holds every parameter; the file beside each layer holds its inputs and versions.",
            ),
        )
    )
    return found


def reference_words(key: str) -> str:
    """What the town is compared with."""
    return {
        "vegetated_border": translate("UrbanThink", "vegetation bordering the town"),
        "equal_ring": translate("UrbanThink", "ring of equal area round the town"),
        "land_cover": translate("UrbanThink", "open country"),
        "zones": translate("UrbanThink", "chosen zones"),
    }.get(key, key)


def source_line(summary: dict[str, Any], theme: str = "") -> str:
    """Data, dates and software of one theme (``heat``, ``vegetation``, ``solar``) or of all: the line below a map."""
    heat, vegetation = summary["heat"], summary["vegetation"]
    parts = []
    if heat and theme in ("", "heat"):
        parts.append(
            translate("UrbanThink", "Surface temperature: {data}, {dates}").format(
                data=heat["source"], dates=dates_text(heat["dates"])
            )
        )
    if vegetation and theme in ("", "vegetation"):
        parts.append(
            translate("UrbanThink", "Reflectance: {data}, {date}").format(
                data=vegetation["source"], date=_period_text(vegetation["dates"])
            )
        )
    if summary["solar"] and theme in ("", "solar"):
        parts += solar_sources(summary["solar"])
    parts.append(
        translate("UrbanThink", "Made on {date} with UrbanThink {version}").format(
            date=dates_text([summary["made"]]), version=version()
        )
    )
    return " · ".join(parts)


def _period_text(dates: list[str]) -> str:
    """The days of an image; those of a composite of many by the first and the last."""
    if not dates:
        return translate("UrbanThink", "date not told by the file")
    if len(dates) <= 3:
        return dates_text(dates)
    return translate("UrbanThink", "{count} dates from {first} to {last}").format(
        count=len(dates), first=dates_text(dates[:1]), last=dates_text(dates[-1:])
    )


def _intensity(heat: dict[str, Any]) -> Figure:
    return Figure(
        kelvin(heat["intensity"]),
        translate("UrbanThink", "Surface heat island of the town"),
        translate(
            "UrbanThink", "{interval} (90 % interval). Sealed ground against the reference, median of {count} dates."
        ).format(interval=interval(heat["low"], heat["high"]), count=len(heat["dates"])),
    )


def _hot_share(heat: dict[str, Any]) -> Figure:
    low, high = (percent(value) for value in heat["hot_share_interval"])
    share = sum(value for key, value in heat["built_up_share"].items() if int(key) >= MODERATE)
    strong = heat["built_up_share"].get("4", 0.0)
    return Figure(
        percent(share),
        translate("UrbanThink", "of the built-up area is a moderate or strong heat island"),
        translate(
            "UrbanThink", "{low} to {high} (90 % interval). Strong, 6 K and more: {share}. Built-up area: {area} km²."
        ).format(low=low, high=high, share=percent(strong), area=decimal(heat["built_up_km2"])),
    )


def _exposed(zones: dict[str, Any]) -> Figure:
    hot = sum(count for key, count in zones["residents_by_class"].items() if int(key) >= MODERATE)
    total = sum(zones["residents_by_class"].values()) or 1
    low, high = (about(value) for value in zones["hot_residents_interval"])
    return Figure(
        about(hot),
        translate("UrbanThink", "residents live in a moderate or strong heat island"),
        translate(
            "UrbanThink", "{low} to {high} (90 % interval); {share} of {total} residents, by the mean of their block."
        ).format(low=low, high=high, share=percent(hot / total), total=whole(total)),
    )


def _greenness(vegetation: dict[str, Any], zones: dict[str, Any] | None) -> Figure:
    within = (zones or {}).get("vegetation_share")
    share = vegetation["vegetation_share"] if within is None else within
    caption = (
        translate("UrbanThink", "of the image is vegetated")
        if within is None
        else translate("UrbanThink", "of the ground of the blocks is vegetated")
    )
    basis = translate(
        "UrbanThink", "NDVI of {threshold} and more, by one image: no interval. Mean NDVI of the image: {mean}."
    ).format(threshold=decimal(vegetation["threshold"], 1), mean=decimal(vegetation["ndvi_mean"]))
    return Figure(percent(share or 0.0), caption, basis)
