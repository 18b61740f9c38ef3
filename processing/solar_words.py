"""The solar part of a diagnosis in words: figures, classes with their reasons, obligations, method, sources."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, NamedTuple

from qgis.PyQt.QtCore import QCoreApplication

from .installed import RESOURCES
from .solar_styles import suitability_titles
from .wording import Figure, about, energy, percent, plain, power, whole

translate = QCoreApplication.translate

#: Reasons named for a class, at most.
REASONS = 2


class SuitabilityRow(NamedTuple):
    """One class of suitability: its buildings, their share, power and yield, and why."""

    key: str
    title: str
    count: int
    share: float
    power: str
    energy: str
    reasons: str


def solar_figures(solar: dict[str, Any]) -> list[Figure]:
    """The headline figures of the sun."""
    roofs, ground = solar["roofs"], solar["ground"]
    found = []
    if roofs:
        found += [_fits(solar, roofs), _yield(roofs), _suitable(roofs)]
        if roofs["consumption"]:
            found.append(_covered(roofs["consumption"]))
    if ground:
        found.append(_on_ground(ground))
    return found


def suitability_rows(roofs: dict[str, Any]) -> list[SuitabilityRow]:
    """The classes of suitability that there are, the best first."""
    titles, reasons = suitability_titles(), reason_titles()
    total = max(roofs["buildings"], 1)
    return [
        SuitabilityRow(
            row["key"],
            titles[row["key"]],
            row["count"],
            row["count"] / total,
            power(row["kwp"]) if row["kwp"] else "–",
            energy(row["kwh_year"]) if row["kwh_year"] else "–",
            ", ".join(f"{reasons[why['key']]} ({whole(why['count'])})" for why in row["reasons"][:REASONS]),
        )
        for row in roofs["classes"]
    ]


def ground_rows(ground: dict[str, Any]) -> list[tuple[str, str, str, str, str]]:
    """Kind, number, area, power and yield of open ground."""
    titles = {"parking": translate("UrbanThink", "Car parks"), "ground": translate("UrbanThink", "Land")}
    return [
        (
            titles.get(row["kind"], row["kind"]),
            whole(row["count"]),
            f"{whole(row['area_m2'])} m²",
            power(row["kwp"]),
            energy(row["kwh_year"]),
        )
        for row in ground["kinds"]
    ]


def best_rows(roofs: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Name, power and yield of the roofs that give most."""
    return [(row["name"], power(row["kwp"]), energy(row["kwh_year"])) for row in roofs["best"]]


def obligations(solar: dict[str, Any]) -> list[str]:
    """What the law may ask, with how many places it concerns."""
    found, more = [], 0
    words = {
        "roofs": translate("UrbanThink", "Buildings concerned: {count}. {text}"),
        "ground": translate("UrbanThink", "Car parks concerned: {count}. {text}"),
    }
    for part, sentence in words.items():
        if solar[part]:
            found += [sentence.format(**row) for row in solar[part]["obligations"]]
            more += solar[part]["obligations_more"]
    if more:
        rest = translate("UrbanThink", "{count} more places: see the column obligation of the layers.")
        found.append(rest.format(count=whole(more)))
    return found


def obligations_note() -> str:
    """How far the list of obligations can be relied on."""
    return translate(
        "UrbanThink",
        "Dated rows of a table, read in secondary texts: each is to be verified in the law before use. Areas alone "
        "decide here; uses, works and exemptions are not known.",
    )


def law_paragraphs(solar: dict[str, Any]) -> list[str]:
    """The same for a page: the note, then one paragraph each."""
    laws = obligations(solar)
    return [f"{translate('UrbanThink', 'What the law may ask')}. {obligations_note()}", *laws] if laws else []


def reason_titles() -> dict[str, str]:
    """Why a roof has its class, in a few words."""
    return {
        "good_sun": translate("UrbanThink", "good sun"),
        "shaded": translate("UrbanThink", "in the shade of buildings, trees or relief"),
        "turned_away": translate("UrbanThink", "turned away from the sun"),
        "modest_sun": translate("UrbanThink", "modest sun"),
        "too_little_sun": translate("UrbanThink", "too little sun"),
        "faces_north": translate("UrbanThink", "facing away from the sun, no module is laid"),
        "too_small": translate("UrbanThink", "faces too small for modules"),
        "too_steep": translate("UrbanThink", "too steep"),
        "protected": translate("UrbanThink", "in a protected area"),
        "obstacles": translate("UrbanThink", "too little room between obstacles"),
        "few_modules": translate("UrbanThink", "too few modules fit"),
        "no_roof": translate("UrbanThink", "no roof plane found"),
        "no_data": translate("UrbanThink", "heights not known"),
    }


def irradiation_reading() -> str:
    """How to read the map of the sun."""
    return translate(
        "UrbanThink",
        "What each m² of roof or ground receives in a mean year, the shade of its neighbours included. Below {least} "
        "kWh/m² no module is laid.",
    ).format(least=whole(_table("roof_rules")["roof"]["min_irradiation_kwh_m2"]["value"]))


def suitability_reading() -> str:
    """How to read the map of suitability."""
    limits = {row["key"]: row for row in _table("pv_suitability")["classes"]}
    return translate(
        "UrbanThink",
        "A building has the class that at least half of its possible yield reaches. Excellent: at least {light} kWh/m² "
        "and {share} of the light of the best roof here. Poor: less than {least} of it, to be seen on the spot. In the "
        "project, the reason appears when the pointer rests on a building.",
    ).format(
        light=whole(limits["excellent"]["from_kwh_m2"]),
        share=percent(limits["excellent"]["from_share_of_best"]),
        least=percent(limits["moderate"]["from_share_of_best"]),
    )


def coverage(solar: dict[str, Any]) -> str:
    """What the figures of the sun are about: the buildings that the surface model shows."""
    roofs, words = solar["roofs"], []
    if roofs and roofs["not_known"]:
        words.append(
            translate(
                "UrbanThink",
                "The surface model shows {count} of {total} buildings; the others lie beyond it or in its holes, and "
                "are not judged.",
            ).format(count=whole(roofs["buildings"]), total=whole(roofs["buildings"] + roofs["not_known"]))
        )
    words.append(translate("UrbanThink", "Weather: {weather}.").format(weather=_weather(solar)))
    return " ".join(words)


def solar_note() -> str:
    """What the maps of the sun do not know; printed on them."""
    return translate(
        "UrbanThink",
        "No structural survey: a roof may be too weak, too old or listed without the layers knowing it. What fits is "
        "not what will be built; a quote of an installer stays necessary.",
    )


def solar_method(solar: dict[str, Any]) -> list[tuple[str, str]]:
    """How the figures of the sun were made."""
    found = [
        (
            translate("UrbanThink", "Sun"),
            translate(
                "UrbanThink",
                "Light on every {pixel} m of the surface model, in kWh per m² of tilted surface, with the shade of "
                "buildings, trees and ground, by the sky of Perez et al. (1990).",
            ).format(pixel=plain(solar["pixel_m"]))
            + " "
            + coverage(solar),
        )
    ]
    if solar["roofs"] or solar["ground"]:
        found.append(
            (
                translate("UrbanThink", "Power and yield"),
                translate(
                    "UrbanThink",
                    "Modules of {watts} W are laid on what setbacks, obstacles, shade and protected areas leave of "
                    "each roof plane; the yield counts incidence, cell temperature and losses. P90, passed in nine "
                    "years of ten, holds the spread between years and the doubt about weather, heights, shade and "
                    "modules; it is added up as if all places erred alike. A roof has the class that at least half "
                    "of its yield reaches.",
                ).format(watts=plain(solar["module_wp"])),
            )
        )
    if solar["roofs"] and solar["roofs"]["consumption"]:
        found.append(
            (
                translate("UrbanThink", "Yield and consumption"),
                translate(
                    "UrbanThink",
                    "A balance of the year: yield over consumption. Sun and need do not meet at the same hours, so "
                    "that the share which buildings can use themselves is much lower; it is not computed here.",
                ),
            )
        )
    return found


def solar_sources(solar: dict[str, Any]) -> list[str]:
    """Heights and weather: parts of the line below a map."""
    return [
        translate("UrbanThink", "Surface model: {data}, {pixel} m").format(
            data=solar["surface"], pixel=plain(solar["pixel_m"])
        ),
        translate("UrbanThink", "Weather: {weather}, {licence}").format(
            weather=_weather(solar), licence=solar["weather_licence"]
        ),
    ]


def _weather(solar: dict[str, Any]) -> str:
    words = f"{solar['weather']} ({solar['weather_source']})"
    if not solar["built_in_weather"]:
        return words
    return translate("UrbanThink", "built-in climatology, {place}").format(place=words)


def _fits(solar: dict[str, Any], roofs: dict[str, Any]) -> Figure:
    return Figure(
        power(roofs["kwp"]),
        translate("UrbanThink", "of solar modules fit on the roofs"),
        translate(
            "UrbanThink", "Modules of {watts} W laid on {count} of the {total} roofs that the surface model shows."
        ).format(watts=plain(solar["module_wp"]), count=whole(roofs["suitable"]), total=whole(roofs["buildings"])),
    )


def _yield(roofs: dict[str, Any]) -> Figure:
    return Figure(
        energy(roofs["kwh_year"]),
        translate("UrbanThink", "is what these roofs could yield in a mean year"),
        translate("UrbanThink", "{p90} are passed in nine years of ten (P90). {each} kWh per kWp.").format(
            p90=energy(roofs["kwh_p90"]), each=about(roofs["kwh_year"] / roofs["kwp"]) if roofs["kwp"] else 0
        ),
    )


def _suitable(roofs: dict[str, Any]) -> Figure:
    total = max(roofs["buildings"], 1)
    better = sum(row["count"] for row in roofs["classes"] if row["key"] in ("excellent", "good"))
    words = translate("UrbanThink", "Excellent or good: {share}, {count} of {total} buildings.").format(
        share=percent(better / total), count=whole(better), total=whole(roofs["buildings"])
    )
    return Figure(
        percent(roofs["suitable"] / total), translate("UrbanThink", "of the buildings have a suitable roof"), words
    )


def _covered(consumption: dict[str, Any]) -> Figure:
    return Figure(
        percent(consumption["share"]),
        translate("UrbanThink", "of the yearly consumption of these buildings would be covered"),
        translate(
            "UrbanThink",
            "If all was used when produced: a balance of the year, not self-consumption. Consumed: {need}.",
        ).format(need=energy(consumption["kwh_year"])),
    )


def _on_ground(ground: dict[str, Any]) -> Figure:
    return Figure(
        power(ground["kwp"]),
        translate("UrbanThink", "fit on car parks and land"),
        translate(
            "UrbanThink", "{count} places; {mwh} in a mean year, {p90} are passed in nine years of ten (P90)."
        ).format(count=whole(ground["places"]), mwh=energy(ground["kwh_year"]), p90=energy(ground["kwh_p90"])),
    )


@cache
def _table(name: str) -> dict[str, Any]:
    return json.loads((RESOURCES / "data" / f"{name}.json").read_text(encoding="utf-8"))
