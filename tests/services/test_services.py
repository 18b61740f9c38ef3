"""The loopback services, spoken to by the real clients, which know nothing but addresses and a certificate."""

from __future__ import annotations

import io
import tarfile
from functools import cache

import numpy as np
import odc.stac
import planetary_computer
import pystac_client
import pytest
import rasterio
import requests
import sentinelhub as sh
from oauthlib.oauth2 import InvalidClientError
from rasterio.io import MemoryFile

BOX = (474480, 5250490, 476480, 5252490)
ROWS, COLUMNS = slice(500, 700), slice(200, 400)
DAY = ("2024-06-19", "2024-06-20")
BANDS = """//VERSION=3
function setup() {
  return {input: [{bands: ["B04", "B11", "SCL", "dataMask"], units: "DN"}],
          output: [{id: "bands", bands: 2, sampleType: "UINT16"}, {id: "mask", bands: 2, sampleType: "UINT8"}]};
}
function evaluatePixel(s) { return {bands: [s.B04, s.B11], mask: [s.SCL, s.dataMask]}; }
"""


@cache
def collection_at(name, url):
    return sh.DataCollection.define(f"{name} at {url}", api_id=name, catalog_id=name, service_url=url)


@pytest.fixture
def config(online):
    sh.SentinelHubDownloadClient.clear_cache()
    return sh.SHConfig(
        use_defaults=True, sh_client_id=online.client_id, sh_client_secret=online.client_secret,
        sh_base_url=online.base_url, sh_token_url=online.token_url, max_download_attempts=1, download_sleep_time=0.1,
        max_retries=2, download_timeout_seconds=2.0,
    )  # fmt: skip


@pytest.fixture
def fresh_signatures():
    """Without the signing library's memory of addresses and tokens, before and after."""
    planetary_computer.settings.Settings.get.cache_clear()
    planetary_computer.sas.TOKEN_CACHE.clear()
    yield
    planetary_computer.settings.Settings.get.cache_clear()
    planetary_computer.sas.TOKEN_CACHE.clear()


@pytest.fixture
def process(config):
    """Run an evalscript; answers what `SentinelHubRequest.get_data` gives for the one request."""

    def run(
        script, outputs, *, collection="sentinel-2-l2a", box=BOX, size=(200, 200), time=DAY, decode=True, **options
    ):
        known = collection_at(collection, config.sh_base_url)
        request = sh.SentinelHubRequest(
            evalscript=script, bbox=sh.BBox(box, sh.CRS.UTM_32N), size=size, config=config,
            input_data=[sh.SentinelHubRequest.input_data(known, time_interval=time, **options)],
            responses=[sh.SentinelHubRequest.output_response(one, sh.MimeType.TIFF) for one in outputs],
        )  # fmt: skip
        return request.get_data(decode_data=decode)[0]

    return run


def script(expression, bands='"B04"', sample="UINT16", units="DN", mosaicking="SIMPLE", more=""):
    return f"""//VERSION=3
function setup() {{ return {{input: [{{bands: [{bands}], units: "{units}"}}], mosaicking: "{mosaicking}",
                             output: {{bands: 1, sampleType: "{sample}"}}}}; }}
{more}
function evaluatePixel(samples, scenes) {{ return [{expression}]; }}
"""


class TestSentinelHub:
    def test_the_account_sees_its_collections(self, config, online):
        catalog = sh.SentinelHubCatalog(config=config)
        assert [one["id"] for one in catalog.get_collections()] == [
            "sentinel-2-l2a", "sentinel-3-slstr-l2", "landsat-ot-l1",
        ]  # fmt: skip
        online.sentinel_hub.visible = {"sentinel-2-l2a"}
        assert [one["id"] for one in catalog.get_collections()] == ["sentinel-2-l2a"]

    def test_search_filters_and_pages(self, config, online):
        catalog = sh.SentinelHubCatalog(config=config)
        found = list(
            catalog.search(
                "sentinel-2-l2a", bbox=sh.BBox(BOX, sh.CRS.UTM_32N), time=("2024-06-01", "2024-08-31"), limit=2,
                filter="eo:cloud_cover < 13", fields={"include": ["id", "properties.datetime"], "exclude": []},
            )
        )  # fmt: skip
        dates = [item["properties"]["datetime"][:10] for item in found]
        assert dates == ["2024-08-03", "2024-07-24", "2024-07-09", "2024-06-19", "2024-06-04"]
        assert set(found[0]["properties"]) == {"datetime"}
        assert len(online.requests("catalog")) == 3
        assert len(online.requests("token")) == 1

    def test_elsewhere_there_is_nothing(self, config):
        catalog = sh.SentinelHubCatalog(config=config)
        paris = sh.BBox((2.2, 48.8, 2.4, 48.9), sh.CRS.WGS84)
        assert not list(catalog.search("sentinel-2-l2a", bbox=paris, time=("2024-06-01", "2024-08-31")))

    def test_pixels_are_those_of_the_scene(self, process, online):
        answer = process(BANDS, ["bands", "mask"])
        scene = online.scene("20240619T")
        red = np.clip(scene.reflectance("B04")[ROWS, COLUMNS], 0, None)
        assert np.array_equal(answer["bands.tif"][..., 0], red)
        short = np.clip(scene.reflectance("B11"), 0, None).repeat(2, 0).repeat(2, 1)[ROWS, COLUMNS]
        assert np.array_equal(answer["bands.tif"][..., 1], short)
        assert np.array_equal(answer["mask.tif"][..., 0], scene.read("SCL").repeat(2, 0).repeat(2, 1)[ROWS, COLUMNS])
        assert (answer["mask.tif"][..., 1] == 1).all()

    def test_the_answer_lies_exactly_where_it_was_asked(self, process):
        answer = process(BANDS, ["bands"], decode=False, size=(150, 100))
        with MemoryFile(answer.content) as memory, memory.open() as opened:
            assert opened.crs == "EPSG:32632"
            assert tuple(opened.bounds) == BOX
            assert opened.shape == (100, 150)
            assert opened.dtypes == ("uint16", "uint16")

    def test_price(self, process, online):
        answer = process(BANDS, ["bands"], decode=False, size=(512, 512))
        # Three bands besides the mask, one sample: one unit for 512 × 512.
        assert float(answer.headers["X-ProcessingUnits-Spent"]) == 1.0
        floats = process(script("samples.B04", sample="FLOAT32"), ["default"], decode=False, size=(1024, 512))
        assert float(floats.headers["X-ProcessingUnits-Spent"]) == pytest.approx(4 / 3, abs=1e-5)
        assert online.sentinel_hub.processing_units == pytest.approx(7 / 3, abs=1e-5)

    def test_offsets_are_harmonised_unless_told_otherwise(self, process, online):
        raw = process(script("samples.B04"), ["default"], other_args={"processing": {"harmonizeValues": False}})
        assert np.array_equal(raw, online.scene("20240619T").read("B04")[ROWS, COLUMNS])
        assert np.array_equal(process(script("samples.B04"), ["default"]), np.clip(raw.astype(int) - 1000, 0, None))

    def test_reflectance_below_zero_is_clamped(self, process, online):
        lake = (474080, 5246490, 474680, 5246690)
        truth = online.scene("20240709T").reflectance("B11")[540:550, 80:110]
        assert truth.min() < 0
        answer = process(
            script("samples.B11", '"B11"'), ["default"], box=lake, size=(30, 10), time=("2024-07-09", "2024-07-10")
        )
        assert np.array_equal(answer, np.clip(truth, 0, None))

    def test_units_and_types(self, process):
        numbers = process(script("samples.B04"), ["default"])
        reflectance = process(script("samples.B04", units="REFLECTANCE", sample="FLOAT32"), ["default"])
        assert reflectance.dtype == np.float32
        assert np.array_equal(reflectance, (numbers / 10000).astype(np.float32))
        stretched = process(script("samples.B04", units="REFLECTANCE", sample="AUTO"), ["default"])
        assert stretched.dtype == np.uint8
        assert np.array_equal(stretched, np.floor(np.clip(numbers / 10000 * 255, 0, 255) + 0.5))
        signed = process(script("samples.B04 - 2000", sample="INT16"), ["default"])
        assert np.array_equal(signed, numbers.astype(int) - 2000)
        assert (process(script("samples.B04 * 1000"), ["default"]) == 65535).any()

    def test_resampling_as_asked(self, process):
        nearest = process(script("samples.B11", '"B11"'), ["default"])
        smooth = process(script("samples.B11", '"B11"'), ["default"], upsampling=sh.ResamplingType.BILINEAR)
        assert np.array_equal(nearest[::2], nearest[1::2])
        assert not np.array_equal(smooth[::2], smooth[1::2])

    def test_two_halves_make_the_whole(self, process):
        west, south, east, north = BOX
        whole = process(BANDS, ["bands"])
        left = process(BANDS, ["bands"], box=(west, south, west + 800, north), size=(80, 200))
        right = process(BANDS, ["bands"], box=(west + 800, south, east, north), size=(120, 200))
        assert np.array_equal(np.concatenate([left, right], axis=1), whole)

    def test_outside_the_scene_the_mask_is_zero(self, process):
        answer = process(BANDS, ["mask"], box=(470480, BOX[1], 474480, BOX[3]), size=(400, 200))
        assert (answer[:, :200, 1] == 0).all()
        assert (answer[:, 200:, 1] == 1).all()

    def test_orbits_come_one_by_one(self, process, online):
        count = "samples.filter(s => s.dataMask && [4, 5, 6].includes(s.SCL)).length"
        clear = process(
            script(count, '"SCL", "dataMask"', "UINT8", mosaicking="ORBIT"),
            ["default"],
            time=("2024-06-01", "2024-08-31"),
        )
        expected = sum(
            np.isin(scene.read("SCL"), [4, 5, 6]).repeat(2, 0).repeat(2, 1)[ROWS, COLUMNS].astype(int)
            for scene in online.scenes
            if scene.collection == "sentinel-2-l2a" and scene.datetime.year == 2024 and "sh" in scene.apis
        )
        assert np.array_equal(clear, expected)
        assert expected.max() == 7

    def test_tiles_know_their_dates_and_may_be_left_out(self, process):
        kept = """function preProcessScenes(collections) {
          collections.scenes.tiles = collections.scenes.tiles.filter(tile => tile.date.getMonth() === 6);
          return collections;
        }"""
        text = script(
            "samples.length * 100 + scenes.tiles[0].date.getDate()", '"B04"', "UINT16", mosaicking="TILE", more=kept
        )
        assert (process(text, ["default"], time=("2024-06-01", "2024-08-31")) == 224).all()

    def test_mosaicking_order(self, process, online):
        period = ("2024-06-01", "2024-08-31")
        latest = process(script("samples.B04"), ["default"], time=period)
        clearest = process(
            script("samples.B04"), ["default"], time=period, mosaicking_order=sh.MosaickingOrder.LEAST_CC
        )
        assert np.array_equal(latest, online.scene("20240828T103031").reflectance("B04")[ROWS, COLUMNS])
        assert np.array_equal(clearest, online.scene("20240709T").reflectance("B04")[ROWS, COLUMNS])

    def test_kelvin_of_sentinel3(self, process, online):
        text = script("samples.dataMask ? samples.LST : 0", '"LST", "dataMask"', "FLOAT32", units='KELVIN", "DN')
        text = text.replace('units: "KELVIN", "DN"', 'units: ["KELVIN", "DN"]')
        kelvin = process(
            text, ["default"], collection="sentinel-3-slstr-l2", box=(397000, 5748000, 415000, 5763000), size=(18, 15),
            time=("2024-06-26", "2024-06-27"),
        )  # fmt: skip
        assert np.allclose(kelvin, online.scene("S3A_SL_2_LST____20240626").read("LST") / 100)
        assert 295 < np.median(kelvin) < 315

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            (script("samples.B04", '"B99"'), "no band 'B99'"),
            (script("samples.B04", units="KELVIN"), "Unsupported unit"),
            (script("missing.B04"), "missing"),
            (script("samples.B04").replace("evaluatePixel", "evaluate"), "evaluatePixel"),
            (script("samples.B04, 1"), "requires 1 bands"),
            (script("samples.B04").replace("//VERSION=3", ""), "VERSION"),
        ],
    )
    def test_wrong_evalscripts_are_refused(self, process, text, sentence):
        with pytest.raises(sh.DownloadFailedException, match="400") as caught:
            process(text, ["default"])
        assert sentence in caught.value.request_exception.response.text

    def test_wrong_requests_are_refused(self, process):
        for options in ({"size": (2501, 10)}, {"collection": "landsat-ot-l2"}):
            with pytest.raises(sh.DownloadFailedException, match="400"):
                process(script("samples.B04"), ["default"], **options)
        with pytest.raises(sh.DownloadFailedException, match="400"):
            process(script("samples.B04"), ["other"])

    def test_short_addresses_and_several_files(self, online):
        token = requests.post(
            online.token_url, timeout=5, data={"grant_type": "client_credentials"},
            auth=(online.client_id, online.client_secret),
        ).json()["access_token"]  # fmt: skip
        data = {"type": "sentinel-2-l2a", "dataFilter": {"timeRange": {"from": "2024-06-19T00:00:00Z",
                                                                       "to": "2024-06-19T23:59:59Z"}}}  # fmt: skip
        crs = {"crs": "http://www.opengis.net/def/crs/EPSG/0/32632"}
        body = {
            "input": {"bounds": {"bbox": BOX, "properties": crs}, "data": [data]},
            "output": {"resx": 100, "resy": 100, "responses": [
                {"identifier": name, "format": {"type": "image/tiff"}} for name in ("bands", "mask")]},
            "evalscript": BANDS,
        }  # fmt: skip
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/tar"}
        answer = requests.post(f"{online.base_url}/process/v1", json=body, headers=headers, timeout=20)
        with tarfile.open(fileobj=io.BytesIO(answer.content)) as archive:
            assert archive.getnames() == ["bands.tif", "mask.tif"]
        assert requests.post(f"{online.base_url}/process/v1", json=body, timeout=5).status_code == 401
        query = {"collections": ["sentinel-2-l2a"], "bbox": [8.6, 47.3, 8.8, 47.5],
                 "datetime": "2024-01-01T00:00:00Z/2024-12-31T00:00:00Z", "limit": 50, "distinct": "date"}  # fmt: skip
        found = requests.post(f"{online.base_url}/catalog/v1/search", json=query, headers=headers, timeout=5).json()
        assert len(found["features"]) == 7


class TestStac:
    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_search_filters_and_pages(self, online, method):
        client = pystac_client.Client.open(online.stac_url)
        search = client.search(
            collections=["sentinel-2-l2a"], bbox=[8.66, 47.4, 8.69, 47.42], datetime="2024-06-01/2024-08-31",
            query={"eo:cloud_cover": {"lt": 13}}, limit=2, method=method,
        )  # fmt: skip
        dates = [item.datetime.date().isoformat() for item in search.items()]
        assert dates == ["2024-08-03", "2024-07-24", "2024-07-09", "2024-06-19", "2024-06-04"]
        assert len([one for one in online.requests("stac") if "/search" in one["path"]]) == 3

    def test_collections_and_items(self, online):
        client = pystac_client.Client.open(online.stac_url)
        assert {one.id for one in client.get_collections()} == {
            "sentinel-2-l2a", "landsat-c2-l2", "sentinel-3-slstr-lst-l2-netcdf",
        }  # fmt: skip
        name = "LC08_L2SP_196024_20240813_20240822_02_T1"
        item = client.get_collection("landsat-c2-l2").get_item(name)
        assert item.assets["lwir11"].extra_fields["raster:bands"][0]["offset"] == 149.0

    def test_pixels_are_those_of_the_scene(self, online):
        client = pystac_client.Client.open(online.stac_url)
        items = client.search(collections=["sentinel-2-l2a"], datetime="2024-06-01/2024-06-30").item_collection()
        loaded = odc.stac.load(
            items, bands=["B04", "SCL"], crs="EPSG:32632", resolution=10, x=(BOX[0], BOX[2]), y=(BOX[1], BOX[3])
        )
        assert loaded.sizes == {"y": 200, "x": 200, "time": 2}
        for index, day in enumerate(("20240604T", "20240619T")):
            scene = online.scene(day)
            assert np.array_equal(loaded["B04"].values[index], scene.read("B04")[ROWS, COLUMNS])
        sent = sum(entry["bytes"] for entry in online.requests("cog"))
        assert sent < 0.6 * sum(online.scene(day).path("B04").stat().st_size for day in ("20240604T", "20240619T"))

    def test_thermal(self, online):
        client = pystac_client.Client.open(online.stac_url)
        items = list(client.search(collections=["landsat-c2-l2"], datetime="2024-06-01/2024-08-31").items())
        assert [item.id for item in items if "lwir11" not in item.assets] == [
            "LC09_L2SP_196024_20240720_20240721_02_T1"
        ]
        (gone,) = [item for item in items if "_20240728_" in item.id]
        assert requests.head(gone.assets["lwir11"].href, timeout=5).status_code == 404
        (good,) = [item for item in items if "_20240626_" in item.id]
        with rasterio.open(good.assets["lwir11"].href) as opened:
            kelvin = opened.read(1, masked=True) * 0.00341802 + 149.0
        assert 300 < np.ma.median(kelvin) < 312

    def test_earth_search_says_what_it_says(self, online):
        client = pystac_client.Client.open(online.earth_search_url)
        items = {item.id[:19]: item for item in client.search(collections=["sentinel-2-l2a"], limit=50).items()}
        assert len(items) == 10
        wrong, right = items["S2B_32TMT_20240713_"], items["S2A_MSIL2A_20240818"]
        for item in (wrong, right):
            assert item.properties["earthsearch:boa_offset_applied"] is False
            assert item.assets["red"].extra_fields["raster:bands"][0]["offset"] == -0.1
        lows = {}
        for item in (wrong, right):
            with rasterio.open(item.assets["blue"].href) as opened:
                lows[item.id[:19]] = np.percentile(opened.read(1), 1)
        assert lows["S2B_32TMT_20240713_"] < 1000 < lows["S2A_MSIL2A_20240818"]

    def test_signing(self, online, fresh_signatures):
        signed = planetary_computer.sign("https://account.blob.core.windows.net/container/file.tif")
        assert "&sig=" in signed

    def test_real_addresses_through_the_proxy(self, services, monkeypatch, fresh_signatures):
        for name, value in services.behind_proxy().items():
            monkeypatch.setenv(name, value)
        for name in ("PC_SDK_SAS_URL", "URBANTHINK_SH_BASE_URL"):
            monkeypatch.delenv(name, raising=False)
        url = "https://planetarycomputer.microsoft.com/api/stac/v1"
        client = pystac_client.Client.open(url)
        (item,) = client.search(collections=["sentinel-2-l2a"], datetime="2024-07-09").items()
        href = item.assets["B04"].href
        assert requests.get(href, timeout=5).status_code == 409
        with rasterio.open(planetary_computer.sign(href)) as opened:
            assert np.array_equal(opened.read(1), services.scene("20240709T").read("B04"))
        client = pystac_client.Client.open("https://earth-search.aws.element84.com/v1")
        (item,) = client.search(collections=["sentinel-2-c1-l2a"], datetime="2024-07-09").items()
        assert requests.head(item.assets["red"].href, timeout=5).ok
        assert set(services.proxied_hosts()) == {
            "planetarycomputer.microsoft.com", "sentinel2l2a01.blob.core.windows.net", "earth-search.aws.element84.com",
            "sentinel-cogs.s3.us-west-2.amazonaws.com",
        }  # fmt: skip


class TestFaults:
    def get(self, online, **options):
        return requests.get(online.stac_url, timeout=2, **options)

    def test_the_certificate_is_checked(self, online, monkeypatch):
        monkeypatch.delenv("REQUESTS_CA_BUNDLE")
        monkeypatch.delenv("CURL_CA_BUNDLE")
        with pytest.raises(requests.exceptions.SSLError):
            self.get(online)
        assert self.get(online, verify=online.ca_file).ok

    def test_status_with_headers_for_so_many_times(self, online):
        online.faults([{"route": "stac", "status": 429, "headers": {"Retry-After": "800"}, "times": 2}])
        answers = [self.get(online) for _ in range(3)]
        assert [one.status_code for one in answers] == [429, 429, 200]
        assert answers[0].headers["Retry-After"] == "800"
        assert [one["status"] for one in online.requests("stac")] == [429, 429, 200]

    def test_reset_truncated_garbage_silence(self, online):
        online.faults([{"route": "stac", "drop": True}])
        with pytest.raises(requests.ConnectionError):
            self.get(online)
        online.faults([{"route": "stac", "truncate": 0.5}])
        with pytest.raises(requests.exceptions.ChunkedEncodingError):
            self.get(online)
        online.faults([{"route": "stac", "garbage": "html"}])
        assert "text/html" in self.get(online).headers["Content-Type"]
        online.faults([{"route": "stac", "sleep": 30}])
        with pytest.raises(requests.ReadTimeout):
            self.get(online)
        assert self.get(online).ok

    def test_spared_and_matched(self, online):
        online.faults([{"status": 503, "match": "/collections", "after": 1, "times": -1}])
        paths = ("", "/collections", "/collections", "/collections")
        assert [requests.get(online.stac_url + path, timeout=2).status_code for path in paths] == [200, 200, 503, 503]

    def test_wrong_secret(self, online, config):
        config.sh_client_secret = "wrong"
        with pytest.raises(InvalidClientError, match="Invalid client or Invalid client credentials"):
            sh.SentinelHubCatalog(config=config).get_collections()

    def test_revoked_token(self, online, config):
        catalog = sh.SentinelHubCatalog(config=config)
        catalog.get_collections()
        online.sentinel_hub.revoke()
        with pytest.raises(sh.DownloadFailedException, match="401"):
            catalog.get_collections()

    def test_quota_and_portal(self, online, process):
        online.faults([{"route": "process", "status": 403}])
        with pytest.raises(sh.DownloadFailedException, match="403") as caught:
            process(BANDS, ["bands"])
        assert "INSUFFICIENT_PROCESSING_UNITS" in caught.value.request_exception.response.text
        online.faults([{"route": "process", "garbage": "html"}])
        with pytest.raises(Exception, match="TIFF"):
            process(BANDS, ["bands"])

    def test_other_processes_may_ask_too(self, online):
        requests.post(f"{online.base_url}/_mock/faults", json=[{"route": "stac", "status": 500}], timeout=2)
        assert self.get(online).status_code == 500
        state = requests.get(f"{online.base_url}/_mock/state", timeout=2).json()
        assert [one["status"] for one in state["requests"]] == [500]
