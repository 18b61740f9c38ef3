"""A Sentinel-Hub-like service: OAuth tokens, the Catalog, the Process API."""

from __future__ import annotations

import base64
import json
import re
import secrets
import threading
import time
from collections.abc import Sequence
from urllib.parse import parse_qs

import shapely

from .messages import Refusal, Request, Response
from .process import moment, process
from .scenes import ServedScene

TOKEN_PATH = "/auth/realms/CDSE/protocol/openid-connect/token"
#: sentinelhub 3.12 speaks the first of each pair, the service's documentation the second.
CATALOG_PATHS = ("/api/v1/catalog/1.0.0", "/catalog/v1")
PROCESS_PATHS = ("/api/v1/process", "/process/v1")
COLLECTIONS = {
    "sentinel-2-l2a": "Sentinel 2 L2A",
    "sentinel-3-slstr-l2": "Sentinel 3 SLSTR L2 LST",
    "landsat-ot-l1": "Landsat 8-9 OLI-TIRS L1",
}


class SentinelHub:
    """The service's state: who may come in, which collections the account sees.

    Attributes
    ----------
    visible : set of str
        Collections of the account; tests may take some away.
    token_life : int
        [s]
    """

    def __init__(self, scenes: Sequence[ServedScene], client_id: str, client_secret: str):
        self.scenes = [scene for scene in scenes if "sh" in scene.apis]
        self.client_id, self.client_secret = client_id, client_secret
        self.token_life = 1800
        self.visible = set(COLLECTIONS)
        self.processing_units = 0.0
        self._tokens: dict[str, float] = {}
        self._lock = threading.Lock()

    def reset(self) -> None:
        """As at the start; tokens given out stay good."""
        self.visible, self.token_life, self.processing_units = set(COLLECTIONS), 1800, 0.0

    def revoke(self) -> None:
        """Forget every token: the next requests get 401."""
        with self._lock:
            self._tokens.clear()

    @property
    def tokens(self) -> list[str]:
        """Every token given out and good."""
        with self._lock:
            return list(self._tokens)

    def route(self, path: str) -> str | None:
        """Name of the route a path belongs to."""
        if path == TOKEN_PATH:
            return "token"
        if path in PROCESS_PATHS:
            return "process"
        return "catalog" if path.startswith(CATALOG_PATHS) else None

    def answer(self, route: str, request: Request) -> Response:
        """The honest answer."""
        if route == "token":
            return self._token(request)
        self._check_token(request)
        if route == "catalog":
            return self._catalog(request)
        if request.method != "POST":
            raise Refusal(404, "COMMON_NOT_FOUND", "Process requests are posted.")
        response = process(request, self.scenes, self.visible)
        with self._lock:
            self.processing_units += float(response.headers["X-ProcessingUnits-Spent"])
        return response

    def _token(self, request: Request) -> Response:
        form = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        given = form.get("client_id", ""), form.get("client_secret", "")
        basic = request.headers.get("authorization", "")
        if basic.startswith("Basic ") and not given[1]:
            given = tuple(base64.b64decode(basic[6:]).decode().partition(":")[::2])
        if request.method != "POST" or form.get("grant_type") != "client_credentials":
            problem = {"error": "unsupported_grant_type", "error_description": "Unsupported grant_type"}
            return Response.of(problem, 400)
        if given != (self.client_id, self.client_secret):
            problem = {"error": "invalid_client", "error_description": "Invalid client or Invalid client credentials"}
            return Response.of(problem, 401)
        token = self._new_token()
        body = {"access_token": token, "expires_in": self.token_life, "refresh_expires_in": 0, "token_type": "Bearer",
                "not-before-policy": 0, "scope": "email profile user-context"}  # fmt: skip
        return Response.of(body)

    def _new_token(self) -> str:
        """Shaped as a JSON web token, which `sentinelhub` may decode; the signature is a random number."""
        now = int(time.time())
        claims = {"exp": now + self.token_life, "iat": now, "azp": self.client_id}
        parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in ({}, claims)]
        token = ".".join([*parts, secrets.token_urlsafe(24)])
        with self._lock:
            self._tokens[token] = now + self.token_life
        return token

    def _check_token(self, request: Request) -> None:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        with self._lock:
            good = kind == "Bearer" and self._tokens.get(token, 0) > time.time()
        if not good:
            raise Refusal(
                401, "COMMON_UNAUTHORIZED",
                "You are not authorized! Please provide a valid access token within the header "
                "[Authorization: Bearer <accessToken>] of your request.",
            )  # fmt: skip

    def _catalog(self, request: Request) -> Response:
        prefix = next(prefix for prefix in CATALOG_PATHS if request.path.startswith(prefix))
        steps = [step for step in request.path.removeprefix(prefix).split("/") if step]
        if steps == ["search"]:
            return Response.of(self._search(request.json(), request.base + prefix), content_type="application/geo+json")
        if steps == ["conformance"]:
            return Response.of({"conformsTo": ["https://api.stacspec.org/v1.0.0/core"]})
        if not steps:
            return Response.of({"stac_version": "1.0.0", "id": "sentinel-hub", "type": "Catalog", "links": [],
                                "description": "Sentinel Hub Catalog", "title": "Sentinel Hub"})  # fmt: skip
        if steps[0] != "collections":
            raise Refusal(404, "COMMON_NOT_FOUND", f"No such resource {request.path}.")
        known = [collection_of(name) for name in COLLECTIONS if name in self.visible]
        if len(steps) == 1:
            return Response.of({"collections": known, "links": []})
        found = [one for one in known if one["id"] == steps[1]]
        if found and len(steps) == 4 and steps[2] == "items":
            found = [self._feature(scene, {}) for scene in self.scenes if scene.scene_id == steps[3]]
        if not found:
            raise Refusal(404, "COMMON_NOT_FOUND", f"Collection or item not found: {request.path}")
        return Response.of(found[0])

    def _search(self, query: dict, base: str) -> dict:
        wanted = query.get("collections") or []
        if len(wanted) != 1 or wanted[0] not in self.visible:
            raise Refusal(400, "COMMON_BAD_PAYLOAD", f"Collection not found: {', '.join(wanted) or 'none given'}.")
        if not query.get("datetime"):
            raise Refusal(400, "COMMON_BAD_PAYLOAD", "datetime is required.")
        limit = int(query.get("limit", 10))
        if not 1 <= limit <= 100:
            raise Refusal(400, "COMMON_BAD_PAYLOAD", f"limit must be between 1 and 100, not {limit}.")
        start, end = interval(query["datetime"])
        area = area_of(query)
        test = read_filter(query.get("filter"))
        found = [
            scene
            for scene in self.scenes
            if scene.collection == wanted[0]
            and start <= scene.datetime <= end
            and (area is None or scene.footprint.intersects(area))
            and ("ids" not in query or scene.scene_id in query["ids"])
            and test(properties_of(scene))
        ]
        found.sort(key=lambda scene: scene.datetime, reverse=True)
        first = int(query.get("next", 0))
        page = found[first : first + limit]
        context: dict = {"limit": limit, "returned": len(page)}
        if first + limit < len(found):
            context["next"] = first + limit
        if query.get("distinct") == "date":
            features: list = sorted({scene.datetime.date().isoformat() for scene in found}, reverse=True)
            context = {"limit": limit, "returned": len(features)}
        else:
            features = [self._feature(scene, query.get("fields") or {}) for scene in page]
        links = [{"href": f"{base}/search", "rel": "self", "type": "application/geo+json"}]
        return {"type": "FeatureCollection", "features": features, "links": links, "context": context}

    @staticmethod
    def _feature(scene: ServedScene, fields: dict) -> dict:
        item = {
            "stac_version": "1.0.0", "type": "Feature", "id": scene.scene_id, "bbox": list(scene.footprint.bounds),
            "geometry": shapely.geometry.mapping(scene.footprint), "properties": properties_of(scene),
            "collection": scene.collection, "links": [], "assets": {"data": {"href": f"s3://EODATA/{scene.scene_id}"}},
        }  # fmt: skip
        include = fields.get("include") or []
        if include:
            named = {name.removeprefix("properties.") for name in include if name.startswith("properties.")}
            if named and "properties" not in include:
                item["properties"] = {name: item["properties"][name] for name in named if name in item["properties"]}
            keep = {name.split(".")[0] for name in include} | {"type", "id", "stac_version", "links"}
            item = {name: value for name, value in item.items() if name in keep}
        for name in fields.get("exclude") or []:
            head, _, tail = name.partition(".")
            if tail:
                item.get(head, {}).pop(tail, None)
            else:
                item.pop(head, None)
        return item


def collection_of(name: str) -> dict:
    """The description of a collection."""
    return {
        "stac_version": "1.0.0", "type": "Collection", "id": name, "title": COLLECTIONS[name], "license": "various",
        "description": COLLECTIONS[name], "links": [],
        "extent": {"spatial": {"bbox": [[-180, -85, 180, 85]]},
                   "temporal": {"interval": [["2015-01-01T00:00:00Z", None]]}},
    }  # fmt: skip


def properties_of(scene: ServedScene) -> dict:
    """Properties of a catalogue item."""
    stamp = scene.datetime.strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "datetime": stamp, "platform": scene.platform, "constellation": scene.platform[:-1],
        "eo:cloud_cover": scene.cloud_cover, "proj:epsg": int(scene.crs.split(":")[1]), "proj:bbox": list(scene.bounds),
        **scene.extra,
    }  # fmt: skip


def interval(text: str) -> tuple:
    """Start and end of a STAC datetime."""
    start, slash, end = text.partition("/")
    if not slash:
        end = start
    low = moment("1970-01-01" if start in ("", "..") else start)
    high = moment("2999-01-01" if end in ("", "..") else end if len(end) > 10 else f"{end}T23:59:59.999Z")
    return low, high


def area_of(query: dict) -> shapely.Geometry | None:
    """The place a query asks about, EPSG:4326."""
    if query.get("bbox"):
        values = [float(value) for value in query["bbox"]]
        return shapely.box(*(values if len(values) == 4 else [values[index] for index in (0, 1, 3, 4)]))
    return shapely.geometry.shape(query["intersects"]) if query.get("intersects") else None


COMPARE = {
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b, "<>": lambda a, b: a != b,
}  # fmt: skip


def read_filter(text):
    """A CQL2 filter (comparisons joined by AND, as text or JSON) as a test of properties."""
    terms: list[tuple[str, str, object]] = []
    if isinstance(text, dict):
        parts = text["args"] if text.get("op") == "and" else [text]
        terms = [(part["args"][0]["property"], part["op"], part["args"][1]) for part in parts]
    elif text:
        for part in re.split(r"\s+and\s+", text, flags=re.IGNORECASE):
            found = re.fullmatch(r"\s*([\w:.]+)\s*(<=|>=|<>|<|>|=)\s*('[^']*'|[-+.\deE]+)\s*", part)
            if not found:
                raise Refusal(400, "COMMON_BAD_PAYLOAD", f"Cannot parse filter: {part}")
            value = found.group(3)
            terms.append((found.group(1), found.group(2), value[1:-1] if value.startswith("'") else float(value)))

    def test(properties: dict) -> bool:
        return all(name in properties and COMPARE[op](properties[name], value) for name, op, value in terms)

    return test
