"""STAC APIs over the scenes, a Planetary-Computer-like and an Earth-Search-like one, and their range-readable files."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import shapely

from .messages import Refusal, Request, Response
from .scenes import ServedScene
from .sentinelhub import COMPARE, area_of, interval, read_filter
from .swaths import COLLECTION as SLSTR
from .swaths import SwathScene

PLANETARY, EARTH_SEARCH = "/stac/v1", "/earth-search/v1"
COLLECTIONS = {"pc": ("sentinel-2-l2a", "landsat-c2-l2", SLSTR), "es": ("sentinel-2-l2a", "sentinel-2-c1-l2a")}
#: Kind of the catalogue at each path: our own short ones, then those of the real hosts (seen through the proxy).
CATALOGUES = {PLANETARY: "pc", EARTH_SEARCH: "es", "/api/stac/v1": "pc", "/v1": "es"}
SIGNING = ("/sas/v1/", "/api/sas/v1/")
#: Where a catalogue on its real host keeps its files; Planetary Computer's give nothing without a signature.
STORES = {
    ("pc", "sentinel-2-l2a"): "https://sentinel2l2a01.blob.core.windows.net/sentinel2-l2",
    ("pc", "landsat-c2-l2"): "https://landsateuwest.blob.core.windows.net/landsat-c2",
    ("pc", SLSTR): "https://sentinel3euwest.blob.core.windows.net/sentinel-3",
    ("es", "sentinel-2-l2a"): "https://sentinel-cogs.s3.us-west-2.amazonaws.com/sentinel-s2-l2a-cogs",
}
REAL_HOSTS = (
    "planetarycomputer.microsoft.com", "earth-search.aws.element84.com", "*.blob.core.windows.net",
    "sentinel-cogs.s3.us-west-2.amazonaws.com", "sh.dataspace.copernicus.eu", "identity.dataspace.copernicus.eu",
)  # fmt: skip
FILES = ("/cog/", *(f"/{url.rpartition('/')[2]}/" for url in STORES.values()))
CONFORMANCE = [
    *(f"https://api.stacspec.org/v1.0.0/{part}" for part in ("core", "collections", "item-search", "ogcapi-features")),
    *(f"https://api.stacspec.org/v1.0.0/item-search#{part}" for part in ("query", "sort", "fields", "filter")),
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
]
COMMON_NAMES = {
    "B02": "blue", "B03": "green", "B04": "red", "B05": "rededge1", "B06": "rededge2", "B07": "rededge3", "B08": "nir",
    "B8A": "nir08", "B11": "swir16", "B12": "swir22", "SCL": "scl",
}  # fmt: skip
#: Layer of a Landsat product: asset, scale, offset, unit.
LANDSAT_ASSETS = {
    "ST_B10": ("lwir11", 0.00341802, 149.0, "kelvin"),
    "ST_QA": ("qa", 0.01, 0.0, "kelvin"),
    "ST_EMIS": ("emis", 0.0001, 0.0, "emissivity coefficient"),
    "ST_EMSD": ("emsd", 0.0001, 0.0, "emissivity coefficient"),
    "ST_ATRAN": ("atran", 0.0001, 0.0, "1"),
    "ST_TRAD": ("trad", 0.001, 0.0, "watt/steradian/square_meter/micrometer"),
    "ST_URAD": ("urad", 0.001, 0.0, "watt/steradian/square_meter/micrometer"),
    "ST_DRAD": ("drad", 0.001, 0.0, "watt/steradian/square_meter/micrometer"),
    "ST_CDIST": ("cdist", 0.01, 0.0, "kilometer"),
    "QA_PIXEL": ("qa_pixel", None, None, "bit index"),
}
QUERY_WORDS = {"lt": "<", "lte": "<=", "gt": ">", "gte": ">=", "eq": "=", "neq": "<>"}
COG_TYPE = "image/tiff; application=geotiff; profile=cloud-optimized"
NETCDF_TYPE = "application/netcdf"


class Stac:
    """The catalogues and the file store beside them."""

    def __init__(self, scenes: Sequence[ServedScene]):
        self.scenes = [scene for scene in scenes if {"pc", "es"} & set(scene.apis)]
        self._files = {scene.scene_id: scene for scene in self.scenes}

    def route(self, path: str) -> str | None:
        """Name of the route a path belongs to."""
        if path.startswith(FILES):
            return "cog"
        return "stac" if path.startswith((*CATALOGUES, *SIGNING)) else None

    def answer(self, route: str, request: Request) -> Response:
        """The honest answer."""
        if route == "cog":
            return self._file(request)
        if request.path.startswith(SIGNING):
            return sign()
        prefix = next(prefix for prefix in CATALOGUES if request.path.startswith(prefix))
        steps = [step for step in request.path.removeprefix(prefix).split("/") if step]
        root, names = request.base + prefix, COLLECTIONS[CATALOGUES[prefix]]
        if not steps:
            return Response.of(landing(root, names))
        if steps == ["conformance"]:
            return Response.of({"conformsTo": CONFORMANCE})
        if steps == ["search"]:
            return Response.of(self._search(request, prefix), content_type="application/geo+json")
        if steps == ["collections"]:
            return Response.of({"collections": [collection_of(root, name) for name in names], "links": []})
        if steps[0] == "collections" and steps[1] in names:
            if len(steps) == 2:
                return Response.of(collection_of(root, steps[1]))
            found = [scene for scene in self._of(CATALOGUES[prefix], steps[1]) if scene.scene_id == steps[-1]]
            if steps[2] == "items" and len(steps) == 4 and found:
                return Response.of(item_of(found[0], steps[1], prefix, request.base))
        return Response.of({"code": "NotFoundError", "description": f"{request.path} does not exist"}, 404)

    def _of(self, kind: str, collection: str) -> list[ServedScene]:
        # Collection 1 does not have the scene with the wrong metadata.
        clean = collection == "sentinel-2-c1-l2a"
        wanted = collection.replace("-c1-", "-")
        return [
            scene
            for scene in self.scenes
            if kind in scene.apis and scene.collection == wanted and not (clean and scene.apis == ("es",))
        ]

    def _search(self, request: Request, prefix: str) -> dict:
        query = request.json() if request.method == "POST" else read_get(request.query)
        kind = CATALOGUES[prefix]
        known = COLLECTIONS[kind]
        asked = query.get("collections") or list(known)
        names = [name for name in asked if name in known]
        test = read_filter(query.get("filter"))
        start, end = interval(query["datetime"]) if query.get("datetime") else interval("../..")
        area, words = area_of(query), query.get("query") or {}
        found = []
        for name in names:
            for scene in self._of(kind, name):
                properties = item_properties(scene, kind)
                if (
                    start <= scene.datetime <= end
                    and (area is None or scene.footprint.intersects(area))
                    and (not query.get("ids") or scene.scene_id in query["ids"])
                    and test(properties)
                    and all(
                        key in properties and COMPARE[QUERY_WORDS[word]](properties[key], value)
                        for key, rules in words.items()
                        for word, value in rules.items()
                    )
                ):
                    found.append((name, scene))
        rising = any(
            "datetime" in rule["field"] and rule.get("direction") == "asc" for rule in query.get("sortby") or []
        )
        found.sort(key=lambda pair: pair[1].datetime, reverse=not rising)
        return page_of(found, query, request, prefix)

    def _file(self, request: Request) -> Response:
        parts = request.path.split("/")
        if parts[1] in ("sentinel2-l2", "landsat-c2", "sentinel-3") and "sig" not in request.query:
            refusal = b"<Error><Code>PublicAccessNotPermitted</Code></Error>"
            return Response(409, refusal, {"Content-Type": "application/xml"})
        scene = self._files.get(parts[2]) if len(parts) == 4 else None
        layer, _, ending = parts[3].rpartition(".") if scene else ("", "", "")
        if scene is None or layer not in scene.layers or layer in scene.dead:
            return Response(404, b"<Error><Code>BlobNotFound</Code></Error>", {"Content-Type": "application/xml"})
        path = scene.path(layer)
        kind = NETCDF_TYPE if ending == "nc" else "image/tiff"
        headers = {"Content-Type": kind, "Accept-Ranges": "bytes", "ETag": f'"{scene.scene_id}/{layer}"',
                   "Last-Modified": "Tue, 01 Oct 2024 00:00:00 GMT"}  # fmt: skip
        return part_of(path.read_bytes(), request.headers.get("range", ""), headers)


def read_get(query: dict[str, str]) -> dict:
    """The parameters of a GET search, shaped as those of a POST."""
    read: dict = dict(query)
    if "bbox" in query:
        read["bbox"] = [float(value) for value in query["bbox"].split(",")]
    for name in ("collections", "ids"):
        if name in query:
            read[name] = query[name].split(",")
    if "intersects" in query:
        read["intersects"] = shapely.geometry.mapping(shapely.from_geojson(query["intersects"]))
    if "query" in query:
        read["query"] = Request("GET", "", {}, query["query"].encode(), "").json()
    if "sortby" in query:
        read["sortby"] = [
            {"field": field.lstrip("+-"), "direction": "desc" if field.startswith("-") else "asc"}
            for field in query["sortby"].split(",")
        ]
    return read


def page_of(found: list, query: dict, request: Request, prefix: str) -> dict:
    """One page of a search and the link to the next."""
    limit, first = int(query.get("limit", 10)), int(str(query.get("token") or "next:0").split(":")[1])
    if not 1 <= limit <= 1000:
        raise Refusal(400, "InvalidParameterValue", f"limit must be between 1 and 1000, not {limit}.")
    page = found[first : first + limit]
    root = request.base + prefix
    links: list[dict] = [{"rel": "root", "type": "application/json", "href": root}]
    if first + limit < len(found):
        token = f"next:{first + limit}"
        link = {"rel": "next", "type": "application/geo+json", "href": f"{root}/search", "method": request.method}
        if request.method == "POST":
            link["body"] = {**query, "token": token}
        else:
            spared = re.sub(r"&?token=[^&]*", "", request.target.partition("?")[2])
            link["href"] = f"{root}/search?{spared}&token={token}"
        links.append(link)
    features = [item_of(scene, name, prefix, request.base) for name, scene in page]
    return {
        "type": "FeatureCollection", "features": features, "links": links,
        "numberMatched": len(found), "numberReturned": len(page),
    }  # fmt: skip


def landing(root: str, names: Sequence[str]) -> dict:
    """The catalogue's first page."""
    links = [
        {"rel": "self", "type": "application/json", "href": root},
        {"rel": "root", "type": "application/json", "href": root},
        {"rel": "data", "type": "application/json", "href": f"{root}/collections"},
        {"rel": "conformance", "type": "application/json", "href": f"{root}/conformance"},
        *(
            {"rel": "search", "type": "application/geo+json", "href": f"{root}/search", "method": method}
            for method in ("GET", "POST")
        ),
        *({"rel": "child", "type": "application/json", "href": f"{root}/collections/{name}"} for name in names),
    ]
    return {
        "type": "Catalog", "id": "loopback", "title": "Loopback", "description": "Scenes of the tests",
        "stac_version": "1.0.0", "conformsTo": CONFORMANCE, "links": links,
    }  # fmt: skip


def collection_of(root: str, name: str) -> dict:
    """The description of a collection."""
    return {
        "type": "Collection", "id": name, "title": name, "description": name, "license": "proprietary",
        "stac_version": "1.0.0", "stac_extensions": [],
        "extent": {"spatial": {"bbox": [[-180, -90, 180, 90]]},
                   "temporal": {"interval": [["2015-01-01T00:00:00Z", None]]}},
        "links": [
            {"rel": "self", "type": "application/json", "href": f"{root}/collections/{name}"},
            {"rel": "root", "type": "application/json", "href": root},
            {"rel": "items", "type": "application/geo+json", "href": f"{root}/collections/{name}/items"},
        ],
    }  # fmt: skip


def item_of(scene: ServedScene, collection: str, prefix: str, base: str) -> dict:
    """A scene as a STAC item of a catalogue."""
    root, kind = base + prefix, CATALOGUES[prefix]
    version = "v2.0.0" if kind == "pc" else "v1.1.0"
    make = {"landsat-c2-l2": landsat_asset, SLSTR: slstr_asset}.get(scene.collection, sentinel2_asset)
    store = f"{base}/cog" if prefix in (PLANETARY, EARTH_SEARCH) else STORES[kind, scene.collection]
    return {
        "type": "Feature", "stac_version": "1.0.0", "id": scene.scene_id, "collection": collection,
        "stac_extensions": [
            f"https://stac-extensions.github.io/projection/{version}/schema.json",
            "https://stac-extensions.github.io/eo/v1.0.0/schema.json",
            "https://stac-extensions.github.io/raster/v1.1.0/schema.json",
        ],
        "geometry": shapely.geometry.mapping(scene.footprint), "bbox": list(scene.footprint.bounds),
        "properties": item_properties(scene, kind),
        "assets": dict(make(scene, layer, kind, store) for layer in scene.layers),
        "links": [
            {"rel": "self", "type": "application/geo+json",
             "href": f"{root}/collections/{collection}/items/{scene.scene_id}"},
            {"rel": "collection", "type": "application/json", "href": f"{root}/collections/{collection}"},
            {"rel": "root", "type": "application/json", "href": root},
        ],
    }  # fmt: skip


def item_properties(scene: ServedScene | SwathScene, kind: str) -> dict:
    """Properties, in the words of each catalogue."""
    if isinstance(scene, SwathScene):
        return slstr_properties(scene)
    properties: dict = {
        "datetime": scene.datetime.strftime("%Y-%m-%dT%H:%M:%S.%fZ"), "platform": scene.platform,
        "eo:cloud_cover": scene.cloud_cover,
    }  # fmt: skip
    properties |= {"proj:code": scene.crs} if kind == "pc" else {"proj:epsg": int(scene.crs.split(":")[1])}
    if scene.collection == "landsat-c2-l2":
        path, row = scene.tile[:3], scene.tile[3:]
        properties |= {
            "instruments": ["oli", "tirs"], "gsd": 30, "landsat:wrs_path": path, "landsat:wrs_row": row,
            "landsat:collection_category": "T1", "landsat:collection_number": "02", "landsat:correction": "L2SP",
            "landsat:cloud_cover_land": scene.cloud_cover, "landsat:scene_id": scene.scene_id,
        }  # fmt: skip
    else:
        properties |= {"instruments": ["msi"], "constellation": "sentinel-2", "s2:processing_baseline": scene.baseline}
        if kind == "pc":
            properties |= {"s2:mgrs_tile": scene.tile, "s2:product_uri": f"{scene.scene_id}.SAFE"}
        else:
            properties |= {"grid:code": f"MGRS-{scene.tile}", "earthsearch:boa_offset_applied": False}
    return {**properties, **scene.extra}


def asset_of(scene: ServedScene, layer: str, store: str) -> dict:
    """What every asset says."""
    stored = scene.layers[layer]
    west, south, east, north = scene.bounds
    shape = [round((north - south) / stored.size), round((east - west) / stored.size)]
    return {
        "href": f"{store}/{scene.scene_id}/{layer}.tif", "type": COG_TYPE, "title": layer, "roles": ["data"],
        "gsd": stored.size, "proj:shape": shape, "proj:bbox": list(scene.bounds),
        "proj:transform": [stored.size, 0.0, west, 0.0, -stored.size, north],
    }  # fmt: skip


def sentinel2_asset(scene: ServedScene, layer: str, kind: str, store: str) -> tuple[str, dict]:
    """Key and asset of a Sentinel-2 band; only Earth Search declares scale and offset."""
    asset, name, stored = asset_of(scene, layer, store), COMMON_NAMES[layer], scene.layers[layer]
    if layer != "SCL":
        asset["eo:bands"] = [{"name": layer if kind == "pc" else name, "common_name": name}]
    if kind == "pc":
        return layer, asset
    band = {"data_type": stored.dtype, "nodata": 0, "spatial_resolution": stored.size}
    if layer != "SCL":
        # Declared by the baseline alone, even of the scene whose numbers are harmonised already.
        band |= {"scale": 0.0001, "offset": -0.1 if float(scene.baseline) >= 4 else 0, "bits_per_sample": 15}
    asset["raster:bands"] = [band]
    return name, asset


def landsat_asset(scene: ServedScene, layer: str, kind: str, store: str) -> tuple[str, dict]:
    """Key and asset of a Landsat Level-2 band."""
    key, scale, offset, unit = LANDSAT_ASSETS[layer]
    asset, stored = asset_of(scene, layer, store), scene.layers[layer]
    band = {"data_type": stored.dtype, "nodata": stored.nodata, "unit": unit, "spatial_resolution": stored.size}
    if scale is not None:
        band |= {"scale": scale, "offset": offset}
    asset["raster:bands"] = [band]
    return key, asset


def slstr_properties(scene: SwathScene) -> dict:
    """Properties of a swath, as Planetary Computer has them."""
    moment = scene.datetime.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    properties = {
        "datetime": moment, "start_datetime": moment, "platform": scene.platform, "instruments": ["SLSTR"],
        "constellation": "Sentinel-3", "sat:orbit_state": scene.orbit_state, "s3:product_type": "SL_2_LST___",
        "s3:product_name": "slstr-lst", "s3:gsd": 1000, "eo:cloud_cover": scene.cloud_cover,
    }  # fmt: skip
    return {name: value for name, value in properties.items() if value is not None}


def slstr_asset(scene: SwathScene, layer: str, kind: str, store: str) -> tuple[str, dict]:
    """Key and asset of a file of a swath."""
    return scene.layers[layer], {
        "href": f"{store}/{scene.scene_id}/{layer}.nc", "type": NETCDF_TYPE, "roles": ["data"],
        "file:size": scene.path(layer).stat().st_size, "s3:shape": list(scene.shape),
    }  # fmt: skip


def part_of(content: bytes, asked: str, headers: dict[str, str]) -> Response:
    """A file, or the range asked for."""
    found = re.fullmatch(r"bytes=(\d*)-(\d*)", asked.strip())
    if not found or not any(found.groups()):
        return Response(200, content, headers)
    first, last = found.groups()
    low = int(first) if first else max(len(content) - int(last), 0)
    high = min(int(last), len(content) - 1) if first and last else len(content) - 1
    if low >= len(content):
        return Response(416, b"", {**headers, "Content-Range": f"bytes */{len(content)}"})
    return Response(206, content[low : high + 1], {**headers, "Content-Range": f"bytes {low}-{high}/{len(content)}"})


def sign() -> Response:
    """A token as the Planetary Computer's signing service gives them (`PC_SDK_SAS_URL`)."""
    end = datetime.now(UTC) + timedelta(hours=1)
    stamp = end.strftime("%Y-%m-%dT%H:%M:%SZ")
    token = f"se={stamp}&sp=rl&sv=2021-06-08&sr=c&sig={secrets.token_hex(16)}"
    return Response.of({"msft:expiry": stamp, "token": token})
