"""What the imagery algorithms ask alike: where, when, how cloudy, from which catalogue; and what is wrong with it."""

from __future__ import annotations

from urllib.parse import urlsplit

from qgis.PyQt.QtCore import QCoreApplication

from ..credentials import SECRETS, read_credentials
from ..parameters import choice, credentials, date, extent, number, text

translate = QCoreApplication.translate

SOURCES = ("cdse", "planetary-computer", "earth-search", "custom")
SENTINEL2, LANDSAT, SENTINEL3 = "sentinel-2-l2a", "landsat-c2-l2", "sentinel-3-slstr-lst"
LANDSAT_L1 = "landsat-c2-l1"


def area(optional=False):
    """AREA."""
    return extent(
        "AREA",
        translate("UrbanThink", "Area"),
        translate(
            "UrbanThink",
            "The rectangle that is wanted: drawn, the map's, a layer's, or typed as xmin,xmax,ymin,ymax [EPSG:4326].",
        ),
        optional,
    )


def period(optional=False):
    """START and END."""
    return [
        date(
            "START",
            translate("UrbanThink", "From"),
            translate("UrbanThink", "First day of the period, such as 2024-06-01."),
            optional,
        ),
        date(
            "END",
            translate("UrbanThink", "To"),
            translate("UrbanThink", "Last day of the period; it is part of it."),
            optional,
        ),
    ]


def collection(keys, default):
    """COLLECTION."""
    return choice(
        "COLLECTION",
        translate("UrbanThink", "Collection"),
        translate(
            "UrbanThink",
            "sentinel-2-l2a: reflectance, 10 m, every 5 days. landsat-c2-l2: surface temperature, 30 m, every 8 days. "
            "sentinel-3-slstr-lst: surface temperature, 1 km, every day. landsat-c2-l1: brightness temperature, as "
            "seen above the atmosphere, 30 m, on cdse only.",
        ),
        keys,
        default,
    )


def max_cloud():
    """MAX_CLOUD."""
    return number(
        "MAX_CLOUD",
        translate("UrbanThink", "Cloud cover at most (%)"),
        translate("UrbanThink", "Of the whole scene, as its producer says; the area itself may be clearer, or not."),
        default=30,
        minimum=0,
        maximum=100,
    )


def max_megabytes():
    """MAX_MEGABYTES."""
    return number(
        "MAX_MEGABYTES",
        translate("UrbanThink", "To be downloaded at most (MB)"),
        translate("UrbanThink", "A request that would take more is refused before anything is downloaded."),
        minimum=0,
        advanced=True,
    )


def catalogue(default):
    """SOURCE, CATALOG_URL and AUTH."""
    return [
        choice(
            "SOURCE",
            translate("UrbanThink", "Source"),
            translate(
                "UrbanThink",
                "cdse: Copernicus Data Space, a free account. planetary-computer, earth-search: no account. custom: "
                "any STAC API, whose address is in CATALOG_URL.",
            ),
            SOURCES,
            default,
        ),
        catalog_url(),
        auth(),
    ]


def catalog_url():
    """CATALOG_URL."""
    return text(
        "CATALOG_URL",
        translate("UrbanThink", "Address of the catalogue"),
        translate("UrbanThink", "Of a STAC API, for the source custom, such as https://example.org/stac/v1."),
    )


def auth():
    """AUTH."""
    return credentials(
        "AUTH",
        translate("UrbanThink", "Account"),
        translate(
            "UrbanThink",
            "For cdse: an authentication configuration of QGIS, method Basic, with the client id and the client "
            "secret of an OAuth client of Copernicus Data Space. Without it, the environment variables SH_CLIENT_ID "
            "and SH_CLIENT_SECRET are read.",
        ),
    )


def problem(algorithm, parameters, context, source, collection):
    """One sentence about what is wrong with a request; empty when all is well.

    Parameters
    ----------
    source, collection : str
        Their keys; collection is empty where several are asked for.
    """
    return (
        _place_problem(algorithm, parameters, context)
        or _catalogue_problem(algorithm, parameters, context, source, collection)
        or (_account_problem(algorithm, parameters, context) if source == "cdse" else "")
    )


def _place_problem(algorithm, parameters, context):
    if parameters.get("AREA") and not algorithm.parameterAsExtentCrs(parameters, "AREA", context).isValid():
        return translate(
            "UrbanThink",
            "AREA has no coordinate reference system: add one, as in xmin,xmax,ymin,ymax [EPSG:4326].",
        )
    start, end = (algorithm.parameterAsDateTime(parameters, name, context) for name in ("START", "END"))
    if start.isValid() and end.isValid() and start > end:
        return translate("UrbanThink", "The start date is after the end date: swap them.")
    return ""


def _catalogue_problem(algorithm, parameters, context, source, collection):
    if source == "cdse" and collection == LANDSAT:
        return translate(
            "UrbanThink",
            "Copernicus Data Space has no surface temperature of Landsat: choose the source planetary-computer, which "
            "needs no account; or the collection landsat-c2-l1, the temperature as seen above the atmosphere.",
        )
    if source != "cdse" and collection == LANDSAT_L1:
        return translate(
            "UrbanThink",
            "landsat-c2-l1 is read from the source cdse only. Planetary Computer has the surface temperature itself: "
            "choose landsat-c2-l2.",
        )
    address = algorithm.parameterAsString(parameters, "CATALOG_URL", context).strip()
    if source == "custom" and not address:
        return translate("UrbanThink", "The source is custom: give the address of its STAC API in CATALOG_URL.")
    if address and not _is_plain_address(address):
        return translate(
            "UrbanThink",
            "CATALOG_URL is no address of a catalogue: it starts with https:// or http:// and holds no password.",
        )
    return ""


def _is_plain_address(address):
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and bool(parts.hostname) and "@" not in parts.netloc


def _account_problem(algorithm, parameters, context):
    secrets, reason = read_credentials(algorithm.parameterAsString(parameters, "AUTH", context))
    if reason or all(name in secrets for name in SECRETS):
        return reason
    return translate(
        "UrbanThink",
        "The source cdse needs an account: choose it in AUTH, or set the environment variables SH_CLIENT_ID and "
        "SH_CLIENT_SECRET.",
    )
